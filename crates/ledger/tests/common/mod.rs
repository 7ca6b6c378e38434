//! A naive tree, word for word after RFC 6962, and builders for logs, shared by the tests.
#![allow(dead_code)]

use ledger::{Checkpoint, Hash, LogSigner, MemoryLog, Origin, SignedCheckpoint, WitnessSigner};

pub const ORIGIN: &str = "city.example/2025";

/// RFC 6962, section 2.1: `MTH(D[n])`.
pub fn naive_root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => Hash::of_empty_tree(),
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(split(leaves.len()));
            Hash::of_node(naive_root(left), naive_root(right))
        }
    }
}

/// RFC 6962, section 2.1.1: `PATH(m, D[n])`.
pub fn naive_path(index: usize, leaves: &[Hash]) -> Vec<Hash> {
    if leaves.len() == 1 {
        return Vec::new();
    }
    let k = split(leaves.len());
    let (left, right) = leaves.split_at(k);
    let (mut path, sibling) =
        if index < k { (naive_path(index, left), naive_root(right)) } else { (naive_path(index - k, right), naive_root(left)) };
    path.push(sibling);
    path
}

/// RFC 6962, section 2.1.2: `PROOF(m, D[n])`.
pub fn naive_consistency(old: usize, leaves: &[Hash]) -> Vec<Hash> {
    subproof(old, leaves, true)
}

fn subproof(old: usize, leaves: &[Hash], known: bool) -> Vec<Hash> {
    if old == leaves.len() {
        return if known { Vec::new() } else { vec![naive_root(leaves)] };
    }
    let k = split(leaves.len());
    let (left, right) = leaves.split_at(k);
    let (mut proof, sibling) =
        if old <= k { (subproof(old, left, known), naive_root(right)) } else { (subproof(old - k, right, false), naive_root(left)) };
    proof.push(sibling);
    proof
}

/// "the largest power of two smaller than n"
fn split(n: usize) -> usize {
    let mut k = 1;
    while k * 2 < n {
        k *= 2;
    }
    k
}

pub fn entry(index: u64) -> Vec<u8> {
    format!("entry {index}").into_bytes()
}

pub fn leaves(count: u64) -> Vec<Hash> {
    (0..count).map(|index| Hash::of_entry(&entry(index))).collect()
}

pub fn log_signer() -> LogSigner {
    LogSigner::from_seed(ORIGIN.parse().unwrap(), &[1; 32])
}

pub fn witness_signer(number: u8) -> WitnessSigner {
    WitnessSigner::from_seed(format!("witness.example/{number}").parse().unwrap(), &[100 + number; 32])
}

pub fn checkpoint(size: u64, root: Hash) -> Checkpoint {
    Checkpoint::new(Origin::new(ORIGIN).unwrap(), size, root)
}

pub fn signed(size: u64, root: Hash) -> SignedCheckpoint {
    log_signer().sign(&checkpoint(size, root)).unwrap()
}

/// A published log of `size` entries, integrated in batches of 100.
pub fn log(size: u64) -> MemoryLog {
    let mut log = MemoryLog::new();
    for start in (0..size).step_by(100) {
        log.append((start..size.min(start + 100)).map(entry)).unwrap();
    }
    log.publish(signed(size, log.root()));
    log
}
