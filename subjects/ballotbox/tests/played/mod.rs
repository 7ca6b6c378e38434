//! Sessions played on the tables: keys made together, cards counted, a window opened by two, ballots, a close.
#![allow(dead_code, reason = "each test program uses a part of it")]

use ballot::cast::Poll;
use ballot::ceremony::sitting::{Board, Member};
use ballot::credential::Credential;
use ballot::group::{Element, system_random};
use ballot::tally::PartialDecryption;
use ballot::trustee::{TrusteeKind, Trustees, VerifiedTrustees};
use ballot::verify::{Options, verify_total};
use ballotbox::ballots::{Polls, receipt_key};
use ballotbox::election::{self, State, Stored};
use ballotbox::testing::setup;
use ballotbox::{reconciliation, tally, window};
use ledger::WitnessSigner;
use plan::Role;
use record::{Reconciliation, Statement, VenueReconciled};
use web::Refusal;
use web::args;
use web::database::{DatabaseError, transaction};
use web::ledger::{LedgerError, Witness, WitnessSetting, publish};
use web::testing::{Client, TestApp, small_plan};
use web::turnout::{Counting, Turnout, TurnoutSource};

const OFFICE: &str = "市人民政府办公室";
/// The page of the windows.
pub const HOME: &str = "/office/windows";

/// So many people are there.
struct Present(u32);

impl TurnoutSource for Present {
    fn counts<'a>(&'a self, _: &'a web::App) -> Counting<'a> {
        let one = |session| Turnout { session, venue: "main".into(), invited: 5, present: self.0 };
        let counts = [1, 2, 3].map(one).to_vec();
        Box::pin(async move { Ok(counts) })
    }
}

/// Three trustees with what each keeps offline.
fn keys() -> (VerifiedTrustees, Vec<Member>) {
    let rng = &mut system_random();
    let mut board = Board::new(3, 2, 1).unwrap();
    let mut members: Vec<Member> = (1..=3).map(|number| Member::new(number, 1, rng)).collect();
    while board.awaited().is_some() {
        for member in &mut members {
            if let Some(posting) = member.next(&board, rng).unwrap() {
                board.post(posting).unwrap();
            }
        }
    }
    (Trustees(vec![TrusteeKind::Pedersen(board.parameters().unwrap().remove(0))]).verify().unwrap(), members)
}

/// The first session of the small plan, its cards counted, ready to be opened.
pub struct Session {
    pub app: TestApp,
    pub stored: Stored,
    pub rounds: Vec<Round>,
}

/// One election with its cards, and what its trustees keep offline.
pub struct Round {
    pub stored: Stored,
    cards: Vec<Credential>,
    trustees: Vec<Member>,
}

impl Round {
    /// The election of a session, its cards counted.
    pub async fn add(app: &TestApp, session: u32) -> Self {
        let plan = app.app.plan();
        let (trustees, members) = keys();
        let election = election::make(&plan.plan, plan.plan.session(session).unwrap(), &trustees);
        let cards: Vec<Credential> = (0..6).map(|_| Credential::random(&mut system_random())).collect();
        let stored = Stored {
            uuid: election.uuid.to_string(),
            session,
            dry_run: false,
            state: State::Carded,
            election: election.to_json(),
            trustees: trustees.trustees().to_json(),
            receipt_key: receipt_key(app.app.secrets(), election.uuid.as_str()),
        };
        let keys: Vec<Element> = cards.iter().map(|card| card.public_key(&election.uuid)).collect();
        transaction!(app.app.database(), |tx| -> Result<(), LedgerError> {
            election::queries::add(&mut tx, &stored).await?;
            for key in &keys {
                let sql = "INSERT INTO election_credentials (uuid, credential, revoked) VALUES ($1, $2, 'no')";
                tx.execute(sql, args![&stored.uuid, key.to_hex()]).await?;
            }
            publish(&mut tx, &Statement::ElectionSetup(setup(&stored, keys.clone()))).await?;
            let sql = "INSERT INTO election_venues (uuid, venue, printed, sha256, left_over, void) VALUES ($1, 'main', 6, '', 1, 0)";
            tx.execute(sql, args![&stored.uuid]).await?;
            Ok(())
        })
        .unwrap();
        Round { stored, cards, trustees: members }
    }

    /// What a trustee makes offline of an archive that was downloaded.
    pub fn share(&self, trustee: usize, archive: &[u8]) -> String {
        let verified = verify_total(archive, Options::default()).unwrap_or_else(|refusal| panic!("{refusal}"));
        let key = self.trustees[trustee - 1].keys().unwrap().remove(0);
        let share = PartialDecryption::make(&verified.tally, &verified.trustees, &key, &mut system_random()).unwrap();
        share.share().to_json()
    }
}

impl Session {
    pub async fn new(database: web::database::Database, present: u32) -> Self {
        Session::witnessed(database, present, &[]).await
    }

    /// The same with witnesses of these names, who have cosigned nothing.
    pub async fn witnessed(database: web::database::Database, present: u32, names: &[&str]) -> Self {
        let witness = |name: &&str| {
            let signer = WitnessSigner::from_seed(name.parse().unwrap(), &[7; 32]);
            Witness::new(WitnessSetting { key: signer.verifier().clone(), url: "http://127.0.0.1:9".into() })
        };
        let witnesses = names.iter().map(witness).collect();
        let app = TestApp::with_witnesses(database, ballotbox::routes(), &small_plan(), witnesses).await;
        app.app.count_turnout_by(Present(present));
        let round = Round::add(&app, 1).await;
        let stored = round.stored.clone();
        Session { app, stored, rounds: vec![round] }
    }

    /// Somebody of the joint office, on the page that gives the form token.
    pub async fn officer(&self, name: &str) -> Client {
        let mut client = self.app.staff(name, OFFICE, &[], &[Role::Office]).await;
        client.get(HOME).await.expect(200);
        client
    }

    /// One proposes, another confirms.
    pub async fn both(&self, act: &str, fields: &[(&str, &str)]) {
        let (mut first, mut second) = (self.officer("甲").await, self.officer("乙").await);
        first.post(&format!("{HOME}/{}/{act}", self.stored.uuid), fields).await.expect(303);
        let page = second.get(HOME).await.expect(200);
        let confirm = page.body.split("href=\"").find(|rest| rest.contains("/confirm\"")).unwrap().split('"').next().unwrap().to_string();
        first.post(&confirm, &[]).await.expect(422);
        second.get(&confirm).await.expect(200).shows("您是第二人");
        second.post(&confirm, &[]).await.expect(303);
    }

    /// Ballots of so many cards, each with its public key.
    pub fn ballots(&self, count: usize) -> Vec<(String, String)> {
        let election = self.stored.read_election().unwrap();
        let poll = Poll::new(&election);
        let cards = self.rounds.last().unwrap().cards.iter().zip([0, 1, 2, 3, 4]).take(count);
        let cast = |(card, grade): (&Credential, usize)| {
            let ballot = poll.cast(card, &vec![grade; election.questions.len()], &mut system_random()).unwrap();
            (card.public_key(&election.uuid).to_hex(), String::from_utf8(ballot.text().to_vec()).unwrap())
        };
        cards.map(cast).collect()
    }

    /// Ballots as the box keeps them.
    pub async fn vote(&self, count: usize) {
        for (credential, text) in self.ballots(count) {
            let tracker = record::Digest::of(text.as_bytes()).to_string();
            transaction!(self.app.app.database(), |tx| -> Result<(), DatabaseError> {
                let sql = "INSERT INTO ballots (uuid, tracker, credential, ballot) VALUES ($1, $2, $3, $4)";
                tx.execute(sql, args![&self.stored.uuid, &tracker, &credential, &text]).await.map(drop)
            })
            .unwrap();
        }
    }

    pub async fn state(&self) -> State {
        let mut tx = self.app.app.database().reader().await.unwrap();
        election::queries::by_uuid(&mut tx, &self.stored.uuid).await.unwrap().unwrap().state
    }

    /// The tables in which a part of a share can be read, beside those of what is published.
    pub async fn readable(&self, shares: &[String]) -> Vec<String> {
        let mut tx = self.app.app.database().reader().await.unwrap();
        let mut found = Vec::new();
        for (table, sql) in [
            ("release_shares", "SELECT sealed FROM release_shares"),
            ("election_shares", "SELECT share FROM election_shares WHERE share IS NOT NULL"),
            ("election_results", "SELECT result FROM election_results"),
            ("audit_log", "SELECT details FROM audit_log"),
            ("election_proposals", "SELECT content FROM election_proposals"),
        ] {
            let rows: Vec<String> = tx.all(sql, args![]).await.unwrap();
            let points = |row: &String| shares.iter().any(|share| row.contains(share.as_str()) || row.contains(&share[30..90]));
            if rows.iter().any(points) || (table.starts_with("election_") && table != "election_proposals" && !rows.is_empty()) {
                found.push(table.to_owned());
            }
        }
        found
    }

    /// Notes that a witness has cosigned so many entries.
    pub async fn cosigned(&self, name: &str, size: i64) {
        transaction!(self.app.app.database(), |tx| -> Result<(), DatabaseError> {
            tx.execute("DELETE FROM ledger_witnesses WHERE name = $1", args![name]).await?;
            let sql = "INSERT INTO ledger_witnesses (name, size, signature, failure, tried_at) VALUES ($1, $2, '', '', 0)";
            tx.execute(sql, args![name, size]).await.map(drop)
        })
        .unwrap();
    }

    /// How many entries the ledger has.
    pub async fn entries(&self) -> i64 {
        self.app.app.database().reader().await.unwrap().one("SELECT COUNT(*) FROM ledger_entries", args![]).await.unwrap()
    }

    /// How many sealed shares are kept.
    pub async fn sealed(&self) -> i64 {
        self.app.app.database().reader().await.unwrap().one("SELECT COUNT(*) FROM release_shares", args![]).await.unwrap()
    }

    /// What the ledger says of elections, by type.
    pub async fn statements(&self) -> Vec<Statement> {
        let mut tx = self.app.app.database().reader().await.unwrap();
        let entries: Vec<String> = tx.all("SELECT entry FROM ledger_entries ORDER BY position", args![]).await.unwrap();
        let all = entries.iter().map(|entry| Statement::from_bytes(entry.as_bytes()).unwrap());
        all.filter(|it| ["window.", "ballots.", "tally.", "share.", "result."].iter().any(|part| it.kind().starts_with(part))).collect()
    }

    /// The session, voted in and closed, with its total.
    pub async fn play(&self) {
        self.both("opening", &[]).await;
        self.vote(5).await;
        self.wait(21 * 60);
        window::close_due(&self.app.app).await.unwrap();
        assert!(tally::make_next(&self.app.app, &Polls::default()).await.unwrap());
        self.reconcile().await;
    }

    /// Supervision publishes that all counts agree: five cards were issued, and five ballots counted.
    async fn reconcile(&self) {
        let venue = VenueReconciled {
            venue: "main".parse().unwrap(),
            invited: 5,
            present: 5,
            printed: 6,
            left: 1,
            void: 0,
            issued: 5,
            used: 5,
            paper: 0,
        };
        let uuid = self.stored.uuid.parse().unwrap();
        let statement =
            Reconciliation { uuid, issued: 5, ballots: 5, revoked: 0, not_cast: 0, venues: vec![venue], explanations: Vec::new() };
        transaction!(self.app.app.database(), |tx| -> Result<(), Refusal> {
            let stored = election::queries::by_uuid(&mut tx, &self.stored.uuid).await?.ok_or(Refusal::NotFound)?;
            if stored.dry_run {
                return Ok(());
            }
            // As the card maker counts offline.
            tx.execute("INSERT INTO election_used (uuid, venue, used) VALUES ($1, 'main', 5)", args![&stored.uuid]).await?;
            reconciliation::accept(&mut tx, &stored, statement.clone(), self.app.app.clock().millis()).await
        })
        .unwrap();
    }

    /// Plays another session.
    pub async fn next(mut self, number: u32) -> Self {
        let round = Round::add(&self.app, number).await;
        self.stored = round.stored.clone();
        self.rounds.push(round);
        self.play().await;
        self
    }

    pub fn wait(&self, seconds: i64) {
        let clock = self.app.app.clock();
        clock.advance_to(clock.now() + jiff::SignedDuration::from_secs(seconds)).unwrap();
    }
}
