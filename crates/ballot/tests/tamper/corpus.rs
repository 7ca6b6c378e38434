//! The changes, one function each, and the name of the refusal that each must meet.

use crate::support::parts::{Part, Parts, sign_again};
use crate::support::{self, Ready};
use ballot::archive::{Event, EventType};
use ballot::digest::Digest;
use curve25519_dalek::constants::EIGHT_TORSION;
use curve25519_dalek::edwards::CompressedEdwardsY;
use std::sync::LazyLock;

const VOTERS: usize = 4;
const ELECTION: usize = 1;
const TRUSTEES: usize = 2;
const CREDENTIALS: usize = 3;
const SETUP: usize = 4;
/// The data of the first ballot; the next is two members on.
pub const BALLOT: usize = 6;

/// The point of order 8, and an encoding of 1 above p.
pub const ORDER_8: &str = "7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd83d3d706a17c7";
const IDENTITY: &str = "0000000000000000000000000000000000000000000000000000000000000001";
const ABOVE_P: &str = "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffee";
const Q: &str = "7237005577332262213973186563042994240857116359379907606001950938285454250989";

pub static MADE: LazyLock<(Ready, Vec<u8>)> = LazyLock::new(|| {
    let ready = support::ready(VOTERS, 2, 2);
    let archive = ready.archive(&[1, 2, 4]).0;
    (ready, archive)
});

fn at(parts: &Parts, kind: EventType) -> usize {
    parts.events(kind)[0]
}

/// The text between `start` and the next quote.
pub fn field<'a>(text: &'a str, start: &str) -> &'a str {
    let from = text.find(start).unwrap() + start.len();
    &text[from..from + text[from..].find('"').unwrap()]
}

pub fn replace_field(text: &str, start: &str, value: &str) -> String {
    text.replacen(&format!("{start}{}", field(text, start)), &format!("{start}{value}"), 1)
}

/// A changed ballot, signed again by its voter.
pub fn vote(parts: &mut Parts, change: impl Fn(&str) -> String) {
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

/// The same point with a component of order 8 added.
fn outside_subgroup(element: &str) -> String {
    let mut bytes: [u8; 32] = data_encoding::HEXLOWER.decode(element.as_bytes()).unwrap().try_into().unwrap();
    bytes.reverse();
    let point = CompressedEdwardsY(bytes).decompress().unwrap() + EIGHT_TORSION[1];
    let mut bytes = point.compress().to_bytes();
    bytes.reverse();
    data_encoding::HEXLOWER.encode(&bytes)
}

pub type Change = fn(&mut Parts);

/// Changes after which everything is chained again.
pub const CHAINED: &[(&str, &str, Change)] = &[
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
    ("an alpha outside the subgroup", "alpha", |parts| {
        vote(parts, |text| replace_field(text, "\"alpha\":\"", &outside_subgroup(field(text, "\"alpha\":\""))));
    }),
    ("a beta outside the subgroup", "beta", |parts| {
        vote(parts, |text| replace_field(text, "\"beta\":\"", &outside_subgroup(field(text, "\"beta\":\""))));
    }),
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
    ("a credential outside the subgroup", "credentials-form", |parts| {
        parts.change(CREDENTIALS, |text| replace_field(text, "[\"", &outside_subgroup(field(text, "[\""))));
    }),
    ("a trustee's key outside the subgroup", "trustees-form", |parts| {
        parts.change(TRUSTEES, |text| replace_field(text, "\"public_key\":\"", &outside_subgroup(field(text, "\"public_key\":\""))));
    }),
    ("a decryption factor outside the subgroup", "share-form", |parts| {
        let place = parts.events(EventType::PartialDecryption)[0];
        parts.change(place - 2, |text| replace_field(text, "[[\"", &outside_subgroup(field(text, "[[\""))));
    }),
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
