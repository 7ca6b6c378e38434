//! Other people's programs read our elections: npm sirona 0.0.28 and belenios-tool 3.0 accept them with the right
//! totals, and refuse each tampered one that the corpus says they see.
//!
//! `SANMIN_SIRONA` names a folder `node_modules` that holds sirona, `SANMIN_BELENIOS_TOOL` the program. Without them the
//! tests are skipped, which is said on stderr; with `SANMIN_REQUIRE=sirona,belenios` that is a failure. `.ci/run` shows
//! where to get both, docs/VERIFYING.md what they check.

mod belenios;
#[path = "../corpus/mod.rs"]
mod corpus;
mod sirona;
#[path = "../support/mod.rs"]
mod support;

use corpus::{SeenBy, Tampered};
use std::path::PathBuf;

/// The path in an environment variable, if the program `what` is to be tested with.
fn given(what: &str, variable: &str) -> Option<PathBuf> {
    let path = std::env::var_os(variable).filter(|path| !path.is_empty()).map(PathBuf::from);
    if path.is_none() {
        let required = std::env::var("SANMIN_REQUIRE").unwrap_or_default();
        assert!(!required.split(',').any(|word| word.trim() == what), "SANMIN_REQUIRE contains {what}, but {variable} is not set");
        eprintln!("skipped, because {variable} is not set");
    }
    path
}

/// Compares what a program said of each tampered archive with the marks, both ways.
fn check_marks(corpus: &[Tampered], refused: &[bool], mark: fn(&SeenBy) -> bool) {
    assert_eq!(corpus.len(), refused.len());
    let wrong: Vec<_> = corpus
        .iter()
        .zip(refused)
        .filter(|(case, refused)| mark(&case.seen_by) != **refused)
        .map(|(case, refused)| format!("{}: {}", case.what, if *refused { "refused" } else { "accepted" }))
        .collect();
    assert!(wrong.is_empty(), "marked otherwise:\n{}", wrong.join("\n"));
}
