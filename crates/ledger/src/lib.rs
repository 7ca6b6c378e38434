//! A tamper-evident log of opaque entries that existing clients can read.
//!
//! The book in one page, chapter by chapter:
//!
//! 1. **Tree** ([`struct@Hash`], [`Edge`], [`InclusionProof`], [`ConsistencyProof`]): entries are the leaves of the Merkle tree of
//!    [RFC 6962, section 2.1](https://www.rfc-editor.org/rfc/rfc6962.html#section-2.1). One root hash stands for all of them.
//! 2. **Tiles** ([`TileId`], [`bundle`], [`Appender`], [`TileSource`], [`TileReader`]): the tree and its entries as immutable files, 256 hashes
//!    or entries each ([c2sp.org/tlog-tiles](https://c2sp.org/tlog-tiles)).
//! 3. **Notes** ([`Note`], [`VerifierKey`], [`Checkpoint`], [`LogSigner`]): the log signs its size and root as a *checkpoint*
//!    ([c2sp.org/tlog-checkpoint](https://c2sp.org/tlog-checkpoint)), a text with signature lines
//!    ([c2sp.org/signed-note](https://c2sp.org/signed-note)).
//! 4. **Witnesses** ([`WitnessSigner`], [`witness`]): outsiders who saw the log only grow sign the checkpoint too
//!    ([c2sp.org/tlog-cosignature](https://c2sp.org/tlog-cosignature), [c2sp.org/tlog-witness](https://c2sp.org/tlog-witness)).
//! 5. **Replay** ([`replay`]): somebody who trusts nobody reads everything again.
//!
//! The crate does no I/O and never panics on bytes from outside; every reader has a cap (module [`limits`]).
//!
//! # Why the formats are written here
//! `signed_note` and `tlog_tiles` (0.2.0, BSD-3-Clause) carry parts of these formats. They build on ed25519-dalek 2 and sha2 0.10, so that a
//! second copy of each would do the cryptography; they hold no cosignatures and no witness requests, and check their arithmetic by panics. What is left to write is small, and is compared in the tests with published vectors. Curve and hash are the well-kept crates'.
//!
//! # Example
//! ```
//! use ledger::{Checkpoint, LogSigner, MemoryLog, Origin, Trust, replay};
//!
//! let signer = LogSigner::from_seed("city.example/2025".parse()?, &[7; 32]);
//! let mut log = MemoryLog::new();
//! log.append([b"first".to_vec(), b"second".to_vec()])?;
//! log.publish(signer.sign(&Checkpoint::new(Origin::new("city.example/2025")?, log.size(), log.root()))?);
//!
//! let trust = Trust { logs: vec![signer.verifier().clone()], ..Trust::default() };
//! let report = replay(&mut log, &trust, |_, _| Ok(()), |_| ())?;
//! assert_eq!(report.checkpoint.size(), 2);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![deny(missing_docs)]

mod append;
pub mod bundle;
mod checkpoint;
mod cosignature;
mod hash;
pub mod limits;
mod memory;
mod note;
mod replay;
mod tile;
mod tree;
pub mod witness;

pub use append::{Appender, ResumeError, WrittenTile};
pub use checkpoint::{Checkpoint, CheckpointError, Origin, SignedCheckpoint};
pub use cosignature::{Cosignature, WitnessSigner};
pub use hash::{BadHash, Hash};
pub use memory::MemoryLog;
pub use note::{Algorithm, BadKey, KeyId, KeyName, LogSigner, Note, NoteError, NoteVerdict, Signature, VerifierKey, read_keys};
pub use replay::{Blame, Progress, ReplayError, ReplayReport, Stopped, Trust, replay};
pub use tile::{BadTile, TileId, TileKind, TileReader, TileReaderError, TileSource, tiles};
pub use tree::{BadEdge, ConsistencyProof, Edge, InclusionProof, NodeSource, ProofRefused, Subtree};
