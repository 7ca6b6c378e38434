//! A log in memory: for small archives, tests and examples.

use std::collections::BTreeMap;
use std::convert::Infallible;

use crate::bundle::{self, EntryTooLong};
use crate::limits::MAX_ENTRY_BYTES;
use crate::{Appender, Edge, Hash, SignedCheckpoint, TileId, TileKind, TileSource};

/// A whole log, with every tile under its path (c2sp.org/tlog-tiles).
#[derive(Clone, Debug, Default)]
pub struct MemoryLog {
    appender: Appender,
    entries: Vec<Vec<u8>>,
    tiles: BTreeMap<TileId, Vec<u8>>,
    checkpoint: Option<Vec<u8>>,
}

impl MemoryLog {
    /// An empty log without a checkpoint.
    pub fn new() -> Self {
        Self::default()
    }

    /// Number of entries.
    pub fn size(&self) -> u64 {
        self.appender.size()
    }

    /// The root.
    pub fn root(&self) -> Hash {
        self.appender.root()
    }

    /// The state of the tree.
    pub fn edge(&self) -> &Edge {
        self.appender.edge()
    }

    /// The entries.
    pub fn entries(&self) -> &[Vec<u8>] {
        &self.entries
    }

    /// Appends a batch and makes its tiles. Partial tiles of earlier sizes stay, as tlog-tiles requires of those with a checkpoint.
    pub fn append(&mut self, batch: impl IntoIterator<Item = Vec<u8>>) -> Result<(), EntryTooLong> {
        let old_size = self.size();
        let batch: Vec<Vec<u8>> = batch.into_iter().collect();
        if let Some(entry) = batch.iter().find(|entry| entry.len() > MAX_ENTRY_BYTES) {
            return Err(EntryTooLong { bytes: entry.len() });
        }
        let leaves: Vec<Hash> = batch.iter().map(|entry| Hash::of_entry(entry)).collect();
        // A list in memory cannot reach the largest size of a log.
        let written = self.appender.append(&leaves).unwrap_or_default();
        self.entries.extend(batch);
        self.tiles.extend(written.into_iter().map(|tile| (tile.id, tile.bytes)));
        for id in self.appender.changed_bundles(old_size) {
            let start = id.index() as usize * 256;
            let entries = self.entries.iter().skip(start).take(usize::from(id.width()));
            self.tiles.insert(id, bundle::encode(entries)?);
        }
        Ok(())
    }

    /// Publishes a checkpoint.
    pub fn publish(&mut self, checkpoint: SignedCheckpoint) {
        self.checkpoint = Some(checkpoint.to_bytes());
    }

    /// Every file of the log: path below the prefix, and content.
    pub fn files(&self) -> impl Iterator<Item = (String, &[u8])> {
        let checkpoint = self.checkpoint.as_deref().map(|bytes| ("checkpoint".to_owned(), bytes));
        self.tiles.iter().map(|(id, bytes)| (id.to_string(), bytes.as_slice())).chain(checkpoint)
    }

    /// Puts other bytes in the place of a tile, or takes it away: to show that readers notice.
    pub fn tamper(&mut self, tile: TileId, bytes: Option<Vec<u8>>) {
        match bytes {
            Some(bytes) => self.tiles.insert(tile, bytes),
            None => self.tiles.remove(&tile),
        };
    }

    /// Puts other bytes in the place of the checkpoint.
    pub fn tamper_checkpoint(&mut self, bytes: Vec<u8>) {
        self.checkpoint = Some(bytes);
    }

    /// The leaf hashes.
    pub fn leaves(&self) -> Vec<Hash> {
        self.entries.iter().map(|entry| Hash::of_entry(entry)).collect()
    }

    /// The partial or full tile of this kind and number at the present size.
    pub fn tile_id(&self, kind: TileKind, index: u64) -> Option<TileId> {
        TileId::within(kind, index, self.size())
    }
}

impl TileSource for MemoryLog {
    type Error = Infallible;

    fn checkpoint(&mut self) -> Result<Option<Vec<u8>>, Infallible> {
        Ok(self.checkpoint.clone())
    }

    fn tile(&mut self, tile: TileId) -> Result<Option<Vec<u8>>, Infallible> {
        Ok(self.tiles.get(&tile).cloned())
    }
}
