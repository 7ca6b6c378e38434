//! `tests/data/voter-vectors.json`: ballots made by this library from known random bytes, which the voter's program in
//! `voter/` must make too, byte for byte.

use crate::cases::{Case, cases, refused_credentials, refused_elections};
use crate::stream::Stream;
use ballot::cast::{Poll, UnverifiedBallot};
use ballot::credential::{Credential, CredentialList};
use ballot::digest::Digest;
use ballot::election::Election;
use ballot::group::SecretScalar;
use serde_json::{Value, json};
use std::path::PathBuf;

const MAX_FILE: usize = 300_000;

fn file() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/voter-vectors.json")
}

/// What is revealed of the case's ballot. The randomness is found by drawing again, in the order that the vectors fix:
/// for each answer randomness, nonce, challenge and response; then the nonce of the proof over the whole question.
pub fn revealed(case: &Case, tracker: &str) -> String {
    let rng = &mut Stream::new(&case.seed());
    let poll = Poll::new(&case.election);
    let mut answers = Vec::new();
    for (choice, count) in case.choices.iter().zip(poll.shape()) {
        let mut randomness = Vec::new();
        for _ in 0..*count {
            let [number, ..] = std::array::from_fn::<_, 4, _>(|_| SecretScalar::random(rng));
            randomness.push(format!("\"{}\"", *number.to_decimal()));
        }
        SecretScalar::random(rng);
        answers.push(format!("{{\"choice\":{choice},\"randomness\":[{}]}}", randomness.join(",")));
    }
    let election = poll.fingerprint().to_base64();
    format!("{{\"election_hash\":\"{election}\",\"tracker\":\"{tracker}\",\"answers\":[{}]}}", answers.join(","))
}

fn vector(case: &Case) -> Value {
    let ballot = Poll::new(&case.election).cast(&case.card, &case.choices, &mut Stream::new(&case.seed())).unwrap();
    let (text, tracker) = (String::from_utf8(ballot.text().to_vec()).unwrap(), ballot.tracker().to_string());
    let revealed = revealed(case, &tracker);
    json!({
        "name": case.name,
        "seed": case.seed(),
        "election": case.election.to_json(),
        "fingerprint": case.election.fingerprint().to_base64(),
        "card": *case.card.reveal(),
        "credential": case.card.public_key(&case.election.uuid).to_hex(),
        "choices": case.choices,
        "tracker": tracker,
        "revealed_sha256": Digest::of(revealed.as_bytes()).to_hex(),
        "ballot": case.in_full.then_some(text),
        "revealed": case.in_full.then_some(revealed),
    })
}

fn vectors() -> String {
    let refused: Vec<_> = refused_elections().into_iter().map(|(why, text)| json!({ "why": why, "election": text })).collect();
    let vectors = json!({
        "about": "Made by crates/ballot/tests/voter; see there.",
        "ballots": cases().iter().map(vector).collect::<Vec<_>>(),
        "refused_elections": refused,
        "refused_credentials": refused_credentials(),
    });
    serde_json::to_string_pretty(&vectors).unwrap() + "\n"
}

#[test]
fn the_vectors_are_what_this_library_makes() {
    let (kept, made) = (std::fs::read_to_string(file()).unwrap_or_default(), vectors());
    assert!(kept == made, "the vectors are not those of this library; if that is meant, run the ignored test `write_the_vectors`");
    assert!(made.len() < MAX_FILE);
}

#[test]
#[ignore = "writes tests/data/voter-vectors.json"]
fn write_the_vectors() {
    std::fs::write(file(), vectors()).unwrap();
}

#[test]
fn the_ballots_of_the_vectors_are_accepted() {
    for case in cases() {
        let poll = Poll::new(&case.election);
        let ballot = poll.cast(&case.card, &case.choices, &mut Stream::new(&case.seed())).unwrap();
        let list = CredentialList::sorted(vec![case.card.public_key(&case.election.uuid)]).unwrap();
        let read = UnverifiedBallot::from_json(ballot.text()).unwrap();
        assert!(poll.verify(read, &list).is_ok(), "{}", case.name);
    }
}

#[test]
fn what_the_vectors_refuse_is_refused() {
    for (why, text) in refused_elections() {
        assert!(Election::from_json(text.as_bytes()).is_err(), "{why}");
    }
    for text in refused_credentials() {
        assert!(Credential::parse(text).is_err(), "{text}");
    }
}
