//! Sources, pool, seed and draw.

use serde::{Deserialize, Serialize};

use super::{Digest, Id, Millis, Text};

/// What holds when a source of the seed gives nothing; said before the pool is frozen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OnFailure {
    /// The source is awaited on its next occasion.
    Next,
    /// The source counts with a text that was fixed before and says nothing.
    Constant,
}

/// A source of the seed as it is announced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnnouncedSource {
    /// Its name, as it will enter the seed.
    pub name: Text,
    /// When, where and before whom.
    pub occasion: Text,
    /// What holds when it gives nothing.
    pub on_failure: OnFailure,
}

/// `draw.announced`: the sources of the seed are named, in their order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DrawAnnounced {
    /// Which draw.
    pub draw: Id,
    /// The sources in the order in which they enter the seed. The last one is awaited until it gives something.
    pub sources: Vec<AnnouncedSource>,
    /// When.
    pub at: Millis,
}

impl DrawAnnounced {
    pub(super) fn check(&self) -> Result<(), &'static str> {
        let names: Vec<&Text> = self.sources.iter().map(|source| &source.name).collect();
        match self.sources.last() {
            None => Err("sources: at least one"),
            Some(_) if has_twice(&names) => Err("sources: a name stands twice"),
            // Else the seed could be known before anything was drawn.
            Some(last) if last.on_failure == OnFailure::Constant => Err("sources: the last one cannot be left out"),
            Some(_) => Ok(()),
        }
    }
}

/// `pool.frozen`: who may be drawn is fixed (as pool numbers; no names), with everything else that the draw depends on save the seed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PoolFrozen {
    /// Which draw.
    pub draw: Id,
    /// The activity, as it enters every hash of the draw.
    pub activity: Id,
    /// Number of sessions.
    pub sessions: u32,
    /// How many stand in the pool.
    pub count: u32,
    /// SHA-256 of `pool.csv`.
    pub pool: Digest,
    /// SHA-256 of `quotas.csv`.
    pub quotas: Digest,
    /// SHA-256 of the rule's text.
    pub rule: Digest,
    /// SHA-256 of the program that draws.
    pub program: Digest,
    /// Names of the seed's sources, in order.
    pub sources: Vec<Text>,
    /// The salted Merkle root over terms and people.
    pub root: Digest,
    /// When.
    pub at: Millis,
}

impl PoolFrozen {
    pub(super) fn check(&self) -> Result<(), &'static str> {
        let names: Vec<&Text> = self.sources.iter().collect();
        match self {
            _ if self.sessions == 0 => Err("sessions: at least one"),
            _ if self.count == 0 => Err("count: at least one"),
            _ if names.is_empty() => Err("sources: at least one"),
            _ if has_twice(&names) => Err("sources: a name stands twice"),
            _ => Ok(()),
        }
    }
}

fn has_twice(names: &[&Text]) -> bool {
    let mut sorted = names.to_vec();
    sorted.sort();
    !super::strictly_sorted(&sorted)
}

/// `seed.source`: one of the public sources from which the seed is made, in the order announced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeedSource {
    /// Which draw.
    pub draw: Id,
    /// Its place in the order announced, from 1.
    pub place: u32,
    /// The source's name.
    pub name: Text,
    /// What it said.
    pub text: Text,
}

/// `seed.failed`: a source gave nothing; what was announced for this case holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeedFailed {
    /// Which draw.
    pub draw: Id,
    /// Its place in the order announced, from 1.
    pub place: u32,
    /// The source's name.
    pub name: Text,
    /// Why, as two officers found.
    pub reason: Text,
    /// What was announced for this case.
    pub on_failure: OnFailure,
    /// When.
    pub at: Millis,
}

/// `draw.made`: a draw that anybody can repeat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DrawMade {
    /// Which draw.
    pub draw: Id,
    /// Number of sessions.
    pub sessions: u32,
    /// The 32-byte seed.
    pub seed: Digest,
    /// SHA-256 of `pool.csv`.
    pub pool: Digest,
    /// SHA-256 of `quotas.csv`.
    pub quotas: Digest,
    /// SHA-256 of the outcome, `ranking.csv`.
    pub ranking: Digest,
}

impl DrawMade {
    pub(super) fn check(&self) -> Result<(), &'static str> {
        if self.sessions == 0 { Err("sessions: at least one") } else { Ok(()) }
    }
}

/// A file of a draw that is published.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReleasedFile {
    /// Its name.
    pub name: Id,
    /// SHA-256 of its bytes.
    pub sha256: Digest,
}

/// `draw.released`: the files of a draw, with pool numbers and without names, are public.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DrawReleased {
    /// Which draw.
    pub draw: Id,
    /// The files, by name.
    pub files: Vec<ReleasedFile>,
    /// When.
    pub at: Millis,
}

impl DrawReleased {
    pub(super) fn check(&self) -> Result<(), &'static str> {
        let names: Vec<&Id> = self.files.iter().map(|file| &file.name).collect();
        if names.is_empty() || !super::strictly_sorted(&names) { Err("files: sorted by name, each once, at least one") } else { Ok(()) }
    }
}

/// Why a seat became free.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LeaveCause {
    /// The person declined by their own link.
    Declined,
    /// Two officers freed the seat after logged calls.
    Released,
}

/// `draw.replaced`: a reserve took the seat of somebody drawn. Pool numbers mean nothing to whoever has no list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DrawReplaced {
    /// Which draw.
    pub draw: Id,
    /// The session, from 1.
    pub session: u32,
    /// The cell of the quota table.
    pub cell: Text,
    /// Pool number of the one who left.
    pub left: Id,
    /// Pool number of the reserve.
    pub joined: Id,
    /// The reserve's rank in the cell, from 1.
    pub rank: u32,
    /// Why the seat was free.
    pub cause: LeaveCause,
}

impl DrawReplaced {
    pub(super) fn check(&self) -> Result<(), &'static str> {
        match self {
            _ if self.session == 0 => Err("session: they are counted from 1"),
            _ if self.rank == 0 => Err("rank: they are counted from 1"),
            _ if self.left == self.joined => Err("joined: the same number as left"),
            _ => Ok(()),
        }
    }
}
