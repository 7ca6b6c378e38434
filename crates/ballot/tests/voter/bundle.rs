//! Ballots of `voter/dist/voter.js` under Node with true random numbers, checked and counted by this library.

use crate::cases::cases;
use crate::node::{Voter, folder, node};
use crate::stream::Stream;
use crate::support::ready;
use ballot::cast::{Poll, Revealed, UnverifiedBallot};
use ballot::credential::CredentialList;
use ballot::election::Election;
use ballot::group::system_random;
use ballot::tally::{Counter, PartialDecryption, decrypt};
use rand_core::Rng;
use serde_json::json;

#[test]
fn the_voters_own_tests_pass() {
    let Some(mut node) = node() else { return };
    let mut files: Vec<_> = std::fs::read_dir(folder().join("test")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.to_string_lossy().ends_with(".test.mjs"));
    assert!(files.len() > 3);
    let output = node.arg("--test").args(files).output().unwrap();
    let said = [String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr)].concat();
    assert!(output.status.success(), "{said}");
    assert!(said.contains("pass ") && !said.contains("skipped 1"), "{said}");
}

#[test]
fn ballots_of_the_bundle_are_accepted_and_counted() {
    let Some(mut voter) = Voter::start() else { return };
    let (ready, rng) = (ready(4, 3, 4), &mut system_random());
    let election = ready.election.to_json();
    let mut counter = Counter::new(&ready.poll);
    let mut expected = vec![vec![0; 4]; 3];
    for (number, card) in ready.cards.iter().enumerate() {
        let choices: Vec<_> = (0..3).map(|question| ready.choice(number, question)).collect();
        let tracker = voter.prepare(&election, &card.reveal(), &choices);
        let cast = voter.ask(&json!({"type": "cast"}));
        assert_eq!(cast["tracker"], tracker);
        let read = UnverifiedBallot::from_json(cast["ballot"].as_str().unwrap().as_bytes()).unwrap();
        assert_eq!(read.tracker().to_string(), tracker);
        counter.add(&ready.poll.verify(read, &ready.credentials).unwrap());
        for (counts, choice) in expected.iter_mut().zip(choices) {
            counts[choice] += 1;
        }
    }
    let tally = counter.close().unwrap();
    let shares = [0, 1, 2].map(|key| PartialDecryption::make(&tally, &ready.trustees, &ready.keys[key], rng).unwrap());
    assert_eq!(decrypt(&tally, &ready.trustees, &shares).unwrap().0, expected);
}

#[test]
fn ballots_of_every_shape_are_accepted_and_what_is_revealed_fits() {
    let Some(mut voter) = Voter::start() else { return };
    for case in cases() {
        let poll = Poll::new(&case.election);
        let list = CredentialList::sorted(vec![case.card.public_key(&case.election.uuid)]).unwrap();
        voter.prepare(&case.election.to_json(), &case.card.reveal(), &case.choices);
        let reply = voter.ask(&json!({"type": "reveal"}));
        let ballot = UnverifiedBallot::from_json(reply["ballot"].as_str().unwrap().as_bytes()).unwrap();
        let text = reply["revealed"].as_str().unwrap();
        let revealed = Revealed::from_json(text.as_bytes()).unwrap();
        assert_eq!(revealed.to_json(), text);
        assert_eq!(poll.check_revealed(&ballot, &revealed).as_ref(), Ok(&case.choices), "{}", case.name);
        assert!(poll.verify(ballot, &list).is_ok(), "{}", case.name);
    }
}

/// What a clumsy or hostile sender might do to a text.
fn change(text: &str, rng: &mut Stream) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    let mut below = |limit: usize| (rng.next_u64() % limit as u64) as usize;
    let odd: Vec<char> = "\"\\{}[],:0123456789abAzué三𠮷 \n\u{7f}\u{1}\u{feff}".chars().collect();
    for _ in 0..1 + below(2) {
        let (place, other) = (below(characters.len()), below(characters.len()));
        match below(5) {
            0 => characters[place] = odd[below(odd.len())],
            1 => characters.insert(place, odd[below(odd.len())]),
            2 => drop(characters.remove(place)),
            3 => characters.swap(place, other),
            _ => characters.truncate(place.max(1)),
        }
    }
    characters.into_iter().collect()
}

#[test]
fn both_read_the_same_elections() {
    let Some(mut voter) = Voter::start() else { return };
    let rng = &mut Stream::new("changed elections");
    let (mut accepted, mut refused) = (0, 0);
    for case in cases() {
        let text = case.election.to_json();
        for _ in 0..150 {
            let changed = change(&text, rng);
            // The election is read before the credential is looked at.
            let kind = voter.ask(&json!({"type": "open", "election": changed, "credential": ""}))["kind"].clone();
            let readable = Election::from_json(changed.as_bytes()).is_ok();
            *(if readable { &mut accepted } else { &mut refused }) += 1;
            assert_eq!(kind, if readable { "credential" } else { "election" }, "{changed}");
        }
    }
    assert!(accepted > 50 && refused > 50, "{accepted} accepted, {refused} refused");
}

#[test]
fn both_read_the_same_revealed_texts() {
    let Some(mut voter) = Voter::start() else { return };
    let rng = &mut Stream::new("changed revealed texts");
    let case = &cases()[0];
    let poll = Poll::new(&case.election);
    voter.prepare(&case.election.to_json(), &case.card.reveal(), &case.choices);
    let reply = voter.ask(&json!({"type": "reveal"}));
    let (text, revealed) = (reply["ballot"].as_str().unwrap(), reply["revealed"].as_str().unwrap());
    let ballot = UnverifiedBallot::from_json(text.as_bytes()).unwrap();
    let mut mismatches = 0;
    for _ in 0..150 {
        let changed = change(revealed, rng);
        let expected = match Revealed::from_json(changed.as_bytes()).map(|revealed| poll.check_revealed(&ballot, &revealed)) {
            Err(_) => "revealed",
            Ok(Err(_)) => "mismatch",
            Ok(Ok(_)) => continue,
        };
        mismatches += u32::from(expected == "mismatch");
        let reply = voter.ask(&json!({"type": "check", "election": case.election.to_json(), "ballot": text, "revealed": changed}));
        assert_eq!(reply["kind"], expected, "{changed}");
    }
    assert!(mismatches > 10);
}
