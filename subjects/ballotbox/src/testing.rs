//! An election with cards, written into the tables as set-up, card maker and officers would leave it.

use ballot::cast::{Poll, UnverifiedBallot};
use ballot::credential::{Credential, CredentialList};
use ballot::election::{Election, Question, Uuid};
use ballot::group::{SecretScalar, system_random};
use ballot::tally::{Counter, PartialDecryption, decrypt};
use ballot::trustee::{TrusteeKey, TrusteeKind, Trustees, VerifiedTrustees};
use web::args;
use web::database::{Database, DatabaseError};
use web::secrets::Secrets;
use web::transaction;

use crate::ballots::{Cast, receipt_key};
use crate::election::{State, Stored, queries};

/// An election and its cards.
pub struct Open {
    /// The election.
    pub election: Election,
    /// The same, ready to cast ballots.
    pub poll: Poll,
    /// What is under the scratch-off of each card.
    pub cards: Vec<Credential>,
    secret: SecretScalar,
    trustees: VerifiedTrustees,
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
    let rng = &mut system_random();
    let secret = SecretScalar::random(rng);
    let trustee = TrusteeKind::Single(Box::new(TrusteeKey::prove(&secret, rng)));
    let trustees = Trustees(vec![trustee]).verify().expect("a trustee who proves the key");
    let answers: Vec<String> = ["满意", "比较满意", "基本满意", "不满意", "不了解"].map(String::from).into();
    let question = |name: &String| Question { answers: answers.clone(), question: name.clone() };
    let election = Election {
        description: "测试".to_owned(),
        name: "评议".to_owned(),
        public_key: trustees.election_key(),
        questions: names.iter().map(question).collect(),
        uuid: Uuid::random(rng),
        administrator: None,
        credential_authority: None,
    };
    let cards: Vec<Credential> = (0..cards).map(|_| Credential::random(&mut system_random())).collect();
    let stored = Stored {
        uuid: election.uuid.to_string(),
        session: 1,
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
    Open { poll: Poll::new(&election), election, cards, secret, trustees }
}

impl Open {
    /// How often each answer of each question was chosen in these ballots, which are checked, added up and opened.
    ///
    /// # Panics
    /// If a ballot is not good.
    pub fn count(&self, ballots: &[Cast]) -> Vec<Vec<u64>> {
        let keys = self.cards.iter().map(|card| card.public_key(&self.election.uuid)).collect();
        let list = CredentialList::sorted(keys).expect("no two alike");
        let mut counter = Counter::new(&self.poll);
        for cast in ballots {
            let read = UnverifiedBallot::from_json(cast.text.as_bytes()).expect("the form of a ballot");
            counter.add(&self.poll.verify(read, &list).expect("a good ballot"));
        }
        let tally = counter.close().expect("a total");
        let share = PartialDecryption::make(&tally, &self.trustees, &self.secret, &mut system_random()).expect("a share");
        decrypt(&tally, &self.trustees, &[share]).expect("a result").0
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

/// Writes and publishes the reconciliation of a closed session, as supervision would when nothing differs but cards that nobody cast.
///
/// # Panics
/// If it is refused: more ballots than cards, or no total yet.
pub async fn reconcile(app: &web::App, uuid: &str) {
    let now = app.clock().millis();
    let outcome: Result<(), web::Refusal> = transaction!(app.database(), |tx| -> Result<(), web::Refusal> {
        let stored = queries::by_uuid(&mut tx, uuid).await?.ok_or(web::Refusal::NotFound)?;
        let figures = crate::reconciliation::figures(&mut tx, uuid).await?;
        let small = |count: i64| u32::try_from(count).expect("a count");
        let (mut rest, mut venues) = (figures.cast, Vec::new());
        for cards in &figures.venues {
            let (left, void) = cards.counted.unwrap_or((0, 0));
            let issued = if cards.printed == 0 { 0 } else { small(cards.issued().expect("a counted venue")) };
            let used = rest.min(issued);
            rest -= used;
            let sql = "INSERT INTO election_used (uuid, venue, used) VALUES ($1, $2, $3)";
            tx.execute(sql, args![uuid, &cards.venue, used]).await?;
            venues.push(record::VenueReconciled {
                venue: cards.venue.parse().expect("an id"),
                invited: issued,
                present: issued,
                printed: small(cards.printed),
                left: small(left),
                void: small(void),
                issued,
                used,
                paper: figures.paper(&cards.venue),
            });
        }
        let statement = record::Reconciliation {
            uuid: uuid.parse().expect("a uuid"),
            issued: small(figures.issued().expect("counted venues")),
            ballots: figures.cast,
            revoked: figures.checked + figures.voided_late,
            not_cast: small(figures.not_cast().expect("counted venues")),
            venues,
            explanations: Vec::new(),
        };
        crate::reconciliation::accept(&mut tx, &stored, statement, now).await
    });
    outcome.expect("a reconciliation");
}
