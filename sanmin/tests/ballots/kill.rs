//! The server dies in the middle of a burst, again and again.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, RwLock};
use std::thread;
use std::time::{Duration, Instant};

use ballot::digest::Digest;
use ballotbox::ballots::{Receipt, receipt_key};
use web::args;
use web::database::Database;
use web::database::harness::{Place, each_place};

use crate::prepared::{post, prepared, receipt, secrets, served, urls};
use crate::support::chance::{Chance, setting};
use crate::support::http::get;
use crate::support::process::{PATIENCE, Server, kill};

const PHONES: usize = 24;

/// The ballots of a hall on their way: each phone sends one until it has the receipt, whichever server answers.
struct Hall<'a> {
    path: String,
    key: String,
    ballots: &'a [Vec<u8>],
    next: AtomicUsize,
    receipts: Mutex<Vec<Receipt>>,
    /// Where ballots are taken now; None while the server is dead.
    address: RwLock<Option<SocketAddr>>,
}

impl Hall<'_> {
    fn received(&self) -> usize {
        self.receipts.lock().expect("no phone panics with it").len()
    }

    fn send(&self) {
        while let Some(ballot) = self.ballots.get(self.next.fetch_add(1, Ordering::Relaxed)) {
            let (until, mut last) = (Instant::now() + PATIENCE, None);
            loop {
                let address = *self.address.read().expect("no phone panics with it");
                let answer = address.and_then(|address| post(address, &self.path, "", ballot));
                if let Some(receipt) = answer.as_ref().and_then(|answer| receipt(answer, &self.key)) {
                    self.receipts.lock().expect("no phone panics with it").push(receipt);
                    break;
                }
                last = answer.as_ref().map(|answer| answer.body.clone()).or(last);
                // Of a good ballot nothing else may be said than "not now".
                let refused = answer.filter(|answer| answer.status != 200 && answer.status < 500);
                assert!(refused.is_none(), "{refused:?}");
                assert!(Instant::now() < until, "no receipt in time; last {last:?}");
                thread::sleep(Duration::from_millis(5));
            }
        }
    }
}

/// The trackers in the tables, as somebody who reads the files has them.
async fn kept(place: &Place, data: &std::path::Path) -> Vec<String> {
    let config = web::database::DatabaseConfig::new(data, &urls(place)).expect("a place");
    let database = Database::attach(&config).await.expect("the database");
    let mut tx = database.reader().await.expect("a reader");
    let kept = tx.all("SELECT tracker FROM ballots ORDER BY tracker", args![]).await.expect("rows");
    drop(tx);
    database.close().await;
    kept
}

/// `SANMIN_KILLS` times the server is killed at moments that `SANMIN_SEED` chooses, while phones go on sending.
#[tokio::test(flavor = "multi_thread")]
async fn every_acknowledged_ballot_is_there_after_each_of_many_kills_and_none_twice() {
    let kills = setting("SANMIN_KILLS", 4);
    each_place(async |place| {
        let mut chance = Chance::from_setting();
        let data = tempfile::tempdir().expect("the folder for temporary files is writable");
        let cards = usize::try_from(kills).expect("a number") * 24 + 60;
        let election = prepared(data.path(), place, 1, cards).await;
        let ballots: Vec<Vec<u8>> = (0..cards).map(|card| election.ballot(card, card % 5)).collect();
        let uuid = election.election.uuid.as_str();
        let hall = Hall {
            path: format!("/v/{uuid}/ballots"),
            key: receipt_key(&secrets(data.path()), uuid),
            ballots: &ballots,
            next: AtomicUsize::new(0),
            receipts: Mutex::default(),
            address: RwLock::new(None),
        };
        let mut midway = 0;
        thread::scope(|scope| {
            for _ in 0..PHONES {
                scope.spawn(|| hall.send());
            }
            for _ in 0..kills {
                let server = Server::start(served(data.path(), place));
                *hall.address.write().expect("no phone panics with it") = Some(server.ballots());
                // A number of receipts that chance chooses, and a moment after the last of them.
                let (before, until) = (hall.received(), Instant::now() + PATIENCE);
                let wanted = usize::try_from(chance.below(24)).expect("a number");
                while hall.received() < (before + wanted).min(cards) {
                    assert!(Instant::now() < until, "the burst does not go on: {}", server.log());
                    thread::sleep(Duration::from_micros(200));
                }
                thread::sleep(Duration::from_micros(chance.below(8_000)));
                kill(server.id());
                drop(server);
                // Everything that somebody has a receipt for by now is in the files.
                let acknowledged = hall.receipts.lock().expect("no phone panics with it").clone();
                midway += u32::from(acknowledged.len() < cards);
                let there: BTreeSet<String> = tokio::task::block_in_place(|| {
                    tokio::runtime::Handle::current().block_on(kept(place, data.path())).into_iter().collect()
                });
                for receipt in &acknowledged {
                    let tracker = Digest::from_base64(receipt.tracker.as_bytes()).expect("a tracker").to_hex();
                    assert!(there.contains(&tracker), "acknowledged and lost: {}", receipt.tracker);
                }
            }
            let server = Server::start(served(data.path(), place));
            let address = server.ballots();
            *hall.address.write().expect("no phone panics with it") = Some(address);
            let until = Instant::now() + PATIENCE;
            while hall.received() < cards {
                assert!(Instant::now() < until, "the burst does not end: {}", server.log());
                thread::sleep(Duration::from_millis(2));
            }
            // The restarted server says so too, and gives the same receipt to whoever asks again.
            for (ballot, first) in ballots.iter().zip(0..).filter(|(_, at)| at % 10 == 0) {
                let tracker = Digest::of(ballot).to_base64();
                get(address, &format!("/v/{uuid}/receipts/{}", tracker.replace('+', "-").replace('/', "_"))).expect(200);
                let again = post(address, &hall.path, "", ballot).expect("an answer");
                let again = receipt(&again, &hall.key).unwrap_or_else(|| panic!("ballot {first}: {again:?}"));
                assert!(hall.receipts.lock().expect("no phone panics with it").contains(&again), "the same receipt as before");
            }
            drop(server);
        });
        let mut expected: Vec<String> = ballots.iter().map(|ballot| Digest::of(ballot).to_hex()).collect();
        expected.sort_unstable();
        assert_eq!(kept(place, data.path()).await, expected, "each of them once");
        eprintln!("{place}: {kills} kills, {midway} of them before the burst was over, {cards} ballots");
        assert!(midway * 2 >= u32::try_from(kills).expect("a number"), "the kills came too late to test anything");
    })
    .await;
}
