//! Tampered archives: one change each, the name of the refusal that it must meet, and who else sees it.
//!
//! The two other programs, sirona 0.0.28 and belenios-tool 3.0, are less strict than our verifier. Each row says who sees
//! the change, and `tests/others` holds the marks against the programs, both ways. In short:
//! - Both check every proof of a ballot, its signature and credential, the total, shares, result and chain of events.
//! - Neither asks for the event that ends the ballots, or minds a second one or the result twice. Of two ballots of one
//!   credential both count the last, as the protocol allows; we refuse, because our rule is that the first one counts.
//! - belenios-tool, asked as docs/VERIFYING.md says, minds every byte of the file, but not a number or point in another
//!   form, a field twice or a share twice.
//! - sirona sees those, but not the tar around the messages, what nothing refers to, the order of events, or that the
//!   file ends before the result. Of a group of trustees it checks the first member's key only: not the other members,
//!   certificates and coefficients, and not that the election's key is theirs. And it passes over the proofs of a
//!   question in which a point lies outside the subgroup.
#![allow(dead_code)]

mod ballots;
mod count;
mod file;
mod setup;

use crate::support::parts::{Parts, sign_again};
use crate::support::{self, Ready};
use ballot::archive::EventType;
use curve25519_dalek::constants::EIGHT_TORSION;
use curve25519_dalek::edwards::CompressedEdwardsY;
use std::sync::LazyLock;

/// Which of the other programs refuse a change.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SeenBy {
    pub sirona: bool,
    pub belenios_tool: bool,
}

const BOTH: SeenBy = SeenBy { sirona: true, belenios_tool: true };
const SIRONA: SeenBy = SeenBy { sirona: true, belenios_tool: false };
const BELENIOS: SeenBy = SeenBy { sirona: false, belenios_tool: true };
const NEITHER: SeenBy = SeenBy { sirona: false, belenios_tool: false };

/// What is changed, the refusal, who else sees it, and the change.
type Row<T> = (&'static str, &'static str, SeenBy, fn(&mut T));

pub struct Tampered {
    pub what: &'static str,
    pub refusal: &'static str,
    pub seen_by: SeenBy,
    pub archive: Vec<u8>,
}

/// The whole corpus. All hashes are made right again after a change, as somebody who owns the server would, unless the
/// change is about the hashes themselves.
pub fn corpus() -> Vec<Tampered> {
    let mut corpus = Vec::new();
    let mut add = |(what, refusal, seen_by), archive| corpus.push(Tampered { what, refusal, seen_by, archive });
    for (what, refusal, seen_by, change) in [setup::CHANGES, ballots::CHANGES, count::CHANGES].concat() {
        let mut parts = Parts::of(&MADE.1);
        change(&mut parts);
        add((what, refusal, seen_by), parts.chained());
    }
    for (what, refusal, seen_by, change) in file::LINKS {
        let mut parts = Parts::of(&MADE.1);
        change(&mut parts);
        add((what, refusal, *seen_by), parts.bytes());
    }
    for (what, refusal, seen_by, change) in file::BYTES {
        let mut archive = MADE.1.clone();
        change(&mut archive);
        add((what, refusal, *seen_by), archive);
    }
    corpus
}

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

/// The election that is changed: as small as can be, because sirona is slow.
pub static MADE: LazyLock<(Ready, Vec<u8>)> = LazyLock::new(|| {
    let ready = support::ready(VOTERS, 2, 2);
    let archive = ready.archive(&[1, 2, 4]).0;
    (ready, archive)
});

fn at(parts: &Parts, kind: EventType) -> usize {
    parts.events(kind)[0]
}

/// The text between `start` and the next quote.
fn field<'a>(text: &'a str, start: &str) -> &'a str {
    let from = text.find(start).unwrap() + start.len();
    &text[from..from + text[from..].find('"').unwrap()]
}

pub fn replace_field(text: &str, start: &str, value: &str) -> String {
    text.replacen(&format!("{start}{}", field(text, start)), &format!("{start}{value}"), 1)
}

/// A change of the first ballot, signed again by its voter.
pub fn vote(parts: &mut Parts, change: impl Fn(&str) -> String) {
    vote_at(parts, BALLOT, change);
}

/// A change of a ballot, signed again by its voter.
fn vote_at(parts: &mut Parts, place: usize, change: impl Fn(&str) -> String) {
    let ready = &MADE.0;
    parts.change(place, |text| {
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
    plus_torsion(element, 1)
}

/// The same point with a multiple of a point of order 8 added.
fn plus_torsion(element: &str, multiple: usize) -> String {
    let mut bytes: [u8; 32] = data_encoding::HEXLOWER.decode(element.as_bytes()).unwrap().try_into().unwrap();
    bytes.reverse();
    let point = CompressedEdwardsY(bytes).decompress().unwrap() + EIGHT_TORSION[multiple];
    let mut bytes = point.compress().to_bytes();
    bytes.reverse();
    data_encoding::HEXLOWER.encode(&bytes)
}
