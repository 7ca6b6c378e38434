//! The ten lines of Python in `docs/draw_verify.py` reach the same verdict.

mod support;

use std::path::Path;
use std::process::{Command, Output, Stdio};

use sortition::{Seeding, Sources};
use support::{Files, ordos, town};

/// Python, or `None` where there is none. With `SANMIN_REQUIRE=python` that is a failure.
fn python() -> Option<&'static str> {
    let there = |name: &&str| Command::new(name).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok();
    let found = ["python3"].into_iter().find(there);
    if found.is_none() {
        let required = std::env::var("SANMIN_REQUIRE").unwrap_or_default();
        assert!(!required.split(',').any(|name| name.trim() == "python"), "python3 is required and not installed");
        eprintln!("skipped: python3 is not installed");
    }
    found
}

fn verify(python: &str, files: &Files) -> Output {
    let folder = tempfile::tempdir().expect("a temporary folder");
    files.write(folder.path());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/draw_verify.py");
    Command::new(python).arg(script).arg(folder.path()).output().expect("python runs")
}

fn seeding() -> Seeding {
    Seeding::Sources(Sources::new([("骰子", "3 5 1 6"), ("双色球", "03 09")]).expect("sources"))
}

#[test]
fn the_script_has_ten_lines() {
    let script = include_str!("../../../docs/draw_verify.py");
    assert_eq!(script.lines().filter(|line| !line.starts_with('#')).count(), 10);
}

#[test]
fn python_draws_the_same_for_a_town_and_for_the_real_plan() {
    let Some(python) = python() else { return };
    for draw in [town(), ordos::draw()] {
        for seeding in [seeding(), Seeding::Given(support::seed(7))] {
            let output = verify(python, &Files::of(&draw, seeding));
            assert!(output.status.success(), "{output:?}");
        }
    }
}

#[test]
fn python_finds_what_was_changed() {
    let Some(python) = python() else { return };
    let files = Files::of(&town(), seeding());
    let changes = [
        ("pool.csv", "P003", "P993"),
        ("pool.csv", "P018,\"西区", "P018,\"东区"),
        ("quotas.csv", "机关,2", "机关,1"),
        ("quotas.csv", "cell,seats", "cell,saets"),
        ("draw.json", "town-2026", "town-2027"),
        ("draw.json", "\"sessions\":2", "\"sessions\":1"),
        ("draw.json", "3 5 1 6", "3 5 1 5"),
        ("draw.json", "双色球", "大乐透"),
        ("ranking.csv", "机关,1,", "机关,2,"),
        ("ranking.csv", ",0\n", ",1\n"),
        ("ranking.csv", "P003", "P004"),
        ("ranking.csv", "rank,number", "number,rank"),
    ];
    for (name, from, to) in changes {
        let output = verify(python, &files.edited(name, from, to));
        assert!(!output.status.success(), "{name}: {from} -> {to}");
        assert!(files.edited(name, from, to).replay().is_err(), "{name}: {from} -> {to}");
    }
}
