//! A server whose window is open, and what people do on its ballot page.

use std::net::SocketAddr;

use ballotbox::ballots::{StoredBallot, page};
use ballotbox::testing::{Open, open_election_on};
use tempfile::TempDir;
use web::args;
use web::clock::Clock;
use web::database::{Database, DatabaseConfig, DatabaseError, Value, transaction};
use web::secrets::Secrets;

use crate::chromium::Browser;
use crate::examine::{Variant, is_fit};
use crate::support::process::{Server, sanmin, serve};
use crate::support::{migrations, repository};
use crate::walk;

/// The answers of the election of `ballotbox::testing`.
pub const GRADES: [&str; 5] = ["满意", "比较满意", "基本满意", "不满意", "不了解"];
pub const CHOICES: [usize; 10] = [0, 1, 2, 3, 4, 4, 3, 2, 1, 0];

/// What so many ballots with these choices add up to.
pub fn expected(ballots: u64) -> Vec<Vec<u64>> {
    CHOICES.iter().map(|choice| (0..5).map(|answer| if answer == *choice { ballots } else { 0 }).collect()).collect()
}

pub struct Booth {
    server: Option<Server>,
    pub election: Open,
    ballot_port: u16,
    data: TempDir,
}

impl Booth {
    /// Session 1 of the real plan with so many cards, open for an hour by the real clock.
    pub async fn new(cards: usize) -> Self {
        let data = tempfile::tempdir().expect("the folder for temporary files is writable");
        let mut server = Server::start(serve(data.path()));
        server.terminate();
        assert_eq!(server.ended(), Some(0));
        let database = database(&data).await;
        let secrets = Secrets::open(&data.path().join("secrets")).expect("the keys just made");
        let now = Clock::system().millis();
        let plan = plan::Plan::read(&web::testing::real_plan()).expect("the plan").resolved();
        let names: Vec<String> = plan.departments_of(1).into_iter().map(|department| department.name.clone()).collect();
        let election = open_election_on(&database, &secrets, &names, cards, (now - 1_000, now + 3_600_000)).await;
        database.close().await;
        let server = Server::start(serve(data.path()));
        let ballot_port = server.ballots().port();
        Booth { server: Some(server), election, ballot_port, data }
    }

    /// The ballot host.
    pub fn origin(&self) -> String {
        format!("http://localhost:{}", self.ballot_port)
    }

    pub fn ballots_at(&self) -> SocketAddr {
        SocketAddr::from(([127, 0, 0, 1], self.ballot_port))
    }

    pub fn page(&self) -> String {
        format!("/v/{}", self.election.election.uuid)
    }

    /// What the private code of a card leads to.
    pub fn card(&self, card: usize) -> String {
        format!("{}#{}", self.page(), *self.election.cards[card].reveal())
    }

    /// Chooses on the card of a department; both counted from 0.
    pub async fn grade(&self, browser: &Browser, question: usize, answer: usize) {
        browser.click_on(&format!("label.choice:has(input[name='question-{question}'][value='{answer}'])")).await;
    }

    /// Chooses [`CHOICES`].
    pub async fn grade_all(&self, browser: &Browser) {
        for (question, answer) in CHOICES.iter().enumerate() {
            self.grade(browser, question, *answer).await;
        }
    }

    /// Fills in and comes to the review.
    pub async fn review(&self, browser: &Browser, card: usize) {
        browser.open(&self.card(card)).await;
        browser.sees("请给每个部门选一个评价").await;
        self.grade_all(browser).await;
        browser.press("核对并提交").await;
        browser.sees("提交评议票").await;
    }

    /// Asserts that the page is fit, and keeps a picture of it where pictures are wanted.
    pub async fn looks(&self, browser: &Browser, variant: Variant, name: &str) {
        walk::draw(browser, "voter", variant, name).await;
        is_fit(browser, variant).await;
    }

    /// The same for a page whose requests failed on the way, as they should have: the console mentions them.
    pub async fn looks_though_refused(&self, browser: &Browser, variant: Variant, name: &str) {
        browser.console().await;
        self.looks(browser, variant, name).await;
    }

    /// The server ends; what is in the box, 256 at most.
    pub async fn ballots(&mut self) -> Vec<StoredBallot> {
        self.stop();
        let database = database(&self.data).await;
        let uuid = self.election.election.uuid.to_string();
        let all = page(&mut database.reader().await.expect("a reader"), &uuid, "").await.expect("ballots");
        database.close().await;
        all
    }

    /// Nothing answers any more.
    pub fn stop(&mut self) {
        if let Some(mut server) = self.server.take() {
            server.terminate();
            server.ended();
        }
    }

    /// Changes the database while nothing answers.
    pub async fn change(&mut self, sql: &'static str, args: &[Value]) {
        let database = database(&self.data).await;
        let changed: Result<u64, DatabaseError> = transaction!(&database, |tx| tx.execute(sql, args).await);
        assert!(changed.expect("a change") > 0, "{sql}");
        database.close().await;
    }

    /// Answers again at the same place.
    pub fn start(&mut self) {
        self.start_with(&[]);
    }

    /// The same with more arguments.
    pub fn start_with(&mut self, more: &[&str]) {
        let listen = format!("127.0.0.1:{}", self.ballot_port);
        let mut command = sanmin(&["serve", "--listen", "127.0.0.1:0", "--ballot-listen", &listen, "--plan"]);
        command.arg(repository("plans/ordos-2024")).arg("--data").arg(self.data.path()).args(more);
        self.server = Some(Server::start(command));
    }

    pub async fn revoke(&mut self, card: usize) {
        let sql = "UPDATE election_credentials SET revoked = 'left' WHERE uuid = $1 AND credential = $2";
        let (uuid, credential) = (self.election.election.uuid.to_string(), self.election.credential(card));
        self.change(sql, args![uuid, credential]).await;
    }
}

async fn database(data: &TempDir) -> Database {
    let config = DatabaseConfig::new(data.path(), &[]).expect("a folder");
    Database::open(&config, &migrations()).await.expect("the database of the server")
}

impl Browser {
    /// Asserts that the page shows none of these grades.
    pub async fn shows_no_grade(&self, grades: &[&str]) {
        let text = self.text().await;
        assert!(!grades.iter().any(|grade| text.contains(grade)), "{text}");
    }

    /// Moves the clock of the page on.
    pub async fn let_time_pass(&self, milliseconds: u32) {
        let script = "const now = Date.now; Date.now = () => now() + arguments_; ".replace("arguments_", &milliseconds.to_string());
        self.run(&script, vec![]).await;
    }

    /// Changes what this browser's pages get from the network, from the next page on: the body of `async (answer, address, text) => …`
    /// gives another answer, or the same.
    pub async fn between(&self, body: &str) {
        let source = format!(
            "const fetched = window.fetch; window.fetch = async (address, options) => {{ \
             const answer = await fetched(address, options), text = await answer.clone().text(); {body} return answer; }};"
        );
        self.devtools("Page.addScriptToEvaluateOnNewDocument", serde_json::json!({"source": source})).await;
    }
}
