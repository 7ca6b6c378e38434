//! What a witness remembers, durably: for each log one file with the latest checkpoint that it cosigned.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use ledger::limits::MAX_NOTE_BYTES;
use ledger::{CheckpointError, Origin, SignedCheckpoint, VerifierKey};
use record::Digest;

use crate::commands::files::{read_capped, replace_private};

/// At most so many refused requests are kept as evidence.
const MAX_EVIDENCE: usize = 100;

/// A folder that one witness uses at a time.
pub struct State {
    folder: PathBuf,
    /// Held for as long as the witness runs.
    _lock: File,
}

/// Why the state cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StateError {
    /// The file or folder cannot be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A second witness on one folder could cosign two histories.
    #[error("{}: another witness uses this folder", .0.display())]
    InUse(PathBuf),
    /// A stored checkpoint cannot be trusted. Going on without it would let a log show another history.
    #[error("{}: {source}; put back the file as it was, or keep this witness from running", path.display())]
    Damaged {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it.
        source: CheckpointError,
    },
}

impl State {
    /// Opens the folder, makes it if it is not there, and keeps others out.
    pub fn open(folder: &Path) -> Result<Self, StateError> {
        let io = |source| StateError::Io { path: folder.to_owned(), source };
        web::secrets::create_private_folder(folder).map_err(io)?;
        let lock = OpenOptions::new().create(true).truncate(false).write(true).open(folder.join("lock")).map_err(io)?;
        match lock.try_lock() {
            Ok(()) => Ok(State { folder: folder.to_owned(), _lock: lock }),
            Err(TryLockError::WouldBlock) => Err(StateError::InUse(folder.to_owned())),
            Err(TryLockError::Error(source)) => Err(io(source)),
        }
    }

    /// The latest checkpoint of a log that this witness cosigned, if any. It must carry valid signatures of both.
    pub fn load(&self, origin: &Origin, logs: &[VerifierKey], witness: &VerifierKey) -> Result<Option<SignedCheckpoint>, StateError> {
        let path = self.path(origin);
        let bytes = match read_capped(&path, MAX_NOTE_BYTES) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            read => read.map_err(|source| StateError::Io { path: path.clone(), source })?,
        };
        let damaged = |source: CheckpointError| StateError::Damaged { path: path.clone(), source };
        let signed = SignedCheckpoint::parse(&bytes).map_err(damaged)?;
        signed.check(logs).map_err(damaged)?;
        signed.note().check(std::slice::from_ref(witness)).map_err(|error| damaged(error.into()))?;
        if signed.unverified().origin() != origin {
            return Err(damaged(CheckpointError::NotByLog(origin.clone())));
        }
        Ok(Some(signed))
    }

    /// Puts a checkpoint in the place of the former one. When this returns, it is on the disk.
    pub fn save(&self, signed: &SignedCheckpoint) -> Result<(), StateError> {
        let path = self.path(signed.unverified().origin());
        replace_private(&path, &signed.to_bytes()).map_err(|source| StateError::Io { path, source })
    }

    /// Keeps a request that contradicts what was cosigned, and says where. `None` when it is there already, or enough is kept.
    pub fn keep_evidence(&self, request: &[u8]) -> Result<Option<PathBuf>, StateError> {
        let folder = self.folder.join("evidence");
        let io = |source| StateError::Io { path: folder.clone(), source };
        web::secrets::create_private_folder(&folder).map_err(io)?;
        let path = folder.join(format!("{}.request", Digest::of(request)));
        if path.exists() || fs::read_dir(&folder).map_err(io)?.count() >= MAX_EVIDENCE {
            return Ok(None);
        }
        replace_private(&path, request).map_err(io)?;
        Ok(Some(path))
    }

    /// The name that tlog-witness gives a log in addresses too ("Monitor Retrieval Mechanism").
    pub fn hash(origin: &Origin) -> String {
        Digest::of(origin.as_str().as_bytes()).to_string()
    }

    fn path(&self, origin: &Origin) -> PathBuf {
        self.folder.join(format!("{}.checkpoint", Self::hash(origin)))
    }
}
