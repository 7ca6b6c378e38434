//! Changes of ballots.

use super::{
    ABOVE_P, BALLOT, BELENIOS, BOTH, IDENTITY, MADE, NEITHER, ORDER_8, Q, Row, SIRONA, field, outside_subgroup, plus_torsion,
    replace_field, swap, vote, vote_at,
};
use crate::support::parts::{Part, Parts};
use ballot::archive::{Event, EventType};
use ballot::digest::Digest;

pub(super) const CHANGES: &[Row<Parts>] = &[
    ("a proof of another choice", "individual-proof", BOTH, |parts| {
        vote(parts, |text| {
            let proofs: Vec<&str> =
                text.match_indices("{\"challenge\":").map(|(at, _)| &text[at..at + text[at..].find('}').unwrap() + 1]).collect();
            swap(text, proofs[0], proofs[1])
        });
    }),
    ("choices in another order", "individual-proof", BOTH, |parts| {
        vote(parts, |text| {
            let alphas: Vec<&str> =
                text.match_indices("{\"alpha\":").map(|(at, _)| &text[at..at + text[at..].find('}').unwrap() + 1]).collect();
            swap(text, alphas[0], alphas[1])
        });
    }),
    ("the overall proof of another question", "overall-proof", BOTH, |parts| {
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
    ("another signature", "signature", BOTH, |parts| {
        parts.change(BALLOT, |text| {
            let at = text.find("\"signature\"").unwrap();
            format!("{}{}", &text[..at], replace_field(&text[at..], "\"response\":\"", "1"))
        });
    }),
    ("another signed hash", "wrong-signature-hash", BOTH, |parts| {
        parts.change(BALLOT, |text| {
            let at = text.find("\"signature\"").unwrap();
            format!("{}{}", &text[..at], replace_field(&text[at..], "\"hash\":\"", &Digest::of(b"").to_base64()))
        });
    }),
    ("another election hash", "wrong-election-hash", BOTH, |parts| {
        vote(parts, |text| replace_field(text, "\"election_hash\":\"", &Digest::of(b"").to_base64()));
    }),
    ("another uuid", "wrong-uuid", BOTH, |parts| vote(parts, |text| replace_field(text, "\"election_uuid\":\"", "11111111111111"))),
    ("an unknown credential", "unknown-credential", BOTH, |parts| {
        parts.change(BALLOT, |text| replace_field(text, "\"credential\":\"", field(text, "\"alpha\":\"")));
    }),
    ("one question less", "wrong-shape", BOTH, |parts| {
        vote(parts, |text| {
            let (from, to) = (text.rfind(",{\"choices\"").unwrap(), text.find("],\"signature\"").unwrap());
            format!("{}{}", &text[..from], &text[to..])
        });
    }),
    ("a small-order alpha", "alpha", BOTH, |parts| vote(parts, |text| replace_field(text, "\"alpha\":\"", IDENTITY))),
    ("an alpha of order 8", "alpha", BOTH, |parts| vote(parts, |text| replace_field(text, "\"alpha\":\"", ORDER_8))),
    ("a beta of order 8", "beta", BOTH, |parts| vote(parts, |text| replace_field(text, "\"beta\":\"", ORDER_8))),
    ("an alpha outside the subgroup", "alpha", BOTH, |parts| {
        vote(parts, |text| replace_field(text, "\"alpha\":\"", &outside_subgroup(field(text, "\"alpha\":\""))));
    }),
    ("a beta outside the subgroup", "beta", BOTH, |parts| {
        vote(parts, |text| replace_field(text, "\"beta\":\"", &outside_subgroup(field(text, "\"beta\":\""))));
    }),
    ("two alphas outside the subgroup, of which the total knows nothing", "alpha", BELENIOS, |parts| {
        for (place, multiple) in [(BALLOT, 1), (BALLOT + 2, 7)] {
            vote_at(parts, place, |text| replace_field(text, "\"alpha\":\"", &plus_torsion(field(text, "\"alpha\":\""), multiple)));
        }
    }),
    ("a second encoding of a point", "ballot-form", BOTH, |parts| vote(parts, |text| replace_field(text, "\"alpha\":\"", ABOVE_P))),
    ("upper-case digits", "ballot-form", SIRONA, |parts| {
        vote(parts, |text| replace_field(text, "\"alpha\":\"", &field(text, "\"alpha\":\"").to_uppercase()));
    }),
    ("a scalar not below q", "ballot-form", BOTH, |parts| vote(parts, |text| replace_field(text, "\"challenge\":\"", Q))),
    ("a leading zero", "ballot-form", SIRONA, |parts| {
        vote(parts, |text| replace_field(text, "\"challenge\":\"", &format!("0{}", field(text, "\"challenge\":\""))));
    }),
    ("a space in a ballot", "ballot-form", BOTH, |parts| vote(parts, |text| text.replacen(",\"answers\"", ", \"answers\"", 1))),
    ("a newline after a ballot", "ballot-form", BOTH, |parts| parts.change(BALLOT, |text| format!("{text}\n"))),
    ("an extra field", "ballot-form", BOTH, |parts| vote(parts, |text| text.replacen(",\"answers\"", ",\"x\":1,\"answers\"", 1))),
    ("a field twice", "ballot-form", SIRONA, |parts| {
        vote(parts, |text| text.replacen("{\"alpha\"", &format!("{{\"alpha\":\"{}\",\"alpha\"", field(text, "\"alpha\":\"")), 1));
    }),
    ("another order of fields", "ballot-form", BOTH, |parts| {
        parts.change(BALLOT, |text| {
            let (uuid, hash) = (field(text, "\"election_uuid\":\"").to_owned(), field(text, "\"election_hash\":\"").to_owned());
            let start = format!("{{\"election_uuid\":\"{uuid}\",\"election_hash\":\"{hash}\"");
            text.replacen(&start, &format!("{{\"election_hash\":\"{hash}\",\"election_uuid\":\"{uuid}\""), 1)
        });
    }),
    ("the same ballot twice", "repeated-ballot", BOTH, |parts| {
        let copy = parts.parts[BALLOT..BALLOT + 2].to_vec();
        parts.parts.splice(BALLOT..BALLOT, copy);
    }),
    ("two ballots of one credential", "repeated-credential", NEITHER, |parts| {
        let (ready, text) = (&MADE.0, parts.parts[BALLOT].text());
        let card =
            ready.cards.iter().find(|card| card.public_key(&ready.election.uuid).to_hex() == field(&text, "\"credential\":\"")).unwrap();
        let ballot = ready.poll.cast(card, &[0, 0], &mut ballot::group::system_random()).unwrap();
        let text = String::from_utf8(ballot.text().to_vec()).unwrap();
        let payload = Some(ballot.tracker().0);
        let event = Part::Event(Event { parent: None, height: 0, kind: EventType::Ballot, payload });
        parts.parts.splice(BALLOT..BALLOT, [Part::Data(text), event]);
    }),
    ("a ballot dropped", "wrong-total", BOTH, |parts| {
        parts.parts.drain(BALLOT..BALLOT + 2);
    }),
    ("a ballot swapped", "wrong-total", BOTH, |parts| {
        vote(parts, |text| {
            let ready = &MADE.0;
            let card =
                ready.cards.iter().find(|card| card.public_key(&ready.election.uuid).to_hex() == field(text, "\"credential\":\"")).unwrap();
            String::from_utf8(ready.poll.cast(card, &[1, 1], &mut ballot::group::system_random()).unwrap().text().to_vec()).unwrap()
        });
    }),
];
