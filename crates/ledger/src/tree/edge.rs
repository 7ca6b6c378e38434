//! The right edge of the tree: all that is needed to append.

use std::fmt;
use std::str::FromStr;

use data_encoding::HEXLOWER;

use crate::Hash;
use crate::limits::MAX_SIZE;

/// A tree reduced to the roots of its complete subtrees, largest first: one for each bit that is set in the size.
///
/// Appending costs one node hash on average and `log2(size)` at most; the state is at most 8 + 63 × 32 bytes, so a database row holds it
/// ([`Edge::to_bytes`], or its `Display` form in hexadecimal).
///
/// The subtrees are those into which RFC 6962, section 2.1 splits `D[n]` along its right edge (each `k` "the largest power of two smaller than n").
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Edge {
    size: u64,
    roots: Vec<Hash>,
}

/// The bytes are not an edge.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not the state of a tree: {0}")]
pub struct BadEdge(&'static str);

impl Edge {
    /// The edge of the empty tree.
    pub fn new() -> Self {
        Self::default()
    }

    /// Number of entries.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Roots of the complete subtrees, largest first.
    pub fn roots(&self) -> &[Hash] {
        &self.roots
    }

    /// Appends the hash of one entry ([`Hash::of_entry`]).
    pub fn append(&mut self, leaf: Hash) {
        let mut hash = leaf;
        let mut rest = self.size;
        while rest & 1 == 1 {
            let Some(left) = self.roots.pop() else { break };
            hash = Hash::of_node(left, hash);
            rest >>= 1;
        }
        self.roots.push(hash);
        self.size = self.size.saturating_add(1);
    }

    /// The root of the tree, `MTH(D[n])` of RFC 6962, section 2.1.
    pub fn root(&self) -> Hash {
        let mut smallest_first = self.roots.iter().rev().copied();
        match smallest_first.next() {
            None => Hash::of_empty_tree(),
            Some(last) => smallest_first.fold(last, |right, left| Hash::of_node(left, right)),
        }
    }

    /// An edge from its parts; the number of roots must be that of the bits set in the size.
    pub fn from_parts(size: u64, roots: Vec<Hash>) -> Result<Self, BadEdge> {
        if size > MAX_SIZE {
            return Err(BadEdge("the size is too large"));
        }
        if roots.len() != size.count_ones() as usize {
            return Err(BadEdge("the number of hashes does not fit the size"));
        }
        Ok(Edge { size, roots })
    }

    /// The size in eight bytes, big-endian, then the roots.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.size.to_be_bytes().to_vec();
        bytes.extend(self.roots.iter().flat_map(|root| root.as_bytes()));
        bytes
    }

    /// Reads [`Edge::to_bytes`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, BadEdge> {
        let (size, rest) = bytes.split_first_chunk::<8>().ok_or(BadEdge("too short"))?;
        let (roots, []) = rest.as_chunks::<32>() else { return Err(BadEdge("the last hash is cut off")) };
        Self::from_parts(u64::from_be_bytes(*size), roots.iter().copied().map(Hash::from_bytes).collect())
    }
}

impl fmt::Display for Edge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&HEXLOWER.encode(&self.to_bytes()))
    }
}

impl FromStr for Edge {
    type Err = BadEdge;

    fn from_str(text: &str) -> Result<Self, BadEdge> {
        Self::from_bytes(&HEXLOWER.decode(text.as_bytes()).map_err(|_| BadEdge("not hexadecimal"))?)
    }
}
