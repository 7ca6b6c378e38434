//! The witness's decision.

mod common;

use common::{checkpoint, leaves, log_signer, naive_root, signed, witness_signer};
use ledger::witness::{AddCheckpoint, BadRequest, Refusal, Seen, judge, read_answer, write_answer};
use ledger::{ConsistencyProof, Cosignature, Hash, LogSigner, SignedCheckpoint, VerifierKey};

fn keys() -> Vec<VerifierKey> {
    vec![log_signer().verifier().clone()]
}

fn seen(size: u64) -> Option<Seen> {
    Some(Seen { size, root: naive_root(&leaves(size)) })
}

/// The honest log's request to go from one size to another.
fn request(old: u64, new: u64) -> AddCheckpoint {
    let leaves = leaves(new);
    let proof = ConsistencyProof::make(&mut leaves.as_slice(), old, new).unwrap().unwrap();
    AddCheckpoint { old_size: old, proof, checkpoint: signed(new, naive_root(&leaves)) }
}

fn refusal(seen: Option<Seen>, request: &AddCheckpoint) -> Refusal {
    judge(&keys(), |_| seen, request).unwrap_err()
}

#[test]
fn honest_growth_is_cosigned_and_the_cosignature_verifies() {
    let mut last = None;
    for (old, new) in [(0, 0), (0, 1), (1, 5), (5, 5), (5, 300), (300, 301)] {
        let request = request(old, new);
        let accepted = judge(&keys(), |_| last, &request).unwrap_or_else(|refusal| panic!("{old} to {new}: {refusal}"));
        last = Some(Seen::from(accepted));

        let answer = write_answer(&[witness_signer(1).cosign(accepted, 1_700_000_000)]);
        let signatures = read_answer(answer.as_bytes()).unwrap();
        let mut signed = request.checkpoint.clone();
        assert!(signatures[0].verifies(witness_signer(1).verifier(), signed.note().text()));
        assert!(!signatures[0].verifies(witness_signer(2).verifier(), signed.note().text()));
        signed.add(signatures[0].clone()).unwrap();
        let read = SignedCheckpoint::parse(&signed.to_bytes()).unwrap();
        assert_eq!(Cosignature::all(read.note(), &[witness_signer(1).verifier().clone()]).len(), 1);
        read.check(&keys()).unwrap();
    }
}

#[test]
fn a_fork_of_one_size_is_called_a_fork() {
    let mut forged = request(5, 5);
    forged.checkpoint = signed(5, Hash::of_entry(b"another history"));
    let refusal = refusal(seen(5), &forged);
    assert!(matches!(refusal, Refusal::Fork { size: 5, .. }), "{refusal}");
    assert_eq!((refusal.status(), refusal.is_evidence()), (422, true));
    assert!(refusal.answer().1.starts_with("FORK"), "{}", refusal.answer().1);
    // Also if the log pretends not to know what the witness has seen.
    forged.old_size = 0;
    assert!(matches!(self::refusal(seen(5), &forged), Refusal::Fork { .. }));
}

#[test]
fn a_fork_that_grew_is_refused_because_it_cannot_be_proven_consistent() {
    let mut other = leaves(9);
    other[2] = Hash::of_entry(b"another third entry");
    let proof = ConsistencyProof::make(&mut other.as_slice(), 5, 9).unwrap().unwrap();
    let forged = AddCheckpoint { old_size: 5, proof, checkpoint: signed(9, naive_root(&other)) };
    let refusal = refusal(seen(5), &forged);
    assert!(matches!(refusal, Refusal::Inconsistent { old: 5, .. }), "{refusal}");
    assert_eq!((refusal.status(), refusal.is_evidence()), (422, true));
}

#[test]
fn a_stale_old_size_is_answered_with_the_right_one() {
    for (old, new) in [(0, 9), (3, 9), (0, 5), (3, 5), (3, 4), (7, 9)] {
        let refusal = refusal(seen(5), &request(old, new));
        assert_eq!(refusal.status(), 409, "{old} to {new}: {refusal}");
        assert_eq!(refusal.answer(), ("text/x.tlog.size", "5\n".to_owned()));
    }
}

#[test]
fn replaying_a_request_is_a_conflict_and_repeating_the_last_size_is_not() {
    let first = request(3, 5);
    assert!(judge(&keys(), |_| seen(3), &first).is_ok());
    assert_eq!(refusal(seen(5), &first).status(), 409);
    assert!(judge(&keys(), |_| seen(5), &request(5, 5)).is_ok());
}

#[test]
fn an_old_size_above_the_checkpoint_is_malformed() {
    let mut shrinking = request(3, 3);
    shrinking.old_size = 5;
    assert_eq!(refusal(seen(5), &shrinking).status(), 400);
}

#[test]
fn signatures_decide_before_anything_is_compared() {
    let unknown = LogSigner::from_seed("other.example".parse().unwrap(), &[5; 32]);
    let mut stranger = request(0, 5);
    stranger.checkpoint =
        unknown.sign(&ledger::Checkpoint::new(ledger::Origin::new("other.example").unwrap(), 5, naive_root(&leaves(5)))).unwrap();
    assert_eq!(refusal(None, &stranger).status(), 404);
    stranger.checkpoint = unknown.sign(&checkpoint(5, naive_root(&leaves(5)))).unwrap();
    assert_eq!(refusal(None, &stranger).status(), 403);
    let mut broken = String::from_utf8(request(0, 5).to_bytes()).unwrap();
    let at = broken.len() - 10;
    broken.replace_range(at..at + 1, if &broken[at..at + 1] == "A" { "B" } else { "A" });
    assert_eq!(refusal(None, &AddCheckpoint::parse(broken.as_bytes()).unwrap()).status(), 403);
}

#[test]
fn proofs_that_must_be_empty_are_empty() {
    let mut padded = request(0, 5);
    padded.proof = ConsistencyProof::new(vec![Hash::of_empty_tree()]);
    assert_eq!(refusal(None, &padded).status(), 422);
    let mut padded = request(5, 5);
    padded.proof = ConsistencyProof::new(vec![Hash::of_empty_tree()]);
    assert_eq!(refusal(seen(5), &padded).status(), 422);
}

#[test]
fn an_empty_tree_has_one_root() {
    let mut wrong = request(0, 0);
    wrong.checkpoint = signed(0, Hash::of_entry(b""));
    let refusal = refusal(None, &wrong);
    assert_eq!(refusal.status(), 422);
    assert!(!matches!(refusal, Refusal::Fork { .. }));
}

#[test]
fn malformed_requests_are_named() {
    let good = String::from_utf8(request(3, 5).to_bytes()).unwrap();
    assert_eq!(AddCheckpoint::parse(good.as_bytes()).unwrap(), request(3, 5));
    let hash = good.lines().nth(1).unwrap();
    let too_many = format!("old 3\n{}{}", format!("{hash}\n").repeat(64), &good[good.find("\n\n").unwrap() + 1..]);
    for (body, error) in [
        (good.replace("old 3", "old 03"), BadRequest::OldSize),
        (good.replace("old 3", "old +3"), BadRequest::OldSize),
        (good.replace("old 3", "new 3"), BadRequest::OldSize),
        (good.replacen(hash, &hash[1..], 1), BadRequest::Proof { line: 2 }),
        (good.replace("\n\n", "\n"), BadRequest::Form),
        (too_many, BadRequest::Proof { line: 65 }),
        ("x".repeat(ledger::witness::MAX_REQUEST_BYTES + 1), BadRequest::TooLong),
    ] {
        assert_eq!(AddCheckpoint::parse(body.as_bytes()), Err(error));
    }
}
