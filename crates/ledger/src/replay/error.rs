//! What can be wrong with a log, each with its place.

use crate::bundle::BadBundle;
use crate::{CheckpointError, Hash, TileId};

/// Said by the caller's own check of an entry: the replay ends there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Stopped(pub String);

/// Where entry and tile differ: which of the two is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blame {
    /// The entries give the signed root: the tile is damaged.
    Tile,
    /// The tile's hashes give the signed root: the entry is damaged.
    Entry,
    /// Neither gives the signed root.
    Unknown,
}

/// Why a log is not right.
#[derive(Debug, thiserror::Error)]
pub enum ReplayError<E: std::error::Error + 'static> {
    /// The source failed: this says nothing about the log.
    #[error("{place}: {error}")]
    Source {
        /// The path below the log's prefix.
        place: String,
        /// What the source says.
        error: E,
    },
    /// There is no checkpoint.
    #[error("checkpoint: missing")]
    NoCheckpoint,
    /// The checkpoint is malformed or not signed as it must be.
    #[error("checkpoint: {0}")]
    Checkpoint(CheckpointError),
    /// Too few witnesses.
    #[error("checkpoint: {found} valid cosignatures of known witnesses, {needed} are needed")]
    Cosignatures {
        /// How many there are.
        found: usize,
        /// How many were asked for.
        needed: usize,
    },
    /// A tile or bundle is not there.
    #[error("{0}: missing")]
    Missing(TileId),
    /// A bundle cannot be read.
    #[error("{tile}: {error}")]
    Bundle {
        /// Which bundle.
        tile: TileId,
        /// What is wrong with it.
        error: BadBundle,
    },
    /// A tile of hashes has not the right length.
    #[error("{tile}: {bytes} bytes, which is not a tile of {} hashes", tile.width())]
    Length {
        /// Which tile.
        tile: TileId,
        /// How long it is.
        bytes: usize,
    },
    /// An entry does not have the hash that its level 0 tile says.
    #[error("{}", describe_entry(*.index, *.bundle, *.tile, *.place, *.blame))]
    Entry {
        /// The entry's index in the log.
        index: u64,
        /// The bundle that holds it.
        bundle: TileId,
        /// The tile that holds its hash.
        tile: TileId,
        /// Which hash of the tile.
        place: usize,
        /// Which of the two is damaged.
        blame: Blame,
    },
    /// A tile above level 0 does not hold what the tiles below it give.
    #[error("{tile}: hash {place} is not the root of the tile below it")]
    Tile {
        /// Which tile.
        tile: TileId,
        /// Which hash of it.
        place: usize,
    },
    /// Entries and tiles agree, but not with the checkpoint.
    #[error("checkpoint: root {signed} at size {size}, but the entries give {computed}")]
    Root {
        /// The checkpoint's size.
        size: u64,
        /// What the checkpoint says.
        signed: Hash,
        /// What the entries give.
        computed: Hash,
    },
    /// The log is shorter than one that was seen earlier.
    #[error("checkpoint: size {size}, but size {earlier} was seen before: entries have been taken away")]
    Shrunk {
        /// Now.
        size: u64,
        /// Then.
        earlier: u64,
    },
    /// The log does not continue one that was seen earlier.
    #[error("entries 0 to {earlier}: root {computed}, but {seen} was seen at this size before: the log was rewritten")]
    Rewritten {
        /// The size seen.
        earlier: u64,
        /// The root seen.
        seen: Hash,
        /// The root that the entries give at this size.
        computed: Hash,
    },
    /// The caller's check of an entry failed.
    #[error("entry {index} ({bundle}): {stopped}")]
    Stopped {
        /// The entry's index.
        index: u64,
        /// The bundle that holds it.
        bundle: TileId,
        /// What the caller said.
        stopped: Stopped,
    },
}

impl<E: std::error::Error + 'static> ReplayError<E> {
    /// A stable name of the kind of error, for programs.
    pub fn kind(&self) -> &'static str {
        match self {
            ReplayError::Source { .. } => "source",
            ReplayError::NoCheckpoint | ReplayError::Missing(_) => "missing",
            ReplayError::Checkpoint(_) => "checkpoint",
            ReplayError::Cosignatures { .. } => "cosignatures",
            ReplayError::Bundle { .. } | ReplayError::Length { .. } => "malformed",
            ReplayError::Entry { .. } => "entry",
            ReplayError::Tile { .. } => "tile",
            ReplayError::Root { .. } => "root",
            ReplayError::Shrunk { .. } => "shrunk",
            ReplayError::Rewritten { .. } => "rewritten",
            ReplayError::Stopped { .. } => "statement",
        }
    }

    /// The file at fault, as its path below the log's prefix.
    pub fn place(&self) -> String {
        match self {
            ReplayError::Source { place, .. } => place.clone(),
            ReplayError::Missing(tile)
            | ReplayError::Bundle { tile, .. }
            | ReplayError::Length { tile, .. }
            | ReplayError::Tile { tile, .. }
            | ReplayError::Entry { tile, blame: Blame::Tile, .. } => tile.to_string(),
            ReplayError::Entry { bundle, .. } | ReplayError::Stopped { bundle, .. } => bundle.to_string(),
            ReplayError::NoCheckpoint
            | ReplayError::Checkpoint(_)
            | ReplayError::Cosignatures { .. }
            | ReplayError::Root { .. }
            | ReplayError::Shrunk { .. }
            | ReplayError::Rewritten { .. } => "checkpoint".into(),
        }
    }
}

fn describe_entry(index: u64, bundle: TileId, tile: TileId, place: usize, blame: Blame) -> String {
    match blame {
        Blame::Tile => format!("{tile}: hash {place} is not that of entry {index} ({bundle}); the entry is right, the tile is not"),
        Blame::Entry => {
            format!("{bundle}: entry {index} is not the one whose hash stands in {tile}, hash {place}; the tile is right, the entry is not")
        }
        Blame::Unknown => {
            format!("{bundle}: entry {index} has not the hash that stands in {tile}, hash {place}; neither gives the signed root")
        }
    }
}
