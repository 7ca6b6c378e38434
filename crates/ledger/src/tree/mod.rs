//! The Merkle tree of RFC 6962, section 2.1: growing it, proving with it, checking proofs.

mod consistency;
mod edge;
mod inclusion;
mod nodes;

pub use consistency::ConsistencyProof;
pub use edge::{BadEdge, Edge};
pub use inclusion::InclusionProof;
pub(crate) use nodes::complete_root;
pub use nodes::{NodeSource, Subtree};

/// Why a proof is refused (RFC 6962, sections 2.1.1 and 2.1.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProofRefused {
    /// The entry's index is not below the size, or the old size is above the new one.
    #[error("{0} is not within a tree of size {1}")]
    OutOfRange(u64, u64),
    /// More or fewer hashes than these sizes need.
    #[error("the proof has {given} hashes, these sizes need another number")]
    Length {
        /// How many hashes the proof has.
        given: usize,
    },
    /// The proof leads to another root than the tree's.
    #[error("the proof does not lead to the root")]
    Root,
    /// The proof does not lead to the older tree's root.
    #[error("the proof does not lead to the older root")]
    OldRoot,
}
