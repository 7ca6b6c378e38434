//! The witness's decision (c2sp.org/tlog-witness, "add-checkpoint").

use super::{AddCheckpoint, BadRequest};
use crate::{Checkpoint, CheckpointError, ConsistencyProof, Hash, NoteError, Origin, ProofRefused, VerifierKey};

/// What the witness remembers of a log: the latest checkpoint that it cosigned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Number of entries.
    pub size: u64,
    /// Root of the tree.
    pub root: Hash,
}

impl From<&Checkpoint> for Seen {
    fn from(checkpoint: &Checkpoint) -> Self {
        Seen { size: checkpoint.size(), root: checkpoint.root() }
    }
}

/// Why a witness does not cosign.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// 400: the body is no request.
    #[error("malformed request: {0}")]
    Malformed(#[from] BadRequest),
    /// 404: a log that this witness does not know.
    #[error("the log {0} is not known here")]
    UnknownLog(Origin),
    /// 403: not signed by the log, or a signature of the log is invalid.
    #[error("{0}")]
    Unsigned(CheckpointError),
    /// 400: the old size is above the checkpoint's.
    #[error("the old size {old} is above the checkpoint's size {new}")]
    OldAboveNew {
        /// The old size.
        old: u64,
        /// The checkpoint's.
        new: u64,
    },
    /// 409: the old size is not that of the latest cosigned checkpoint.
    #[error("the old size {given} is not that of the latest cosigned checkpoint, {seen}")]
    Conflict {
        /// What the request says.
        given: u64,
        /// The size to start from; the body of the answer.
        seen: u64,
    },
    /// 422: **a fork**. The log has signed two different trees of one size; the two notes prove it to anybody.
    #[error("FORK: the log signed root {given} at size {size}, but root {seen} was cosigned at this size")]
    Fork {
        /// The size of both.
        size: u64,
        /// The root that is shown now.
        given: Hash,
        /// The root that was cosigned.
        seen: Hash,
    },
    /// 422: the proof does not show that the tree only grew.
    #[error("not shown to continue the tree of size {old} that was cosigned: {error}")]
    Inconsistent {
        /// The size cosigned.
        old: u64,
        /// What is wrong with the proof.
        error: ProofRefused,
    },
}

impl Refusal {
    /// The HTTP status that the specification asks for.
    pub fn status(&self) -> u16 {
        match self {
            Refusal::Malformed(_) | Refusal::OldAboveNew { .. } => 400,
            Refusal::Unsigned(_) => 403,
            Refusal::UnknownLog(_) => 404,
            Refusal::Conflict { .. } => 409,
            Refusal::Fork { .. } | Refusal::Inconsistent { .. } => 422,
        }
    }

    /// The content type and body of the answer: of a conflict the size in decimal as `text/x.tlog.size`, else the reason in words.
    pub fn answer(&self) -> (&'static str, String) {
        match self {
            Refusal::Conflict { seen, .. } => ("text/x.tlog.size", format!("{seen}\n")),
            other => ("text/plain; charset=utf-8", format!("{other}\n")),
        }
    }

    /// Whether the request is worth keeping as evidence: it is validly signed by the log, and contradicts what was cosigned.
    pub fn is_evidence(&self) -> bool {
        matches!(self, Refusal::Fork { .. } | Refusal::Inconsistent { .. })
    }
}

/// Decides whether the witness may cosign: `logs` are the keys of the logs that it watches, `seen` what it cosigned last of this origin.
///
/// The checks stand in the order of the specification, but for one: a signed checkpoint of the seen size with another root is reported as a fork
/// before the old size is compared, because it is proof of misbehaviour whatever the old size says.
pub fn judge<'a>(
    logs: &[VerifierKey],
    seen: impl FnOnce(&Origin) -> Option<Seen>,
    request: &'a AddCheckpoint,
) -> Result<&'a Checkpoint, Refusal> {
    let origin = request.checkpoint.unverified().origin();
    let keys: Vec<VerifierKey> = logs.iter().filter(|key| origin.is_of(key)).cloned().collect();
    if keys.is_empty() {
        return Err(Refusal::UnknownLog(origin.clone()));
    }
    let checkpoint = request.checkpoint.check(&keys).map_err(Refusal::Unsigned)?;
    let (old, new) = (request.old_size, checkpoint.size());
    let seen = seen(origin).unwrap_or(Seen { size: 0, root: Hash::of_empty_tree() });
    if new == seen.size && checkpoint.root() != seen.root {
        return Err(match new {
            // Nobody cosigned an empty tree: its root is fixed, and this one is simply wrong.
            0 => Refusal::Inconsistent { old: 0, error: ProofRefused::Root },
            size => Refusal::Fork { size, given: checkpoint.root(), seen: seen.root },
        });
    }
    if old > new {
        return Err(Refusal::OldAboveNew { old, new });
    }
    if old != seen.size {
        return Err(Refusal::Conflict { given: old, seen: seen.size });
    }
    check(&request.proof, seen, checkpoint).map_err(|error| Refusal::Inconsistent { old, error })?;
    Ok(checkpoint)
}

fn check(proof: &ConsistencyProof, seen: Seen, new: &Checkpoint) -> Result<(), ProofRefused> {
    if new.size() == 0 && new.root() != Hash::of_empty_tree() {
        return Err(ProofRefused::Root);
    }
    proof.check(seen.size, seen.root, new.size(), new.root())
}

impl From<NoteError> for BadRequest {
    fn from(error: NoteError) -> Self {
        BadRequest::Checkpoint(error.into())
    }
}
