//! The server dies in the middle of a burst.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use ballot::digest::Digest;
use ballotbox::ballots::Receipt;
use web::database::harness::each_place;

use crate::prepared::{post, prepared, served};
use crate::support::http::get;
use crate::support::process::{Server, kill};

const CARDS: usize = 240;
const PHONES: usize = 24;

/// Posts the ballots one after the other on many connections; after `kill_after` receipts the server is killed. The receipts.
fn burst(address: SocketAddr, path: &str, ballots: &[Vec<u8>], kill_after: usize, kill: impl Fn() + Sync) -> Vec<Receipt> {
    let (next, receipts) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let phone = || {
        while let Some(ballot) = ballots.get(next.fetch_add(1, Ordering::Relaxed)) {
            let Ok(answer) = std::panic::catch_unwind(|| post(address, path, "", ballot)) else { return };
            let Some(answer) = answer else { continue };
            let receipt: Receipt = serde_json::from_str(&answer.expect(200).body).expect("a receipt");
            let mut receipts = receipts.lock().expect("no phone panics with it");
            receipts.push(receipt);
            if receipts.len() == kill_after {
                kill();
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..PHONES {
            scope.spawn(phone);
        }
    });
    receipts.into_inner().expect("no phone panics with it")
}

#[tokio::test(flavor = "multi_thread")]
async fn every_acknowledged_ballot_is_there_after_the_restart_and_none_twice() {
    each_place(async |place| {
        let data = tempfile::tempdir().expect("the folder for temporary files is writable");
        let election = prepared(data.path(), place, 1, CARDS).await;
        let path = format!("/v/{}/ballots", election.election.uuid);
        let ballots: Vec<Vec<u8>> = (0..CARDS).map(|card| election.ballot(card, card % 5)).collect();

        let server = Server::start(served(data.path(), place));
        let id = server.id();
        let receipts = burst(server.ballots(), &path, &ballots, CARDS / 4, || kill(id));
        drop(server);
        assert!((CARDS / 4..CARDS).contains(&receipts.len()), "killed in the middle: {}", receipts.len());

        let server = Server::start(served(data.path(), place));
        let address = server.ballots();
        for receipt in &receipts {
            let tracker = receipt.tracker.replace('+', "-").replace('/', "_");
            get(address, &format!("/v/{}/receipts/{tracker}", receipt.uuid)).expect(200);
        }
        // Every phone sends its ballot again, as it would.
        let again = burst(address, &path, &ballots, usize::MAX, || ());
        let trackers: BTreeSet<String> = again.iter().map(|receipt| receipt.tracker.clone()).collect();
        let expected: BTreeSet<String> = ballots.iter().map(|ballot| Digest::of(ballot).to_base64()).collect();
        assert!(trackers == expected && again.len() == CARDS);
        assert!(receipts.iter().all(|receipt| again.contains(receipt)), "the same receipts as before");
    })
    .await;
}
