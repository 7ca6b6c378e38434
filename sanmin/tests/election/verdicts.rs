//! Simulated elections, and verdicts for people and programs.

use std::fs;

use serde_json::Value;
use tempfile::TempDir;

use super::{done, election, fails};

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("one JSON object")
}

/// The only archive in a folder.
fn archive(dir: &TempDir) -> String {
    let mut names = fs::read_dir(dir.path().join("out")).expect("a folder").map(|entry| entry.expect("an entry").path());
    names.find(|path| path.extension().is_some_and(|end| end == "bel")).expect("an archive").display().to_string()
}

fn simulated(more: &[&str]) -> TempDir {
    let dir = TempDir::new().expect("a temporary folder");
    done(dir.path(), &[&["simulate", "--out", "out"], more].concat());
    dir
}

#[test]
fn a_simulated_election_is_right_and_has_the_totals_of_its_seed() {
    let shape = ["--voters", "7", "--questions", "3", "--answers", "4", "--seed", "s"];
    let (one, other) = (simulated(&shape), simulated(&shape));
    let expected = json(&fs::read_to_string(one.path().join("out/expected.json")).expect("the file"));
    let verdict = json(&done(one.path(), &["verify", &archive(&one), "--json"]));
    assert_eq!((&verdict["valid"], &verdict["result"], &verdict["uuid"]), (&true.into(), &expected["result"], &expected["uuid"]));
    let again = json(&fs::read_to_string(other.path().join("out/expected.json")).expect("the file"));
    assert_eq!(expected["result"], again["result"]);
    assert_ne!(expected["uuid"], again["uuid"]);
    let total: u64 = expected["result"][0].as_array().expect("answers").iter().map(|count| count.as_u64().expect("a number")).sum();
    assert_eq!(total, 7);
    assert!(archive(&one).ends_with(&format!("{}.bel", expected["uuid"].as_str().expect("a uuid"))));
}

#[test]
fn one_trustee_alone_or_all_of_five() {
    for (trustees, threshold) in [("1", "1"), ("5", "5"), ("5", "2")] {
        let dir = simulated(&["--voters", "2", "--questions", "1", "--answers", "2", "--trustees", trustees, "--threshold", threshold]);
        done(dir.path(), &["verify", &archive(&dir)]);
    }
    let dir = TempDir::new().expect("a temporary folder");
    assert!(fails(dir.path(), &["simulate", "--out", "out", "--trustees", "2", "--threshold", "1"], 2).contains("not a sitting"));
    fails(dir.path(), &["simulate", "--out", "out", "--voters", "0"], 2);
}

#[test]
fn a_wrong_archive_gets_status_1_with_the_place_and_what_is_no_archive_status_2() {
    let dir = simulated(&["--voters", "2", "--questions", "1", "--answers", "2"]);
    let path = archive(&dir);
    let text = String::from_utf8_lossy(&fs::read(&path).expect("the archive")).into_owned();
    let at = text.find("\"election_uuid\"").expect("a ballot") + 2;
    let mut bytes = fs::read(&path).expect("the archive");
    bytes[at] ^= 1;
    fs::write(dir.path().join("changed.bel"), bytes).expect("written");
    let output = election(dir.path(), &["verify", "changed.bel", "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let verdict = json(&String::from_utf8_lossy(&output.stdout));
    assert_eq!(
        (&verdict["valid"], &verdict["error"]["kind"], &verdict["error"]["at"]["event"]),
        (&false.into(), &"member-hash".into(), &1.into())
    );
    assert!(fails(dir.path(), &["verify", "changed.bel"], 1).contains("changed.bel: member 6, event 1"));
    assert!(fails(dir.path(), &["verify", "nothing.bel"], 2).contains("nothing.bel"));
    assert!(fails(dir.path(), &["verify", "out"], 2).contains("out: not a file"));
    fs::write(dir.path().join("empty.bel"), "").expect("written");
    fails(dir.path(), &["verify", "empty.bel"], 1);
    // A ledger that is not there says nothing about the archive.
    assert!(fails(dir.path(), &["verify", &path, "--ledger", "nowhere"], 2).contains("nowhere"));
}
