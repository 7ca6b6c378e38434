//! Published vectors.

mod common;

use data_encoding::HEXLOWER;
use ledger::witness::{AddCheckpoint, Refusal, Seen, judge};
use ledger::{
    Checkpoint, ConsistencyProof, Edge, Hash, InclusionProof, LogSigner, Note, SignedCheckpoint, TileId, TileKind, VerifierKey, tiles,
};

/// The eight leaves and roots of the tests of Google's `certificate-transparency` (cpp/merkletree/merkle_tree_test.cc), kept by
/// transparency-dev/merkle: the vectors that implementations of RFC 6962 share, as the RFC itself has none.
const LEAVES: [&str; 8] = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
const ROOTS: [&str; 9] = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

fn hash(hex: &str) -> Hash {
    Hash::from_bytes(HEXLOWER.decode(hex.as_bytes()).unwrap().try_into().unwrap())
}

fn hashes(hex: &[&str]) -> Vec<Hash> {
    hex.iter().map(|hex| hash(hex)).collect()
}

fn leaf_hashes() -> Vec<Hash> {
    LEAVES.iter().map(|hex| Hash::of_entry(&HEXLOWER.decode(hex.as_bytes()).unwrap())).collect()
}

#[test]
fn roots_of_the_reference_tree() {
    let mut edge = Edge::new();
    assert_eq!(edge.root(), hash(ROOTS[0]));
    for (leaf, root) in leaf_hashes().into_iter().zip(&ROOTS[1..]) {
        edge.append(leaf);
        assert_eq!(edge.root(), hash(root), "size {}", edge.size());
    }
}

#[test]
fn inclusion_proofs_of_the_reference_tree() {
    let cases: [(u64, u64, &[&str]); 5] = [
        (0, 1, &[]),
        (
            0,
            8,
            &[
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ],
        ),
        (
            5,
            8,
            &[
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
        ),
        (2, 3, &["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
        (
            1,
            5,
            &[
                "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ],
        ),
    ];
    let leaves = leaf_hashes();
    for (index, size, path) in cases {
        let proof = InclusionProof::make(&mut &leaves[..size as usize], index, size).unwrap().unwrap();
        assert_eq!(proof.hashes(), hashes(path), "PATH({index}, D[{size}])");
        proof.check(leaves[index as usize], index, size, hash(ROOTS[size as usize])).unwrap();
    }
}

#[test]
fn consistency_proofs_of_the_reference_tree() {
    let cases: [(u64, u64, &[&str]); 4] = [
        (1, 1, &[]),
        (
            1,
            8,
            &[
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ],
        ),
        (
            6,
            8,
            &[
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
        ),
        (
            2,
            5,
            &[
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ],
        ),
    ];
    let leaves = leaf_hashes();
    for (old, new, proof_hashes) in cases {
        let proof = ConsistencyProof::make(&mut &leaves[..new as usize], old, new).unwrap().unwrap();
        assert_eq!(proof.hashes(), hashes(proof_hashes), "PROOF({old}, D[{new}])");
        proof.check(old, hash(ROOTS[old as usize]), new, hash(ROOTS[new as usize])).unwrap();
    }
}

/// RFC 6962, section 2.1.3: the proofs of the tree with seven leaves, by the names of its nodes.
#[test]
fn the_example_of_rfc_6962() {
    let d = common::leaves(7);
    let node = Hash::of_node;
    let (a, b, c, d3, e, f, j) = (d[0], d[1], d[2], d[3], d[4], d[5], d[6]);
    let (g, h, i) = (node(a, b), node(c, d3), node(e, f));
    let (k, l) = (node(g, h), node(i, j));
    let path = |index| InclusionProof::make(&mut d.as_slice(), index, 7).unwrap().unwrap().hashes().to_vec();
    assert_eq!(path(0), [b, h, l]);
    assert_eq!(path(3), [c, g, l]);
    assert_eq!(path(4), [f, j, k]);
    assert_eq!(path(6), [i, k]);
    let proof = |old| ConsistencyProof::make(&mut d.as_slice(), old, 7).unwrap().unwrap().hashes().to_vec();
    assert_eq!(proof(3), [c, d3, g, l]);
    assert_eq!(proof(4), [l]);
    assert_eq!(proof(6), [i, j, k]);
}

/// c2sp.org/signed-note, "Verifier keys", "Example".
#[test]
fn the_note_of_the_specification() {
    let key: VerifierKey = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k".parse().unwrap();
    let text = "This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";
    let note = Note::parse(text.as_bytes()).unwrap();
    assert_eq!(note.check(std::slice::from_ref(&key)).unwrap().valid.len(), 1);
    assert_eq!(note.text(), "This is an example message.\n");
    assert_eq!(note.to_string(), text);
    assert_eq!(key.to_string(), "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k");
}

/// The example in the documentation of Go's golang.org/x/mod/sumdb/note, whose private key is printed there.
#[test]
fn the_note_of_the_go_library() {
    let signer = LogSigner::parse("PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz").unwrap();
    assert_eq!(signer.verifier().to_string(), "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
    let note =
        signer.sign_text("If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n").unwrap();
    assert_eq!(
        note.to_string(),
        "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
    );
    assert_eq!(signer.to_text().as_str(), "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz");
}

/// c2sp.org/tlog-cosignature: the checkpoint with a cosignature (its keys are not published).
#[test]
fn the_checkpoint_of_the_specification() {
    let text = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n";
    let signed = SignedCheckpoint::parse(text.as_bytes()).unwrap();
    assert_eq!(signed.unverified().origin().as_str(), "example.com/behind-the-sofa");
    assert_eq!(signed.unverified().size(), 20_852_163);
    assert_eq!(signed.unverified().root().to_string(), "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=");
    assert_eq!(signed.to_bytes(), text.as_bytes());
}

/// c2sp.org/tlog-cosignature, "Format" and "Ed25519 signed message": the bytes, put together here a second time.
#[test]
fn a_cosignature_signs_the_message_of_the_specification() {
    use ed25519_dalek::Signer;
    use sha2::Digest;
    let body = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
    let witness = common::witness_signer(1);
    let cosignature = witness.cosign(&Checkpoint::parse(body).unwrap(), 1_679_315_147);

    let key = ed25519_dalek::SigningKey::from_bytes(&[101; 32]);
    let message = format!("cosignature/v1\ntime 1679315147\n{body}");
    let expected = [&1_679_315_147u64.to_be_bytes()[..], &key.sign(message.as_bytes()).to_bytes()].concat();
    assert_eq!(cosignature.bytes(), expected);
    let id = sha2::Sha256::digest([b"witness.example/1\n\x04", &key.verifying_key().to_bytes()[..]].concat());
    assert_eq!(cosignature.id().to_string(), HEXLOWER.encode(&id[..4]));
    assert!(cosignature.verifies(witness.verifier(), body));
    assert!(!cosignature.verifies(witness.verifier(), &body.replace("20852163", "20852164")));
}

/// c2sp.org/tlog-tiles, "Merkle Tree" and "Partial Tiles".
#[test]
fn the_tiles_of_the_specification() {
    assert_eq!("tile/0/x001/x234/067".parse::<TileId>().unwrap().index(), 1_234_067);
    let count = |size, kind, full| tiles(size).filter(|tile| tile.kind() == kind && tile.is_full() == full).count();
    let partial = |size, kind| tiles(size).find(|tile| tile.kind() == kind && !tile.is_full()).map(|tile| tile.width());
    assert_eq!((count(70_000, TileKind::Hashes(0), true), partial(70_000, TileKind::Hashes(0))), (273, Some(112)));
    assert_eq!((count(70_000, TileKind::Hashes(1), true), partial(70_000, TileKind::Hashes(1))), (1, Some(17)));
    assert_eq!((count(70_000, TileKind::Hashes(2), true), partial(70_000, TileKind::Hashes(2))), (0, Some(1)));
    let names: Vec<String> = tiles(256).map(|tile| tile.to_string()).collect();
    assert_eq!(names, ["tile/entries/000", "tile/0/000", "tile/1/000.p/1"]);
}

/// The conversation with a witness in the tests of filippo.io/torchwood (cmd/litewitness/testdata/litewitness.txt), whose log is real in its
/// signatures and roots. Two answers differ: an unknown log is 404, as the specification says since; and the invalid signature is made by
/// changing another character, because theirs has unused base64 bits set, which is malformed here.
#[test]
fn a_conversation_with_litewitness() {
    let log = "sigsum.org/v1/tree/4d6d8825a6bb689d459628312889dfbb0bcd41b5211d9e1ce768b0ff0309e562";
    let keys = [sigsum_key(log)];
    let one = [
        "1",
        "KgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "UgIom7fPZTqpxWWhyjWduBvTvGVqsokMbqTArsQilegKoFBJQjUFAmQ0+YeSPM3wfUQMFSzVnnNuWRTYrajXpNUbIQY=",
    ];
    let three = [
        "3",
        "RcCI1Nk56ZcSmIEfIn0SleqtV7uvrlXNccFx595Iwl0=",
        "UgIom2VbtIcdFbwFAy1n7s6IkAxIY6J/GQOTuZF2ORV39d75cbAj2aQYwyJre36kezNobZs4SUUdrcawfAB8WVrx6go=",
    ];
    let five = [
        "5",
        "QrtXrQZCCvpIgsSmOsah7HdICzMLLyDfxToMql9WTjY=",
        "UgIomw/EOJmWi0i1FQsOj+etB7F8IccFam/jgd6wzRns4QPVmyEZtdvl1U2KEmLOZ/ASRcWJi0tW90dJWAShei7sDww=",
    ];
    let ones = ["KgEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "KgIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="];
    let threes = [
        "KgIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "KgMAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "wgiIFdZfYNv6WU1OllBKsWnLYIS/DBMqt8Uh/S4OukE=",
        "KgQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    ];
    let mut seen = None;
    let mut post = |origin: &str, old: u64, proof: &[&str], [size, root, signature]: [&str; 3]| {
        let proof: String = proof.iter().map(|line| format!("{line}\n")).collect();
        let body = format!("old {old}\n{proof}\n{origin}\n{size}\n{root}\n\n— {origin} {signature}\n");
        let request = AddCheckpoint::parse(body.as_bytes()).unwrap();
        assert_eq!(request.to_bytes(), body.as_bytes());
        let judged = judge(&keys, |_| seen, &request).map(Seen::from);
        judged.map(|now| seen = Some(now)).map_err(|refusal: Refusal| (refusal.status(), refusal.answer().1))
    };
    let status = |result: Result<(), (u16, String)>| result.unwrap_err().0;
    post(log, 0, &[], one).unwrap();
    assert_eq!(status(post(log, 1, &ones, [three[0], three[1], &three[2].replace("UgIom2V", "UgIom2W")])), 403);
    assert_eq!(status(post(&log.replace("e562", "e563"), 1, &ones, three)), 404);
    assert_eq!(status(post(log, 1, &[], three)), 422);
    assert_eq!(status(post(log, 1, &[ones[0], "KgIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABA="], three)), 422);
    post(log, 1, &ones, three).unwrap();
    assert_eq!(post(log, 1, &ones, five), Err((409, "3\n".into())));
    post(log, 3, &threes, five).unwrap();
    assert_eq!(post(log, 0, &[], five), Err((409, "5\n".into())));
}

/// The log key of that conversation as a vkey; the program derives the ID itself.
fn sigsum_key(name: &str) -> VerifierKey {
    let public = HEXLOWER.decode(b"ffdc2d4d98e4124d3feaf788c0c2f9abfd796083d1f0495437f302ec79cf100f").unwrap();
    let mut key = vec![1];
    key.extend(&public);
    format!("{name}+5202289b+{}", data_encoding::BASE64.encode(&key)).parse().unwrap()
}
