//! Where proofs take their hashes from.

use crate::Hash;

/// The root of a complete subtree: that of the entries `index × 2^height .. (index + 1) × 2^height`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subtree {
    /// Height above the leaves; 0 is a leaf.
    pub height: u8,
    /// Number of the subtree among those of its height, from the left.
    pub index: u64,
}

/// Something that knows the hashes of complete subtrees (RFC 6962, section 2.1):
/// tiles ([`crate::TileReader`]), a database, a list in memory.
pub trait NodeSource {
    /// Why a hash could not be had.
    type Error;

    /// The root of a complete subtree.
    fn node(&mut self, subtree: Subtree) -> Result<Hash, Self::Error>;
}

/// A list of leaf hashes is the plainest source, and the slowest.
impl NodeSource for &[Hash] {
    type Error = Subtree;

    fn node(&mut self, subtree: Subtree) -> Result<Hash, Subtree> {
        let height = u32::from(subtree.height);
        let width = 1u64.checked_shl(height).and_then(|width| usize::try_from(width).ok()).ok_or(subtree)?;
        let start = usize::try_from(subtree.index).ok().and_then(|index| index.checked_mul(width)).ok_or(subtree)?;
        let end = start.checked_add(width).ok_or(subtree)?;
        complete_root(self.get(start..end).ok_or(subtree)?).ok_or(subtree)
    }
}

/// The root over a power of two of hashes; `None` for another number.
pub(crate) fn complete_root(hashes: &[Hash]) -> Option<Hash> {
    if !hashes.len().is_power_of_two() {
        return None;
    }
    let mut row = hashes.to_vec();
    while row.len() > 1 {
        row = row.as_chunks::<2>().0.iter().map(|[left, right]| Hash::of_node(*left, *right)).collect();
    }
    row.first().copied()
}

/// The hash of the entries `start .. end` as RFC 6962 splits them: `end` is the tree's end or the range is a complete subtree.
/// An empty range has the hash of the empty tree.
pub(crate) fn range_hash<S: NodeSource>(source: &mut S, start: u64, end: u64) -> Result<Hash, S::Error> {
    let mut roots = Vec::new();
    let mut at = start;
    while at < end {
        let aligned = if at == 0 { 63 } else { at.trailing_zeros() };
        let height = aligned.min((end - at).ilog2());
        roots.push(source.node(Subtree { height: height as u8, index: at >> height })?);
        at += 1 << height;
    }
    let mut smallest_first = roots.into_iter().rev();
    Ok(match smallest_first.next() {
        None => Hash::of_empty_tree(),
        Some(last) => smallest_first.fold(last, |right, left| Hash::of_node(left, right)),
    })
}

/// RFC 6962, section 2.1: "k be the largest power of two smaller than n", for n > 1.
pub(crate) fn split(n: u64) -> u64 {
    1 << (n - 1).ilog2()
}
