//! Where a log is read from.

use super::TileId;

/// A published log (c2sp.org/tlog-tiles): a folder, an HTTP server, a database, or memory.
///
/// What a source returns is not trusted; the readers of this crate check it. A source over a network must cap what it reads
/// ([`crate::limits`]).
pub trait TileSource {
    /// Why something could not be read (not: because it is not there).
    type Error: std::error::Error + 'static;

    /// The checkpoint (tlog-tiles, "Checkpoints"); `None` if there is none.
    fn checkpoint(&mut self) -> Result<Option<Vec<u8>>, Self::Error>;

    /// The bytes of exactly this tile; `None` if it is not there.
    fn tile(&mut self, tile: TileId) -> Result<Option<Vec<u8>>, Self::Error>;

    /// The tile, or in the place of a partial one the full tile that has replaced it ("Partial Tiles": clients "MAY fetch the full tile");
    /// with it, which of the two was read.
    fn tile_or_filled(&mut self, tile: TileId) -> Result<Option<(TileId, Vec<u8>)>, Self::Error> {
        let (read, found) = match self.tile(tile)? {
            None if !tile.is_full() => (tile.filled(), self.tile(tile.filled())?),
            found => (tile, found),
        };
        Ok(found.map(|bytes| (read, bytes)))
    }
}
