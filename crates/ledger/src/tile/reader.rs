//! Hashes of subtrees out of tiles, to make proofs with.

use std::collections::BTreeMap;

use super::{TileId, TileKind, TileSource, decode_hashes};
use crate::Hash;
use crate::tree::{NodeSource, Subtree};

/// Reads the hashes of a log of a given size from its tiles (c2sp.org/tlog-tiles, "Merkle Tree"),
/// for [`crate::InclusionProof::make`] and [`crate::ConsistencyProof::make`].
///
/// The hashes are not checked here: a proof made from wrong tiles fails its own check.
/// Tiles are kept while the reader lives, about 8 KB each; a proof needs two or three of a level.
pub struct TileReader<'a, S> {
    source: &'a mut S,
    size: u64,
    cache: BTreeMap<TileId, Vec<Hash>>,
}

/// Why a hash could not be read.
#[derive(Debug, thiserror::Error)]
pub enum TileReaderError<E: std::error::Error + 'static> {
    /// The source failed.
    #[error("{tile}: {error}")]
    Source {
        /// The tile asked for.
        tile: TileId,
        /// What the source says.
        error: E,
    },
    /// The log has no such tile.
    #[error("{0} is missing")]
    Missing(TileId),
    /// The tile is too short, or not a sequence of hashes.
    #[error("{0} is not a tile of hashes of its width")]
    Malformed(TileId),
    /// A log of this size has no such subtree.
    #[error("a log of {size} entries has no complete subtree {subtree:?}")]
    OutOfRange {
        /// The subtree asked for.
        subtree: Subtree,
        /// The log's size.
        size: u64,
    },
}

impl<'a, S: TileSource> TileReader<'a, S> {
    /// A reader of the log as it was with `size` entries.
    pub fn new(source: &'a mut S, size: u64) -> Self {
        TileReader { source, size, cache: BTreeMap::new() }
    }

    fn read(&mut self, tile: TileId) -> Result<&[Hash], TileReaderError<S::Error>> {
        if !self.cache.contains_key(&tile) {
            let bytes = self.source.tile_or_filled(tile).map_err(|error| TileReaderError::Source { tile, error })?;
            let (read, bytes) = bytes.ok_or(TileReaderError::Missing(tile))?;
            let hashes = decode_hashes(&bytes, read.width()).ok_or(TileReaderError::Malformed(read))?;
            self.cache.insert(tile, hashes);
        }
        self.cache.get(&tile).map(Vec::as_slice).ok_or(TileReaderError::Missing(tile))
    }
}

impl<S: TileSource> NodeSource for TileReader<'_, S> {
    type Error = TileReaderError<S::Error>;

    /// tlog-tiles, "Merkle Tree": levels between those of tiles "are reconstructed by hashing the leaves" of a tile.
    fn node(&mut self, subtree: Subtree) -> Result<Hash, Self::Error> {
        let outside = TileReaderError::OutOfRange { subtree, size: self.size };
        let (level, within) = (subtree.height / 8, subtree.height % 8);
        let tile = TileId::within(TileKind::Hashes(level), subtree.index >> (8 - within), self.size);
        let first = usize::from(((subtree.index << within) & 0xff) as u8);
        let Some(tile) = tile else { return Err(outside) };
        match self.read(tile)?.get(first..first + (1 << within)).and_then(crate::tree::complete_root) {
            Some(hash) => Ok(hash),
            None => Err(outside),
        }
    }
}
