//! Replaying a log: an honest one, and every way in which one can be wrong, with its place.

mod common;

use common::{log, log_signer, signed, witness_signer};
use ledger::witness::Seen;
use ledger::{Blame, Hash, MemoryLog, ReplayError, ReplayReport, Stopped, TileId, TileSource, Trust, replay, tiles};

type Replayed = Result<ReplayReport, ReplayError<std::convert::Infallible>>;

fn trust() -> Trust {
    Trust { logs: vec![log_signer().verifier().clone()], ..Trust::default() }
}

fn read(log: &mut MemoryLog, trust: &Trust) -> Replayed {
    replay(log, trust, |_, _| Ok(()), |_| ())
}

fn tile(path: &str) -> TileId {
    path.parse().unwrap()
}

/// A log of 600 entries in which one tile was changed.
fn tampered(path: &str, change: impl FnOnce(&mut Vec<u8>)) -> MemoryLog {
    let mut log = log(600);
    let mut bytes = log.tile(tile(path)).unwrap().unwrap();
    change(&mut bytes);
    log.tamper(tile(path), Some(bytes));
    log
}

fn message(log: &mut MemoryLog) -> String {
    read(log, &trust()).unwrap_err().to_string()
}

#[test]
fn an_honest_log_is_right_at_every_size() {
    for size in [0, 1, 2, 255, 256, 257, 511, 512, 513, 600] {
        let mut entries = Vec::new();
        let mut last = 0;
        let mut log = log(size);
        let report = replay(
            &mut log,
            &trust(),
            |index, bytes| {
                assert_eq!(index, entries.len() as u64);
                entries.push(bytes.to_vec());
                Ok(())
            },
            |progress| last = progress.done,
        )
        .unwrap_or_else(|error| panic!("size {size}: {error}"));
        assert_eq!(entries, log.entries());
        assert_eq!((last, report.checkpoint.size(), report.signed), (size, size, true));
        assert_eq!(report.tiles, tiles(size).count() as u64);
    }
}

#[test]
fn a_changed_entry_is_named() {
    let mut log = tampered("tile/entries/001", |bytes| *bytes.last_mut().unwrap() ^= 1);
    assert_eq!(
        message(&mut log),
        "tile/entries/001: entry 511 is not the one whose hash stands in tile/0/001, hash 255; the tile is right, the entry is not"
    );
}

#[test]
fn a_changed_hash_is_named() {
    let mut log = tampered("tile/0/001", |bytes| bytes[32 * 7] ^= 1);
    assert_eq!(message(&mut log), "tile/0/001: hash 7 is not that of entry 263 (tile/entries/001); the entry is right, the tile is not");
    let mut log = tampered("tile/1/000.p/2", |bytes| bytes[32] ^= 1);
    assert_eq!(message(&mut log), "tile/1/000.p/2: hash 1 is not the root of the tile below it");
}

#[test]
fn an_entry_swapped_with_its_hash_is_found_by_the_root() {
    let mut log = tampered("tile/entries/002.p/88", |bytes| bytes[2] ^= 1);
    let entry = [&[b'e' ^ 1], &b"ntry 512"[..]].concat();
    let mut hashes = log.tile(tile("tile/0/002.p/88")).unwrap().unwrap();
    hashes[..32].copy_from_slice(Hash::of_entry(&entry).as_bytes());
    log.tamper(tile("tile/0/002.p/88"), Some(hashes));
    assert!(matches!(read(&mut log, &trust()), Err(ReplayError::Root { size: 600, .. })));
}

#[test]
fn two_changes_leave_the_blame_open() {
    let mut log = tampered("tile/entries/000", |bytes| bytes[2] ^= 1);
    let mut hashes = log.tile(tile("tile/0/001")).unwrap().unwrap();
    hashes[0] ^= 1;
    log.tamper(tile("tile/0/001"), Some(hashes));
    assert!(matches!(read(&mut log, &trust()), Err(ReplayError::Entry { index: 0, blame: Blame::Unknown, .. })));
}

#[test]
fn truncated_and_lengthened_files_are_named() {
    for id in tiles(600) {
        for change in [-1isize, 1, -32, 32] {
            let mut log = tampered(&id.to_string(), |bytes| bytes.resize((bytes.len() as isize + change).max(0) as usize, 0));
            let message = message(&mut log);
            assert!(message.starts_with(&format!("{id}: ")), "{id} {change:+} bytes: {message}");
        }
        let mut log = log(600);
        log.tamper(id, None);
        assert_eq!(message(&mut log), format!("{id}: missing"));
    }
}

/// Every bit of every file counts: one flipped bit anywhere is found, and the message names the file.
#[test]
fn every_flipped_byte_is_found_in_its_file() {
    for id in tiles(300) {
        let original = log(300);
        let length = original.clone().tile(id).unwrap().unwrap().len();
        for at in (0..length).step_by(if length > 1000 { 97 } else { 11 }) {
            let mut log = original.clone();
            let mut bytes = log.tile(id).unwrap().unwrap();
            bytes[at] ^= 0x10;
            log.tamper(id, Some(bytes));
            let message = message(&mut log);
            assert!(message.contains(&id.to_string()), "{id} byte {at}: {message}");
        }
    }
}

#[test]
fn every_flipped_byte_of_the_checkpoint_is_found() {
    let good = log(5).checkpoint().unwrap().unwrap();
    for at in 0..good.len() {
        let mut bytes = good.clone();
        bytes[at] ^= 1;
        let mut log = log(5);
        log.tamper_checkpoint(bytes);
        let message = message(&mut log);
        assert!(message.starts_with("checkpoint: "), "byte {at}: {message}");
    }
}

#[test]
fn a_checkpoint_by_somebody_else_is_refused() {
    let mut log = log(5);
    let stranger = ledger::LogSigner::from_seed(common::ORIGIN.parse().unwrap(), &[9; 32]);
    log.publish(stranger.sign(&common::checkpoint(5, log.root())).unwrap());
    assert_eq!(message(&mut log), "checkpoint: not signed by a known key of the log city.example/2025");
    // Another log's key does not speak for this one, even if the reader knows both.
    let other = ledger::LogSigner::from_seed("other.example/log".parse().unwrap(), &[9; 32]);
    log.publish(other.sign(&common::checkpoint(5, log.root())).unwrap());
    let trust = Trust { logs: vec![log_signer().verifier().clone(), other.verifier().clone()], ..Trust::default() };
    assert_eq!(read(&mut log, &trust).unwrap_err().to_string(), "checkpoint: not signed by a known key of the log city.example/2025");
}

#[test]
fn without_keys_the_report_says_that_nothing_was_checked() {
    assert!(!read(&mut log(5), &Trust::default()).unwrap().signed);
}

#[test]
fn witnesses_are_counted() {
    let mut log = log(5);
    let mut checkpoint = signed(5, log.root());
    checkpoint.add(witness_signer(1).cosign(checkpoint.unverified(), 1_700_000_000)).unwrap();
    checkpoint.add(witness_signer(3).cosign(checkpoint.unverified(), 1_700_000_001)).unwrap();
    log.publish(checkpoint.clone());
    let witnesses = vec![witness_signer(1).verifier().clone(), witness_signer(2).verifier().clone()];
    let mut trust = Trust { witnesses, cosignatures: 1, ..trust() };
    let report = read(&mut log, &trust).unwrap();
    assert_eq!(report.cosignatures.len(), 1);
    assert_eq!(report.cosignatures[0].timestamp, 1_700_000_000);
    assert_eq!(report.cosignatures[0].witness, *witness_signer(1).verifier());
    assert_eq!(report.unknown_signatures, 1);
    trust.cosignatures = 2;
    assert_eq!(read(&mut log, &trust).unwrap_err().to_string(), "checkpoint: 1 valid cosignatures of known witnesses, 2 are needed");
    checkpoint.add(witness_signer(2).cosign(checkpoint.unverified(), 1_700_000_002)).unwrap();
    log.publish(checkpoint);
    assert_eq!(read(&mut log, &trust).unwrap().cosignatures.len(), 2);
}

#[test]
fn a_cosignature_moved_from_another_checkpoint_rejects_the_note() {
    let mut log = log(5);
    let mut checkpoint = signed(5, log.root());
    checkpoint.add(witness_signer(1).cosign(&common::checkpoint(4, log.root()), 1_700_000_000)).unwrap();
    log.publish(checkpoint);
    let trust = Trust { witnesses: vec![witness_signer(1).verifier().clone()], ..trust() };
    let message = read(&mut log, &trust).unwrap_err().to_string();
    assert!(message.starts_with("checkpoint: the signature of witness.example/1"), "{message}");
}

#[test]
fn checkpoints_seen_before_bind_the_log() {
    let mut grown = log(600);
    let seen = |size: u64| Seen { size, root: log(size).root() };
    let with = |earlier| Trust { earlier, ..trust() };
    read(&mut grown, &with(vec![seen(0), seen(600), seen(1), seen(257)])).unwrap();
    let shrunk = read(&mut log(300), &with(vec![seen(257), seen(600)]));
    assert!(matches!(shrunk, Err(ReplayError::Shrunk { size: 300, earlier: 600 })));
    let rewritten = read(&mut grown, &with(vec![seen(1), Seen { size: 257, root: seen(256).root }]));
    assert!(matches!(rewritten, Err(ReplayError::Rewritten { earlier: 257, .. })));
}

#[test]
fn the_reader_can_stop_at_an_entry() {
    let stop = |index, _: &[u8]| if index == 300 { Err(Stopped("not a statement".into())) } else { Ok(()) };
    let message = replay(&mut log(600), &trust(), stop, |_| ()).unwrap_err().to_string();
    assert_eq!(message, "entry 300 (tile/entries/001): not a statement");
}

/// tlog-tiles, "Partial Tiles": a log may delete partial tiles once the full ones are there.
#[test]
fn a_log_that_grew_while_it_is_read_is_still_right() {
    let mut grown = log(600);
    let old = log(300);
    for partial in tiles(300).filter(|tile| !tile.is_full()) {
        if grown.tile(partial.filled()).unwrap().is_some() {
            grown.tamper(partial, None);
        }
    }
    grown.publish(signed(300, old.root()));
    assert_eq!(read(&mut grown, &trust()).unwrap().checkpoint.size(), 300);
}
