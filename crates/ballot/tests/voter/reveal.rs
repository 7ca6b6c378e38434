//! 检查: a ballot that is opened instead of cast.

use crate::cases::{Case, cases};
use crate::stream::Stream;
use crate::vectors::revealed;
use ballot::cast::{Poll, RevealError, Revealed, UnverifiedBallot};
use ballot::digest::{Digest, Tracker};
use ballot::group::Scalar;
use serde_json::Value;

struct Opened {
    case: Case,
    poll: Poll,
    ballot: UnverifiedBallot,
    revealed: Revealed,
}

fn opened(number: usize) -> Opened {
    let case = cases().swap_remove(number);
    let poll = Poll::new(&case.election);
    let ballot = poll.cast(&case.card, &case.choices, &mut Stream::new(&case.seed())).unwrap();
    let text = revealed(&case, &ballot.tracker().to_string());
    let revealed = Revealed::from_json(text.as_bytes()).unwrap();
    assert_eq!(revealed.to_json(), text);
    Opened { case, poll, ballot: UnverifiedBallot::from_json(ballot.text()).unwrap(), revealed }
}

impl Opened {
    /// The verdict after a change of what is revealed.
    fn changed(&self, change: impl FnOnce(&mut Revealed)) -> Result<Vec<usize>, RevealError> {
        let mut revealed = self.revealed.clone();
        change(&mut revealed);
        assert_ne!(revealed, self.revealed);
        self.poll.check_revealed(&self.ballot, &revealed)
    }

    /// The verdict on a changed ballot, of which what is revealed claims to speak.
    fn changed_ballot(&self, change: impl FnOnce(&str) -> String) -> Result<Vec<usize>, RevealError> {
        let text = std::str::from_utf8(self.ballot.text()).unwrap();
        let changed = change(text);
        assert_ne!(changed, text);
        let ballot = UnverifiedBallot::from_json(changed.as_bytes()).unwrap();
        let revealed = Revealed { tracker: ballot.tracker(), ..self.revealed.clone() };
        self.poll.check_revealed(&ballot, &revealed)
    }
}

#[test]
fn an_honest_page_is_seen_to_be_honest() {
    for number in 0..cases().len() {
        let opened = opened(number);
        assert_eq!(opened.poll.check_revealed(&opened.ballot, &opened.revealed), Ok(opened.case.choices));
    }
}

#[test]
fn a_page_that_encrypted_something_else_is_found_out() {
    // Three questions of seven answers, of which 6, 0 and 3 were chosen.
    let opened = opened(2);
    let said_otherwise = opened.changed(|revealed| revealed.answers[1].choice = 4);
    assert_eq!(said_otherwise, Err(RevealError::Differs { question: 1, answer: 0 }));
    let other_randomness = opened.changed(|revealed| revealed.answers[2].randomness[5] = Scalar::from(5));
    assert_eq!(other_randomness, Err(RevealError::Differs { question: 2, answer: 5 }));
    let exchanged = opened.changed(|revealed| revealed.answers.swap(0, 1));
    assert_eq!(exchanged, Err(RevealError::Differs { question: 0, answer: 0 }));
}

#[test]
fn a_page_that_changed_one_half_of_a_ciphertext_is_found_out() {
    let opened = opened(2);
    let ballot: Value = serde_json::from_slice(opened.ballot.text()).unwrap();
    let choices = &ballot["answers"][1]["choices"];
    for part in ["alpha", "beta"] {
        let [first, second] = [0, 1].map(|answer| format!("\"{part}\":{}", choices[answer][part]));
        let verdict = opened.changed_ballot(|text| text.replacen(&first, &second, 1));
        assert_eq!(verdict, Err(RevealError::Differs { question: 1, answer: 0 }), "{part}");
    }
}

#[test]
fn what_belongs_to_something_else_is_refused() {
    let opened = opened(2);
    let uuid = opened.poll.uuid().as_str().to_owned();
    let other = opened.changed_ballot(|text| text.replacen(&uuid, "23456789abcdef", 1));
    assert_eq!(other, Err(RevealError::BallotOfAnotherElection));
    let (hash, other) = (opened.poll.fingerprint().to_base64(), Digest::of(b"another election").to_base64());
    let other = opened.changed_ballot(|text| text.replacen(&hash, &other, 1));
    assert_eq!(other, Err(RevealError::BallotOfAnotherElection));
    let short = opened.changed_ballot(|text| {
        let (last, end) = (text.rfind(",{\"choices\"").unwrap(), text.find("],\"signature\"").unwrap());
        text[..last].to_owned() + &text[end..]
    });
    assert_eq!(short, Err(RevealError::BallotShape));
    let other = opened.changed(|revealed| revealed.tracker = Tracker(Digest::of(b"another ballot")));
    assert_eq!(other, Err(RevealError::AnotherBallot));
    let other = opened.changed(|revealed| revealed.election = Digest::of(b"another election"));
    assert_eq!(other, Err(RevealError::RevealedOfAnotherElection));
    let short = opened.changed(|revealed| drop(revealed.answers.pop()));
    assert_eq!(short, Err(RevealError::RevealedShape));
    let short = opened.changed(|revealed| revealed.answers[0].randomness.truncate(6));
    assert_eq!(short, Err(RevealError::RevealedShape));
    let elsewhere = Poll::new(&cases()[0].election).check_revealed(&opened.ballot, &opened.revealed);
    assert_eq!(elsewhere, Err(RevealError::BallotOfAnotherElection));
}

#[test]
fn there_is_one_text_of_it() {
    let text = opened(0).revealed.to_json();
    let refused = |from: &str, to: &str| {
        let changed = text.replacen(from, to, 1);
        assert_ne!(changed, text);
        assert!(Revealed::from_json(changed.as_bytes()).is_err(), "{changed}");
    };
    refused("{", " {");
    refused("]}]}", "]}]}\n");
    refused("\"choice\":0", "\"choice\":00");
    refused("\"choice\":0", "\"choice\":2");
    refused("\"choice\":0", "\"choice\":-1");
    refused("\"choice\":0", "\"choice\":18446744073709551616");
    refused("\"choice\":0", "\"choice\":\"0\"");
    refused("\"randomness\":[\"", "\"randomness\":[\"0");
    refused("\"randomness\":[\"", "\"randomness\":[\"9999999999");
    refused("\"tracker\":\"", "\"tracker\":\"=");
    let (start, _) = text.split_once("\"answers\"").unwrap();
    assert!(Revealed::from_json(format!("{start}\"answers\":[{{\"choice\":0,\"randomness\":[]}}]}}").as_bytes()).is_err());
}
