//! The wall between people and ballots: this crate can be built without any that knows a person.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

/// Everything of this workspace that a crate is built from.
fn built_from(name: &str) -> BTreeSet<String> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
    let output = Command::new(cargo).args(["metadata", "--format-version=1", "--offline", "--no-deps"]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages: BTreeMap<&str, &Value> =
        metadata["packages"].as_array().unwrap().iter().map(|package| (package["name"].as_str().unwrap(), package)).collect();
    let (mut found, mut waiting) = (BTreeSet::new(), vec![name.to_owned()]);
    while let Some(name) = waiting.pop() {
        let Some(package) = packages.get(name.as_str()) else { continue };
        if found.insert(name) {
            // Crates for tests too: they would be the first step.
            waiting.extend(package["dependencies"].as_array().unwrap().iter().map(|it| it["name"].as_str().unwrap().to_owned()));
        }
    }
    found
}

#[test]
fn the_ballot_box_knows_no_representative() {
    let found = built_from("ballotbox");
    assert!(found.contains("ballot") && found.contains("web"), "{found:?}");
    for other in ["representatives", "accounts", "office", "portal", "sortition", "sanmin"] {
        assert!(!found.contains(other), "the box depends on {other}: {found:?}");
    }
    assert!(built_from("sanmin").contains("representatives"), "the test looks at what it says");
}
