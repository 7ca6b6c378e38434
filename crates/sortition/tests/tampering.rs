//! Whatever is changed in a published draw, the replay finds it.

mod support;

use proptest::prelude::*;
use sortition::files::{Published, Reason, replay};
use sortition::{Seeding, Sources};
use support::{Files, town};

const NAMES: [&str; 4] = ["draw.json", "pool.csv", "quotas.csv", "ranking.csv"];

fn published() -> Files {
    Files::of(&town(), Seeding::Sources(Sources::new([("骰子", "3 5 1 6"), ("双色球", "03 09")]).expect("sources")))
}

#[test]
fn every_single_bit_of_every_file_counts() {
    let files = published();
    assert!(files.replay().is_ok());
    for name in NAMES {
        for at in 0..files.0[name].len() {
            for bit in 0..8 {
                let mut changed = files.clone();
                changed.0.get_mut(name).expect("the file")[at] ^= 1 << bit;
                assert!(changed.replay().is_err(), "{name}, byte {at}, bit {bit}");
            }
        }
    }
}

#[test]
fn every_byte_and_every_line_is_needed_and_none_can_be_added() {
    let files = published();
    for name in NAMES {
        let bytes = &files.0[name];
        for at in 0..bytes.len() {
            let mut shorter = files.clone();
            shorter.0.get_mut(name).expect("the file").remove(at);
            assert!(shorter.replay().is_err(), "{name} without byte {at}");
            for added in [b'\n', b' ', b'0', b','] {
                let mut longer = files.clone();
                longer.0.get_mut(name).expect("the file").insert(at, added);
                assert!(longer.replay().is_err(), "{name} with {added} at {at}");
            }
        }
        let lines = bytes.split_inclusive(|byte| *byte == b'\n').count();
        for gone in 0..lines {
            let kept = bytes.split_inclusive(|byte| *byte == b'\n').enumerate().filter(|(n, _)| *n != gone);
            let mut shorter = files.clone();
            shorter.0.insert(name, kept.flat_map(|(_, line)| line).copied().collect());
            assert!(shorter.replay().is_err(), "{name} without line {}", gone + 1);
        }
        let mut missing = files.clone();
        missing.0.remove(name);
        let faults = missing.replay().expect_err("a file is missing");
        assert_eq!((faults.told[0].file.as_str(), &faults.told[0].reason), (name, &Reason::Missing));
    }
}

#[test]
fn the_first_difference_is_named_with_both_lines() {
    let line = published().text("ranking.csv").lines().nth(3).expect("a fourth line").to_owned();
    let faults = published().edited("ranking.csv", &line, "东区/自愿报名,3,P999,1").replay().expect_err("changed");
    assert_eq!(faults.to_string(), format!("ranking.csv, line 4: found `东区/自愿报名,3,P999,1`, but the draw gives `{line}`"));

    let files = published();
    let mut reversed: Vec<&str> = files.text("pool.csv").lines().collect();
    reversed[1..].reverse();
    let mut files = published();
    files.0.insert("pool.csv", format!("{}\n", reversed.join("\n")).into_bytes());
    let faults = files.replay().expect_err("not in the canonical order");
    assert!(faults.to_string().starts_with("pool.csv, line 2: found `P018,"), "{faults}");

    let faults = published().edited("draw.json", "3 5 1 6", "3 5 1 5").replay().expect_err("another source");
    assert!(faults.to_string().starts_with("draw.json, `seed`: the sources make another seed, "), "{faults}");
}

#[test]
fn a_published_file_is_utf8() {
    let mut files = published();
    let gbk = encoding_rs::GBK.encode(files.text("quotas.csv")).0.into_owned();
    files.0.insert("quotas.csv", gbk);
    assert_eq!(files.replay().expect_err("GBK").to_string(), "quotas.csv, line 2: not UTF-8");
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(pool: Vec<u8>, quotas: Vec<u8>, draw: Vec<u8>, ranking: Vec<u8>, replacements: Vec<u8>) {
        let files = published();
        let right = |name| files.0.get(name).map(Vec::as_slice);
        let all = Published { pool: right("pool.csv"), quotas: right("quotas.csv"), draw: right("draw.json"), ranking: right("ranking.csv"), replacements: None };
        for published in [
            Published { pool: Some(&pool), ..all },
            Published { quotas: Some(&quotas), ..all },
            Published { draw: Some(&draw), ..all },
            Published { ranking: Some(&ranking), ..all },
            Published { replacements: Some(&replacements), ..all },
        ] {
            prop_assert!(replay(published).is_err());
        }
    }
}
