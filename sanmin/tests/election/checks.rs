//! `sanmin election check`: what a phone revealed, computed again from files.

use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::{done, fails};

/// A ballot of three questions, revealed by the voter's program in the browser.
fn revealed() -> Value {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/ballot/tests/data/voter-vectors.json");
    let vectors: Value = serde_json::from_str(&std::fs::read_to_string(path).expect("the vectors")).expect("JSON");
    vectors["ballots"][2].clone()
}

fn text<'a>(vector: &'a Value, name: &str) -> &'a str {
    vector[name].as_str().expect("a text")
}

fn write(folder: &Path, name: &str, text: &str) {
    std::fs::write(folder.join(name), text).expect("written");
}

#[test]
fn what_was_encrypted_is_computed_again_and_a_lie_is_found() {
    let (folder, vector) = (TempDir::new().expect("a temporary folder"), revealed());
    let folder = folder.path();
    let (ballot, randomness, tracker) = (text(&vector, "ballot"), text(&vector, "revealed"), text(&vector, "tracker"));
    write(folder, "election.json", text(&vector, "election"));
    write(folder, "revealed.json", &format!("{{\"ballot\":{ballot},\"revealed\":{randomness}}}"));
    let check = ["check", "--election", "election.json", "--revealed", "revealed.json"];

    let said = done(folder, &check);
    assert!(said.contains(&format!("right: ballot {tracker}")) && said.contains("not compared with a tracker"), "{said}");
    let typed = tracker.chars().collect::<Vec<_>>().chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join(" ");
    let with_tracker = [check.as_slice(), &["--tracker", &typed, "--json"]].concat();
    let verdict: Value = serde_json::from_str(&done(folder, &with_tracker)).expect("one JSON object");
    let election: Value = serde_json::from_str(text(&vector, "election")).expect("an election");
    for (question, choice) in vector["choices"].as_array().expect("choices").iter().enumerate() {
        let place = usize::try_from(choice.as_u64().expect("a number")).expect("a place");
        assert_eq!(verdict["choices"][question]["answer"], election["questions"][question]["answers"][place]);
    }

    // Another ballot than the one that was announced.
    let unlike = "A".repeat(43);
    let other = [check.as_slice(), &["--tracker", &unlike]].concat();
    assert!(fails(folder, &other, 1).contains("another ballot was revealed"));
    // A page that says another choice than it encrypted.
    let lie = randomness.replacen("\"choice\":6", "\"choice\":5", 1);
    assert_ne!(lie, randomness);
    write(folder, "lie.json", &format!("{{\"ballot\":{ballot},\"revealed\":{lie}}}"));
    assert!(fails(folder, &["check", "--election", "election.json", "--revealed", "lie.json"], 1).contains("question 0"));
    fails(folder, &["check", "--election", "election.json", "--revealed", "election.json"], 2);
    fails(folder, &["check", "--election", "none.json", "--revealed", "revealed.json"], 2);
    let unreachable = ["check", "--election", "http://127.0.0.1:1/election.json", "--revealed", "revealed.json"];
    fails(folder, &unreachable, 2);
}

#[test]
fn a_page_is_exported_for_good_addresses_into_empty_folders_only() {
    let folder = TempDir::new().expect("a temporary folder");
    let folder = folder.path();
    let uuid = "22222222222222";
    let export = ["page", "export", "--ballot-origin", "https://ballot.example", "--election", uuid, "--out", "page"];
    let said = done(folder, &export);
    let first = std::fs::read_to_string(folder.join("page/v/index.html")).expect("the first page");
    assert!(said.contains("  /v/index.html\n") && first.contains("https://ballot.example"));
    assert_eq!(std::fs::read_to_string(folder.join(format!("page/v/{uuid}/index.html"))).expect("the election's page"), first);
    assert_eq!(fails(folder, &export, 2).lines().count(), 1, "never over another page");
    fails(folder, &["page", "export", "--ballot-origin", "ballot.example", "--out", "b"], 2);
    fails(folder, &["page", "export", "--ballot-origin", "https://b.example", "--election", "../../etc", "--out", "b"], 2);
    assert!(!folder.join("b").exists());
}
