//! A ballot host on a fresh database, with an election whose window is open.

use axum::Router;
use axum::body::{Body, to_bytes};
use ballotbox::ballots::{Polls, Receipt, Verifying};
use ballotbox::host;
use ballotbox::testing::{Open, open_election};
use data_encoding::{BASE64_NOPAD, BASE64URL_NOPAD};
use http::{HeaderMap, Request, StatusCode};
use jiff::SignedDuration;
use serde_json::Value as Json;
use tower::ServiceExt;
use web::args;
use web::database::{Database, DatabaseError, Migration, Value, transaction};
use web::rights::RouteTable;
use web::testing::TestApp;

/// How long the window of these tests is open, in milliseconds, and the plan's grace after it.
pub const WINDOW: i64 = 20 * 60_000;
pub const GRACE: i64 = 30_000;

pub fn migrations() -> Vec<Migration> {
    [web::MIGRATIONS, ballotbox::MIGRATIONS].concat()
}

/// An election of two questions, whose window has just been opened.
pub struct Host {
    pub app: TestApp,
    pub service: Router,
    pub election: Open,
}

/// What the host answered.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Host {
    pub async fn new(database: Database, cards: usize) -> Self {
        let app = TestApp::new(database, RouteTable::new()).await;
        let now = app.app.clock().millis();
        let election = open_election(app.app.database(), app.app.secrets(), 2, cards, (now, now + WINDOW)).await;
        let service = host::service(&app.app, &Polls::default()).unwrap();
        Host { app, service, election }
    }

    /// A second server on the same database, with the same secrets.
    pub fn another(&self) -> Router {
        host::service_with(&self.app.app, &Polls::default(), Verifying::new(2, 64)).unwrap()
    }

    pub fn uuid(&self) -> &str {
        self.election.election.uuid.as_str()
    }

    pub fn path(&self, rest: &str) -> String {
        format!("/v/{}/{rest}", self.uuid())
    }

    pub async fn cast(&self, ballot: &[u8]) -> Answer {
        post(&self.service, &self.path("ballots"), ballot.to_vec()).await
    }

    pub async fn get(&self, rest: &str) -> Answer {
        get(&self.service, &self.path(rest), &[]).await
    }

    /// Lets time pass.
    pub fn wait(&self, milliseconds: i64) {
        let clock = self.app.app.clock();
        clock.advance_to(clock.now() + SignedDuration::from_millis(milliseconds)).unwrap();
    }

    pub async fn change(&self, sql: &'static str, args: &[Value]) -> u64 {
        let changed: Result<u64, DatabaseError> = transaction!(self.app.app.database(), |tx| tx.execute(sql, args).await);
        changed.unwrap()
    }

    /// Trackers in the box, in hexadecimal digits.
    pub async fn stored(&self) -> Vec<String> {
        let mut tx = self.app.app.database().reader().await.unwrap();
        tx.all("SELECT tracker FROM ballots WHERE uuid = $1 ORDER BY tracker", args![self.uuid()]).await.unwrap()
    }

    pub async fn revoke(&self, card: usize, why: &'static str) {
        let sql = "UPDATE election_credentials SET revoked = $2 WHERE uuid = $1 AND credential = $3";
        assert_eq!(self.change(sql, args![self.uuid(), why, self.election.credential(card)]).await, 1);
    }
}

impl Answer {
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.body);
        self
    }

    /// Asserts that the answer is this problem, told in Chinese.
    #[track_caller]
    pub fn problem(self, status: u16, word: &str) -> Json {
        let answer = self.expect(status);
        assert_eq!(answer.headers.get("content-type").unwrap(), "application/problem+json");
        let details: Json = serde_json::from_str(&answer.body).unwrap();
        assert_eq!(details["type"], format!("urn:sanmin:problem:{word}"));
        assert_eq!(details["status"], status);
        for text in [&details["title"], &details["detail"]] {
            assert!(!text.as_str().unwrap().is_ascii(), "{details}");
        }
        details
    }

    #[track_caller]
    pub fn receipt(self) -> Receipt {
        serde_json::from_str(&self.expect(200).body).unwrap()
    }

    pub fn json(&self) -> Json {
        serde_json::from_str(&self.body).unwrap()
    }
}

pub async fn get(service: &Router, path: &str, headers: &[(&str, &str)]) -> Answer {
    send(service, headers.iter().fold(Request::get(path), |request, (name, value)| request.header(*name, *value)), Vec::new()).await
}

pub async fn post(service: &Router, path: &str, body: Vec<u8>) -> Answer {
    send(service, Request::post(path), body).await
}

pub async fn send(service: &Router, request: http::request::Builder, body: Vec<u8>) -> Answer {
    let request = request.header("host", "ballot.test").body(Body::from(body)).unwrap();
    let Ok(response) = service.clone().oneshot(request).await;
    let (parts, body) = response.into_parts();
    let body = String::from_utf8(to_bytes(body, 1 << 20).await.unwrap().to_vec()).unwrap();
    Answer { status: parts.status, headers: parts.headers, body }
}

/// A tracker as it stands in an address.
pub fn in_address(tracker: &str) -> String {
    BASE64URL_NOPAD.encode(&BASE64_NOPAD.decode(tracker.as_bytes()).unwrap())
}

/// A tracker as it stands in the database.
pub fn in_hex(tracker: &str) -> String {
    data_encoding::HEXLOWER.encode(&BASE64_NOPAD.decode(tracker.as_bytes()).unwrap())
}

/// The text of a POST to `checks`, for a ballot that chose the same answer everywhere.
pub fn checked(election: &Open, card: usize, choice: usize) -> Vec<u8> {
    let (ballot, revealed) = election.revealed(card, choice);
    format!("{{\"ballot\":{ballot},\"revealed\":{revealed}}}").into_bytes()
}
