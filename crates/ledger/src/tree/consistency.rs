//! Consistency proofs: that tree grew out of this one (RFC 6962, section 2.1.2).

use super::nodes::{range_hash, split};
use super::{NodeSource, ProofRefused};
use crate::Hash;

/// A Merkle consistency proof (RFC 6962, section 2.1.2).
///
/// ```
/// use ledger::{ConsistencyProof, Edge, Hash};
///
/// let leaves = ["first", "second", "third"].map(|entry| Hash::of_entry(entry.as_bytes()));
/// let mut edge = Edge::new();
/// let roots = leaves.map(|leaf| {
///     edge.append(leaf);
///     edge.root()
/// });
///
/// let proof = ConsistencyProof::make(&mut leaves.as_slice(), 2, 3).ok().flatten().ok_or("no such sizes")?;
/// proof.check(2, roots[1], 3, roots[2])?;
/// assert!(proof.check(2, roots[0], 3, roots[2]).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct ConsistencyProof(Vec<Hash>);

impl ConsistencyProof {
    /// A proof as received; [`ConsistencyProof::check`] judges it.
    pub fn new(hashes: Vec<Hash>) -> Self {
        ConsistencyProof(hashes)
    }

    /// The hashes.
    pub fn hashes(&self) -> &[Hash] {
        &self.0
    }

    /// Makes `PROOF(old, D[new])` of RFC 6962, section 2.1.2; `None` when the old size is above the new one.
    /// It is empty when the old size is zero or equal to the new one.
    pub fn make<S: NodeSource>(source: &mut S, old: u64, new: u64) -> Result<Option<Self>, S::Error> {
        if old > new {
            return Ok(None);
        }
        if old == 0 || old == new {
            return Ok(Some(Self::default()));
        }
        let (mut start, mut end) = (0, new);
        let mut hashes = Vec::new();
        // SUBPROOF(m, D[n], b): walk down to the subtree whose right end is `old`; siblings are noted on the way.
        while old != end {
            let middle = start + split(end - start);
            if old <= middle {
                hashes.push(range_hash(source, middle, end)?);
                end = middle;
            } else {
                hashes.push(range_hash(source, start, middle)?);
                start = middle;
            }
        }
        // b is false as soon as the walk went right once: then the verifier does not know this subtree's hash.
        if start != 0 {
            hashes.push(range_hash(source, start, end)?);
        }
        hashes.reverse();
        Ok(Some(ConsistencyProof(hashes)))
    }

    /// Checks that the tree of `old` entries with `old_root` is the beginning of the tree of `new` entries with `new_root`
    /// (the algorithm of RFC 9162, section 2.1.4.2, on the same tree).
    pub fn check(&self, old: u64, old_root: Hash, new: u64, new_root: Hash) -> Result<(), ProofRefused> {
        if old > new {
            return Err(ProofRefused::OutOfRange(old, new));
        }
        let length = ProofRefused::Length { given: self.0.len() };
        if old == 0 || old == new {
            if !self.0.is_empty() {
                return Err(length);
            }
            if old == 0 && old_root != Hash::of_empty_tree() {
                return Err(ProofRefused::OldRoot);
            }
            return if old == 0 || old_root == new_root { Ok(()) } else { Err(ProofRefused::Root) };
        }
        // A complete old tree is a node of the new one, and the proof leaves it out.
        let mut hashes = self.0.iter().copied();
        let first = if old.is_power_of_two() { Some(old_root) } else { hashes.next() };
        let Some(first) = first else { return Err(length) };
        let (mut node, mut last) = (old - 1, new - 1);
        while node & 1 == 1 {
            node >>= 1;
            last >>= 1;
        }
        let (mut old_hash, mut new_hash) = (first, first);
        for sibling in hashes {
            if last == 0 {
                return Err(length);
            }
            if node & 1 == 1 || node == last {
                old_hash = Hash::of_node(sibling, old_hash);
                new_hash = Hash::of_node(sibling, new_hash);
                while node & 1 == 0 && node != 0 {
                    node >>= 1;
                    last >>= 1;
                }
            } else {
                new_hash = Hash::of_node(new_hash, sibling);
            }
            node >>= 1;
            last >>= 1;
        }
        if last != 0 {
            return Err(length);
        }
        if old_hash != old_root {
            return Err(ProofRefused::OldRoot);
        }
        if new_hash == new_root { Ok(()) } else { Err(ProofRefused::Root) }
    }
}
