//! Caps on everything that comes from outside.

/// Longest activity id, in characters.
pub const MAX_ACTIVITY: usize = 100;
/// Longest name of a cell, in characters.
pub const MAX_CELL: usize = 200;
/// Longest pool number, in characters; two shorter than an identity number.
pub const MAX_NUMBER: usize = 16;
/// Most seats of a cell in a session.
pub const MAX_SEATS: u32 = 1_000_000;
/// Most sessions.
pub const MAX_SESSIONS: u32 = 100;
/// Longest name of a source of the seed, in characters.
pub const MAX_SOURCE_NAME: usize = 200;
/// Longest text of a source of the seed, in characters.
pub const MAX_SOURCE_TEXT: usize = 10_000;
/// Most sources of the seed.
pub const MAX_SOURCES: usize = 100;
/// Largest `pool.csv`, `quotas.csv`, `replacements.csv` or list of sources, in bytes.
pub const MAX_TABLE_BYTES: usize = 64 << 20;
/// Largest `ranking.csv`, in bytes.
pub const MAX_RANKING_BYTES: usize = 512 << 20;
/// Most rows of such a table.
pub const MAX_ROWS: usize = 1_000_000;
/// Largest `draw.json`, in bytes.
pub const MAX_DRAW_BYTES: usize = 4 << 20;
/// Longest inclusion proof as JSON, in bytes.
pub const MAX_OPENING_BYTES: usize = 16 << 10;
/// Rows that are wrong and are told one by one; the rest is counted.
pub const MAX_TOLD: usize = 100;
