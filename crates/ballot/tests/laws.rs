//! The laws of the protocol, as properties.

mod support;

use ballot::archive::{ArchiveHeader, Event};
use ballot::cast::{Revealed, UnverifiedBallot};
use ballot::credential::{Credential, CredentialList};
use ballot::election::{Election, SetupData};
use ballot::group::{Element, Scalar, system_random};
use ballot::tally::{Counter, ElectionResult, EncryptedTally, OwnedShare, PartialDecryption, ResultError, SizedEncryptedTally, decrypt};
use ballot::trustee::Trustees;
use ballot::verify::{Options, verify};
use proptest::prelude::*;
use std::sync::LazyLock;
use support::parts::{Part, Parts, decimal};
use support::{Ready, ready};

static READY: LazyLock<Ready> = LazyLock::new(|| ready(3, 2, 3));
static ARCHIVE: LazyLock<Vec<u8>> = LazyLock::new(|| READY.archive(&[1, 2, 3]).0);

/// Reads a text as every kind of message; what is accepted must be written as it was read.
fn read_as_everything(text: &[u8]) -> bool {
    let forms = [
        Election::from_json(text).ok().map(|value| value.to_json()),
        Trustees::from_json(text).ok().map(|value| value.to_json()),
        CredentialList::from_json(text).ok().map(|value| value.to_json()),
        SetupData::from_json(text).ok().map(|value| value.to_json()),
        EncryptedTally::from_json(text).ok().map(|value| value.to_json()),
        SizedEncryptedTally::from_json(text).ok().map(|value| value.to_json()),
        PartialDecryption::from_json(text).ok().map(|value| value.to_json()),
        OwnedShare::from_json(text).ok().map(|value| value.to_json()),
        ElectionResult::from_json(text).ok().map(|value| value.to_json()),
        Event::from_json(text).ok().map(|value| value.to_json()),
        ArchiveHeader::from_json(text).ok().map(|value| value.to_json()),
        Revealed::from_json(text).ok().map(|value| value.to_json()),
    ];
    for form in forms.iter().flatten() {
        assert_eq!(form.as_bytes(), text, "a second encoding was accepted");
    }
    let _ = UnverifiedBallot::from_json(text);
    forms.iter().any(Option::is_some)
}

#[test]
fn every_message_of_an_archive_is_read_and_written_alike() {
    for part in Parts::of(&ARCHIVE).parts {
        let text = part.text();
        assert!(read_as_everything(text.as_bytes()) || UnverifiedBallot::from_json(text.as_bytes()).is_ok(), "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn completeness_and_homomorphism(choices in prop::collection::vec((0usize..3, 0usize..3), 1..4)) {
        let (ready, rng) = (&*READY, &mut system_random());
        let mut counter = Counter::new(&ready.poll);
        let mut expected = vec![vec![0; 3]; 2];
        for ((first, second), card) in choices.iter().zip(&ready.cards) {
            let ballot = ready.poll.cast(card, &[*first, *second], rng).unwrap();
            let read = UnverifiedBallot::from_json(ballot.text()).unwrap();
            counter.add(&ready.poll.verify(read, &ready.credentials).unwrap());
            expected[0][*first] += 1;
            expected[1][*second] += 1;
        }
        let tally = counter.close().unwrap();
        let shares: Vec<_> = [0, 1, 3].map(|key: usize| PartialDecryption::make(&tally, &ready.trustees, &ready.keys[key], rng).unwrap()).into();
        prop_assert_eq!(decrypt(&tally, &ready.trustees, &shares).unwrap().0, expected);
    }

    #[test]
    fn a_ballot_with_one_changed_character_is_never_accepted(place in any::<prop::sample::Index>(), with in any::<u8>()) {
        let parts = Parts::of(&ARCHIVE);
        let Part::Data(text) = &parts.parts[6] else { panic!("not a ballot") };
        let mut changed = text.clone().into_bytes();
        let place = place.index(changed.len());
        prop_assume!(changed[place] != with);
        changed[place] = with;
        let accepted = UnverifiedBallot::from_json(&changed).and_then(|ballot| READY.poll.verify(ballot, &READY.credentials));
        prop_assert!(accepted.is_err());
    }

    #[test]
    fn an_archive_with_one_changed_byte_is_never_accepted(place in any::<prop::sample::Index>(), with in 1u8..) {
        let mut changed = ARCHIVE.clone();
        let place = place.index(changed.len());
        changed[place] ^= with;
        let accepted = verify(changed.as_slice(), Options { threads: 1, ..Options::default() }).is_ok();
        prop_assert!(!accepted);
    }

    #[test]
    fn changed_messages_have_no_second_encoding(part in any::<prop::sample::Index>(), place in any::<prop::sample::Index>(), with in any::<u8>(), drop in any::<bool>()) {
        let parts = Parts::of(&ARCHIVE);
        let mut text = part.get(&parts.parts).text().into_bytes();
        let place = place.index(text.len());
        if drop { text.remove(place); } else { text.insert(place, with); }
        read_as_everything(&text);
    }

    #[test]
    fn random_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        read_as_everything(&bytes);
        prop_assert!(verify(bytes.as_slice(), Options::default()).is_err());
        let _ = Element::from_hex(&bytes);
        let _ = Scalar::from_decimal(&bytes);
        let _ = Credential::parse(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn a_number_has_one_text(bytes in any::<[u8; 32]>()) {
        let number = curve25519_dalek::Scalar::from_bytes_mod_order(bytes);
        let text = decimal(&number);
        prop_assert_eq!(Scalar::from_decimal(text.as_bytes()).unwrap().to_string(), text.clone());
        for other in ["0".to_owned() + &text, "+".to_owned() + &text, text + " "] {
            let accepted = Scalar::from_decimal(other.as_bytes()).is_ok();
            prop_assert!(!accepted);
        }
    }

    #[test]
    fn a_point_of_bad_order_is_refused(bytes in any::<[u8; 32]>(), torsion in 1usize..8) {
        let point = curve25519_dalek::EdwardsPoint::mul_base_clamped(bytes) + curve25519_dalek::constants::EIGHT_TORSION[torsion];
        let mut encoding = point.compress().to_bytes();
        encoding.reverse();
        prop_assert!(Element::from_hex(data_encoding::HEXLOWER.encode(&encoding).as_bytes()).is_err());
    }
}

#[test]
fn any_two_of_three_open_and_one_cannot() {
    let (ready, rng) = (&*READY, &mut system_random());
    let mut counter = Counter::new(&ready.poll);
    counter.add(&ready.poll.cast(&ready.cards[0], &[2, 0], rng).unwrap());
    let tally = counter.close().unwrap();
    let shares: Vec<_> = ready.keys.iter().map(|key| PartialDecryption::make(&tally, &ready.trustees, key, rng).unwrap()).collect();
    for pair in [[1, 2], [1, 3], [2, 3], [3, 1]] {
        let chosen = [shares[0].clone(), shares[pair[0]].clone(), shares[pair[1]].clone()];
        assert_eq!(decrypt(&tally, &ready.trustees, &chosen).unwrap().0, [[0, 0, 1], [1, 0, 0]]);
    }
    for alone in 1..=3 {
        let chosen = [shares[0].clone(), shares[alone].clone()];
        assert_eq!(decrypt(&tally, &ready.trustees, &chosen), Err(ResultError::TooFew { item: 2, given: 1, needed: 2 }));
    }
    assert_eq!(decrypt(&tally, &ready.trustees, &[shares[0].clone(), shares[0].clone()]), Err(ResultError::Repeated(1)));
    let stranger = ballot::group::SecretScalar::random(rng);
    assert!(PartialDecryption::make(&tally, &ready.trustees, &stranger, rng).is_err());
}
