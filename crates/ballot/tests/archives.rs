//! Archives made by another program, with single, threshold and mixed trustees, are accepted with their totals and
//! written again byte for byte.

mod support;

use ballot::archive::{ArchiveWriter, EventType};
use ballot::cast::{Poll, UnverifiedBallot};
use ballot::credential::{Credential, CredentialList};
use ballot::verify::{Options, Verified, verify, verify_signatures, verify_total};
use std::collections::BTreeMap;
use support::data::foreign;
use support::parts::{Part, Parts};

fn accepted(archive: &[u8]) -> Verified {
    verify(archive, Options::default()).unwrap_or_else(|refusal| panic!("{refusal}"))
}

#[test]
fn archives_of_another_program_are_accepted_with_their_totals() {
    for archive in foreign() {
        eprintln!("{}", archive.name);
        let verified = accepted(archive.bytes);
        assert_eq!(verified.result.unwrap().0, archive.totals);
        assert_eq!(verified.trackers.len(), archive.ballots);
        assert_eq!(verified.trustees.count(), archive.trustees);
        assert_eq!(verified.shares.iter().map(|share| share.owner()).collect::<Vec<_>>(), archive.owners);
    }
}

/// Reads an archive into checked values and writes these again.
fn rewrite(archive: &[u8]) -> Vec<u8> {
    let verified = accepted(archive);
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
    for archive in foreign() {
        eprintln!("{}", archive.name);
        assert!(rewrite(archive.bytes) == archive.bytes);
        assert!(Parts::of(archive.bytes).chained() == archive.bytes);
    }
}

#[test]
fn an_election_of_our_own_is_accepted_with_its_totals() {
    let ready = support::ready(7, 2, 3);
    for share_of in [&[1, 2, 3][..], &[4, 1, 2], &[3, 1, 4], &[1, 2, 3, 4]] {
        let (archive, expected) = ready.archive(share_of);
        let verified = accepted(&archive);
        assert_eq!(verified.result.as_ref().unwrap().0, expected);
        assert!(verified.trackers.is_sorted());
        assert!(rewrite(&archive) == archive);
    }
}

#[test]
fn the_cards_of_the_other_program_lead_to_the_keys_in_its_list() {
    for (name, cards) in [
        ("two-of-three", include_str!("data/two-of-three.credentials.json")),
        ("belenios-3.0-two-of-three", include_str!("data/belenios-3.0-two-of-three.credentials.json")),
    ] {
        let cards: BTreeMap<String, String> = serde_json::from_str(cards).unwrap();
        let archive = foreign().into_iter().find(|archive| archive.name == name).unwrap();
        let credentials = CredentialList::from_json(Parts::of(archive.bytes).parts[3].text().as_bytes()).unwrap();
        let uuid = accepted(archive.bytes).election.uuid;
        for card in cards.values() {
            assert!(credentials.place(Credential::parse(card).unwrap().public_key(&uuid).encoding()).is_some());
        }
        assert_eq!(cards.len(), credentials.len());
    }
}

#[test]
fn what_is_put_behind_a_verified_total_is_verified_to_its_last_byte() {
    let (whole, result) = support::ready_with(support::two_of_three(), 5, 2, 3).archive(&[1, 2]);
    let parts = Parts::of(&whole);
    let total = *parts.events(EventType::EncryptedTally).first().unwrap();
    // The members up to that event, as they stand in the file.
    let at = Parts { parts: parts.parts[..=total].to_vec(), mtime: parts.mtime }.bytes().len();
    let (before, rest) = whole.split_at(at);
    let verified = verify_total(before, Options::default()).unwrap_or_else(|refusal| panic!("{refusal}"));
    assert_eq!(verified.verify_rest(rest).unwrap_or_else(|refusal| panic!("{refusal}")).0, result);
    for place in (0..rest.len()).step_by(97) {
        let mut changed = rest.to_vec();
        changed[place] ^= 1;
        assert!(verified.verify_rest(&changed).is_err(), "byte {place}");
    }
    for (what, wrong) in [("nothing", &[][..]), ("without an end", &rest[..rest.len() - 512]), ("twice", &[rest, rest].concat())] {
        assert!(verified.verify_rest(wrong).is_err(), "{what}");
    }
    let complete = verify(&whole[..], Options::default()).unwrap_or_else(|refusal| panic!("{refusal}"));
    assert!(complete.verify_rest(rest).is_err(), "a result twice");
}

#[test]
fn who_cast_the_ballots_is_known_from_their_signatures() {
    let (whole, _) = support::ready_with(support::two_of_three(), 5, 2, 3).archive(&[1, 2]);
    let (complete, signed) = (accepted(&whole), verify_signatures(&whole[..], Options::default()));
    let signed = signed.unwrap_or_else(|refusal| panic!("{refusal}"));
    assert_eq!((&signed.trackers, &signed.voted, signed.election.uuid), (&complete.trackers, &complete.voted, complete.election.uuid));

    // No byte up to the last ballot can be changed, or be missing.
    let parts = Parts::of(&whole);
    let end = *parts.events(EventType::EndBallots).first().unwrap();
    let at = Parts { parts: parts.parts[..=end].to_vec(), mtime: parts.mtime }.bytes().len();
    for place in (0..at - 512).step_by(997) {
        let mut changed = whole.clone();
        changed[place] ^= 1;
        assert!(verify_signatures(&changed[..], Options::default()).is_err(), "byte {place}");
        assert!(verify_signatures(&whole[..place], Options::default()).is_err(), "up to {place}");
    }
}
