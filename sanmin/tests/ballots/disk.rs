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
use web::clock::Clock;
use web::database::harness::{Alone, Place};
use web::database::{Database, DatabaseConfig};

use crate::prepared::{change, post, prepared, receipt, secrets, served, urls};
use crate::support::http::get;
use crate::support::process::{PATIENCE, Server, run};
use crate::support::small_disk::SmallDisk;

const CARDS: usize = 420;
const PHONES: usize = 12;

/// Posts these ballots, each once, and does something else when sixty have their receipts: the receipts, and the numbers of those that were
/// sent away for now.
fn burst(
    address: SocketAddr,
    uuid: &str,
    key: &str,
    ballots: &[(usize, Vec<u8>)],
    meanwhile: impl FnOnce(),
) -> (Vec<Receipt>, BTreeSet<usize>) {
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
        let until = Instant::now() + PATIENCE;
        while receipts.lock().expect("no phone panics").len() < ballots.len().min(60) && Instant::now() < until {
            thread::sleep(Duration::from_millis(1));
        }
        meanwhile();
    });
    (receipts.into_inner().expect("no phone panics"), refused.into_inner().expect("no phone panics"))
}

/// The tables, read beside the server. Opened while there is room, because PostgreSQL takes no new connection on a full disk.
async fn attached(data: &Path, place: &Place) -> Database {
    let config = DatabaseConfig::new(data, &urls(place)).expect("a place");
    let database = Database::attach(&config).await.expect("the database");
    assert_eq!(rows(&database, "SELECT state FROM elections").await, ["open"]);
    database
}

async fn rows(database: &Database, sql: &'static str) -> Vec<String> {
    database.reader().await.expect("a reader").all(sql, args![]).await.expect("rows")
}

/// Every receipt is for a ballot in the tables.
async fn are_kept(database: &Database, receipts: &[Receipt]) {
    let kept: BTreeSet<String> = rows(database, "SELECT tracker FROM ballots ORDER BY tracker").await.into_iter().collect();
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
    if let Some(disk) = SmallDisk::mount(48) {
        fills_up(&disk, &disk.path().join("data"), &Place::sqlite()).await;
    }
    // Here the tables lie on the small disk. When PostgreSQL's own log finds no room it ends, which is the test of the standby.
    if let Some(disk) = SmallDisk::mount(96) {
        let Some(server) = Alone::start(disk.path()) else { return };
        let data = tempfile::tempdir().expect("the folder for temporary files is writable");
        fills_up(&disk, data.path(), &Place::at(&server.url())).await;
    }
}

async fn fills_up(disk: &SmallDisk, data: &Path, place: &Place) {
    let election = prepared(data, place, 5, CARDS).await;
    let uuid = election.election.uuid.as_str();
    let key = receipt_key(&secrets(data), uuid);
    let ballots = numbered(&election, 0..CARDS);
    let server = Server::start(served(data, place));
    let address = server.ballots();

    let tables = attached(data, place).await;
    // Before and while the disk is full.
    let mut ballast = None;
    let (mut receipts, refused) = burst(address, uuid, &key, &ballots, || ballast = Some(disk.fill()));
    assert!(refused.len() > 20, "only {} were refused: the disk was not full", refused.len());
    are_kept(&tables, &receipts).await;
    let away = refused.len();
    // Whoever only reads is served.
    get(server.address, "/").expect(200);
    get(address, &format!("/v/{uuid}/state.json")).expect(200).shows("\"open\":true");
    let known = receipts[0].tracker.replace('+', "-").replace('/', "_");
    get(address, &format!("/v/{uuid}/receipts/{known}")).expect(200);

    ballast.expect("the disk was filled").remove();
    let again: Vec<(usize, Vec<u8>)> = ballots.iter().filter(|(card, _)| refused.contains(card)).cloned().collect();
    let (last, refused) = burst(address, uuid, &key, &again, || ());
    assert!(refused.is_empty(), "there is room again: {}", server.log());
    receipts.extend(last);
    are_kept(&tables, &receipts).await;
    let trackers: BTreeSet<&String> = receipts.iter().map(|receipt| &receipt.tracker).collect();
    assert_eq!((trackers.len(), receipts.len()), (CARDS, CARDS), "every phone has its receipt, of one server that ran all the time");
    if place.url().is_none() {
        assert_eq!(rows(&tables, "PRAGMA integrity_check").await, ["ok"]);
    }
    tables.close().await;
    eprintln!("{place}: {away} of {CARDS} ballots were sent away for a while");
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
        let (receipts, _) = burst(server.ballots(), uuid, &key, &numbered(&election, 0..40), || ());
        assert_eq!(receipts.len(), 40);
    }
    // Grace and the time for proofs included, the window is over in eight seconds.
    let soon = Clock::system().millis() - 27_000;
    change(&data, &place, "UPDATE election_windows SET opened_at = opened_at - 600000, closes_at = $1", args![soon]).await;
    let server = Server::start(served(&data, &place));
    let tables = attached(&data, &place).await;
    let ballast = disk.fill();
    assert_eq!(rows(&tables, "SELECT state FROM elections").await, ["open"], "this machine is too slow for the test");
    let until = Instant::now() + PATIENCE;
    while !server.log().contains("cannot close a window") {
        assert!(Instant::now() < until, "the disk is full, and nothing is said: {}", server.log());
        thread::sleep(Duration::from_millis(50));
    }
    assert_eq!(rows(&tables, "SELECT state FROM elections").await, ["open"], "nothing is half closed");
    ballast.remove();
    while rows(&tables, "SELECT sha256 FROM election_totals").await.is_empty() {
        assert!(Instant::now() < until, "not closed: {}", server.log());
        thread::sleep(Duration::from_millis(50));
    }
    assert_eq!(rows(&tables, "PRAGMA integrity_check").await, ["ok"]);
    tables.close().await;
    // A first start without room leaves nothing half made: with room the next one goes on.
    drop(server);
    let (ballast, new) = (disk.fill(), disk.path().join("new"));
    run(served(&new, &place)).fails_with(&["No space left on device"]);
    ballast.remove();
    drop(Server::start(served(&new, &place)));
}
