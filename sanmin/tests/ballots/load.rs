//! `sanmin load` against a real server.

use std::path::{Path, PathBuf};
use std::process::Command;

use ballot::cast::UnverifiedBallot;
use ballot::credential::CredentialList;
use serde_json::Value;
use web::database::harness::{Place, each_place};

use crate::measured::own_milliseconds;
use crate::prepared::{prepared, served};
use crate::support::process::{Ended, Server, run, sanmin};

/// The file that the card maker of a rehearsal has.
pub fn credentials(data: &Path, election: &ballotbox::testing::Open) -> PathBuf {
    let path = data.join("credentials.txt");
    let lines: Vec<String> = election.cards.iter().map(|card| card.reveal().to_string()).collect();
    std::fs::write(&path, lines.join("\n")).expect("written");
    path
}

/// `sanmin load` for this election.
pub fn load(server: &Server, uuid: &str, credentials: &Path, more: &[&str]) -> Command {
    let url = format!("http://localhost:{}/v/{uuid}", server.ballots().port());
    let mut command = sanmin(&["load", "--url", &url, "--credentials"]);
    command.arg(credentials).args(more);
    command
}

#[tokio::test(flavor = "multi_thread")]
async fn every_card_of_the_file_votes_once() {
    each_place(async |place| {
        let data = tempfile::tempdir().expect("the folder for temporary files is writable");
        let election = prepared(data.path(), place, 2, 30).await;
        let file = credentials(data.path(), &election);
        let server = Server::start(served(data.path(), place));
        let uuid = election.election.uuid.as_str();
        let pid = server.id().to_string();
        let command = load(&server, uuid, &file, &["--seconds", "0", "--double", "50", "--json", "--pid", &pid]);
        let report = report(run(command), 0);
        assert_eq!((&report["ballots"], &report["acknowledged"], &report["doubled"]), (&30.into(), &30.into(), &15.into()));
        assert!(report["server_milliseconds_a_ballot"].as_f64().is_some_and(|value| value > 0.0), "{report}");
    })
    .await;
}

fn report(ended: Ended, code: i32) -> Value {
    assert_eq!(ended.code, Some(code), "{}{}", ended.stdout, ended.stderr);
    serde_json::from_str(&ended.stdout).expect("one object")
}

#[tokio::test(flavor = "multi_thread")]
async fn refusals_are_told_by_their_type_and_wrong_use_by_its_place() {
    let place = Place::sqlite();
    let data = tempfile::tempdir().expect("the folder for temporary files is writable");
    let election = prepared(data.path(), &place, 1, 4).await;
    let file = credentials(data.path(), &election);
    let server = Server::start(served(data.path(), &place));
    let uuid = election.election.uuid.as_str();
    let address = format!("http://localhost:{}/v/{uuid}", server.ballots().port());
    let again = |file: &Path| {
        let mut command = sanmin(&["load", "--url", &address, "--seconds", "0", "--json", "--credentials"]);
        command.arg(file);
        run(command)
    };
    assert_eq!(report(again(&file), 0)["acknowledged"], 4);
    // The same cards with new ballots.
    let second = report(again(&file), 1);
    assert_eq!((&second["acknowledged"], &second["refused"]["already-voted"]), (&0.into(), &4.into()));

    let broken = data.path().join("broken.txt");
    std::fs::write(&broken, "not a credential\n").expect("written");
    let wrong = again(&broken);
    assert_eq!(wrong.code, Some(2), "{}", wrong.stderr);
    assert!(wrong.stderr.contains("broken.txt") && wrong.stderr.contains("line 1"), "{}", wrong.stderr);
}

/// The figures of docs/PERFORMANCE.md.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "measures: cargo test --release -p sanmin --test ballots -- --ignored --nocapture measure"]
async fn measure() {
    // A session as it comes, hurried, and all at once; then ten times as many as the server can take.
    for (cards, seconds) in [(1_500, "60"), (1_500, "30"), (1_500, "10"), (1_500, "0"), (15_000, "30")] {
        each_place(async |place| {
            let data = tempfile::tempdir().expect("the folder for temporary files is writable");
            let election = prepared(data.path(), place, 10, cards).await;
            if seconds == "60" {
                println!("reading and verifying alone: {:.1} ms of processor time a ballot", verification(&election, 400));
            }
            let file = credentials(data.path(), &election);
            let server = Server::start(served(data.path(), place));
            let pid = server.id().to_string();
            let mut command = load(&server, election.election.uuid.as_str(), &file, &["--seconds", seconds, "--pid", &pid]);
            let output = command.output().expect("the program runs");
            println!("{place}, {cards} ballots over {seconds} s:\n{}", String::from_utf8_lossy(&output.stdout));
        })
        .await;
    }
}

/// Milliseconds of processor time that reading and verifying a ballot takes, in this process and on one thread.
fn verification(election: &ballotbox::testing::Open, ballots: usize) -> f64 {
    let keys = election.cards.iter().map(|card| card.public_key(&election.election.uuid)).collect();
    let list = CredentialList::sorted(keys).expect("no card twice");
    let texts: Vec<Vec<u8>> = (0..ballots).map(|card| election.ballot(card, 0)).collect();
    let before = own_milliseconds();
    for text in &texts {
        let read = UnverifiedBallot::from_json(text).expect("a ballot");
        assert!(election.poll.verify(read, &list).is_ok());
    }
    (own_milliseconds() - before) / ballots as f64
}
