//! Audit paths: this entry is in that tree (RFC 6962, section 2.1.1).

use super::nodes::{range_hash, split};
use super::{NodeSource, ProofRefused};
use crate::Hash;

/// A Merkle audit path, from the leaf upwards (RFC 6962, section 2.1.1).
///
/// ```
/// use ledger::{Edge, Hash, InclusionProof};
///
/// let leaves = ["first", "second", "third"].map(|entry| Hash::of_entry(entry.as_bytes()));
/// let mut edge = Edge::new();
/// leaves.iter().for_each(|leaf| edge.append(*leaf));
///
/// let proof = InclusionProof::make(&mut leaves.as_slice(), 1, 3).ok().flatten().ok_or("no such entry")?;
/// proof.check(Hash::of_entry(b"second"), 1, 3, edge.root())?;
/// assert!(proof.check(Hash::of_entry(b"other"), 1, 3, edge.root()).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InclusionProof(Vec<Hash>);

impl InclusionProof {
    /// A proof as received; [`InclusionProof::check`] judges it.
    pub fn new(path: Vec<Hash>) -> Self {
        InclusionProof(path)
    }

    /// The hashes.
    pub fn hashes(&self) -> &[Hash] {
        &self.0
    }

    /// Makes `PATH(index, D[size])` of RFC 6962, section 2.1.1; `None` when the index is not below the size.
    pub fn make<S: NodeSource>(source: &mut S, index: u64, size: u64) -> Result<Option<Self>, S::Error> {
        if index >= size {
            return Ok(None);
        }
        let (mut start, mut end) = (0, size);
        let mut path = Vec::new();
        while end - start > 1 {
            let middle = start + split(end - start);
            if index < middle {
                path.push(range_hash(source, middle, end)?);
                end = middle;
            } else {
                path.push(range_hash(source, start, middle)?);
                start = middle;
            }
        }
        path.reverse();
        Ok(Some(InclusionProof(path)))
    }

    /// Checks that the entry with this leaf hash has this index in the tree of this size and root
    /// (the algorithm of RFC 9162, section 2.1.3.2, on the same tree).
    pub fn check(&self, leaf: Hash, index: u64, size: u64, root: Hash) -> Result<(), ProofRefused> {
        if index >= size {
            return Err(ProofRefused::OutOfRange(index, size));
        }
        let length = ProofRefused::Length { given: self.0.len() };
        let (mut node, mut last) = (index, size - 1);
        let mut hash = leaf;
        for &sibling in &self.0 {
            if last == 0 {
                return Err(length);
            }
            if node & 1 == 1 || node == last {
                hash = Hash::of_node(sibling, hash);
                while node & 1 == 0 && node != 0 {
                    node >>= 1;
                    last >>= 1;
                }
            } else {
                hash = Hash::of_node(hash, sibling);
            }
            node >>= 1;
            last >>= 1;
        }
        if last != 0 {
            return Err(length);
        }
        if hash == root { Ok(()) } else { Err(ProofRefused::Root) }
    }
}
