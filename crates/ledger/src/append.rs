//! Growing a log and its tiles.

use crate::limits::{MAX_SIZE, TILE_WIDTH};
use crate::tile::{decode_hashes, encode_hashes};
use crate::tree::complete_root;
use crate::{Edge, Hash, TileId, TileKind};

/// A tile of hashes to be stored (c2sp.org/tlog-tiles, "Merkle Tree" and "Partial Tiles").
/// A full tile is final; a partial one is replaced by wider ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenTile {
    /// Which.
    pub id: TileId,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// The writer's state: the [`Edge`], and the hashes of the tiles that are not full yet (at most 255 a level, so about 8 KB a level).
///
/// A batch costs two or three node hashes an entry, whatever the size of the log. Kept between two batches: [`Appender::edge`] in a database row,
/// and the partial tiles, which are published anyway; [`Appender::resume`] puts both together and notices if they do not agree.
///
/// ```
/// use ledger::{Appender, Hash};
///
/// let mut log = Appender::new();
/// let tiles = log.append(&[Hash::of_entry(b"first"), Hash::of_entry(b"second")]).ok_or("too many entries")?;
/// // To be stored before a checkpoint of the new size is published.
/// assert_eq!(tiles.iter().map(|tile| tile.id.to_string()).collect::<Vec<_>>(), ["tile/0/000.p/2"]);
/// assert_eq!(log.root(), Hash::of_node(Hash::of_entry(b"first"), Hash::of_entry(b"second")));
///
/// let stored = |id| Ok::<_, std::io::Error>(tiles.iter().find(|tile| tile.id == id).map(|tile| tile.bytes.clone()));
/// assert_eq!(Appender::resume(log.edge().clone(), stored)?.size(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Appender {
    edge: Edge,
    /// Hashes of the open tile of each level, fewer than 256 each.
    open: Vec<Vec<Hash>>,
}

/// Why a stored state cannot be continued.
#[derive(Debug, thiserror::Error)]
pub enum ResumeError<E: std::error::Error + 'static> {
    /// The tile could not be read.
    #[error("{tile}: {error}")]
    Source {
        /// Which tile.
        tile: TileId,
        /// What the source says.
        error: E,
    },
    /// A partial tile is not there.
    #[error("{0} is missing")]
    Missing(TileId),
    /// A partial tile has not the right length.
    #[error("{0} is not a tile of hashes of its width")]
    Malformed(TileId),
    /// The partial tiles belong to another tree than the edge.
    #[error("the partial tiles do not agree with the stored state of the tree at size {0}")]
    Disagreement(u64),
}

impl Appender {
    /// The writer of an empty log.
    pub fn new() -> Self {
        Self::default()
    }

    /// Continues a stored log: `read` returns the partial tile that it is asked for.
    pub fn resume<E: std::error::Error>(
        edge: Edge,
        mut read: impl FnMut(TileId) -> Result<Option<Vec<u8>>, E>,
    ) -> Result<Self, ResumeError<E>> {
        let mut open = Vec::new();
        for level in 0..8u8 {
            let hashes_of_level = edge.size() >> (8 * u32::from(level));
            if hashes_of_level == 0 {
                break;
            }
            let partial = TileId::within(TileKind::Hashes(level), hashes_of_level / u64::from(TILE_WIDTH), edge.size());
            open.push(match partial {
                None => Vec::new(),
                Some(tile) => {
                    let bytes = read(tile).map_err(|error| ResumeError::Source { tile, error })?.ok_or(ResumeError::Missing(tile))?;
                    decode_hashes(&bytes, tile.width()).ok_or(ResumeError::Malformed(tile))?
                }
            });
        }
        // The bits of the size are the widths of the open tiles, so the edge's subtrees are found in them one by one.
        let subtrees: Vec<Hash> = open.iter().rev().flat_map(|hashes| complete_subtrees(hashes)).collect();
        if subtrees != edge.roots() {
            return Err(ResumeError::Disagreement(edge.size()));
        }
        Ok(Appender { edge, open })
    }

    /// The state of the tree.
    pub fn edge(&self) -> &Edge {
        &self.edge
    }

    /// Number of entries.
    pub fn size(&self) -> u64 {
        self.edge.size()
    }

    /// The root of the tree.
    pub fn root(&self) -> Hash {
        self.edge.root()
    }

    /// Appends the hashes of a batch of entries ([`Hash::of_entry`]) and returns the tiles of hashes to store before a checkpoint of the new
    /// size is published: those that became full, then the partial ones of the new size. An empty batch changes nothing and returns none.
    /// `None`, and no change, if the log would exceed [`MAX_SIZE`].
    pub fn append(&mut self, leaves: &[Hash]) -> Option<Vec<WrittenTile>> {
        if leaves.len() as u64 > MAX_SIZE - self.size() {
            return None;
        }
        let mut written = Vec::new();
        for leaf in leaves {
            self.push(*leaf, |tile| written.push(tile));
        }
        if !leaves.is_empty() {
            written.extend(self.partial_tiles());
        }
        Some(written)
    }

    /// The partial tiles of the present size (tlog-tiles, "Partial Tiles").
    pub fn partial_tiles(&self) -> impl Iterator<Item = WrittenTile> {
        let size = self.size();
        self.open.iter().zip(0..).filter_map(move |(hashes, level)| {
            let index = size.checked_shr(8 * u32::from(level)).unwrap_or(0) / u64::from(TILE_WIDTH);
            let id = TileId::within(TileKind::Hashes(level), index, size)?;
            Some(WrittenTile { id, bytes: encode_hashes(hashes) })
        })
    }

    /// The entry bundles that a batch changes, when the log grew from `old_size` to the present size: the first may hold entries
    /// from before. What they hold only the caller knows ([`crate::bundle::encode`]).
    pub fn changed_bundles(&self, old_size: u64) -> impl Iterator<Item = TileId> {
        let size = self.size();
        let width = u64::from(TILE_WIDTH);
        let changed = if old_size < size { old_size / width..size.div_ceil(width) } else { 0..0 };
        changed.filter_map(move |index| TileId::within(TileKind::Entries, index, size))
    }

    /// Appends one leaf and hands over the tiles that it fills.
    pub(crate) fn push(&mut self, leaf: Hash, mut filled: impl FnMut(WrittenTile)) {
        self.edge.append(leaf);
        let mut hash = leaf;
        for level in 0u8..8 {
            if self.open.len() <= usize::from(level) {
                self.open.push(Vec::new());
            }
            let Some(tile) = self.open.get_mut(usize::from(level)) else { return };
            tile.push(hash);
            if tile.len() < usize::from(TILE_WIDTH) {
                return;
            }
            let hashes = std::mem::take(tile);
            let index = (self.edge.size() >> (8 * (u32::from(level) + 1))) - 1;
            let Some(root) = complete_root(&hashes) else { return };
            if let Some(id) = TileId::within(TileKind::Hashes(level), index, self.edge.size()) {
                filled(WrittenTile { id, bytes: encode_hashes(&hashes) });
            }
            hash = root;
        }
    }
}

/// Roots of the complete subtrees into which a row of hashes splits, largest first.
fn complete_subtrees(hashes: &[Hash]) -> Vec<Hash> {
    let mut rest = hashes;
    let mut roots = Vec::new();
    while !rest.is_empty() {
        let (complete, after) = rest.split_at(1 << rest.len().ilog2());
        roots.extend(complete_root(complete));
        rest = after;
    }
    roots
}
