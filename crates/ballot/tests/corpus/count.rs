//! Changes of what follows the ballots, and of the order of events.

use super::{BALLOT, BELENIOS, BOTH, MADE, NEITHER, ORDER_8, Row, SETUP, SIRONA, at, field, outside_subgroup, replace_field, swap};
use crate::support::parts::{Part, Parts};
use ballot::archive::EventType;
use ballot::digest::Digest;

pub(super) const CHANGES: &[Row<Parts>] = &[
    ("one ballot less counted", "wrong-count", BOTH, |parts| {
        let place = at(parts, EventType::EncryptedTally) - 1;
        parts.change(place, |text| text.replace("\"num_tallied\":4", "\"num_tallied\":3"));
    }),
    ("another weight", "wrong-weight", BOTH, |parts| {
        let place = at(parts, EventType::EncryptedTally) - 1;
        parts.change(place, |text| text.replace("\"total_weight\":4", "\"total_weight\":5"));
    }),
    ("a total of other ciphertexts", "wrong-total", BOTH, |parts| {
        let place = at(parts, EventType::EncryptedTally) - 2;
        parts.change(place, |text| swap(text, field(text, "\"alpha\":\""), field(text, "\"beta\":\"")));
    }),
    ("a size of another tally", "tally-hash", BOTH, |parts| {
        let place = at(parts, EventType::EncryptedTally) - 1;
        parts.change(place, |text| replace_field(text, "\"encrypted_tally\":\"", &Digest::of(b"").to_hex()));
    }),
    ("no setup event", "unexpected-data", BOTH, |parts| {
        parts.parts.remove(SETUP + 1);
    }),
    ("a second setup event", "event-order", BELENIOS, |parts| {
        let copy = parts.parts[SETUP + 1].clone();
        parts.parts.insert(SETUP + 1, copy);
    }),
    ("no end of ballots", "unexpected-data", NEITHER, |parts| {
        let place = at(parts, EventType::EndBallots);
        parts.parts.remove(place);
    }),
    ("a second end of ballots", "event-order", NEITHER, |parts| {
        let place = at(parts, EventType::EndBallots);
        let copy = parts.parts[place].clone();
        parts.parts.insert(place, copy);
    }),
    ("a ballot after the end of ballots", "tally-form", BELENIOS, |parts| {
        let end = at(parts, EventType::EndBallots);
        parts.parts[end - 2..=end].rotate_right(1);
    }),
    ("nothing after the ballots", "ends-early", BELENIOS, |parts| {
        let place = at(parts, EventType::EndBallots);
        parts.parts.truncate(place);
    }),
    ("nothing after the end of ballots", "ends-early", BELENIOS, |parts| {
        let place = at(parts, EventType::EndBallots);
        parts.parts.truncate(place + 1);
    }),
    ("no event of the total", "unexpected-data", BELENIOS, |parts| {
        let place = at(parts, EventType::EncryptedTally);
        parts.parts.remove(place);
    }),
    ("no total", "tally-form", BELENIOS, |parts| {
        let place = at(parts, EventType::EncryptedTally);
        parts.parts.drain(place - 2..=place);
    }),
    ("no result", "ends-early", BELENIOS, |parts| {
        let place = at(parts, EventType::Result);
        parts.parts.drain(place - 1..=place);
    }),
    ("the result twice", "after-end", NEITHER, |parts| {
        let place = at(parts, EventType::Result);
        let copy = parts.parts[place - 1..=place].to_vec();
        parts.parts.extend(copy);
    }),
    ("another result", "wrong-result", BOTH, |parts| {
        let place = at(parts, EventType::Result) - 1;
        parts.change(place, |text| if text.contains("[[4") { text.replacen("[[4", "[[3", 1) } else { text.replacen("[[", "[[4", 1) });
    }),
    ("a result of another shape", "wrong-result", BOTH, |parts| {
        let place = at(parts, EventType::Result) - 1;
        parts.change(place, |_| "{\"result\":[[4,0]]}".to_owned());
    }),
    ("a share of one member of the group missing", "too-few-shares", BOTH, |parts| {
        let place = parts.events(EventType::PartialDecryption)[1];
        parts.parts.drain(place - 2..=place);
    }),
    ("the share of the single trustee missing", "too-few-shares", BOTH, |parts| {
        let place = parts.events(EventType::PartialDecryption)[0];
        parts.parts.drain(place - 2..=place);
    }),
    ("a share twice", "repeated-share", SIRONA, |parts| {
        let place = parts.events(EventType::PartialDecryption)[0];
        let copy = parts.parts[place - 2..=place].to_vec();
        parts.parts.splice(place - 2..place - 2, copy);
    }),
    ("a share of the wrong owner", "share-proof", BOTH, |parts| {
        let place = parts.events(EventType::PartialDecryption)[2];
        parts.change(place - 1, |text| text.replace("\"owner\":4", "\"owner\":3"));
    }),
    ("a share of nobody", "share-owner", BOTH, |parts| {
        let place = parts.events(EventType::PartialDecryption)[2];
        parts.change(place - 1, |text| text.replace("\"owner\":4", "\"owner\":5"));
    }),
    ("another decryption factor", "share-proof", BOTH, |parts| {
        let place = parts.events(EventType::PartialDecryption)[0];
        let key = MADE.0.election.public_key.to_hex();
        parts.change(place - 2, |text| replace_field(text, "[[\"", &key));
    }),
    ("a decryption factor of order 8", "share-form", BOTH, |parts| {
        let place = parts.events(EventType::PartialDecryption)[0];
        parts.change(place - 2, |text| replace_field(text, "[[\"", ORDER_8));
    }),
    ("a decryption factor outside the subgroup", "share-form", BOTH, |parts| {
        let place = parts.events(EventType::PartialDecryption)[0];
        parts.change(place - 2, |text| replace_field(text, "[[\"", &outside_subgroup(field(text, "[[\""))));
    }),
    ("another proof of decryption", "share-proof", BOTH, |parts| {
        let place = parts.events(EventType::PartialDecryption)[0];
        parts.change(place - 2, |text| replace_field(text, "\"challenge\":\"", "5"));
    }),
    ("data that nothing refers to", "unexpected-data", BELENIOS, |parts| parts.parts.insert(BALLOT, Part::Data("{}".to_owned()))),
    ("data after the end", "after-end", BELENIOS, |parts| parts.parts.push(Part::Data("{}".to_owned()))),
    ("a payload at the end of ballots", "payload", BELENIOS, |parts| {
        let place = at(parts, EventType::EndBallots);
        if let Part::Event(event) = &mut parts.parts[place] {
            event.payload = Some(Digest::of(b""));
        }
    }),
    ("another version of the archive", "header", BELENIOS, |parts| {
        parts.parts[0] = Part::Header("{\"version\":2,\"timestamp\":\"1700000000\"}".to_owned());
    }),
];
