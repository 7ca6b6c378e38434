//! Changes of the chain, and of bytes around the messages.

use super::{BALLOT, BELENIOS, BOTH, Row};
use crate::support::MTIME;
use crate::support::parts::{Part, Parts, member};
use ballot::archive::Event;
use ballot::digest::Digest;

/// Nothing is chained again after these.
pub(super) const LINKS: &[Row<Parts>] = &[
    ("another parent", "parent", BOTH, |parts| event(parts).parent = Some(Digest::of(b""))),
    ("no parent", "parent", BOTH, |parts| event(parts).parent = None),
    ("another height", "height", BOTH, |parts| event(parts).height += 1),
];

/// Nothing is named again after these.
pub(super) const BYTES: &[Row<Vec<u8>>] = &[
    ("a file cut inside a member", "truncated", BOTH, |archive| archive.truncate(archive.len() - 512)),
    ("a file cut between a result and its event", "ends-early", BELENIOS, |archive| archive.truncate(archive.len() - 1024)),
    ("a byte after the end", "after-end", BELENIOS, |archive| archive.push(0)),
    ("the trailer of a tar", "after-end", BELENIOS, |archive| archive.extend([0; 1024])),
    ("a changed letter under the old name", "member-hash", BOTH, |archive| {
        let at = archive.len() - 512;
        let at = at + archive[at..].iter().position(|byte| *byte == b'R').unwrap();
        archive[at] = b'r';
    }),
    ("another name of a member", "member-hash", BOTH, |archive| {
        write_last_again(archive, |name| format!("{}{}{}", &name[1..64], &name[..1], &name[64..]), MTIME);
    }),
    ("another mode of a member", "tar-header", BELENIOS, |archive| archive[106] = b'0'),
    ("another check sum of a member", "tar-header", BELENIOS, |archive| archive[148] ^= 1),
    ("another time of a member", "tar-header", BELENIOS, |archive| write_last_again(archive, str::to_owned, MTIME + 1)),
    ("another time in the header", "timestamp", BELENIOS, |archive| {
        let header = format!("{{\"version\":1,\"timestamp\":\"{}\"}}", MTIME + 1);
        archive[512..512 + header.len()].copy_from_slice(header.as_bytes());
    }),
    ("something after the body of a member", "tar-padding", BELENIOS, |archive| *archive.last_mut().unwrap() = b' '),
];

/// The event of the first ballot.
fn event(parts: &mut Parts) -> &mut Event {
    match &mut parts.parts[BALLOT + 1] {
        Part::Event(event) => event,
        _ => panic!("not an event"),
    }
}

/// Writes the last member again, an event of one block.
fn write_last_again(archive: &mut Vec<u8>, rename: fn(&str) -> String, mtime: u64) {
    let last = archive.split_off(archive.len() - 1024);
    let text = |block: &[u8]| String::from_utf8(block.split(|byte| *byte == 0).next().unwrap().to_vec()).unwrap();
    archive.extend(member(&rename(&text(&last)), text(&last[512..]).as_bytes(), mtime));
}
