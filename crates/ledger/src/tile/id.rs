//! Names of tiles (c2sp.org/tlog-tiles, "Merkle Tree", "Partial Tiles", "Log entries").

use std::fmt;
use std::str::FromStr;

use crate::limits::TILE_WIDTH;

/// What a tile holds (c2sp.org/tlog-tiles, "Merkle Tree" and "Log entries").
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TileKind {
    /// Entries, as a bundle.
    Entries,
    /// Hashes of this level: level 0 are leaves, each hash of level `l` + 1 is the root of a full tile of level `l`.
    Hashes(u8),
}

/// Which tile: kind, number from the left, and how many hashes or entries it holds (256 when full).
///
/// Its `Display` form is the path below the log's prefix, for example `tile/0/x001/x234/067.p/12`; reading accepts only this one form
/// (c2sp.org/tlog-tiles, "Merkle Tree").
///
/// ```
/// use ledger::{TileId, TileKind};
///
/// // The last leaves of a log of 1,000 entries: a partial tile.
/// let tile = TileId::within(TileKind::Hashes(0), 3, 1_000).ok_or("no such tile")?;
/// assert_eq!(tile.to_string(), "tile/0/003.p/232");
/// assert_eq!("tile/0/003.p/232".parse::<TileId>()?, tile);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TileId {
    kind: TileKind,
    index: u64,
    width: u16,
}

/// The text is not the path of a tile (c2sp.org/tlog-tiles).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not the path of a tile")]
pub struct BadTile;

impl TileId {
    /// The tile in a log of `size` entries; `None` where that log has no such tile. The tile is partial if the log ends within it
    /// ("Partial Tiles": `floor(s / 256**l) mod 256`).
    pub fn within(kind: TileKind, index: u64, size: u64) -> Option<Self> {
        let level = match kind {
            TileKind::Entries => 0,
            TileKind::Hashes(level) => u32::from(level),
        };
        let hashes = size.checked_shr(8 * level).unwrap_or(0);
        let left = hashes.checked_sub(index.checked_mul(u64::from(TILE_WIDTH))?)?;
        if left == 0 {
            return None;
        }
        Some(TileId { kind, index, width: left.min(u64::from(TILE_WIDTH)) as u16 })
    }

    /// What it holds.
    pub fn kind(&self) -> TileKind {
        self.kind
    }

    /// Its number from the left.
    pub fn index(&self) -> u64 {
        self.index
    }

    /// How many hashes or entries it holds, 1 to 256.
    pub fn width(&self) -> u16 {
        self.width
    }

    /// Whether it holds 256 and never changes again.
    pub fn is_full(&self) -> bool {
        self.width == TILE_WIDTH
    }

    /// The full tile that will stand in this one's place.
    pub fn filled(self) -> Self {
        TileId { width: TILE_WIDTH, ..self }
    }
}

/// All tiles of a log of this size (c2sp.org/tlog-tiles): entry bundles, then hashes level by level, each from the left.
pub fn tiles(size: u64) -> impl Iterator<Item = TileId> {
    std::iter::once(TileKind::Entries)
        .chain((0..8).map(TileKind::Hashes))
        .flat_map(move |kind| (0..).map_while(move |index| TileId::within(kind, index, size)))
}

impl fmt::Display for TileId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            TileKind::Entries => f.write_str("tile/entries/")?,
            TileKind::Hashes(level) => write!(f, "tile/{level}/")?,
        }
        write_index(f, self.index)?;
        if self.is_full() { Ok(()) } else { write!(f, ".p/{}", self.width) }
    }
}

/// Zero-padded elements of three digits, all but the last with an `x`.
fn write_index(f: &mut fmt::Formatter<'_>, index: u64) -> fmt::Result {
    let mut thousands = [0; 7];
    let mut used = 0;
    let mut rest = index / 1000;
    while rest > 0 {
        if let Some(place) = thousands.get_mut(used) {
            *place = rest % 1000;
        }
        used += 1;
        rest /= 1000;
    }
    for element in thousands.iter().take(used).rev() {
        write!(f, "x{element:03}/")?;
    }
    write!(f, "{:03}", index % 1000)
}

impl FromStr for TileId {
    type Err = BadTile;

    fn from_str(path: &str) -> Result<Self, BadTile> {
        let (kind, rest) = path.strip_prefix("tile/").and_then(|rest| rest.split_once('/')).ok_or(BadTile)?;
        let kind = match kind {
            "entries" => TileKind::Entries,
            level => TileKind::Hashes(level.parse().ok().filter(|level| *level < 64).ok_or(BadTile)?),
        };
        let (index, width) = match rest.split_once(".p/") {
            None => (rest, TILE_WIDTH),
            Some((index, width)) => (index, width.parse().ok().filter(|width| (1..TILE_WIDTH).contains(width)).ok_or(BadTile)?),
        };
        let mut number = 0u64;
        for element in index.split('/') {
            let digits = element.strip_prefix('x').unwrap_or(element);
            let value = digits.parse::<u16>().ok().filter(|value| *value < 1000).ok_or(BadTile)?;
            number = number.checked_mul(1000).and_then(|number| number.checked_add(u64::from(value))).ok_or(BadTile)?;
        }
        let tile = TileId { kind, index: number, width };
        // Signs, missing or superfluous zeroes and a wrong `x` do not survive the way back.
        if tile.to_string() == path { Ok(tile) } else { Err(BadTile) }
    }
}
