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

mod support;

use ballot::archive::ArchiveWriter;
use ballot::cast::{Poll, UnverifiedBallot};
use ballot::credential::{Credential, CredentialList};
use support::parts::{Part, Parts};

/// Reads an archive into checked values and writes these again.
fn rewrite(archive: &[u8]) -> Vec<u8> {
    let verified = verify(archive, Options::default()).unwrap_or_else(|refusal| panic!("{refusal}"));
    let parts = Parts::of(archive).parts;
    let credentials = CredentialList::from_json(parts[3].text().as_bytes()).unwrap();
    let mut writer =
        ArchiveWriter::begin(Vec::new(), verified.timestamp, &verified.election, verified.trustees.trustees(), &credentials).unwrap();
    let poll = Poll::new(&verified.election);
    for part in &parts {
        if let Part::Data(text) = part
            && text.starts_with("{\"election_uuid\"")
        {
            writer.ballot(&poll.verify(UnverifiedBallot::from_json(text.as_bytes()).unwrap(), &credentials).unwrap()).unwrap();
        }
    }
    let mut writer = writer.close().unwrap().tally(&verified.tally).unwrap();
    for share in &verified.shares {
        writer.share(share).unwrap();
    }
    writer.result(&verified.result.unwrap()).unwrap()
}

#[test]
fn what_is_read_is_written_again_byte_for_byte() {
    for archive in [SINGLE, MIXED, THRESHOLD] {
        assert!(rewrite(archive) == archive);
        assert!(Parts::of(archive).chained() == archive);
    }
}

#[test]
fn an_election_of_our_own_is_accepted_with_its_totals() {
    let ready = support::ready(7, 2, 3);
    for share_of in [&[1, 2, 3][..], &[4, 1, 2], &[3, 1, 4], &[1, 2, 3, 4]] {
        let (archive, expected) = ready.archive(share_of);
        let verified = verify(archive.as_slice(), Options::default()).unwrap_or_else(|refusal| panic!("{refusal}"));
        assert_eq!(verified.result.as_ref().unwrap().0, expected);
        assert!(verified.trackers.is_sorted());
        assert!(rewrite(&archive) == archive);
    }
}

#[test]
fn the_cards_of_the_other_program_lead_to_the_keys_in_its_list() {
    let cards: std::collections::BTreeMap<String, String> =
        serde_json::from_slice(include_bytes!("data/two-of-three.credentials.json")).unwrap();
    let parts = Parts::of(THRESHOLD).parts;
    let credentials = CredentialList::from_json(parts[3].text().as_bytes()).unwrap();
    let verified = verify(THRESHOLD, Options::default()).unwrap_or_else(|refusal| panic!("{refusal}"));
    for card in cards.values() {
        let key = Credential::parse(card).unwrap().public_key(&verified.election.uuid);
        assert!(credentials.place(key.encoding()).is_some());
    }
    assert_eq!(cards.len(), credentials.len());
}
