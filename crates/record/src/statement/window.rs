//! The ballot window and what it left.

use serde::{Deserialize, Serialize};

use super::{Digest, Id, Millis, Text, Uuid, strictly_sorted};

/// `window.opened` and `window.extended`: the window is open until then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WindowMoved {
    /// Which election.
    pub uuid: Uuid,
    /// When it was opened or extended.
    pub at: Millis,
    /// When it closes.
    pub until: Millis,
}

impl WindowMoved {
    pub(super) fn check(&self) -> Result<(), &'static str> {
        if self.until > self.at { Ok(()) } else { Err("until: not after at") }
    }
}

/// `window.closed`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WindowClosed {
    /// Which election.
    pub uuid: Uuid,
    /// When.
    pub at: Millis,
}

/// `paper.permitted`: a venue without power or network votes on paper forms, which its own cards then key in (M104).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperPermitted {
    /// Which election.
    pub uuid: Uuid,
    /// The venue.
    pub venue: Id,
    /// Why.
    pub reason: Text,
    /// When.
    pub at: Millis,
}

/// How many hashes of ballots one statement holds: more would not fit an entry of 65,535 bytes.
pub const HASHES_PER_PART: usize = 900;

/// `ballots.closed`: the hashes of all ballots in byte order, in as many parts as needed, all of one batch. No time stands beside a ballot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BallotsClosed {
    /// Which election.
    pub uuid: Uuid,
    /// How many ballots there are in all parts.
    pub count: u32,
    /// Which part, from 1.
    pub part: u32,
    /// How many parts; at least one, also for no ballots.
    pub parts: u32,
    /// SHA-256 of the ballots, in byte order.
    pub hashes: Vec<Digest>,
}

/// Why parts do not make one list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BallotsParts {
    /// A part is missing, repeated, out of order, of another election, or wrong in itself.
    #[error("ballots.closed: part {0} does not follow")]
    Part(u32),
    /// The parts are each in byte order, but not together.
    #[error("ballots.closed: the hashes of all parts are not in byte order, or one stands twice")]
    Order,
}

impl BallotsClosed {
    pub(super) fn check(&self) -> Result<(), &'static str> {
        let count = self.count as usize;
        let parts = count.div_ceil(HASHES_PER_PART).max(1);
        if self.parts as usize != parts || !(1..=self.parts).contains(&self.part) {
            return Err("part: not one of the parts that this count needs");
        }
        let expected = if self.part == self.parts { count - (parts - 1) * HASHES_PER_PART } else { HASHES_PER_PART };
        if self.hashes.len() != expected {
            return Err("hashes: not as many as this part must hold");
        }
        if strictly_sorted(&self.hashes) { Ok(()) } else { Err("hashes: not in byte order, or one twice") }
    }

    /// The statements for all ballots of an election; the hashes are sorted here. `None` if one stands twice or they are too many to count.
    pub fn all(uuid: &Uuid, mut hashes: Vec<Digest>) -> Option<Vec<BallotsClosed>> {
        hashes.sort();
        let count = u32::try_from(hashes.len()).ok().filter(|_| strictly_sorted(&hashes))?;
        let mut chunks: Vec<Vec<Digest>> = hashes.chunks(HASHES_PER_PART).map(<[Digest]>::to_vec).collect();
        if chunks.is_empty() {
            chunks.push(Vec::new());
        }
        let parts = chunks.len() as u32;
        let part = |(hashes, part)| BallotsClosed { uuid: uuid.clone(), count, part, parts, hashes };
        Some(chunks.into_iter().zip(1..).map(part).collect())
    }

    /// The hashes of all parts, which must be complete and in order.
    pub fn join(parts: &[BallotsClosed]) -> Result<Vec<Digest>, BallotsParts> {
        let first = parts.first().ok_or(BallotsParts::Part(1))?;
        let mut hashes = Vec::new();
        for (part, number) in parts.iter().zip(1..) {
            let same_list = part.uuid == first.uuid && part.count == first.count;
            if part.part != number || !same_list || part.check().is_err() {
                return Err(BallotsParts::Part(number));
            }
            hashes.extend(&part.hashes);
        }
        if parts.len() < first.parts as usize {
            return Err(BallotsParts::Part(parts.len() as u32 + 1));
        }
        if strictly_sorted(&hashes) { Ok(hashes) } else { Err(BallotsParts::Order) }
    }
}
