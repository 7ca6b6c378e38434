//! The tree against a naive one, for every size up to 600.

mod common;

use common::{leaves, naive_consistency, naive_path, naive_root};
use ledger::{ConsistencyProof, Edge, Hash, InclusionProof, ProofRefused, TileReader};

const SIZES: u64 = 600;

#[test]
fn appending_gives_the_root_of_the_rfc_at_every_size() {
    let leaves = leaves(SIZES);
    let mut edge = Edge::new();
    for (size, leaf) in leaves.iter().enumerate() {
        assert_eq!(edge.root(), naive_root(&leaves[..size]), "size {size}");
        assert_eq!(edge.roots().len() as u32, edge.size().count_ones());
        assert_eq!(Edge::from_bytes(&edge.to_bytes()).unwrap(), edge);
        assert_eq!(edge.to_string().parse::<Edge>().unwrap(), edge);
        edge.append(*leaf);
    }
}

#[test]
fn inclusion_proofs_are_those_of_the_rfc() {
    let leaves = leaves(SIZES);
    for size in (1..130).chain([255, 256, 257, 511, 512, 513, 600]) {
        let tree = &leaves[..size];
        let root = naive_root(tree);
        for index in (0..size).step_by(if size < 70 { 1 } else { 13 }) {
            let (index64, size64) = (index as u64, size as u64);
            let proof = InclusionProof::make(&mut &tree[..], index64, size64).unwrap().unwrap();
            assert_eq!(proof.hashes(), naive_path(index, tree), "{index} in {size}");
            assert_eq!(proof.check(leaves[index], index64, size64, root), Ok(()), "{index} in {size}");
            assert!(proof.check(Hash::of_entry(b"other"), index64, size64, root).is_err());
            assert!(proof.check(leaves[index], (index64 + 1) % size64, size64, root).is_err() || size == 1);
        }
    }
}

#[test]
fn consistency_proofs_are_those_of_the_rfc() {
    let leaves = leaves(SIZES);
    let sizes: Vec<usize> = (0..40).chain([63, 64, 65, 127, 128, 129, 255, 256, 257, 300, 511, 512, 513, 600]).collect();
    for &new in &sizes {
        let tree = &leaves[..new];
        let new_root = naive_root(tree);
        for &old in sizes.iter().filter(|old| **old <= new) {
            let (old64, new64) = (old as u64, new as u64);
            let old_root = naive_root(&leaves[..old]);
            let proof = ConsistencyProof::make(&mut &tree[..], old64, new64).unwrap().unwrap();
            if old > 0 {
                assert_eq!(proof.hashes(), naive_consistency(old, tree), "{old} to {new}");
            }
            assert_eq!(proof.check(old64, old_root, new64, new_root), Ok(()), "{old} to {new}");
            let other = Hash::of_entry(b"other");
            assert!(proof.check(old64, other, new64, new_root).is_err(), "{old} to {new}: any older root is accepted");
            assert!(proof.check(old64, old_root, new64, other).is_err() || old == 0, "{old} to {new}: any new root is accepted");
        }
    }
}

#[test]
fn tiles_give_the_same_proofs_as_a_list() {
    for size in [1, 2, 255, 256, 257, 300, 512, 513, 600, 1000] {
        let mut log = common::log(size);
        let leaves = log.leaves();
        let mut reader = TileReader::new(&mut log, size);
        for index in (0..size).step_by(37) {
            let from_tiles = InclusionProof::make(&mut reader, index, size).unwrap().unwrap();
            assert_eq!(Some(from_tiles), InclusionProof::make(&mut leaves.as_slice(), index, size).unwrap(), "{index} in {size}");
            let from_tiles = ConsistencyProof::make(&mut reader, index, size).unwrap().unwrap();
            assert_eq!(Some(from_tiles), ConsistencyProof::make(&mut leaves.as_slice(), index, size).unwrap(), "{index} to {size}");
        }
    }
}

/// Proofs against a smaller tree than the tiles hold: a log keeps growing while proofs are made.
#[test]
fn tiles_of_a_grown_log_prove_its_earlier_sizes() {
    let mut log = common::log(700);
    let leaves = log.leaves();
    for size in [300, 512, 600] {
        let proof = InclusionProof::make(&mut TileReader::new(&mut log, size), 257, size).unwrap().unwrap();
        assert_eq!(proof.check(leaves[257], 257, size, naive_root(&leaves[..size as usize])), Ok(()));
    }
}

/// A proof must be as long as its sizes say: else a subtree's root would pass for a leaf, or a small tree for a large one.
#[test]
fn proofs_of_another_size_are_refused_although_they_lead_to_the_root() {
    let leaves = leaves(4);
    let root = naive_root(&leaves);
    let length = |given| Err(ProofRefused::Length { given });
    assert_eq!(InclusionProof::new(vec![]).check(root, 0, 2, root), length(0));
    let proof = InclusionProof::make(&mut leaves.as_slice(), 1, 4).unwrap().unwrap();
    assert_eq!(proof.check(leaves[1], 1, 4, root), Ok(()));
    assert_eq!(proof.check(leaves[1], 1, 5, root), length(2));
    assert_eq!(proof.check(leaves[1], 1, 2, root), length(2));
    assert_eq!(ConsistencyProof::new(vec![]).check(2, root, 3, root), length(0));
    let proof = ConsistencyProof::make(&mut leaves.as_slice(), 2, 4).unwrap().unwrap();
    assert_eq!(proof.check(2, naive_root(&leaves[..2]), 4, root), Ok(()));
    assert_eq!(proof.check(2, naive_root(&leaves[..2]), 5, root), length(1));
}

#[test]
fn proofs_outside_the_tree_are_neither_made_nor_accepted() {
    let leaves = leaves(8);
    assert_eq!(InclusionProof::make(&mut leaves.as_slice(), 8, 8), Ok(None));
    assert_eq!(ConsistencyProof::make(&mut leaves.as_slice(), 9, 8), Ok(None));
    let root = naive_root(&leaves);
    assert_eq!(InclusionProof::new(vec![]).check(root, 8, 8, root), Err(ProofRefused::OutOfRange(8, 8)));
    assert_eq!(ConsistencyProof::new(vec![]).check(9, root, 8, root), Err(ProofRefused::OutOfRange(9, 8)));
    // Sizes at the end of the number range must not overflow.
    assert!(InclusionProof::new(vec![root; 64]).check(root, u64::MAX - 1, u64::MAX, root).is_err());
    assert!(ConsistencyProof::new(vec![root; 64]).check(u64::MAX - 1, root, u64::MAX, root).is_err());
}
