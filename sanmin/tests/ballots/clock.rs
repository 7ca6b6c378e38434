//! The machine's clock is set, forwards and backwards, while a window is open.

use std::net::SocketAddr;
use std::thread;
use std::time::{Duration, Instant};

use ballotbox::ballots::receipt_key;
use serde_json::Value;
use web::args;
use web::clock::Clock;
use web::database::harness::each_place;

use crate::prepared::{change, post, prepared, receipt, secrets, served};
use crate::support::http::get;
use crate::support::people::Administration;
use crate::support::process::{PATIENCE, Server};
use crate::support::set_clock::SetClock;

const HOUR: i64 = 3_600;
/// The worker that closes windows looks twice a second.
const LOOKS: Duration = Duration::from_millis(1_600);

/// What phones are told of the election.
fn standing(address: SocketAddr, uuid: &str) -> Value {
    serde_json::from_str(&get(address, &format!("/v/{uuid}/state.json")).expect(200).body).expect("JSON")
}

/// By how many seconds the server's time differs from the right one.
fn wrong_by(standing: &Value) -> i64 {
    (standing["server_time"].as_i64().expect("a time") - Clock::system().millis()) / 1_000
}

#[tokio::test(flavor = "multi_thread")]
async fn a_running_server_does_not_follow_a_clock_that_is_set_and_closes_no_window_early_or_late() {
    let Some(clock) = SetClock::new() else { return };
    each_place(async |place| {
        clock.set(0);
        let data = tempfile::tempdir().expect("the folder for temporary files is writable");
        // The set-up link is told by the first start alone, so that accounts come before the election.
        let first = Server::start(clock.of(served(data.path(), place)));
        let mut administration = Administration::begin(&first);
        let mut watcher = administration.appoint("watcher", "监督员甲", "市监察委", &["supervision"]);
        drop(first);
        let election = prepared(data.path(), place, 1, 12).await;
        let uuid = election.election.uuid.as_str();
        let key = receipt_key(&secrets(data.path()), uuid);
        let path = format!("/v/{uuid}/ballots");

        let server = Server::start(clock.of(served(data.path(), place)));
        let address = server.ballots();
        let mut session = watcher.sign_in(&server);
        let steps = [(2 * HOUR, "快了约 120 分钟"), (-2 * HOUR, "慢了约 120 分钟"), (400 * 24 * HOUR, "快了约")];
        for (card, (set_to, minutes)) in steps.into_iter().enumerate() {
            clock.set(set_to);
            thread::sleep(LOOKS);
            let now = standing(address, uuid);
            assert_eq!((&now["state"], &now["open"]), (&"open".into(), &true.into()), "set to {set_to} s: {now}");
            assert!(wrong_by(&now).abs() < 30, "set to {set_to} s: the server follows: {now}");
            let answer = post(address, &path, "", &election.ballot(card, 1)).expect("an answer");
            assert!(receipt(&answer, &key).is_some(), "set to {set_to} s: {answer:?}");
            // Who was signed in stays so.
            session.get("/office/supervision").expect(200).shows("服务器所在机器的时钟被拨").shows(minutes);
        }
        // Codes of the second factor come from telephones whose clocks are right.
        watcher.sign_in(&server).get("/office/supervision").expect(200);
        assert!(server.log().contains("the machine's clock was set"), "{}", server.log());
        clock.set(0);
        thread::sleep(LOOKS);
        let page = session.get("/office/supervision").expect(200).body;
        assert!(!page.contains("时钟被拨"), "set right again, nothing is left of it");

        // The window ends when it should.
        drop(server);
        let ends = Clock::system().millis() - 33_000;
        change(data.path(), place, "UPDATE election_windows SET closes_at = $1", args![ends]).await;
        let server = Server::start(clock.of(served(data.path(), place)));
        let address = server.ballots();
        clock.set(-2 * HOUR);
        let until = Instant::now() + PATIENCE;
        while standing(address, uuid)["state"] != "closed" {
            assert!(Instant::now() < until, "a clock that was set back keeps the window open: {}", server.log());
            thread::sleep(Duration::from_millis(200));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_started_takes_the_machines_time_as_it_is() {
    let Some(clock) = SetClock::new() else { return };
    each_place(async |place| {
        let data = tempfile::tempdir().expect("the folder for temporary files is writable");
        let election = prepared(data.path(), place, 1, 2).await;
        let uuid = election.election.uuid.as_str();
        let path = format!("/v/{uuid}/ballots");
        // Two hours back: the window has not begun, nobody is told that a ballot is counted, nothing is lost.
        clock.set(-2 * HOUR);
        let server = Server::start(clock.of(served(data.path(), place)));
        let address = server.ballots();
        post(address, &path, "", &election.ballot(0, 1)).expect("an answer").expect(403).shows("not-open-yet");
        assert!((wrong_by(&standing(address, uuid)) + 2 * HOUR).abs() < 30);
        drop(server);
        clock.set(0);
        let server = Server::start(clock.of(served(data.path(), place)));
        post(server.ballots(), &path, "", &election.ballot(0, 1)).expect("an answer").expect(200);
        drop(server);
        // Two hours ahead: the window of an hour is over, and that cannot be taken back.
        clock.set(2 * HOUR);
        let server = Server::start(clock.of(served(data.path(), place)));
        let address = server.ballots();
        let until = Instant::now() + PATIENCE;
        while standing(address, uuid)["state"] != "closed" {
            assert!(Instant::now() < until, "{}", server.log());
            thread::sleep(Duration::from_millis(100));
        }
        post(address, &path, "", &election.ballot(1, 1)).expect("an answer").expect(403).shows("closed");
        clock.set(0);
    })
    .await;
}
