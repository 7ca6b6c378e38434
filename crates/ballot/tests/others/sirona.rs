//! npm sirona.

use crate::support::{Ready, mixed_trustees, ready_with, single_trustee, two_of_three};
use crate::{check_marks, corpus, given};
use serde_json::{Value, json};
use std::path::Path;
use std::process::{Command, Stdio};

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/others/sirona.mjs");

/// What sirona says of each archive: its ballots and result, or why it refuses.
fn verify<'a>(modules: &Path, archives: impl IntoIterator<Item = &'a [u8]>) -> Vec<Value> {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new("node");
    command.arg(SCRIPT).arg(modules).stderr(Stdio::inherit());
    let mut count = 0;
    for (number, archive) in archives.into_iter().enumerate() {
        let path = folder.path().join(format!("{number}.bel"));
        std::fs::write(&path, archive).unwrap();
        command.arg(path);
        count += 1;
    }
    let output = command.output().expect("node starts");
    assert!(output.status.success(), "node: {}", output.status);
    let lines: Vec<_> = output.stdout.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).collect();
    assert_eq!(lines.len(), count);
    lines.iter().map(|line| serde_json::from_slice(line).unwrap()).collect()
}

fn accepts(ready: &Ready, share_of: &[usize]) {
    let Some(modules) = given("sirona", "SANMIN_SIRONA") else { return };
    let (archive, totals) = ready.archive(share_of);
    assert_eq!(verify(&modules, [&archive[..]]), [json!({ "ballots": ready.cards.len(), "result": totals })]);
}

#[test]
fn a_session_of_40_voters_is_accepted_with_one_trustee_of_three_absent() {
    accepts(&ready_with(two_of_three(), 40, 10, 5), &[1, 3]);
}

#[test]
fn small_elections_with_a_single_trustee_and_with_mixed_trustees_are_accepted() {
    accepts(&ready_with(single_trustee(), 3, 2, 3), &[1]);
    accepts(&ready_with(mixed_trustees(), 4, 2, 3), &[1, 3, 4]);
}

#[test]
fn every_tampered_archive_that_it_can_see_is_refused() {
    let Some(modules) = given("sirona", "SANMIN_SIRONA") else { return };
    let corpus = corpus::corpus();
    let said = verify(&modules, corpus.iter().map(|case| &case.archive[..]));
    for (case, said) in corpus.iter().zip(&said) {
        eprintln!("{}: {said}", case.what);
    }
    let refused: Vec<_> = said.iter().map(|said| said.get("refused").is_some()).collect();
    check_marks(&corpus, &refused, |seen_by| seen_by.sirona);
}
