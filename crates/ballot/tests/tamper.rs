//! The corpus of tampered archives: one function each, and the name of the refusal that it must meet.
//!
//! All hashes are made right again after a change, as somebody who owns the server would, unless the change is about
//! the hashes themselves.

mod support;

use ballot::archive::{Event, EventType};
use ballot::digest::Digest;
use ballot::verify::{Options, Published, Refusal, verify};
use std::sync::LazyLock;
use support::Ready;
use support::parts::{Part, Parts, sign_again};

const VOTERS: usize = 4;
const ELECTION: usize = 1;
const TRUSTEES: usize = 2;
const CREDENTIALS: usize = 3;
const SETUP: usize = 4;
/// The data of the first ballot; the next is two members on.
const BALLOT: usize = 6;

/// The point of order 8, and an encoding of 1 above p.
const ORDER_8: &str = "7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd83d3d706a17c7";
const IDENTITY: &str = "0000000000000000000000000000000000000000000000000000000000000001";
const ABOVE_P: &str = "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffee";
const Q: &str = "7237005577332262213973186563042994240857116359379907606001950938285454250989";

static MADE: LazyLock<(Ready, Vec<u8>)> = LazyLock::new(|| {
    let ready = support::ready(VOTERS, 2, 2);
    let archive = ready.archive(&[1, 2, 4]).0;
    (ready, archive)
});

fn refusal(archive: &[u8]) -> Refusal {
    match verify(archive, Options::default()) {
        Ok(_) => panic!("accepted"),
        Err(refusal) => refusal,
    }
}

fn at(parts: &Parts, kind: EventType) -> usize {
    parts.events(kind)[0]
}

/// The text between `start` and the next quote.
fn field<'a>(text: &'a str, start: &str) -> &'a str {
    let from = text.find(start).unwrap() + start.len();
    &text[from..from + text[from..].find('"').unwrap()]
}

fn replace_field(text: &str, start: &str, value: &str) -> String {
    text.replacen(&format!("{start}{}", field(text, start)), &format!("{start}{value}"), 1)
}

/// A changed ballot, signed again by its voter.
fn vote(parts: &mut Parts, change: impl Fn(&str) -> String) {
    let ready = &MADE.0;
    parts.change(BALLOT, |text| {
        let key = field(text, "\"credential\":\"");
        let card = ready.cards.iter().find(|card| card.public_key(&ready.election.uuid).to_hex() == key).unwrap();
        let changed = change(text);
        assert_ne!(changed, text);
        sign_again(&changed, card, &ready.election.uuid)
    });
}

fn swap(text: &str, one: &str, other: &str) -> String {
    text.replace(one, "@").replace(other, one).replace('@', other)
}

type Change = fn(&mut Parts);

/// Changes after which everything is chained again.
const CHAINED: &[(&str, &str, Change)] = &[
    ("a proof of another choice", "individual-proof", |parts| {
        vote(parts, |text| {
            let proofs: Vec<&str> =
                text.match_indices("{\"challenge\":").map(|(at, _)| &text[at..at + text[at..].find('}').unwrap() + 1]).collect();
            swap(text, proofs[0], proofs[1])
        });
    }),
    ("choices in another order", "individual-proof", |parts| {
        vote(parts, |text| {
            let alphas: Vec<&str> =
                text.match_indices("{\"alpha\":").map(|(at, _)| &text[at..at + text[at..].find('}').unwrap() + 1]).collect();
            swap(text, alphas[0], alphas[1])
        });
    }),
    ("the overall proof of another question", "overall-proof", |parts| {
        vote(parts, |text| {
            let proofs: Vec<String> = text
                .match_indices("\"overall_proof\":[")
                .map(|(at, start)| {
                    let from = at + start.len();
                    text[from..from + text[from..].find(']').unwrap()].to_owned()
                })
                .collect();
            swap(text, &proofs[0], &proofs[1])
        });
    }),
    ("another signature", "signature", |parts| {
        parts.change(BALLOT, |text| {
            let at = text.find("\"signature\"").unwrap();
            format!("{}{}", &text[..at], replace_field(&text[at..], "\"response\":\"", "1"))
        });
    }),
    ("another signed hash", "wrong-signature-hash", |parts| {
        parts.change(BALLOT, |text| {
            let at = text.find("\"signature\"").unwrap();
            format!("{}{}", &text[..at], replace_field(&text[at..], "\"hash\":\"", &Digest::of(b"").to_base64()))
        });
    }),
    ("another election hash", "wrong-election-hash", |parts| {
        vote(parts, |text| replace_field(text, "\"election_hash\":\"", &Digest::of(b"").to_base64()));
    }),
    ("another uuid", "wrong-uuid", |parts| vote(parts, |text| replace_field(text, "\"election_uuid\":\"", "11111111111111"))),
    ("an unknown credential", "unknown-credential", |parts| {
        parts.change(BALLOT, |text| replace_field(text, "\"credential\":\"", field(text, "\"alpha\":\"")));
    }),
    ("one question less", "wrong-shape", |parts| {
        vote(parts, |text| {
            let (from, to) = (text.rfind(",{\"choices\"").unwrap(), text.find("],\"signature\"").unwrap());
            format!("{}{}", &text[..from], &text[to..])
        });
    }),
    ("a small-order alpha", "alpha", |parts| vote(parts, |text| replace_field(text, "\"alpha\":\"", IDENTITY))),
    ("an alpha of order 8", "alpha", |parts| vote(parts, |text| replace_field(text, "\"alpha\":\"", ORDER_8))),
    ("a beta of order 8", "beta", |parts| vote(parts, |text| replace_field(text, "\"beta\":\"", ORDER_8))),
    ("a second encoding of a point", "ballot-form", |parts| vote(parts, |text| replace_field(text, "\"alpha\":\"", ABOVE_P))),
    ("upper-case digits", "ballot-form", |parts| {
        vote(parts, |text| replace_field(text, "\"alpha\":\"", &field(text, "\"alpha\":\"").to_uppercase()));
    }),
    ("a scalar not below q", "ballot-form", |parts| vote(parts, |text| replace_field(text, "\"challenge\":\"", Q))),
    ("a leading zero", "ballot-form", |parts| {
        vote(parts, |text| replace_field(text, "\"challenge\":\"", &format!("0{}", field(text, "\"challenge\":\""))));
    }),
    ("a space in a ballot", "ballot-form", |parts| vote(parts, |text| text.replacen(",\"answers\"", ", \"answers\"", 1))),
    ("a newline after a ballot", "ballot-form", |parts| parts.change(BALLOT, |text| format!("{text}\n"))),
    ("an extra field", "ballot-form", |parts| vote(parts, |text| text.replacen(",\"answers\"", ",\"x\":1,\"answers\"", 1))),
    ("a field twice", "ballot-form", |parts| {
        vote(parts, |text| text.replacen("{\"alpha\"", &format!("{{\"alpha\":\"{}\",\"alpha\"", field(text, "\"alpha\":\"")), 1));
    }),
    ("another order of fields", "ballot-form", |parts| {
        parts.change(BALLOT, |text| {
            let (uuid, hash) = (field(text, "\"election_uuid\":\"").to_owned(), field(text, "\"election_hash\":\"").to_owned());
            let start = format!("{{\"election_uuid\":\"{uuid}\",\"election_hash\":\"{hash}\"");
            text.replacen(&start, &format!("{{\"election_hash\":\"{hash}\",\"election_uuid\":\"{uuid}\""), 1)
        });
    }),
    ("the same ballot twice", "repeated-ballot", |parts| {
        let copy = parts.parts[BALLOT..BALLOT + 2].to_vec();
        parts.parts.splice(BALLOT..BALLOT, copy);
    }),
    ("two ballots of one credential", "repeated-credential", |parts| {
        let (ready, text) = (&MADE.0, parts.parts[BALLOT].text());
        let card =
            ready.cards.iter().find(|card| card.public_key(&ready.election.uuid).to_hex() == field(&text, "\"credential\":\"")).unwrap();
        let ballot = ready.poll.cast(card, &[0, 0], &mut ballot::group::system_random()).unwrap();
        let text = String::from_utf8(ballot.text().to_vec()).unwrap();
        let payload = Some(ballot.tracker().0);
        let event = Part::Event(Event { parent: None, height: 0, kind: EventType::Ballot, payload });
        parts.parts.splice(BALLOT..BALLOT, [Part::Data(text), event]);
    }),
    ("a ballot dropped", "wrong-total", |parts| {
        parts.parts.drain(BALLOT..BALLOT + 2);
    }),
    ("a ballot swapped", "wrong-total", |parts| {
        vote(parts, |text| {
            let ready = &MADE.0;
            let card =
                ready.cards.iter().find(|card| card.public_key(&ready.election.uuid).to_hex() == field(text, "\"credential\":\"")).unwrap();
            String::from_utf8(ready.poll.cast(card, &[1, 1], &mut ballot::group::system_random()).unwrap().text().to_vec()).unwrap()
        });
    }),
    ("one ballot less counted", "wrong-count", |parts| {
        let place = at(parts, EventType::EncryptedTally) - 1;
        parts.change(place, |text| text.replace("\"num_tallied\":4", "\"num_tallied\":3"));
    }),
    ("another weight", "wrong-weight", |parts| {
        let place = at(parts, EventType::EncryptedTally) - 1;
        parts.change(place, |text| text.replace("\"total_weight\":4", "\"total_weight\":5"));
    }),
    ("a total of other ciphertexts", "wrong-total", |parts| {
        let place = at(parts, EventType::EncryptedTally) - 2;
        parts.change(place, |text| swap(text, field(text, "\"alpha\":\""), field(text, "\"beta\":\"")));
    }),
    ("a size of another tally", "tally-hash", |parts| {
        let place = at(parts, EventType::EncryptedTally) - 1;
        parts.change(place, |text| replace_field(text, "\"encrypted_tally\":\"", &Digest::of(b"").to_hex()));
    }),
    ("no setup event", "unexpected-data", |parts| {
        parts.parts.remove(SETUP + 1);
    }),
    ("a second setup event", "event-order", |parts| {
        let copy = parts.parts[SETUP + 1].clone();
        parts.parts.insert(SETUP + 1, copy);
    }),
    ("no end of ballots", "unexpected-data", |parts| {
        let place = at(parts, EventType::EndBallots);
        parts.parts.remove(place);
    }),
    ("a second end of ballots", "event-order", |parts| {
        let place = at(parts, EventType::EndBallots);
        let copy = parts.parts[place].clone();
        parts.parts.insert(place, copy);
    }),
    ("a ballot after the end of ballots", "tally-form", |parts| {
        let end = at(parts, EventType::EndBallots);
        parts.parts[end - 2..=end].rotate_right(1);
    }),
    ("no event of the total", "unexpected-data", |parts| {
        let place = at(parts, EventType::EncryptedTally);
        parts.parts.remove(place);
    }),
    ("no total", "tally-form", |parts| {
        let place = at(parts, EventType::EncryptedTally);
        parts.parts.drain(place - 2..=place);
    }),
    ("no result", "ends-early", |parts| {
        let place = at(parts, EventType::Result);
        parts.parts.drain(place - 1..=place);
    }),
    ("the result twice", "after-end", |parts| {
        let place = at(parts, EventType::Result);
        let copy = parts.parts[place - 1..=place].to_vec();
        parts.parts.extend(copy);
    }),
    ("another result", "wrong-result", |parts| {
        let place = at(parts, EventType::Result) - 1;
        parts.change(place, |text| if text.contains("[[4") { text.replacen("[[4", "[[3", 1) } else { text.replacen("[[", "[[4", 1) });
    }),
    ("a result of another shape", "wrong-result", |parts| {
        let place = at(parts, EventType::Result) - 1;
        parts.change(place, |_| "{\"result\":[[4,0]]}".to_owned());
    }),
    ("a share of one member of the group missing", "too-few-shares", |parts| {
        let place = parts.events(EventType::PartialDecryption)[1];
        parts.parts.drain(place - 2..=place);
    }),
    ("the share of the single trustee missing", "too-few-shares", |parts| {
        let place = parts.events(EventType::PartialDecryption)[0];
        parts.parts.drain(place - 2..=place);
    }),
    ("a share twice", "repeated-share", |parts| {
        let place = parts.events(EventType::PartialDecryption)[0];
        let copy = parts.parts[place - 2..=place].to_vec();
        parts.parts.splice(place - 2..place - 2, copy);
    }),
    ("a share of the wrong owner", "share-proof", |parts| {
        let place = parts.events(EventType::PartialDecryption)[2];
        parts.change(place - 1, |text| text.replace("\"owner\":4", "\"owner\":3"));
    }),
    ("a share of nobody", "share-owner", |parts| {
        let place = parts.events(EventType::PartialDecryption)[2];
        parts.change(place - 1, |text| text.replace("\"owner\":4", "\"owner\":5"));
    }),
    ("another decryption factor", "share-proof", |parts| {
        let place = parts.events(EventType::PartialDecryption)[0];
        let key = MADE.0.election.public_key.to_hex();
        parts.change(place - 2, |text| replace_field(text, "[[\"", &key));
    }),
    ("a decryption factor of order 8", "share-form", |parts| {
        let place = parts.events(EventType::PartialDecryption)[0];
        parts.change(place - 2, |text| replace_field(text, "[[\"", ORDER_8));
    }),
    ("another proof of decryption", "share-proof", |parts| {
        let place = parts.events(EventType::PartialDecryption)[0];
        parts.change(place - 2, |text| replace_field(text, "\"challenge\":\"", "5"));
    }),
    ("another key of the election", "election-key", |parts| {
        let other = ballot::group::SecretScalar::random(&mut ballot::group::system_random()).public().to_hex();
        parts.change(ELECTION, |text| replace_field(text, "\"public_key\":\"", &other));
    }),
    ("the identity as the election's key", "election-form", |parts| {
        parts.change(ELECTION, |text| replace_field(text, "\"public_key\":\"", IDENTITY));
    }),
    ("another question, ballots as they were", "wrong-election-hash", |parts| {
        parts.change(ELECTION, |text| text.replacen("部门1", "部门9", 1))
    }),
    ("two choices allowed", "election-form", |parts| parts.change(ELECTION, |text| text.replacen("\"max\":1", "\"max\":2", 1))),
    ("another version", "election-form", |parts| parts.change(ELECTION, |text| text.replacen("\"version\":1", "\"version\":2", 1))),
    ("a needless escape", "election-form", |parts| parts.change(ELECTION, |text| text.replacen("测试", "\\u6d4b试", 1))),
    ("another proof of a trustee's key", "trustee", |parts| parts.change(TRUSTEES, |text| replace_field(text, "\"challenge\":\"", "5"))),
    ("another threshold", "trustee", |parts| parts.change(TRUSTEES, |text| text.replacen("\"threshold\":2", "\"threshold\":3", 1))),
    ("another place in a certificate", "trustee", |parts| {
        parts.change(TRUSTEES, |text| text.replacen("\\\"index\\\":2", "\\\"index\\\":1", 1));
    }),
    ("another certificate's signature", "trustee", |parts| {
        parts.change(TRUSTEES, |text| {
            let at = text.find("\"certs\"").unwrap();
            format!("{}{}", &text[..at], replace_field(&text[at..], "\"challenge\":\"", "5"))
        });
    }),
    ("another coefficient", "trustee", |parts| {
        let other = ballot::group::SecretScalar::random(&mut ballot::group::system_random()).public().to_hex();
        parts.change(TRUSTEES, |text| {
            let from = text.find("{\\\"coefexps\\\":[\\\"").unwrap() + "{\\\"coefexps\\\":[\\\"".len();
            format!("{}{other}{}", &text[..from], &text[from + 64..])
        });
    }),
    ("a coefficient of order 8", "trustees-form", |parts| {
        parts.change(TRUSTEES, |text| {
            let from = text.find("{\\\"coefexps\\\":[\\\"").unwrap() + "{\\\"coefexps\\\":[\\\"".len();
            format!("{}{ORDER_8}{}", &text[..from], &text[from + 64..])
        });
    }),
    ("another signature over the certificates", "trustee", |parts| {
        parts.change(TRUSTEES, |text| {
            let at = text.find("\"signatures\"").unwrap();
            format!("{}{}", &text[..at], replace_field(&text[at..], "\"response\":\"", "5"))
        });
    }),
    ("another verification key", "trustee", |parts| {
        let other = ballot::group::SecretScalar::random(&mut ballot::group::system_random()).public().to_hex();
        parts.change(TRUSTEES, |text| {
            let at = text.find("\"verification_keys\"").unwrap();
            format!("{}{}", &text[..at], replace_field(&text[at..], "\"public_key\":\"", &other))
        });
    }),
    ("a credential twice", "credentials-form", |parts| {
        parts.change(CREDENTIALS, |text| replace_field(text, "[\"", field(text, ",\"")));
    }),
    ("a credential of order 8", "credentials-form", |parts| parts.change(CREDENTIALS, |text| replace_field(text, "[\"", ORDER_8))),
    ("a credential with a weight", "credentials-form", |parts| {
        parts.change(CREDENTIALS, |text| replace_field(text, "[\"", &format!("{},2", field(text, "[\""))));
    }),
    ("setup data of another election", "setup-data", |parts| {
        parts.change(SETUP, |text| replace_field(text, "\"election\":\"", &Digest::of(b"").to_hex()));
    }),
    ("data that nothing refers to", "unexpected-data", |parts| parts.parts.insert(BALLOT, Part::Data("{}".to_owned()))),
    ("data after the end", "after-end", |parts| parts.parts.push(Part::Data("{}".to_owned()))),
    ("a payload at the end of ballots", "payload", |parts| {
        let place = at(parts, EventType::EndBallots);
        if let Part::Event(event) = &mut parts.parts[place] {
            event.payload = Some(Digest::of(b""));
        }
    }),
    ("another version of the archive", "header", |parts| {
        parts.parts[0] = Part::Header("{\"version\":2,\"timestamp\":\"1700000000\"}".to_owned());
    }),
];

#[test]
fn every_change_meets_its_refusal() {
    let mut wrong = Vec::new();
    for (what, expected, change) in CHAINED {
        let mut parts = Parts::of(&MADE.1);
        change(&mut parts);
        let refusal = refusal(&parts.chained());
        if refusal.kind.name() != *expected {
            wrong.push(format!("{what}: {} instead of {expected} ({refusal})", refusal.kind.name()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_chain_with_a_wrong_link_is_refused() {
    for (expected, change) in [
        ("parent", (|event: &mut Event| event.parent = Some(Digest::of(b""))) as fn(&mut Event)),
        ("parent", |event| event.parent = None),
        ("height", |event| event.height += 1),
    ] {
        let mut parts = Parts::of(&MADE.1);
        let Part::Event(event) = &mut parts.parts[BALLOT + 1] else { panic!("not an event") };
        change(event);
        assert_eq!(refusal(&parts.bytes()).kind.name(), expected);
    }
}

#[test]
fn every_changed_byte_of_the_tar_is_refused() {
    let archive = &MADE.1;
    for place in 0..1536 {
        let mut changed = archive.clone();
        changed[place] ^= 1;
        refusal(&changed);
    }
}

#[test]
fn a_file_cut_anywhere_is_refused() {
    let archive = &MADE.1;
    for end in (0..archive.len()).step_by(509).chain([512, 1024, archive.len() - 1, archive.len() - 512]) {
        refusal(&archive[..end]);
    }
}

#[test]
fn anything_after_the_end_is_refused() {
    for more in [&[0u8][..], &[0; 512], &[0; 1024], b"x"] {
        let mut archive = MADE.1.clone();
        archive.extend(more);
        assert_eq!(refusal(&archive).kind.name(), "after-end");
    }
}

#[test]
fn the_place_of_a_refusal_is_named() {
    let mut parts = Parts::of(&MADE.1);
    vote(&mut parts, |text| {
        let at = text.rfind("\"beta\":\"").unwrap();
        format!("{}{}", &text[..at], replace_field(&text[at..], "\"beta\":\"", ORDER_8))
    });
    let tracker = Digest::of(parts.parts[BALLOT].text().as_bytes());
    let at = refusal(&parts.chained()).at;
    assert_eq!((at.event, at.tracker.map(|tracker| tracker.0), at.question, at.answer), (Some(1), Some(tracker), Some(1), Some(1)));
}

#[test]
fn what_was_published_before_is_compared_both_ways() {
    let verified = verify(MADE.1.as_slice(), Options::default()).unwrap_or_else(|refusal| panic!("{refusal}"));
    let ballots: Vec<_> = verified.trackers.iter().map(|tracker| tracker.0).collect();
    let right = Published {
        setup: Some(verified.setup),
        ballots: Some(ballots.clone()),
        ordered: true,
        revoked: Vec::new(),
        issued: Some(4),
        counted: Some(4),
        tally: Some(verified.tally.sized().encrypted_tally),
        result: verified.result.clone(),
    };
    verified.compare(&right).unwrap_or_else(|refusal| panic!("{refusal}"));
    let expect = |published: Published, name| assert_eq!(verified.compare(&published).unwrap_err().kind.name(), name);
    let mut setup = verified.setup;
    setup.credentials = Digest::of(b"");
    expect(Published { setup: Some(setup), ..right.clone() }, "not-as-published");
    expect(Published { ballots: Some(ballots[1..].to_vec()), ..right.clone() }, "unpublished-ballot");
    expect(Published { ballots: Some([&ballots[..], &[Digest::of(b"")]].concat()), ..right.clone() }, "missing-ballot");
    expect(Published { revoked: vec![MADE.0.credentials.keys()[0]], ..right.clone() }, "revoked-credential");
    expect(Published { issued: Some(3), ..right.clone() }, "more-than-issued");
    expect(Published { counted: Some(5), ..right.clone() }, "ballot-count");
    expect(Published { tally: Some(Digest::of(b"")), ..right.clone() }, "not-as-published");
    expect(Published { result: Some(ballot::tally::ElectionResult(vec![])), ..right }, "not-as-published");
}

#[test]
fn ballots_in_another_order_than_that_of_their_hashes_are_refused_when_order_is_asked_for() {
    let mut parts = Parts::of(&MADE.1);
    parts.parts[BALLOT..BALLOT + 4].rotate_left(2);
    let verified = verify(parts.chained().as_slice(), Options::default()).unwrap_or_else(|refusal| panic!("{refusal}"));
    assert_eq!(verified.compare(&Published { ordered: true, ..Published::default() }).unwrap_err().kind.name(), "ballot-order");
}
