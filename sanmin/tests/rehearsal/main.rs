//! `sanmin rehearse`: a small activity from the first administrator to the verified result, with what can go wrong in it.

#[path = "../browser/session/others.rs"]
mod others;
#[path = "../support/mod.rs"]
mod support;

use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};
use web::database::harness::{Pair, Place};
use web::testing::small_plan;

use crate::support::process::{Server, sanmin};

/// The part of the plan's seats that is played: `SANMIN_SCALE`, or a hundredth.
fn scale() -> String {
    std::env::var("SANMIN_SCALE").unwrap_or_else(|_| "0.01".to_owned())
}

/// A rehearsal at this scale; its report.
fn rehearse(data: &Path, more: &[&str]) -> Value {
    let mut command = sanmin(&["rehearse", "--scale", &scale(), "--json", "--plan"]);
    command.arg(support::repository("plans/ordos-2024")).arg("--data").arg(data).args(more);
    let output = command.output().expect("the program starts");
    let report: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
    let log = std::fs::read_to_string(data.join("server.log")).unwrap_or_default();
    let end: String = log.lines().rev().take(20).collect::<Vec<_>>().join("\n");
    assert!(output.status.success(), "{}\n{}\n{end}", String::from_utf8_lossy(&output.stderr), report["stumbled"]);
    let server = report["portal"].as_str().and_then(|portal| portal.strip_prefix("http://")).expect("an address");
    TcpStream::connect(server).expect_err("a rehearsal that ends leaves no server behind");
    report
}

/// How often each grade was chosen for each department, session by session, as the phones chose.
fn totals(report: &Value) -> Vec<Value> {
    report["sessions"].as_array().expect("sessions").iter().map(|session| session["totals"].clone()).collect()
}

fn checks(report: &Value) -> Vec<&str> {
    let acts = report["acts"].as_array().expect("acts").iter();
    acts.flat_map(|act| act["checks"].as_array().expect("checks")).filter_map(|check| check["key"].as_str()).collect()
}

/// Programs of other people read every archive that was published.
fn others_accept(data: &Path, report: &Value) {
    let public = std::fs::read_dir(data.join("public")).expect("what strangers downloaded").map(|entry| entry.expect("a file").path());
    let archives: Vec<_> = public.filter(|path| path.extension().is_some_and(|end| end == "bel")).collect();
    assert_eq!(archives.len(), 3);
    let sessions = report["sessions"].as_array().expect("sessions");
    for archive in archives {
        let folder = tempfile::tempdir().expect("the folder for temporary files is writable");
        let alone = folder.path().join(archive.file_name().expect("a name"));
        std::fs::copy(&archive, &alone).expect("copied");
        let named = archive.file_stem().expect("a name").to_string_lossy().into_owned();
        let session = sessions.iter().find(|it| it["uuid"] == json!(named)).expect("a session of this election");
        others::accept(&alone, session["counted"].as_u64().expect("a count") as usize, &session["totals"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_small_rehearsal_comes_to_the_same_totals_on_both_databases_whatever_happens() {
    let folder = tempfile::tempdir().expect("the folder for temporary files is writable");
    let data = folder.path().join("sqlite");
    let report = rehearse(&data, &["--drill", "tamper"]);
    assert_eq!(report["acts"].as_array().map(Vec::len), Some(15));
    for key in ["keys-agree", "receipts", "draw", "ledger", "ballots", "results", "drill-tamper"] {
        assert!(checks(&report).contains(&key), "{key}: {report}");
    }
    let html = std::fs::read_to_string(data.join("report.html")).expect("the report");
    assert!(html.contains("项核对全部一致"), "{html}");
    others_accept(&data, &report);

    // The same people and choices, while the server is killed in the middle of the second session.
    let again = rehearse(&folder.path().join("crash"), &["--drill", "crash"]);
    assert!(checks(&again).contains(&"drill-crash"));
    assert_eq!(totals(&again), totals(&report));

    if let Some(place) = Place::postgres().await {
        let url = place.url().expect("a URL").to_owned();
        let other = rehearse(&folder.path().join("postgres"), &["--database-url", &url, "--drill", "network"]);
        assert!(checks(&other).contains(&"drill-network"));
        assert_eq!(totals(&other), totals(&report));
        place.remove().await;
    }
    let other = rehearse(&folder.path().join("seed"), &["--seed", "7", "--only", "sign-up"]);
    assert_eq!(other["acts"].as_array().map(Vec::len), Some(3));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_database_is_lost_in_the_second_session_and_its_standby_takes_over() {
    let Some(pair) = Pair::synchronous() else { return };
    let folder = tempfile::tempdir().expect("the folder for temporary files is writable");
    let (asked, done) = (folder.path().join("asked"), folder.path().join("done"));
    let lose = format!("touch {}; until [ -e {} ]; do sleep 0.1; done", asked.display(), done.display());
    let (first, second) = (pair.first(), pair.second());
    let losing = std::thread::spawn(move || {
        while !asked.exists() {
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        pair.lose_first();
        std::fs::write(done, "").expect("written");
        pair
    });
    let more = ["--drill", "failover", "--database-url", &first, "--database-url", &second, "--lose-database", &lose];
    let report = rehearse(&folder.path().join("data"), &more);
    assert!(checks(&report).contains(&"drill-failover"));
    drop(losing.join());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_runs_already_is_played_against_by_its_link_and_its_messages() {
    let folder = tempfile::tempdir().expect("the folder for temporary files is writable");
    let (plan, outbox) = (folder.path().join("plan"), folder.path().join("messages"));
    std::fs::create_dir(&plan).expect("made");
    for (name, bytes) in small_plan().iter() {
        std::fs::write(plan.join(name), bytes).expect("a file of the plan");
    }
    let mut command = sanmin(&["serve", "--rehearsal", "--listen", "127.0.0.1:0", "--ballot-listen", "127.0.0.1:0", "--plan"]);
    command.arg(&plan).arg("--data").arg(folder.path().join("server")).arg("--outbox").arg(&outbox);
    let server = Server::start(command);
    let (link, ballots) = (server.set_up_path(), format!("http://localhost:{}", server.ballots().port()));
    let mut command =
        sanmin(&["rehearse", "--json", "--only", "keys", "--against", &server.origin(), "--ballots", &ballots, "--setup-link", &link]);
    command.arg("--outbox").arg(&outbox).arg("--plan").arg(&plan).arg("--data").arg(folder.path().join("play"));
    let output = command.output().expect("the program starts");
    let report: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
    assert!(output.status.success(), "{}{report}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(report["acts"].as_array().map(Vec::len), Some(9));
    // A server that somebody has used already is refused, and nothing is pretended.
    let again = command.arg("--exit").output().expect("the program starts");
    assert_eq!(again.status.code(), Some(2), "the folder is not empty: {}", String::from_utf8_lossy(&again.stderr));
}

#[test]
fn a_rehearsal_stays_to_be_looked_at_and_leaves_nothing_running_when_it_is_told_to_stop() {
    let folder = tempfile::tempdir().expect("the folder for temporary files is writable");
    let mut command = sanmin(&["rehearse", "--scale", "0.01", "--only", "appoint", "--plan"]);
    command.arg(support::repository("plans/ordos-2024")).arg("--data").arg(folder.path().join("data"));
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the program starts");
    let mut lines = BufReader::new(child.stdout.take().expect("a piped stream")).lines().map_while(Result::ok);
    let look = lines.find(|line| line.starts_with("look at http://")).expect("where to look");
    let address = look.split(['/', ' ']).find(|part| part.starts_with("127.0.0.1:")).expect("an address").to_owned();
    assert!(lines.any(|line| line.contains("Ctrl-C")), "how to end it");
    TcpStream::connect(&address).expect("the server is there to be looked at");
    tell_to_stop(&child);
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
    TcpStream::connect(&address).expect_err("the server has ended too");
}

#[test]
fn a_rehearsal_that_is_told_to_stop_in_the_middle_takes_its_server_with_it_and_does_not_pretend_to_be_done() {
    let folder = tempfile::tempdir().expect("the folder for temporary files is writable");
    let mut command = sanmin(&["rehearse", "--scale", "0.01", "--exit", "--plan"]);
    command.arg(support::repository("plans/ordos-2024")).arg("--data").arg(folder.path().join("data"));
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("the program starts");
    let mut lines = BufReader::new(child.stderr.take().expect("a piped stream")).lines().map_while(Result::ok);
    let server = lines.find_map(|line| Some(line.strip_prefix("server at http://")?.split(',').next()?.to_owned())).expect("its address");
    lines.find(|line| line.trim_start().starts_with("2/")).expect("the second act begins");
    tell_to_stop(&child);
    assert_eq!(child.wait().expect("it ends").code(), Some(1));
    assert!(lines.any(|line| line.contains("broken off")), "said");
    TcpStream::connect(&server).expect_err("the server has ended too");
}

fn tell_to_stop(child: &Child) {
    let told = Command::new("sh").arg("-c").arg(format!("kill -TERM {}", child.id())).status();
    assert!(told.expect("a shell").success());
}
