//! An election with cards, written into the tables as set-up, card maker and officers would leave it.

mod published;

use ballot::cast::{Poll, UnverifiedBallot};
use ballot::ceremony::sitting::{Board, Member};
use ballot::credential::{Credential, CredentialList};
use ballot::election::{Election, Question, Uuid};
use ballot::group::system_random;
use ballot::tally::{Counter, PartialDecryption, VerifiedShare, VerifiedTally, decrypt};
use ballot::trustee::{TrusteeKind, Trustees, VerifiedTrustees};
use web::args;
use web::database::{Database, DatabaseError};
use web::secrets::Secrets;
use web::transaction;

use crate::ballots::{StoredBallot, receipt_key};
use crate::election::{State, Stored, queries};

pub use published::{begin_release, publish_setup, reconcile, reconcile_on, setup};

/// An election and its cards.
pub struct Open {
    /// The election.
    pub election: Election,
    /// The same, ready to cast ballots.
    pub poll: Poll,
    /// What is under the scratch-off of each card.
    pub cards: Vec<Credential>,
    trustees: VerifiedTrustees,
    members: Vec<Member>,
}

/// Three trustees, any two of whom open a total, with what each keeps offline.
fn sitting() -> (VerifiedTrustees, Vec<Member>) {
    let rng = &mut system_random();
    let mut board = Board::new(3, 2, 1).expect("two of three");
    let mut members: Vec<Member> = (1..=3).map(|number| Member::new(number, 1, rng)).collect();
    while board.awaited().is_some() {
        for member in &mut members {
            if let Some(posting) = member.next(&board, rng).expect("a board that all may read") {
                board.post(posting).expect("a right posting");
            }
        }
    }
    let parameters = board.parameters().expect("a complete board").remove(0);
    (Trustees(vec![TrusteeKind::Pedersen(parameters)]).verify().expect("trustees who prove their keys"), members)
}

/// Writes an election of so many questions with five answers each, so many cards, and a window from `opened_at` until `closes_at`
/// (milliseconds).
///
/// # Panics
/// If the database refuses.
pub async fn open_election(database: &Database, secrets: &Secrets, questions: usize, cards: usize, window: (i64, i64)) -> Open {
    let names: Vec<String> = (1..=questions).map(|number| format!("部门{number}")).collect();
    open_election_on(database, secrets, &names, cards, window).await
}

/// The same about departments of these names.
///
/// # Panics
/// If the database refuses.
pub async fn open_election_on(database: &Database, secrets: &Secrets, names: &[String], cards: usize, window: (i64, i64)) -> Open {
    open_session(database, secrets, 1, names, cards, window).await
}

/// The same for a session of this number.
///
/// # Panics
/// If the database refuses.
pub async fn open_session(
    database: &Database,
    secrets: &Secrets,
    session: u32,
    names: &[String],
    cards: usize,
    window: (i64, i64),
) -> Open {
    let (trustees, members) = sitting();
    let answers: Vec<String> = ["满意", "比较满意", "基本满意", "不满意", "不了解"].map(String::from).into();
    let question = |name: &String| Question { answers: answers.clone(), question: name.clone() };
    let election = Election {
        description: "测试".to_owned(),
        name: "评议".to_owned(),
        public_key: trustees.election_key(),
        questions: names.iter().map(question).collect(),
        uuid: Uuid::random(&mut system_random()),
        administrator: None,
        credential_authority: None,
    };
    let cards: Vec<Credential> = (0..cards).map(|_| Credential::random(&mut system_random())).collect();
    let stored = Stored {
        uuid: election.uuid.to_string(),
        session,
        dry_run: false,
        state: State::Open,
        election: election.to_json(),
        trustees: trustees.trustees().to_json(),
        receipt_key: receipt_key(secrets, election.uuid.as_str()),
    };
    let public: Vec<String> = cards.iter().map(|card| card.public_key(&election.uuid).to_hex()).collect();
    let written: Result<(), DatabaseError> = transaction!(database, |tx| -> Result<(), DatabaseError> {
        queries::add(&mut tx, &stored).await?;
        let sql = "INSERT INTO election_windows (uuid, opened_at, closes_at) VALUES ($1, $2, $3)";
        tx.execute(sql, args![&stored.uuid, window.0, window.1]).await?;
        for key in &public {
            let sql = "INSERT INTO election_credentials (uuid, credential, revoked) VALUES ($1, $2, 'no')";
            tx.execute(sql, args![&stored.uuid, key]).await?;
        }
        Ok(())
    });
    written.expect("an election in the tables");
    Open { poll: Poll::new(&election), election, cards, trustees, members }
}

impl Open {
    /// How often each answer of each question was chosen in these ballots, which are checked, added up and opened.
    ///
    /// # Panics
    /// If a ballot is not good.
    pub fn count(&self, ballots: &[StoredBallot]) -> Vec<Vec<u64>> {
        let keys = self.cards.iter().map(|card| card.public_key(&self.election.uuid)).collect();
        let list = CredentialList::sorted(keys).expect("no two alike");
        let mut counter = Counter::new(&self.poll);
        for cast in ballots {
            let read = UnverifiedBallot::from_json(cast.text.as_bytes()).expect("the form of a ballot");
            counter.add(&self.poll.verify(read, &list).expect("a good ballot"));
        }
        let tally = counter.close().expect("a total");
        let shares = [1, 3].map(|trustee| self.share(trustee, &tally));
        decrypt(&tally, &self.trustees, &shares).expect("a result").0
    }

    /// Writes a ballot of each card into the box, as the box keeps them.
    ///
    /// # Panics
    /// If the database refuses.
    pub async fn vote(&self, database: &Database) {
        for card in 0..self.cards.len() {
            let text = String::from_utf8(self.ballot(card, card % 5)).expect("a ballot is text");
            let (uuid, tracker, credential) = (self.election.uuid.as_str(), record::Digest::of(text.as_bytes()), self.credential(card));
            let written: Result<u64, DatabaseError> = transaction!(database, |tx| {
                let sql = "INSERT INTO ballots (uuid, tracker, credential, ballot) VALUES ($1, $2, $3, $4)";
                tx.execute(sql, args![uuid, tracker.to_string(), &credential, &text]).await
            });
            written.expect("a ballot in the box");
        }
    }

    /// What a trustee makes of a total, offline.
    fn share(&self, trustee: usize, tally: &VerifiedTally) -> VerifiedShare {
        let key = self.members[trustee - 1].keys().expect("keys that are made").remove(0);
        PartialDecryption::make(tally, &self.trustees, &key, &mut system_random()).expect("a share")
    }

    /// A ballot of a card that chooses `choice` for every question.
    ///
    /// # Panics
    /// If there is no such card or answer.
    pub fn ballot(&self, card: usize, choice: usize) -> Vec<u8> {
        let choices = vec![choice; self.election.questions.len()];
        let made = self.poll.cast(&self.cards[card], &choices, &mut system_random()).expect("choices that fit");
        made.text().to_vec()
    }

    /// The public key of a card, in hexadecimal digits.
    ///
    /// # Panics
    /// If there is no such card.
    pub fn credential(&self, card: usize) -> String {
        self.cards[card].public_key(&self.election.uuid).to_hex()
    }

    /// A ballot of a card that chooses `choice` for every question, and its randomness, as the page reveals them (检查).
    ///
    /// # Panics
    /// If there is no such card or answer.
    pub fn revealed(&self, card: usize, choice: usize) -> (String, String) {
        let choices = vec![choice; self.election.questions.len()];
        let (ballot, revealed) = self.poll.cast_to_check(&self.cards[card], &choices, &mut system_random()).expect("choices that fit");
        (String::from_utf8_lossy(ballot.text()).into_owned(), revealed.to_json())
    }
}
