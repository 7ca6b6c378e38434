//! The tree and its entries as files of 256 (c2sp.org/tlog-tiles).

mod id;
mod reader;
mod source;

pub use id::{BadTile, TileId, TileKind, tiles};
pub use reader::{TileReader, TileReaderError};
pub use source::TileSource;

use crate::Hash;

/// The bytes of a tile of hashes: the hashes in sequence (tlog-tiles, "Merkle Tree").
pub(crate) fn encode_hashes(hashes: &[Hash]) -> Vec<u8> {
    hashes.iter().flat_map(|hash| *hash.as_bytes()).collect()
}

/// The hashes of a tile that must hold exactly `width` of them.
pub(crate) fn decode_hashes(bytes: &[u8], width: u16) -> Option<Vec<Hash>> {
    match bytes.as_chunks::<32>() {
        (hashes, []) if hashes.len() == usize::from(width) => Some(hashes.iter().copied().map(Hash::from_bytes).collect()),
        _ => None,
    }
}
