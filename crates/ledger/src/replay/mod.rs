//! Reading a whole log again, trusting nobody: entries → leaf hashes → tiles → root → signatures.

mod error;
mod walk;

pub use error::{Blame, ReplayError, Stopped};

use crate::witness::Seen;
use crate::{Checkpoint, Cosignature, SignedCheckpoint, TileSource, VerifierKey};

/// What the reader brings along.
#[derive(Clone, Debug, Default)]
pub struct Trust {
    /// Keys of the log. With none, no signature is checked, and the report says so.
    pub logs: Vec<VerifierKey>,
    /// Keys of witnesses.
    pub witnesses: Vec<VerifierKey>,
    /// How many of these must have cosigned.
    pub cosignatures: usize,
    /// Checkpoints seen earlier, in print or on a screen, that the log must contain.
    pub earlier: Vec<Seen>,
}

/// How far the replay is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Entries read.
    pub done: u64,
    /// Entries in the log.
    pub total: u64,
}

/// What was verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplayReport {
    /// The checkpoint: size and root are those of the entries.
    pub checkpoint: Checkpoint,
    /// Whether a signature of the log was verified; false only if no key of the log was given.
    pub signed: bool,
    /// Valid cosignatures of known witnesses.
    pub cosignatures: Vec<Cosignature>,
    /// Signature lines by unknown keys, which were ignored.
    pub unknown_signatures: usize,
    /// Tiles and bundles read.
    pub tiles: u64,
    /// Bytes of all entries.
    pub entry_bytes: u64,
}

/// Reads the whole log and verifies it against its checkpoint (c2sp.org/tlog-tiles, c2sp.org/tlog-checkpoint, RFC 6962,
/// section 2.1).
///
/// The signatures are verified first, so that a log with a wrong signature costs one small file. Every entry is then hashed and shown to `entry`
/// (index, bytes), every tile of every level compared with what the entries give, and the root with the checkpoint's.
/// `entry` sees entries before the root is known to be right: act on them only when `replay` has returned a report.
/// Memory: one bundle and one tile a level, whatever the size of the log.
pub fn replay<S: TileSource>(
    source: &mut S,
    trust: &Trust,
    entry: impl FnMut(u64, &[u8]) -> Result<(), Stopped>,
    progress: impl FnMut(Progress),
) -> Result<ReplayReport, ReplayError<S::Error>> {
    let bytes = source.checkpoint().map_err(|error| ReplayError::Source { place: "checkpoint".into(), error })?;
    let signed = SignedCheckpoint::parse(&bytes.ok_or(ReplayError::NoCheckpoint)?).map_err(ReplayError::Checkpoint)?;
    let mut report = signatures(&signed, trust)?;
    walk::walk(source, trust, &mut report, entry, progress)?;
    Ok(report)
}

/// Verifies the signatures and starts the report.
fn signatures<E: std::error::Error + 'static>(signed: &SignedCheckpoint, trust: &Trust) -> Result<ReplayReport, ReplayError<E>> {
    let checkpoint = signed.unverified();
    let known: Vec<VerifierKey> = trust.logs.iter().chain(&trust.witnesses).cloned().collect();
    let is_signed = !trust.logs.is_empty();
    if is_signed {
        signed.check(&known).map_err(ReplayError::Checkpoint)?;
    }
    let cosignatures = Cosignature::all(signed.note(), &trust.witnesses);
    if cosignatures.len() < trust.cosignatures {
        return Err(ReplayError::Cosignatures { found: cosignatures.len(), needed: trust.cosignatures });
    }
    let unknown_signatures = signed.note().signatures().iter().filter(|line| !known.iter().any(|key| line.is_by(key))).count();
    Ok(ReplayReport { checkpoint: checkpoint.clone(), signed: is_signed, cosignatures, unknown_signatures, tiles: 0, entry_bytes: 0 })
}
