//! Pool, seed and draw.

use serde::{Deserialize, Serialize};

use super::{Digest, Id, Text};

/// `pool.frozen`: who may be drawn is fixed (as pool numbers; no names).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PoolFrozen {
    /// SHA-256 of `pool.csv`.
    pub pool: Digest,
    /// SHA-256 of `quotas.csv`.
    pub quotas: Digest,
    /// How many stand in the pool.
    pub count: u32,
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

/// `draw.replaced`: a reserve took the place of somebody drawn.
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
    pub left: u32,
    /// Pool number of the reserve.
    pub joined: u32,
}

impl DrawReplaced {
    pub(super) fn check(&self) -> Result<(), &'static str> {
        if self.left == self.joined { Err("joined: the same number as left") } else { Ok(()) }
    }
}
