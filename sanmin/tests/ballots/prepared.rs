//! A data folder with an election whose window is open by the real clock.

use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use ballotbox::ballots::Receipt;
use ballotbox::testing::{Open, begin_release, open_election, open_session, publish_setup, reconcile_on};
use web::clock::Clock;
use web::database::harness::Place;
use web::database::{Database, DatabaseError, Value, transaction};
use web::secrets::Secrets;

use crate::support::http::{Answer, attempt};
use crate::support::migrations;
use crate::support::process::{PATIENCE, Server, serve};

/// `sanmin serve` on this folder and database.
pub fn served(data: &Path, place: &Place) -> Command {
    let mut command = serve(data);
    if let Some(url) = place.url() {
        command.args(["--database-url", url]);
    }
    command
}

/// The same on several database servers, in this order.
pub fn served_by(data: &Path, urls: &[String]) -> Command {
    let mut command = serve(data);
    for url in urls {
        command.args(["--database-url", url]);
    }
    command
}

/// Lets a server make the folder, and writes an election of so many questions and cards into it, open for an hour.
pub async fn prepared(data: &Path, place: &Place, questions: usize, cards: usize) -> Open {
    prepared_by(data, &urls(place), questions, cards).await
}

/// The tables of a data folder, beside the server that uses it.
pub async fn tables(data: &Path, urls: &[String]) -> Database {
    let config = web::database::DatabaseConfig::new(data, urls).expect("URLs");
    Database::open(&config, &migrations()).await.expect("the database that the server made")
}

/// [`prepared`] on these database servers.
pub async fn prepared_by(data: &Path, urls: &[String], questions: usize, cards: usize) -> Open {
    let mut server = Server::start(served_by(data, urls));
    server.terminate();
    assert_eq!(server.ended(), Some(0));
    let database = tables(data, urls).await;
    let now = Clock::system().millis();
    let election = open_election(&database, &secrets(data), questions, cards, (now - 1_000, now + 3_600_000)).await;
    publish_setup(&database, &election).await;
    database.close().await;
    election
}

/// The keys of a data folder.
pub fn secrets(data: &Path) -> Secrets {
    Secrets::open(&data.join("secrets")).expect("the keys that the server made")
}

/// The URLs of a place, none for SQLite.
pub fn urls(place: &Place) -> Vec<String> {
    place.url().map(str::to_owned).into_iter().collect()
}

/// Changes a data folder while no server uses it.
pub async fn change(data: &Path, place: &Place, sql: &'static str, values: &[Value]) {
    let database = tables(data, &urls(place)).await;
    let changed: Result<u64, DatabaseError> = transaction!(&database, |tx| tx.execute(sql, values).await);
    assert!(changed.expect("a change of the tables") > 0, "nothing was changed by: {sql}");
    database.close().await;
}

/// Plays the other two sessions, from the set-up to the total, when the first one has its own: all are released at once.
pub async fn others(data: &Path, place: &Place) -> [Open; 2] {
    let database = tables(data, &urls(place)).await;
    let window = Clock::system().millis() - 7_200_000;
    let mut opened = Vec::new();
    for session in [2, 3] {
        let names = ["部门1".to_owned()];
        let open = open_session(&database, &secrets(data), session, &names, 2, (window, window + 1_200_000)).await;
        publish_setup(&database, &open).await;
        open.vote(&database).await;
        opened.push(open);
    }
    database.close().await;
    let server = Server::start(served(data, place));
    let config = web::database::DatabaseConfig::new(data, &urls(place)).expect("a place");
    let beside = Database::attach(&config).await.expect("the database");
    let until = Instant::now() + PATIENCE;
    loop {
        let totals: i64 = beside.reader().await.expect("a reader").one("SELECT COUNT(*) FROM election_totals", &[]).await.expect("a count");
        if totals == 3 {
            break;
        }
        assert!(Instant::now() < until, "no totals: {}", server.log());
        std::thread::sleep(Duration::from_millis(50));
    }
    beside.close().await;
    stop(server);
    opened.try_into().unwrap_or_else(|_| panic!("two sessions"))
}

/// Supervision publishes the counts of all sessions, trustees post their hashes, and two officers confirm the release with the shares.
pub async fn confirm_release(data: &Path, place: &Place, elections: &[&Open]) {
    let (database, now) = (tables(data, &urls(place)).await, Clock::system().millis());
    for open in elections {
        reconcile_on(&database, now, open.election.uuid.as_str()).await;
    }
    begin_release(&database, &secrets(data), now, elections).await;
    database.close().await;
}

/// Stops a server as an operator does.
pub fn stop(mut server: Server) {
    server.terminate();
    assert_eq!(server.ended(), Some(0));
}

/// The time of the window is over, grace and all.
pub const OVER: &str = "UPDATE election_windows SET opened_at = opened_at - 600000, closes_at = opened_at - 60000";

/// A receipt, if the answer is one that this box has signed; a server that is killed may send half of one.
pub fn receipt(answer: &Answer, key: &str) -> Option<Receipt> {
    let receipt: Receipt = (answer.status == 200).then(|| serde_json::from_str(&answer.body).ok()).flatten()?;
    assert!(receipt.is_of(key), "not signed by the box: {}", answer.body);
    Some(receipt)
}

/// Posts to the ballot host; None where no answer came.
pub fn post(address: SocketAddr, path: &str, headers: &str, body: &[u8]) -> Option<Answer> {
    let head = format!("POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}Content-Length: {}\r\n\r\n", body.len());
    attempt(address, &[head.as_bytes(), body].concat())
}
