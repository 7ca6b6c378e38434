//! Laws, on random input.

mod common;

use common::{checkpoint, log_signer, naive_root, signed};
use ledger::witness::AddCheckpoint;
use ledger::{
    Appender, Checkpoint, ConsistencyProof, Edge, Hash, InclusionProof, MemoryLog, Note, Origin, SignedCheckpoint, TileId, TileKind,
    VerifierKey, bundle, read_keys,
};
use proptest::prelude::*;

fn hash() -> impl Strategy<Value = Hash> {
    any::<[u8; 32]>().prop_map(Hash::from_bytes)
}

/// The list with one bit of one hash flipped.
fn flipped(hashes: &[Hash], which: prop::sample::Index, bit: usize) -> Vec<Hash> {
    let mut changed = hashes.to_vec();
    let hash = which.get_mut(&mut changed);
    let mut bytes = *hash.as_bytes();
    bytes[bit / 8] ^= 1 << (bit % 8);
    *hash = Hash::from_bytes(bytes);
    changed
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn appending_in_any_batches_is_appending_at_once(leaves in prop::collection::vec(hash(), 0..900), cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..6)) {
        let mut at_once = Appender::new();
        let mut all = at_once.append(&leaves).unwrap();
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(leaves.len() + 1)).collect();
        cuts.extend([0, leaves.len()]);
        cuts.sort();
        let mut batched = Appender::new();
        let mut written = Vec::new();
        for pair in cuts.windows(2) {
            written.extend(batched.append(&leaves[pair[0]..pair[1]]).unwrap());
        }
        prop_assert_eq!(&batched, &at_once);
        prop_assert_eq!(batched.root(), naive_root(&leaves));
        // The tiles of the final size are the same; batches also leave partial tiles of the sizes between.
        written.retain(|tile| TileId::within(tile.id.kind(), tile.id.index(), leaves.len() as u64) == Some(tile.id));
        written.sort_by_key(|tile| tile.id);
        written.dedup();
        all.sort_by_key(|tile| tile.id);
        prop_assert_eq!(written, all);
    }

    #[test]
    fn any_mutation_of_an_inclusion_proof_fails(size in 1u64..400, index in any::<prop::sample::Index>(), which in any::<prop::sample::Index>(), bit in 0usize..256) {
        let leaves = common::leaves(size);
        let root = naive_root(&leaves);
        let place = index.index(leaves.len());
        let index = place as u64;
        let proof = InclusionProof::make(&mut leaves.as_slice(), index, size).unwrap().unwrap();
        prop_assert!(proof.check(leaves[place], index, size, root).is_ok());
        let check = |hashes: &[Hash]| InclusionProof::new(hashes.to_vec()).check(leaves[place], index, size, root);
        if !proof.hashes().is_empty() {
            prop_assert!(check(&flipped(proof.hashes(), which, bit)).is_err());
            prop_assert!(check(&proof.hashes()[1..]).is_err());
            prop_assert!(check(&proof.hashes()[..proof.hashes().len() - 1]).is_err());
        }
        prop_assert!(check(&[proof.hashes(), &[root]].concat()).is_err());
        prop_assert!(proof.check(flipped(&[leaves[place]], which, bit)[0], index, size, root).is_err());
        prop_assert!(proof.check(leaves[place], index, size, flipped(&[root], which, bit)[0]).is_err());
    }

    #[test]
    fn any_mutation_of_a_consistency_proof_fails(new in 1u64..400, old in any::<prop::sample::Index>(), which in any::<prop::sample::Index>(), bit in 0usize..256) {
        let leaves = common::leaves(new);
        let old = old.index(leaves.len()) as u64 + 1;
        let (old_root, new_root) = (naive_root(&leaves[..old as usize]), naive_root(&leaves));
        let proof = ConsistencyProof::make(&mut leaves.as_slice(), old, new).unwrap().unwrap();
        let check = |hashes: &[Hash]| ConsistencyProof::new(hashes.to_vec()).check(old, old_root, new, new_root);
        prop_assert!(check(proof.hashes()).is_ok());
        if !proof.hashes().is_empty() {
            prop_assert!(check(&flipped(proof.hashes(), which, bit)).is_err());
            prop_assert!(check(&proof.hashes()[1..]).is_err());
            prop_assert!(check(&proof.hashes()[..proof.hashes().len() - 1]).is_err());
        }
        prop_assert!(check(&[proof.hashes(), &[new_root]].concat()).is_err());
        prop_assert!(proof.check(old, flipped(&[old_root], which, bit)[0], new, new_root).is_err());
        prop_assert!(proof.check(old, old_root, new, flipped(&[new_root], which, bit)[0]).is_err());
    }

    #[test]
    fn a_rewritten_entry_cannot_be_proven_consistent(old in 1u64..100, more in 1u64..100, which in any::<prop::sample::Index>()) {
        let honest = common::leaves(old);
        let mut rewritten = common::leaves(old + more);
        *which.get_mut(&mut rewritten[..old as usize]) = Hash::of_entry(b"rewritten");
        let proof = ConsistencyProof::make(&mut rewritten.as_slice(), old, old + more).unwrap().unwrap();
        prop_assert!(proof.check(old, naive_root(&honest), old + more, naive_root(&rewritten)).is_err());
    }

    #[test]
    fn a_stored_edge_reads_back(leaves in prop::collection::vec(hash(), 0..200)) {
        let mut edge = Edge::new();
        leaves.iter().for_each(|leaf| edge.append(*leaf));
        prop_assert_eq!(&Edge::from_bytes(&edge.to_bytes()).unwrap(), &edge);
        let bytes = edge.to_bytes();
        if !leaves.is_empty() {
            prop_assert!(Edge::from_bytes(&bytes[..bytes.len() - 1]).is_err());
            prop_assert!(Edge::from_bytes(&bytes[..bytes.len() - 32]).is_err());
        }
    }

    #[test]
    fn a_checkpoint_reads_back(origin in "[^\\x00-\\x1f]{1,40}", size in 0..=i64::MAX as u64, root in hash()) {
        let checkpoint = Checkpoint::new(Origin::new(origin).unwrap(), size, root);
        prop_assert_eq!(&Checkpoint::parse(&checkpoint.text()).unwrap(), &checkpoint);
        let signed = log_signer().sign(&checkpoint).unwrap();
        prop_assert_eq!(&SignedCheckpoint::parse(&signed.to_bytes()).unwrap(), &signed);
    }

    #[test]
    fn any_mutated_byte_of_a_signed_checkpoint_fails(at in any::<prop::sample::Index>(), to in any::<u8>()) {
        let good = signed(5, Hash::of_entry(b"x"));
        let mut bytes = good.to_bytes();
        let place = at.index(bytes.len());
        prop_assume!(bytes[place] != to);
        bytes[place] = to;
        let keys = [log_signer().verifier().clone()];
        prop_assert!(SignedCheckpoint::parse(&bytes).and_then(|signed| signed.check(&keys).cloned()).is_err());
    }

    #[test]
    fn a_bundle_reads_back_and_every_cut_is_noticed(entries in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..50), 1..20), cut in any::<prop::sample::Index>()) {
        let bytes = bundle::encode(&entries).unwrap();
        let width = entries.len() as u16;
        prop_assert_eq!(bundle::decode(&bytes, width).unwrap(), entries.iter().map(Vec::as_slice).collect::<Vec<_>>());
        prop_assert!(bundle::decode(&bytes[..cut.index(bytes.len())], width).is_err());
        prop_assert!(bundle::decode(&bytes, width - 1).is_err());
    }

    #[test]
    fn a_tile_path_reads_back(level in 0u8..8, index in 0..1u64 << 50, width in 1u64..=256) {
        for kind in [TileKind::Hashes(level), TileKind::Entries] {
            let shift = if kind == TileKind::Entries { 0 } else { 8 * u32::from(level) };
            let size = (index * 256 + width).checked_shl(shift).filter(|size| size >> shift == index * 256 + width);
            if let Some(id) = size.and_then(|size| TileId::within(kind, index, size)) {
                prop_assert_eq!(u64::from(id.width()), width);
                prop_assert_eq!(id.to_string().parse::<TileId>().unwrap(), id);
            }
        }
    }

    #[test]
    fn random_bytes_never_panic_and_what_is_read_prints_the_same(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = (Edge::from_bytes(&bytes), bundle::decode(&bytes, 256), read_keys(&bytes), ledger::witness::read_answer(&bytes));
        let text = String::from_utf8_lossy(&bytes);
        let _ = (text.parse::<VerifierKey>(), text.parse::<Hash>(), text.parse::<TileId>(), Checkpoint::parse(&text));
        if let Ok(note) = Note::parse(&bytes) {
            prop_assert_eq!(note.to_bytes(), bytes);
        }
    }

    #[test]
    fn text_like_a_request_never_panics_and_prints_the_same(text in "(old [0-9]{1,3}\n)?([A-Za-z0-9+/]{42}A=\n){0,3}\n?[a-z]{0,3}\n[0-9]{0,3}\n([A-Za-z0-9+/]{42}[AEIM]=\n)?\n?(— [a-z]{0,2} ([A-Za-z0-9+/]{4}){1,4}\n){0,3}") {
        if let Ok(request) = AddCheckpoint::parse(text.as_bytes()) {
            prop_assert_eq!(request.to_bytes(), text.as_bytes());
        }
        if let Ok(signed) = SignedCheckpoint::parse(text.as_bytes()) {
            prop_assert_eq!(signed.to_bytes(), text.as_bytes());
        }
    }

    #[test]
    fn a_memory_log_in_random_batches_replays(batches in prop::collection::vec(0u64..200, 0..8)) {
        let mut log = MemoryLog::new();
        for batch in batches {
            let start = log.size();
            log.append((start..start + batch).map(common::entry)).unwrap();
        }
        log.publish(log_signer().sign(&checkpoint(log.size(), log.root())).unwrap());
        let trust = ledger::Trust { logs: vec![log_signer().verifier().clone()], ..Default::default() };
        let size = log.size();
        prop_assert_eq!(ledger::replay(&mut log, &trust, |_, _| Ok(()), |_| ()).unwrap().checkpoint.size(), size);
    }
}
