//! The whole tree in memory, so that a proof costs no hashing.

use ledger::{Hash, NodeSource, Subtree};

/// All complete subtrees: the leaves, then the nodes above each pair of them, and so on.
#[derive(Clone, Debug)]
pub(super) struct Levels(Vec<Vec<Hash>>);

impl Levels {
    pub fn new(leaves: Vec<Hash>) -> Self {
        let mut levels = vec![leaves];
        while let Some(below) = levels.last().filter(|below| below.len() > 1) {
            let above = below.as_chunks::<2>().0.iter().map(|[left, right]| Hash::of_node(*left, *right)).collect();
            levels.push(above);
        }
        Levels(levels)
    }

    pub fn leaves(&self) -> &[Hash] {
        self.0.first().map_or(&[], Vec::as_slice)
    }
}

impl NodeSource for &Levels {
    type Error = Subtree;

    fn node(&mut self, subtree: Subtree) -> Result<Hash, Subtree> {
        let level = self.0.get(usize::from(subtree.height));
        level.zip(usize::try_from(subtree.index).ok()).and_then(|(level, index)| level.get(index)).copied().ok_or(subtree)
    }
}
