//! Two servers on one PostgreSQL, as processes of their own: one box, one window, one close, one total.

use std::collections::BTreeSet;
use std::thread;
use std::time::{Duration, Instant};

use ballot::digest::Digest;
use web::args;
use web::database::harness::Place;
use web::database::{Database, DatabaseError, transaction};

use crate::prepared::{post, prepared, served, tables};
use crate::support::process::{PATIENCE, Server};

const CARDS: usize = 24;

async fn number(database: &Database, sql: &'static str) -> i64 {
    database.reader().await.expect("a reader").one(sql, args![]).await.expect("a number")
}

#[tokio::test(flavor = "multi_thread")]
async fn two_servers_are_one_box_with_one_close_and_one_total() {
    let Some(place) = Place::postgres().await else { return };
    let data = tempfile::tempdir().expect("the folder for temporary files is writable");
    let election = prepared(data.path(), &place, 2, CARDS + 1).await;
    let path = format!("/v/{}/ballots", election.election.uuid);
    let servers = [Server::start(served(data.path(), &place)), Server::start(served(data.path(), &place))];
    let addresses = servers.each_ref().map(Server::ballots);

    // Each card posts two different ballots, one to each server, at the same moment.
    let counted: BTreeSet<String> = thread::scope(|scope| {
        let cards: Vec<_> = (0..CARDS)
            .map(|card| {
                let (path, two) = (&path, [election.ballot(card, 0), election.ballot(card, 1)]);
                scope.spawn(move || {
                    let answers = thread::scope(|inner| {
                        let posted: Vec<_> = two
                            .iter()
                            .zip(addresses)
                            .map(|(ballot, address)| inner.spawn(move || post(address, path, "", ballot)))
                            .collect();
                        posted.into_iter().map(|it| it.join().expect("no phone panics").expect("an answer")).collect::<Vec<_>>()
                    });
                    let won: Vec<usize> = (0..2).filter(|at| answers[*at].status == 200).collect();
                    assert_eq!(won.len(), 1, "{} {}", answers[0].body, answers[1].body);
                    assert_eq!(answers[1 - won[0]].status, 409);
                    Digest::of(&two[won[0]]).to_hex()
                })
            })
            .collect();
        cards.into_iter().map(|card| card.join().expect("no card counts twice")).collect()
    });
    let urls: Vec<String> = place.url().map(str::to_owned).into_iter().collect();
    let database = tables(data.path(), &urls).await;
    let kept: Vec<String> =
        database.reader().await.expect("a reader").all("SELECT tracker FROM ballots ORDER BY tracker", args![]).await.expect("rows");
    assert_eq!(kept, counted.into_iter().collect::<Vec<_>>());

    // The time of the window is over; both servers want to close it and to make the total.
    let over: Result<(), DatabaseError> =
        transaction!(&database, |tx| tx.execute("UPDATE election_windows SET closes_at = opened_at - 60000", args![]).await.map(drop));
    over.expect("a window that is over");
    for (address, choice) in addresses.into_iter().zip([0, 1]) {
        post(address, &path, "", &election.ballot(CARDS, choice)).expect("an answer").expect(403).shows("closed");
    }
    let until = Instant::now() + PATIENCE;
    while number(&database, "SELECT COUNT(*) FROM election_totals").await == 0 {
        assert!(Instant::now() < until, "no total: {}", servers[0].log());
        thread::sleep(Duration::from_millis(50));
    }
    for (kind, expected) in [("window.closed", 1), ("ballots.closed", 1), ("tally.encrypted", 1)] {
        let entries: Vec<String> = database
            .reader()
            .await
            .expect("a reader")
            .all("SELECT entry FROM ledger_entries ORDER BY position", args![])
            .await
            .expect("rows");
        let found = entries.iter().filter(|entry| entry.contains(&format!("\"type\":\"{kind}\""))).count();
        assert_eq!(found, expected, "{kind}");
    }
    assert_eq!(number(&database, "SELECT ballots FROM election_totals").await, CARDS as i64);
    assert_eq!(number(&database, "SELECT COUNT(*) FROM ballots").await, CARDS as i64);
    database.close().await;
}
