//! The disk fills up in the middle of a burst.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

use ballot::digest::Digest;
use ballotbox::ballots::{Receipt, receipt_key};
use ballotbox::testing::Open;
use web::args;
use web::database::harness::Place;
use web::database::{Database, DatabaseConfig};

use crate::prepared::{OVER, change, post, prepared, receipt, secrets, served};
use crate::support::http::get;
use crate::support::process::{PATIENCE, Server};
use crate::support::small_disk::SmallDisk;

const CARDS: usize = 420;
const PHONES: usize = 12;

/// Posts these ballots, each once: receipts, and the numbers of those that were sent away for now.
fn burst(address: SocketAddr, uuid: &str, key: &str, ballots: &[(usize, Vec<u8>)]) -> (Vec<Receipt>, BTreeSet<usize>) {
    let (receipts, refused) = (Mutex::new(Vec::new()), Mutex::new(BTreeSet::new()));
    let path = format!("/v/{uuid}/ballots");
    thread::scope(|scope| {
        for part in ballots.chunks(ballots.len().div_ceil(PHONES)) {
            let (receipts, refused, path) = (&receipts, &refused, &path);
            scope.spawn(move || {
                for (card, ballot) in part {
                    let answer = post(address, path, "", ballot).expect("an answer, whatever it is");
                    if let Some(receipt) = receipt(&answer, key) {
                        receipts.lock().expect("no phone panics").push(receipt);
                    } else {
                        let answer = answer.expect(503).shows("urn:sanmin:problem:unavailable").shows("尚不能确认是否已保存");
                        assert!(!answer.header("retry-after").is_empty(), "the phone is told to come back");
                        refused.lock().expect("no phone panics").insert(*card);
                    }
                }
            });
        }
    });
    (receipts.into_inner().expect("no phone panics"), refused.into_inner().expect("no phone panics"))
}

async fn rows(data: &Path, sql: &'static str) -> Vec<String> {
    let database = Database::attach(&DatabaseConfig::new(data, &[]).expect("a folder")).await.expect("the database");
    let rows = database.reader().await.expect("a reader").all(sql, args![]).await.expect("rows");
    database.close().await;
    rows
}

/// Every receipt is for a ballot in the tables.
async fn are_kept(data: &Path, receipts: &[Receipt]) {
    let kept: BTreeSet<String> = rows(data, "SELECT tracker FROM ballots ORDER BY tracker").await.into_iter().collect();
    for receipt in receipts {
        let tracker = Digest::from_base64(receipt.tracker.as_bytes()).expect("a tracker");
        assert!(kept.contains(&tracker.to_hex()), "a receipt for a ballot that is not there: {}", receipt.tracker);
    }
}

fn numbered(election: &Open, cards: std::ops::Range<usize>) -> Vec<(usize, Vec<u8>)> {
    cards.map(|card| (card, election.ballot(card, card % 5))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_sends_ballots_away_honestly_and_with_room_everything_goes_on_without_a_restart() {
    let Some(disk) = SmallDisk::mount(48) else { return };
    let data = disk.path().join("data");
    let place = Place::sqlite();
    let election = prepared(&data, &place, 5, CARDS).await;
    let uuid = election.election.uuid.as_str();
    let key = receipt_key(&secrets(&data), uuid);
    let ballots = numbered(&election, 0..CARDS);
    let server = Server::start(served(&data, &place));
    let address = server.ballots();

    // Before, while and after the disk is full.
    let (mut receipts, refused) = burst(address, uuid, &key, &ballots[..60]);
    assert!(refused.is_empty(), "there is room");
    let ballast = disk.fill();
    let (more, refused) = burst(address, uuid, &key, &ballots[60..]);
    receipts.extend(more);
    assert!(refused.len() > 20, "only {} were refused: the disk was not full", refused.len());
    are_kept(&data, &receipts).await;
    // Whoever only reads is served.
    get(server.address, "/").expect(200);
    get(address, &format!("/v/{uuid}/state.json")).expect(200).shows("\"open\":true");
    let known = receipts[0].tracker.replace('+', "-").replace('/', "_");
    get(address, &format!("/v/{uuid}/receipts/{known}")).expect(200);

    ballast.remove();
    let again: Vec<(usize, Vec<u8>)> = ballots.iter().filter(|(card, _)| refused.contains(card)).cloned().collect();
    let (last, refused) = burst(address, uuid, &key, &again);
    assert!(refused.is_empty(), "there is room again: {}", server.log());
    receipts.extend(last);
    are_kept(&data, &receipts).await;
    let trackers: BTreeSet<&String> = receipts.iter().map(|receipt| &receipt.tracker).collect();
    assert_eq!((trackers.len(), receipts.len()), (CARDS, CARDS), "every phone has its receipt, of one server that ran all the time");
    assert_eq!(rows(&data, "PRAGMA integrity_check").await, ["ok"]);
    assert!(!server.log().contains("panicked"), "{}", server.log());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_window_that_ends_while_the_disk_is_full_is_closed_when_there_is_room() {
    let Some(disk) = SmallDisk::mount(48) else { return };
    let data = disk.path().join("data");
    let place = Place::sqlite();
    let election = prepared(&data, &place, 2, 40).await;
    let uuid = election.election.uuid.as_str();
    let key = receipt_key(&secrets(&data), uuid);
    {
        let server = Server::start(served(&data, &place));
        let (receipts, _) = burst(server.ballots(), uuid, &key, &numbered(&election, 0..40));
        assert_eq!(receipts.len(), 40);
    }
    change(&data, &place, OVER, args![]).await;
    let ballast = disk.fill();
    let server = Server::start(served(&data, &place));
    let until = Instant::now() + PATIENCE;
    while !server.log().contains("cannot close a window") {
        assert!(Instant::now() < until, "the disk is full, and nothing is said: {}", server.log());
        thread::sleep(Duration::from_millis(50));
    }
    assert_eq!(rows(&data, "SELECT state FROM elections").await, ["open"], "nothing is half closed");
    ballast.remove();
    while rows(&data, "SELECT sha256 FROM election_totals").await.is_empty() {
        assert!(Instant::now() < until, "not closed: {}", server.log());
        thread::sleep(Duration::from_millis(50));
    }
    assert_eq!(rows(&data, "PRAGMA integrity_check").await, ["ok"]);
}
