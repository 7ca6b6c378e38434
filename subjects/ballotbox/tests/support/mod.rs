//! Everybody who makes keys and cards, on a plan with five seats a session.

#![allow(dead_code)] // Each test uses its own part of this.

use ballot::ceremony::sitting::{Board, Member, Posting, Step};
use ballot::election::Election;
use ballot::group::system_random;
use ballotbox::cards::deck::{self, Deck};
use ballotbox::election::Stored;
use plan::Role;
use record::Statement;
use web::args;
use web::database::{Database, Migration};
use web::testing::{Answer, Client, TestApp, small_plan};

pub const OFFICE: &str = "市人民政府办公室";

pub fn migrations() -> Vec<Migration> {
    [web::MIGRATIONS, ballotbox::MIGRATIONS].concat()
}

pub async fn application(database: Database) -> TestApp {
    TestApp::with_plan(database, ballotbox::routes(), &small_plan()).await
}

/// Everybody, each with a page before them.
pub struct Everybody {
    pub first: Client,
    pub second: Client,
    pub trustees: Vec<Client>,
    pub maker: Client,
    pub supervision: Client,
}

pub async fn everybody(app: &TestApp) -> Everybody {
    let mut trustees = Vec::new();
    for number in 1..=3 {
        trustees.push(app.staff(&format!("保管人{number}"), OFFICE, &[], &[Role::Trustee(number)]).await);
    }
    let mut all = Everybody {
        first: app.staff("甲", OFFICE, &[], &[Role::Office]).await,
        second: app.staff("乙", OFFICE, &[], &[Role::Office]).await,
        trustees,
        maker: app.staff("制卡人", OFFICE, &[], &[Role::CardMaker]).await,
        supervision: app.staff("监督", OFFICE, &[], &[Role::Supervision]).await,
    };
    for client in [&mut all.first, &mut all.second, &mut all.maker, &mut all.supervision].into_iter().chain(&mut all.trustees) {
        client.get("/office/ceremony").await.expect(200);
    }
    all
}

/// Three trustees with their key files at home, and the board as they have downloaded it.
pub struct Offline {
    pub members: Vec<Member>,
    pub board: Board,
}

impl Offline {
    pub fn new(elections: usize) -> Self {
        let members = (1..=3).map(|number| Member::new(number, elections, &mut system_random())).collect();
        Offline { members, board: Board::new(3, 2, elections).unwrap() }
    }

    /// What a trustee's program writes next.
    pub fn next(&mut self, number: usize) -> Posting {
        self.members[number - 1].next(&self.board, &mut system_random()).unwrap().expect("something to post")
    }
}

pub fn name(posting: &Posting) -> String {
    format!("{}-{}.json", posting.step, posting.member)
}

impl Everybody {
    /// The first officer begins a sitting; its address.
    pub async fn begin(&mut self, fields: &[(&str, &str)]) -> String {
        let answer = self.first.post("/office/ceremony", fields).await.expect(303);
        answer.location().split('?').next().unwrap().to_owned()
    }

    pub async fn post(&mut self, home: &str, posting: &Posting) -> Answer {
        let trustee = &mut self.trustees[posting.member as usize - 1];
        trustee.upload(&format!("{home}/postings"), &[], &name(posting), posting.to_json().as_bytes()).await
    }

    /// All trustees take all steps; the keys are made.
    pub async fn make_keys(&mut self, home: &str, elections: usize) -> Offline {
        let mut offline = Offline::new(elections);
        for _ in Step::ALL {
            for number in 1..=3 {
                let posting = offline.next(number);
                self.post(home, &posting).await.expect(303);
                offline.board.post(posting).unwrap();
            }
        }
        offline
    }

    /// The first proposes at an address, the second confirms what is open on the page.
    pub async fn both(&mut self, page: &str, act: &str, fields: &[(&str, &str)]) {
        self.first.post(act, fields).await.expect(303);
        let proposal = open_proposal(&self.second.get(page).await.expect(200));
        self.second.get(&format!("{proposal}/confirm")).await.expect(200);
        self.second.post(&format!("{proposal}/confirm"), &[]).await.expect(303);
    }

    /// Keys of all sessions, confirmed.
    pub async fn elections(&mut self) -> Offline {
        let home = self.begin(&[]).await;
        let offline = self.make_keys(&home, 3).await;
        self.both(&home, &format!("{home}/elections"), &[]).await;
        offline
    }

    /// The card maker hands in two files for an election.
    pub async fn hand_in(&mut self, name: &str, credentials: &str, venues: &str) -> Answer {
        let page = format!("/office/elections/{name}");
        let token = token(&self.maker.get(&page).await);
        let (kind, body) = two_files(&token, credentials, venues);
        self.maker.post_body(&format!("{page}/cards"), &kind, body).await
    }
}

/// The form token on a page.
fn token(page: &Answer) -> String {
    page.body.split_once("name=\"csrf\" value=\"").and_then(|(_, rest)| rest.split('"').next()).unwrap_or_default().to_owned()
}

fn two_files(token: &str, credentials: &str, venues: &str) -> (String, Vec<u8>) {
    const BOUNDARY: &str = "----two-files";
    let mut body = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{token}\r\n");
    for (field, content) in [("credentials", credentials), ("venues", venues)] {
        let head = format!("Content-Disposition: form-data; name=\"{field}\"; filename=\"{field}.json\"");
        body.push_str(&format!("--{BOUNDARY}\r\n{head}\r\nContent-Type: application/json\r\n\r\n{content}\r\n"));
    }
    body.push_str(&format!("--{BOUNDARY}--\r\n"));
    (format!("multipart/form-data; boundary={BOUNDARY}"), body.into_bytes())
}

/// The address of the open proposal on a page.
pub fn open_proposal(page: &Answer) -> String {
    let at = page.body.find("/office/elections/proposals/").unwrap_or_else(|| panic!("no open proposal on {}", page.body));
    page.body[at..].split('/').take(5).collect::<Vec<_>>().join("/")
}

/// The election of a session that counts.
pub async fn election(app: &TestApp, session: u32) -> Stored {
    let mut tx = app.app.database().reader().await.unwrap();
    ballotbox::election::queries::of_session(&mut tx, session).await.unwrap().expect("an election")
}

/// The card maker's machine: one deck a venue.
pub struct Printed {
    pub decks: Vec<Deck>,
    pub credentials: String,
    pub venues: String,
}

pub fn print(app: &TestApp, election: &Stored) -> Printed {
    let plan = app.app.plan();
    let uuid = Election::from_json(election.election.as_bytes()).unwrap().uuid;
    let decks: Vec<Deck> = plan.plan.venues.iter().map(|venue| Deck::make(&plan.plan, venue, &uuid).unwrap()).collect();
    let credentials = deck::merge(&decks).unwrap().to_json();
    let venues = deck::venues(&uuid, election.session, &decks).to_text();
    Printed { decks, credentials, venues }
}

impl Printed {
    /// The public codes of a venue's cards.
    pub fn codes(&self, venue: &str) -> Vec<String> {
        self.decks.iter().find(|deck| deck.venue == venue).unwrap().cards.iter().map(|card| card.public.to_hex()).collect()
    }
}

/// What has been queued for the ledger after the plan.
pub async fn statements(app: &TestApp) -> Vec<Statement> {
    let mut tx = app.app.database().reader().await.unwrap();
    let rows: Vec<String> = tx.all("SELECT entry FROM ledger_entries ORDER BY position", args![]).await.unwrap();
    let all = rows.iter().map(|row| Statement::from_bytes(row.as_bytes()).unwrap());
    all.filter(|statement| !matches!(statement, Statement::PlanAdopted(_) | Statement::PlanResolved(_))).collect()
}

/// How many rows a table has.
pub async fn rows(app: &TestApp, sql: &'static str) -> i64 {
    app.app.database().reader().await.unwrap().one(sql, args![]).await.unwrap()
}

/// A session of the plan whose elections are ready to be counted, with its cards.
pub async fn carded(app: &TestApp, all: &mut Everybody, session: u32) -> (Stored, Printed) {
    let election = election(app, session).await;
    let printed = print(app, &election);
    let name = session.to_string();
    all.hand_in(&name, &printed.credentials, &printed.venues).await.expect(303);
    let page = format!("/office/elections/{name}");
    all.both(&page, &format!("{page}/setup"), &[]).await;
    (election, printed)
}
