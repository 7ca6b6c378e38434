//! The real plan's files, for the tests of this crate.
#![allow(dead_code)]

use std::fs;
use std::path::Path;

use plan::{Plan, PlanFiles};

/// The files of `plans/ordos-2024`.
pub fn ordos() -> PlanFiles {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../plans/ordos-2024");
    let mut files = PlanFiles::new();
    for entry in fs::read_dir(folder).expect("the shipped plan") {
        let entry = entry.expect("an entry");
        let name = entry.file_name().into_string().expect("a plain name");
        if PlanFiles::wants(&name) {
            files.insert(&name, fs::read(entry.path()).expect("a file")).expect("a file of modest size");
        }
    }
    files
}

/// One file's text, without a byte order mark.
pub fn text(files: &PlanFiles, name: &str) -> String {
    String::from_utf8(files.get(name).expect("a file of the plan").to_vec()).expect("UTF-8").trim_start_matches('\u{feff}').to_owned()
}

/// The files with one of them replaced.
pub fn with(mut files: PlanFiles, name: &str, bytes: impl Into<Vec<u8>>) -> PlanFiles {
    files.remove(name);
    files.insert(name, bytes.into()).expect("a file of modest size");
    files
}

/// The files with one text in one of them replaced; the text must be there.
pub fn edited(files: PlanFiles, name: &str, from: &str, to: &str) -> PlanFiles {
    let text = text(&files, name);
    assert!(text.contains(from), "{name} has no `{from}`");
    let changed = text.replacen(from, to, 1);
    with(files, name, changed)
}

/// Reads files that must be readable.
pub fn read(files: &PlanFiles) -> Plan {
    Plan::read(files).unwrap_or_else(|errors| panic!("{errors}"))
}
