//! The database server dies in the middle of a burst that two servers take, and its synchronous standby takes over.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use ballot::digest::Digest;
use ballotbox::ballots::Receipt;
use web::args;
use web::database::harness::Pair;

use crate::prepared::{post, prepared_by, served_by, tables};
use crate::support::chance::setting;
use crate::support::process::Server;

const PHONES: usize = 16;
/// A phone that is not answered tries again, as the page does; so often at most.
const TRIES: usize = 300;

#[tokio::test(flavor = "multi_thread")]
async fn no_acknowledged_ballot_is_lost_with_the_first_database_and_every_phone_gets_its_receipt_from_either_server() {
    for _ in 0..setting("SANMIN_FAILOVERS", 1) {
        lose_the_first_database(usize::try_from(setting("SANMIN_BALLOTS", 200)).expect("a number")).await;
    }
}

async fn lose_the_first_database(cards: usize) {
    let Some(pair) = Pair::synchronous() else { return };
    let urls = [pair.first(), pair.second()];
    let data = tempfile::tempdir().expect("the folder for temporary files is writable");
    let election = prepared_by(data.path(), &urls, 1, cards).await;
    let ballots: Vec<Vec<u8>> = (0..cards).map(|card| election.ballot(card, card % 5)).collect();
    let servers = [Server::start(served_by(data.path(), &urls)), Server::start(served_by(data.path(), &urls))];
    let (addresses, path) = (servers.each_ref().map(Server::ballots), format!("/v/{}/ballots", election.election.uuid));

    // Half of the ballots are posted before the server is lost; the others while it is being lost and after.
    let (next, losing, receipts) = (AtomicUsize::new(0), AtomicBool::new(false), Mutex::new(Vec::new()));
    let phone = || {
        loop {
            let card = next.fetch_add(1, Ordering::Relaxed);
            let Some(ballot) = ballots.get(card) else { return };
            while card >= cards / 2 && !losing.load(Ordering::Relaxed) {
                thread::sleep(Duration::from_millis(2));
            }
            // Behind one name the next try may lead to the other server.
            let receipt = (0..TRIES).find_map(|tried| match post(addresses[(card + tried) % 2], &path, "", ballot) {
                Some(answer) if answer.status == 200 => Some(serde_json::from_str::<Receipt>(&answer.body).expect("a receipt")),
                // Nothing else than "not now" may be said of a good ballot.
                Some(answer) if answer.status < 500 => panic!("{} {}", answer.status, answer.body),
                _ => {
                    thread::sleep(Duration::from_millis(100));
                    None
                }
            });
            receipts.lock().expect("no phone panics with it").push(receipt.expect("acknowledged in the end"));
        }
    };
    thread::scope(|scope| {
        for _ in 0..PHONES {
            scope.spawn(phone);
        }
        while receipts.lock().expect("no phone panics with it").len() < cards / 4 {
            thread::sleep(Duration::from_millis(2));
        }
        losing.store(true, Ordering::Relaxed);
        pair.lose_first();
    });

    let receipts = receipts.into_inner().expect("no phone panics with it");
    let acknowledged: BTreeSet<String> = receipts.iter().map(|receipt| receipt.tracker.clone()).collect();
    assert_eq!(acknowledged, ballots.iter().map(|ballot| Digest::of(ballot).to_base64()).collect());
    let database = tables(data.path(), &urls).await;
    let kept: Vec<String> =
        database.reader().await.expect("the standby").all("SELECT tracker FROM ballots ORDER BY tracker", args![]).await.expect("rows");
    let mut expected: Vec<String> = ballots.iter().map(|ballot| Digest::of(ballot).to_hex()).collect();
    expected.sort_unstable();
    assert_eq!(kept, expected, "each of them once");
    database.close().await;
    // Whoever was acknowledged by one server is known to the other.
    for (card, ballot) in ballots.iter().enumerate().filter(|(card, _)| card % 10 == 0) {
        for address in addresses {
            let again = post(address, &path, "", ballot).expect("an answer").expect(200);
            let again: Receipt = serde_json::from_str(&again.body).expect("a receipt");
            assert!(receipts.contains(&again), "the same receipt from both: card {card}");
        }
    }
}
