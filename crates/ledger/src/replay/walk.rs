//! The walk over all entries and tiles.

use super::error::{Blame, ReplayError, Stopped};
use super::{Progress, ReplayReport, Trust};
use crate::append::{Appender, WrittenTile};
use crate::bundle::decode;
use crate::tile::decode_hashes;
use crate::witness::Seen;
use crate::{Edge, Hash, TileId, TileKind, TileSource};

/// The first entry that differs from its tile; the walk goes on to learn which of the two is right.
struct Difference {
    index: u64,
    bundle: TileId,
    tile: TileId,
    place: usize,
}

struct Walk<'a, S: TileSource> {
    source: &'a mut S,
    /// The tree as the entries give it.
    entries: Appender,
    /// The tree as the level 0 tiles give it.
    tiles: Edge,
    difference: Option<Difference>,
    earlier: Vec<Seen>,
    read: u64,
}

pub(super) fn walk<S: TileSource>(
    source: &mut S,
    trust: &Trust,
    report: &mut ReplayReport,
    mut entry: impl FnMut(u64, &[u8]) -> Result<(), Stopped>,
    mut progress: impl FnMut(Progress),
) -> Result<(), ReplayError<S::Error>> {
    let size = report.checkpoint.size();
    if let Some(earlier) = trust.earlier.iter().map(|seen| seen.size).filter(|earlier| *earlier > size).max() {
        return Err(ReplayError::Shrunk { size, earlier });
    }
    let mut earlier = trust.earlier.clone();
    earlier.sort_by_key(|seen| std::cmp::Reverse(seen.size));
    let mut walk = Walk { source, entries: Appender::new(), tiles: Edge::new(), difference: None, earlier, read: 0 };
    walk.compare_earlier()?;
    progress(Progress { done: 0, total: size });
    for index in 0.. {
        let Some(bundle) = TileId::within(TileKind::Entries, index, size) else { break };
        report.entry_bytes = report.entry_bytes.saturating_add(walk.bundle(bundle, size, &mut entry)?);
        progress(Progress { done: walk.entries.size(), total: size });
    }
    walk.finish(report)?;
    report.tiles = walk.read;
    Ok(())
}

impl<S: TileSource> Walk<'_, S> {
    /// Reads one bundle and the tile of its hashes, and grows both trees. Returns the bytes of the entries.
    fn bundle(
        &mut self,
        bundle: TileId,
        size: u64,
        entry: &mut impl FnMut(u64, &[u8]) -> Result<(), Stopped>,
    ) -> Result<u64, ReplayError<S::Error>> {
        let (read, bytes) = self.read(bundle)?;
        let mut entries = decode(&bytes, read.width()).map_err(|error| ReplayError::Bundle { tile: read, error })?;
        // A filled bundle in a partial one's place holds entries from after the checkpoint.
        entries.truncate(usize::from(bundle.width()));
        let tile = TileId::within(TileKind::Hashes(0), bundle.index(), size).ok_or(ReplayError::Missing(bundle))?;
        let hashes = self.hashes(tile)?;
        let mut filled = Vec::new();
        for (place, (bytes, hash)) in entries.iter().zip(hashes).enumerate() {
            let index = self.entries.size();
            entry(index, bytes).map_err(|stopped| ReplayError::Stopped { index, bundle, stopped })?;
            let leaf = Hash::of_entry(bytes);
            if leaf != hash && self.difference.is_none() {
                self.difference = Some(Difference { index, bundle, tile, place });
            }
            self.entries.push(leaf, |tile| filled.push(tile));
            self.tiles.append(hash);
            self.compare_earlier()?;
        }
        // Tiles above a differing one differ too; they would only hide the cause.
        if self.difference.is_none() {
            filled.iter().try_for_each(|tile| self.compare(tile))?;
        }
        Ok(entries.iter().map(|entry| entry.len() as u64).sum())
    }

    fn compare_earlier(&mut self) -> Result<(), ReplayError<S::Error>> {
        while let Some(seen) = self.earlier.pop_if(|seen| seen.size == self.entries.size()) {
            let computed = self.entries.root();
            if seen.root != computed && self.difference.is_none() {
                return Err(ReplayError::Rewritten { earlier: seen.size, seen: seen.root, computed });
            }
        }
        Ok(())
    }

    fn finish(&mut self, report: &ReplayReport) -> Result<(), ReplayError<S::Error>> {
        let (size, signed) = (report.checkpoint.size(), report.checkpoint.root());
        let computed = self.entries.root();
        if let Some(Difference { index, bundle, tile, place }) = self.difference {
            let blame = if computed == signed {
                Blame::Tile
            } else if self.tiles.root() == signed {
                Blame::Entry
            } else {
                Blame::Unknown
            };
            return Err(ReplayError::Entry { index, bundle, tile, place, blame });
        }
        if computed != signed {
            return Err(ReplayError::Root { size, signed, computed });
        }
        let partial: Vec<WrittenTile> = self.entries.partial_tiles().collect();
        partial.iter().try_for_each(|tile| self.compare(tile))
    }

    /// Compares a tile above level 0 with what it must hold; level 0 was compared entry by entry.
    fn compare(&mut self, expected: &WrittenTile) -> Result<(), ReplayError<S::Error>> {
        if expected.id.kind() == TileKind::Hashes(0) {
            return Ok(());
        }
        let found = self.hashes(expected.id)?;
        let (hashes, _) = expected.bytes.as_chunks::<32>();
        match found.iter().zip(hashes).position(|(found, expected)| found.as_bytes() != expected) {
            Some(place) => Err(ReplayError::Tile { tile: expected.id, place }),
            None => Ok(()),
        }
    }

    fn hashes(&mut self, tile: TileId) -> Result<Vec<Hash>, ReplayError<S::Error>> {
        let (read, bytes) = self.read(tile)?;
        let wrong = ReplayError::Length { tile: read, bytes: bytes.len() };
        decode_hashes(&bytes, read.width()).ok_or(wrong)
    }

    fn read(&mut self, tile: TileId) -> Result<(TileId, Vec<u8>), ReplayError<S::Error>> {
        self.read += 1;
        let bytes = self.source.tile_or_filled(tile).map_err(|error| ReplayError::Source { place: tile.to_string(), error })?;
        bytes.ok_or(ReplayError::Missing(tile))
    }
}
