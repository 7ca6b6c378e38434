//! `sanmin election` as trustees, card maker and auditors run it.

mod checks;
mod published;
mod sitting;
mod story;
mod verdicts;

use std::path::Path;
use std::process::{Command, Output};

/// Runs `sanmin election …` in a folder.
fn election(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sanmin"));
    command.current_dir(folder).arg("election").args(arguments).output().expect("the program runs")
}

/// Runs it and gives what it said.
#[track_caller]
fn done(folder: &Path, arguments: &[&str]) -> String {
    let output = election(folder, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// Runs it; it must fail with this status, and gives what it said on stderr.
#[track_caller]
fn fails(folder: &Path, arguments: &[&str], status: i32) -> String {
    let output = election(folder, arguments);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(status), "{arguments:?}: {said}");
    said
}

/// The real plan.
fn plan() -> String {
    concat!(env!("CARGO_MANIFEST_DIR"), "/../plans/ordos-2024").to_owned()
}
