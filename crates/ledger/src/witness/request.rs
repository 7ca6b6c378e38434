//! The body of a request and of an answer (c2sp.org/tlog-witness, "add-checkpoint").

use std::fmt::Write;

use crate::checkpoint::decimal;
use crate::limits::{MAX_NOTE_BYTES, MAX_PROOF_HASHES};
use crate::note::read_lines;
use crate::{CheckpointError, ConsistencyProof, Hash, NoteError, Signature, SignedCheckpoint};

/// Bytes of a request: a note, 63 lines of proof, the old size.
pub const MAX_REQUEST_BYTES: usize = MAX_NOTE_BYTES + MAX_PROOF_HASHES * 45 + 64;

/// A request to cosign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddCheckpoint {
    /// The size that the log believes the witness has seen last.
    pub old_size: u64,
    /// From the old size to the checkpoint's.
    pub proof: ConsistencyProof,
    /// What shall be cosigned.
    pub checkpoint: SignedCheckpoint,
}

/// Why a body is no request.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadRequest {
    /// Longer than [`MAX_REQUEST_BYTES`].
    #[error("longer than {MAX_REQUEST_BYTES} bytes")]
    TooLong,
    /// Not UTF-8, or no empty line before the checkpoint.
    #[error("a request is 'old <size>', lines of proof, an empty line and a checkpoint")]
    Form,
    /// The first line.
    #[error("line 1: 'old <size>' expected")]
    OldSize,
    /// A line of the proof.
    #[error("line {line}: a hash in base64 expected, at most {MAX_PROOF_HASHES} of them")]
    Proof {
        /// From 1.
        line: usize,
    },
    /// The checkpoint.
    #[error("checkpoint: {0}")]
    Checkpoint(#[from] CheckpointError),
}

impl AddCheckpoint {
    /// Reads a request's body.
    pub fn parse(body: &[u8]) -> Result<Self, BadRequest> {
        if body.len() > MAX_REQUEST_BYTES {
            return Err(BadRequest::TooLong);
        }
        let text = std::str::from_utf8(body).map_err(|_| BadRequest::Form)?;
        let (head, checkpoint) = text.split_once("\n\n").ok_or(BadRequest::Form)?;
        let mut lines = head.split('\n');
        let old_size = lines.next().and_then(|line| line.strip_prefix("old ")).and_then(decimal).ok_or(BadRequest::OldSize)?;
        let mut hashes: Vec<Hash> = Vec::new();
        for (hash, line) in lines.zip(2..) {
            let hash = hash.parse().ok().filter(|_| hashes.len() < MAX_PROOF_HASHES);
            hashes.push(hash.ok_or(BadRequest::Proof { line })?);
        }
        Ok(AddCheckpoint { old_size, proof: ConsistencyProof::new(hashes), checkpoint: SignedCheckpoint::parse(checkpoint.as_bytes())? })
    }

    /// The request's body.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut body = format!("old {}\n", self.old_size);
        for hash in self.proof.hashes() {
            // Writing to a String cannot fail.
            let _ = writeln!(body, "{hash}");
        }
        body.push('\n');
        let mut body = body.into_bytes();
        body.extend(self.checkpoint.to_bytes());
        body
    }
}

/// The body of the answer 200: the witness's signature lines.
pub fn write_answer(signatures: &[Signature]) -> String {
    signatures.iter().map(|signature| format!("{signature}\n")).collect()
}

/// Reads the body of the answer 200. The signatures are not verified; add them with [`SignedCheckpoint::add`] only if
/// [`Signature::verifies`] says so ("The client MUST ignore any cosignatures from unknown keys").
pub fn read_answer(body: &[u8]) -> Result<Vec<Signature>, NoteError> {
    if body.len() > MAX_NOTE_BYTES {
        return Err(NoteError::TooLong);
    }
    let text = std::str::from_utf8(body).map_err(|error| NoteError::Character(error.valid_up_to()))?;
    read_lines(text.strip_suffix('\n').ok_or(NoteError::Form)?)
}
