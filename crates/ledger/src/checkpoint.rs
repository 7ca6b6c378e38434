//! Checkpoints: size and root of a log, signed (c2sp.org/tlog-checkpoint).

use std::fmt;

use crate::limits::{MAX_NAME_BYTES, MAX_SIZE};
use crate::{Hash, Note, NoteError, Signature, VerifierKey};

/// The unique name of a log: the first line of its checkpoints (c2sp.org/tlog-checkpoint, "Note text").
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin(String);

/// The text of a checkpoint: origin, size and root (c2sp.org/tlog-checkpoint, "Note text").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    origin: Origin,
    size: u64,
    root: Hash,
    extensions: Vec<String>,
}

/// A note whose text is a checkpoint (c2sp.org/tlog-checkpoint, "Signatures"). Its signatures are not verified yet:
/// [`SignedCheckpoint::check`].
///
/// ```
/// use ledger::{Checkpoint, Hash, LogSigner, Origin, SignedCheckpoint};
///
/// let signer = LogSigner::from_seed("city.example/2025".parse()?, &[7; 32]);
/// let checkpoint = Checkpoint::new(Origin::new("city.example/2025")?, 1, Hash::of_entry(b"first"));
/// let published = signer.sign(&checkpoint)?.to_bytes();
/// assert!(published.starts_with(b"city.example/2025\n1\n"));
/// assert_eq!(SignedCheckpoint::parse(&published)?.check(&[signer.verifier().clone()])?, &checkpoint);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedCheckpoint {
    checkpoint: Checkpoint,
    note: Note,
}

/// Why bytes are no checkpoint, or a checkpoint is not to be trusted (c2sp.org/tlog-checkpoint).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// Not a note, or not validly signed.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// A line of the text is not what it should be.
    #[error("line {line}: {expected} expected")]
    Line {
        /// From 1.
        line: usize,
        /// What should stand there.
        expected: &'static str,
    },
    /// None of the valid signatures is by a key of this log.
    #[error("not signed by a known key of the log {0}")]
    NotByLog(Origin),
}

impl Origin {
    /// An origin: one line, not empty, at most 255 bytes.
    pub fn new(origin: impl Into<String>) -> Result<Self, CheckpointError> {
        let origin = origin.into();
        if origin.is_empty() || origin.len() > MAX_NAME_BYTES || origin.contains(|c: char| c < ' ') {
            return Err(CheckpointError::Line { line: 1, expected: "an origin of 1 to 255 bytes" });
        }
        Ok(Origin(origin))
    }

    /// The origin as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this key is one of the log's. tlog-checkpoint says that the key name SHOULD match the origin; here it must, so that a file with
    /// the keys of several logs does not let one speak for another.
    pub fn is_of(&self, key: &VerifierKey) -> bool {
        key.algorithm() == crate::Algorithm::Ed25519 && key.name().as_str() == self.0
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Checkpoint {
    /// A checkpoint without extension lines, which the specification advises against.
    pub fn new(origin: Origin, size: u64, root: Hash) -> Self {
        Checkpoint { origin, size, root, extensions: Vec::new() }
    }

    /// Which log.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// Number of entries.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Root of the tree.
    pub fn root(&self) -> Hash {
        self.root
    }

    /// Further lines, opaque.
    pub fn extensions(&self) -> &[String] {
        &self.extensions
    }

    /// The note's text, with its final newline.
    pub fn text(&self) -> String {
        let mut text = format!("{}\n{}\n{}\n", self.origin, self.size, self.root);
        for line in &self.extensions {
            text.push_str(line);
            text.push('\n');
        }
        text
    }

    /// Reads a note's text. Every checkpoint has exactly one text.
    pub fn parse(text: &str) -> Result<Self, CheckpointError> {
        let mut lines = text.strip_suffix('\n').unwrap_or(text).split('\n');
        let origin = Origin::new(lines.next().unwrap_or_default())?;
        let size = lines.next().and_then(decimal).ok_or(CheckpointError::Line { line: 2, expected: "the size as a decimal number" })?;
        let root = lines.next().and_then(|line| line.parse().ok());
        let root = root.ok_or(CheckpointError::Line { line: 3, expected: "the root as base64 of 32 bytes" })?;
        let extensions: Vec<String> = lines.map(str::to_owned).collect();
        if let Some(empty) = extensions.iter().position(String::is_empty) {
            return Err(CheckpointError::Line { line: 4 + empty, expected: "no empty extension line" });
        }
        let checkpoint = Checkpoint { origin, size, root, extensions };
        if checkpoint.text() != text {
            return Err(CheckpointError::Line { line: text.lines().count(), expected: "a final newline" });
        }
        Ok(checkpoint)
    }
}

/// A decimal number without leading zeroes, within [`MAX_SIZE`].
pub(crate) fn decimal(text: &str) -> Option<u64> {
    let number: u64 = text.parse().ok()?;
    (number <= MAX_SIZE && number.to_string() == text).then_some(number)
}

impl SignedCheckpoint {
    pub(crate) fn from_parts(checkpoint: Checkpoint, note: Note) -> Self {
        SignedCheckpoint { checkpoint, note }
    }

    /// Reads a note whose text is a checkpoint.
    pub fn parse(bytes: &[u8]) -> Result<Self, CheckpointError> {
        let note = Note::parse(bytes)?;
        Ok(SignedCheckpoint { checkpoint: Checkpoint::parse(note.text())?, note })
    }

    /// The checkpoint as read, without a word on its signatures.
    pub fn unverified(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// The note.
    pub fn note(&self) -> &Note {
        &self.note
    }

    /// The note's bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.note.to_bytes()
    }

    /// Adds a signature line, for example a witness's.
    pub fn add(&mut self, signature: Signature) -> Result<(), NoteError> {
        self.note.add(signature)
    }

    /// Verifies that a key of this log among `known` signed, and that no signature by a known key is invalid
    /// ([`Note::check`], [`Origin::is_of`]).
    pub fn check(&self, known: &[VerifierKey]) -> Result<&Checkpoint, CheckpointError> {
        let verdict = match self.note.check(known) {
            Err(NoteError::Unsigned) => return Err(CheckpointError::NotByLog(self.checkpoint.origin.clone())),
            verdict => verdict?,
        };
        if verdict.valid.iter().any(|(key, _)| self.checkpoint.origin.is_of(key)) {
            Ok(&self.checkpoint)
        } else {
            Err(CheckpointError::NotByLog(self.checkpoint.origin.clone()))
        }
    }
}
