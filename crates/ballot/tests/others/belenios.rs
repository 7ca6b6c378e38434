//! belenios-tool.
//!
//! Its `election verify` starts the check of the ballots without waiting for it (3.0, and still so in the source of
//! 3.3.0), unless `LWT_ASYNC_METHOD=none` lets it read files one after another; and it takes the total from the archive.
//! So accepting is here: it verifies, and the total and result that it computes itself are those in the archive.

use crate::support::parts::{Part, Parts};
use crate::support::{MTIME, Ready, WithKeys, mixed_trustees, ready_with, single_trustee, two_of_three};
use crate::{check_marks, corpus, given};
use ballot::archive::{ArchiveWriter, Event, EventType};
use ballot::cast::UnverifiedBallot;
use ballot::digest::Digest;
use ballot::election::Uuid;
use ballot::group::system_random;
use std::path::PathBuf;
use std::process::Command;
use tempfile::TempDir;

struct Tool(PathBuf);

impl Tool {
    fn given() -> Option<Tool> {
        given("belenios", "SANMIN_BELENIOS_TOOL").map(Tool)
    }

    /// Runs `belenios-tool election` over a folder with an archive; gives what it prints, or its complaint.
    fn election(&self, folder: &TempDir, arguments: &[&str]) -> Result<String, String> {
        let mut command = Command::new(&self.0);
        command.env("LWT_ASYNC_METHOD", "none").arg("election").args(arguments).arg("--dir").arg(folder.path());
        let output = command.output().expect("belenios-tool starts");
        if output.status.success() {
            return Ok(String::from_utf8(output.stdout).unwrap());
        }
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }

    /// Verifies an archive, and computes total and result anew.
    fn accept(&self, archive: &[u8], uuid: &Uuid) -> Result<(), String> {
        let folder = folder(archive, uuid);
        self.election(&folder, &["verify"])?;
        for (command, event) in [("compute-encrypted-tally", EventType::EncryptedTally), ("compute-result", EventType::Result)] {
            let computed = self.election(&folder, &[command])?;
            let payload = Digest::of(computed.lines().last().unwrap_or_default().as_bytes());
            let is_it =
                |part: &Part| matches!(part, Part::Event(Event { kind, payload: Some(own), .. }) if *kind == event && *own == payload);
            if !Parts::of(archive).parts.iter().any(is_it) {
                return Err(format!("{command} gives another {event} than the archive"));
            }
        }
        Ok(())
    }
}

/// A folder with an archive under the name that the program looks for.
fn folder(archive: &[u8], uuid: &Uuid) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(format!("{uuid}.bel")), archive).unwrap();
    folder
}

fn accepts(trustees: WithKeys, voters: usize, share_of: &[usize]) {
    let Some(tool) = Tool::given() else { return };
    let ready = ready_with(trustees, voters, 10, 5);
    tool.accept(&ready.archive(share_of).0, &ready.election.uuid).unwrap();
}

#[test]
fn sessions_of_40_voters_are_accepted_with_single_threshold_and_mixed_trustees() {
    accepts(single_trustee(), 40, &[1]);
    accepts(two_of_three(), 40, &[1, 3]);
    accepts(mixed_trustees(), 40, &[1, 2, 4]);
}

/// `cargo test -p ballot --test others -- --ignored 1500`
#[test]
#[ignore = "takes minutes"]
fn a_session_of_1500_voters_is_accepted() {
    accepts(two_of_three(), 1500, &[1, 3]);
}

#[test]
fn every_tampered_archive_that_it_can_see_is_refused() {
    let Some(tool) = Tool::given() else { return };
    let made = &*corpus::MADE;
    tool.accept(&made.1, &made.0.election.uuid).unwrap();
    let corpus = corpus::corpus();
    let refused: Vec<_> = corpus.iter().map(|case| tool.accept(&case.archive, &made.0.election.uuid).is_err()).collect();
    check_marks(&corpus, &refused, |seen_by| seen_by.belenios_tool);
}

/// An archive that ends with its setup, and so waits for ballots.
fn waiting(ready: &Ready) -> TempDir {
    let writer = ArchiveWriter::begin(Vec::new(), MTIME, &ready.election, ready.trustees.trustees(), &ready.credentials).unwrap();
    folder(&writer.finish().unwrap(), &ready.election.uuid)
}

#[test]
fn a_ballot_of_ours_is_checked_before_it_is_in_an_archive() {
    let Some(tool) = Tool::given() else { return };
    let ready = ready_with(two_of_three(), 2, 10, 5);
    let folder = waiting(&ready);
    let path = folder.path().join("ballot.json");
    let verify = |text: &str| {
        std::fs::write(&path, text).unwrap();
        tool.election(&folder, &["verify-ballot", "--ballot", path.to_str().unwrap()])
    };
    let ballot = ready.poll.cast(&ready.cards[0], &[2; 10], &mut system_random()).unwrap();
    let text = std::str::from_utf8(ballot.text()).unwrap();
    verify(text).unwrap();
    verify(&text.replacen("\"response\":\"", "\"response\":\"1", 1)).unwrap_err();
}

#[test]
fn a_ballot_that_it_casts_in_an_election_of_ours_is_accepted() {
    let Some(tool) = Tool::given() else { return };
    let ready = ready_with(two_of_three(), 2, 2, 3);
    let folder = waiting(&ready);
    let (card, choice) = (folder.path().join("card"), folder.path().join("choice"));
    std::fs::write(&card, format!("{}\n", *ready.cards[1].reveal())).unwrap();
    std::fs::write(&choice, "[[0,1,0],[0,0,1]]").unwrap();
    let arguments = ["generate-ballot", "--privcred", card.to_str().unwrap(), "--choice", choice.to_str().unwrap()];
    let ballot = UnverifiedBallot::from_json(tool.election(&folder, &arguments).unwrap().trim_end().as_bytes()).unwrap();
    let ballot = ready.poll.verify(ballot, &ready.credentials).unwrap();
    assert_eq!(ballot.credential(), ready.cards[1].public_key(&ready.election.uuid));
}
