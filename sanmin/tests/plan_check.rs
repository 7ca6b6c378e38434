//! `sanmin plan check` as an official's assistant runs it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

/// The shipped plan.
fn shipped() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../plans/ordos-2024")
}

/// A copy of the shipped plan to change.
fn copy() -> TempDir {
    let dir = TempDir::new().expect("a temporary folder");
    for entry in fs::read_dir(shipped()).expect("the shipped plan") {
        let path = entry.expect("an entry").path();
        fs::copy(&path, dir.path().join(path.file_name().expect("a name"))).expect("a copy");
    }
    dir
}

fn check(folder: &Path, flags: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_sanmin")).args(["plan", "check"]).arg(folder).args(flags).output().expect("the program runs")
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).expect("one JSON object on stdout")
}

/// Takes one resolution out of the folder.
fn without_resolution(folder: &Path, id: &str) {
    let file = folder.join("resolutions.toml");
    let text = fs::read_to_string(&file).expect("resolutions");
    let kept: Vec<_> = text.split("[[resolution]]").filter(|part| !part.contains(&format!("id = \"{id}\""))).collect();
    assert!(kept.len() < text.split("[[resolution]]").count(), "no resolution {id}");
    fs::write(file, kept.join("[[resolution]]")).expect("written");
}

#[test]
fn the_shipped_plan_is_good_and_every_conflict_shows_its_resolution() {
    let output = check(&shipped(), &["--json"]);
    assert_eq!(output.status.code(), Some(0));
    let report = json(&output);
    assert_eq!((&report["readable"], &report["settled"], &report["open"]), (&true.into(), &true.into(), &0.into()));
    let conflicts: Vec<_> = report["findings"].as_array().expect("findings").iter().filter(|f| f["kind"] == "conflict").collect();
    assert_eq!(report["conflicts"], conflicts.len());
    for conflict in conflicts {
        assert!(!conflict["resolutions"].as_array().expect("resolutions").is_empty(), "{conflict}");
    }
}

#[test]
fn the_text_names_the_place_and_both_numbers_in_either_language() {
    let english = String::from_utf8(check(&shipped(), &[]).stdout).expect("UTF-8");
    assert!(english.contains("[resolved] quota-districts.csv#单场合计/东胜区: found 310, expected 300"), "{english}");
    assert!(english.contains("-> dongsheng-associations (amend, ours): 30 => 20"), "{english}");
    let chinese = String::from_utf8(check(&shipped(), &["--lang", "zh"]).stdout).expect("UTF-8");
    assert!(chinese.contains("[已处理] quota-districts.csv#单场合计/东胜区：读到310，应为300"), "{chinese}");
}

#[test]
fn without_the_resolution_on_dongsheng_the_plan_is_not_right() {
    let folder = copy();
    without_resolution(folder.path(), "dongsheng-associations");
    let output = check(folder.path(), &["--json"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!((&json(&output)["settled"], &json(&output)["open"]), (&false.into(), &3.into()));
    assert_eq!(check(folder.path(), &[]).status.code(), Some(1));
}

#[test]
fn an_unreadable_folder_or_file_is_wrong_use_and_names_its_place() {
    let folder = copy();
    let missing = folder.path().join("nowhere");
    let output = check(&missing, &[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("nowhere"));
    assert!(output.stdout.is_empty());

    fs::write(folder.path().join("ballot.toml"), "[window\n").expect("written");
    fs::remove_file(folder.path().join("venues.csv")).expect("removed");
    let output = check(folder.path(), &[]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("ballot.toml, line 1") && said.contains("venues.csv"), "{said}");

    let output = check(folder.path(), &["--json"]);
    assert_eq!(output.status.code(), Some(2));
    let report = json(&output);
    assert_eq!(report["readable"], false);
    let files: Vec<_> = report["errors"].as_array().expect("errors").iter().map(|e| e["file"].clone()).collect();
    assert_eq!(files, ["ballot.toml", "venues.csv"]);
    assert_eq!(json(&check(&missing, &["--json"]))["readable"], false);
}

#[test]
fn wrong_arguments_are_wrong_use() {
    let run = |args: &[&str]| Command::new(env!("CARGO_BIN_EXE_sanmin")).args(args).output().expect("the program runs").status.code();
    assert_eq!(run(&["plan", "check"]), Some(2));
    assert_eq!(run(&["plan", "chek", "x"]), Some(2));
    assert_eq!(run(&["plan", "check", "x", "--lang", "fr"]), Some(2));
}

#[test]
fn a_huge_file_is_refused_before_it_is_read() {
    let folder = copy();
    fs::write(folder.path().join("posts.csv"), vec![b'x'; 300_000]).expect("written");
    let output = check(folder.path(), &[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("posts.csv"));
}

#[test]
fn other_files_in_the_folder_are_passed_over() {
    let folder = copy();
    fs::write(folder.path().join("README.md"), "read me").expect("written");
    fs::write(folder.path().join("~$venues.xlsx"), "lock").expect("written");
    assert_eq!(check(folder.path(), &[]).status.code(), Some(0));
}
