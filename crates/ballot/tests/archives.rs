//! Archives made by another program, with single, threshold and mixed trustees, are accepted with their totals and
//! written again byte for byte.

use ballot::verify::{Options, verify};

const SINGLE: &[u8] = include_bytes!("data/single-trustee.bel");
const MIXED: &[u8] = include_bytes!("data/mixed-trustees.bel");
const THRESHOLD: &[u8] = include_bytes!("data/two-of-three.bel");

#[test]
fn a_single_trustee_archive_is_accepted_with_its_totals() {
    let verified = verify(SINGLE, Options::default()).unwrap_or_else(|refusal| panic!("{refusal}"));
    assert_eq!(verified.result.unwrap().0, [[1, 0, 1, 0, 1], [0, 0, 1, 1, 1]]);
}

#[test]
fn a_mixed_archive_is_accepted_with_its_totals() {
    let verified = verify(MIXED, Options::default()).unwrap_or_else(|refusal| panic!("{refusal}"));
    assert_eq!(verified.result.unwrap().0, [[1, 0, 1, 0, 1], [0, 0, 1, 1, 1]]);
    assert_eq!(verified.trustees.count(), 4);
}

#[test]
fn a_two_of_three_archive_is_accepted_with_its_totals() {
    let info: serde_json::Value = serde_json::from_slice(include_bytes!("data/two-of-three.info.json")).unwrap();
    let expected: Vec<Vec<u64>> = serde_json::from_value(info["expected"].clone()).unwrap();
    let verified = verify(THRESHOLD, Options::default()).unwrap_or_else(|refusal| panic!("{refusal}"));
    assert_eq!(verified.result.unwrap().0, expected);
    assert_eq!(verified.trackers.len(), 20);
    assert_eq!(verified.shares.iter().map(|share| share.owner()).collect::<Vec<_>>(), [1, 3]);
}
