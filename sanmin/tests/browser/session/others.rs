//! Other people's programs over the released archives: npm sirona and belenios-tool, where they are given as `crates/ballot/tests/others` says.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use crate::support::repository;

/// The path in an environment variable; a word about it where there is none, and a failure where the program is required.
fn given(what: &str, variable: &str) -> Option<PathBuf> {
    let path = std::env::var_os(variable).filter(|path| !path.is_empty()).map(PathBuf::from);
    let required = std::env::var("SANMIN_REQUIRE").unwrap_or_default();
    assert!(path.is_some() || !required.split(',').any(|word| word.trim() == what), "{what} is required, and {variable} is not set");
    if path.is_none() {
        eprintln!("not asked: {what}, because {variable} is not set");
    }
    path
}

/// Both accept an archive with this result of so many ballots. The archive is named by its election, as belenios-tool wants it.
pub fn accept(archive: &Path, ballots: usize, result: &Value) {
    if let Some(modules) = given("sirona", "SANMIN_SIRONA") {
        let mut command = Command::new("node");
        command.arg(repository("crates/ballot/tests/others/sirona.mjs")).arg(modules).arg(archive);
        let output = command.output().expect("node starts");
        let said: Value = serde_json::from_slice(&output.stdout).expect("one JSON object");
        assert_eq!(said, json!({"ballots": ballots, "result": result}), "{}", String::from_utf8_lossy(&output.stderr));
    }
    if let Some(tool) = given("belenios", "SANMIN_BELENIOS_TOOL") {
        let folder = archive.parent().expect("a folder");
        election(&tool, folder, "verify");
        let computed = election(&tool, folder, "compute-result");
        let computed = computed.lines().last().unwrap_or_default();
        // It gives the very bytes that the archive holds under their hash.
        let member = format!("{}.data.json", record::Digest::of(computed.as_bytes()));
        let bytes = std::fs::read(archive).expect("the archive");
        assert!(bytes.windows(member.len()).any(|part| part == member.as_bytes()), "{computed} is another result than the archive's");
        let computed: Value = serde_json::from_str(computed).expect("a result");
        assert_eq!(&computed["result"], result);
    }
}

/// Runs `belenios-tool election` over a folder. It checks the ballots only if it reads files one after another, see docs/VERIFYING.md.
fn election(tool: &Path, folder: &Path, command: &str) -> String {
    let output = Command::new(tool).env("LWT_ASYNC_METHOD", "none").args(["election", command, "--dir"]).arg(folder).output();
    let output = output.expect("belenios-tool starts");
    assert!(output.status.success(), "{command}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}
