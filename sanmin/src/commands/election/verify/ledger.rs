//! An archive against the ledger that was there before it.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use ballot::verify::Verified;
use record::Statement;
use record::election::Collector;
use sha2::{Digest as _, Sha256};

use super::Wrong;
use crate::commands::failed::Failed;
use crate::commands::ledger::{Source, trust_of};

/// Why the ledger does not carry the archive.
#[derive(Debug, thiserror::Error)]
pub enum Unpublished {
    /// The ledger itself is not right.
    #[error("ledger: {0}")]
    Ledger(String),
    /// Its statements are missing or contradict each other.
    #[error("{0}")]
    Statements(#[from] record::election::Unpublished),
    /// The released archive is another file.
    #[error("not the archive that was released: its SHA-256 is {own}, published is {published}")]
    Archive {
        /// Of this file.
        own: record::Digest,
        /// As published.
        published: record::Digest,
    },
}

impl Unpublished {
    /// A short name that stays the same, for programs.
    pub fn kind(&self) -> &'static str {
        match self {
            Unpublished::Ledger(_) => "ledger",
            Unpublished::Statements(error) => error.kind(),
            Unpublished::Archive { .. } => "not-as-published",
        }
    }
}

/// Replays the ledger and compares; the outer error is about reading, the inner about what was found.
pub(super) fn compare(verified: &Verified, archive: &Path, place: &str, vkeys: Option<&Path>) -> Result<Result<(), Wrong>, Failed> {
    let mut source = Source::open(place).map_err(Failed::WrongUse)?;
    let trust = trust_of(vkeys, None)?;
    let Ok(uuid) = verified.election.uuid.as_str().parse() else {
        return Err(Failed::WrongUse(format!("{}: no ledger names such an election", verified.election.uuid)));
    };
    let mut collector = Collector::new(uuid);
    let replayed = ledger::replay(
        &mut source,
        &trust,
        |_, bytes| {
            if let Ok(statement) = Statement::from_bytes(bytes) {
                collector.see(&statement);
            }
            Ok(())
        },
        |_| (),
    );
    match replayed {
        Err(error @ ledger::ReplayError::Source { .. }) => return Err(Failed::WrongUse(format!("{place}: {error}"))),
        Err(error) => return Ok(Err(Wrong::Ledger(Unpublished::Ledger(error.to_string())))),
        Ok(report) if !report.signed => {
            eprintln!("sanmin: no --vkeys: the ledger agrees with its checkpoint, but who signed it was not checked");
        }
        Ok(_) => {}
    }
    let published = match collector.finish() {
        Ok(published) => published,
        Err(error) => return Ok(Err(Wrong::Ledger(error.into()))),
    };
    if let Err(refusal) = verified.compare(&published.expected) {
        return Ok(Err(Wrong::Archive(refusal)));
    }
    let own = sha256(archive).map_err(|error| Failed::file(archive, error))?;
    Ok(match published.archive.filter(|published| *published != own) {
        Some(published) => Err(Wrong::Ledger(Unpublished::Archive { own, published })),
        None => Ok(()),
    })
}

fn sha256(path: &Path) -> std::io::Result<record::Digest> {
    let mut hash = Sha256::new();
    let mut file = BufReader::with_capacity(1 << 16, File::open(path)?);
    loop {
        let bytes = file.fill_buf()?;
        if bytes.is_empty() {
            break;
        }
        hash.update(bytes);
        let read = bytes.len();
        file.consume(read);
    }
    Ok(record::Digest::from_bytes(hash.finalize().into()))
}
