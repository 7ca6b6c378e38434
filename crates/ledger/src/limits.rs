//! Caps that every reader of this crate keeps, so that hostile bytes cost bounded time and memory.

/// Bytes of one entry: tlog-tiles prefixes entries with a 16-bit length ("Log entries").
pub const MAX_ENTRY_BYTES: usize = 0xffff;
/// Hashes or entries in a full tile (tlog-tiles, "Merkle Tree").
pub const TILE_WIDTH: u16 = 256;
/// Bytes of a full tile of hashes (tlog-tiles, "Merkle Tree").
pub const MAX_TILE_BYTES: usize = 256 * 32;
/// Bytes of the largest possible entry bundle (tlog-tiles, "Log entries").
pub const MAX_BUNDLE_BYTES: usize = 256 * (2 + MAX_ENTRY_BYTES);
/// Entries of a log: sizes are stored as signed 64-bit numbers by databases.
pub const MAX_SIZE: u64 = i64::MAX as u64;
/// Bytes of a signed note. signed-note asks for at least 16 signatures, of which post-quantum ones take up to 7 KB in base64.
pub const MAX_NOTE_BYTES: usize = 256 * 1024;
/// Signature lines of a note (signed-note, "Format"); a limit of ours.
pub const MAX_SIGNATURES: usize = 100;
/// Bytes of a key name (signed-note, "Format") or origin (tlog-checkpoint, "Note text"); a limit of ours.
pub const MAX_NAME_BYTES: usize = 255;
/// Hashes of a consistency proof (tlog-witness, "add-checkpoint").
pub const MAX_PROOF_HASHES: usize = 63;
/// Bytes of a file with verifier keys.
pub const MAX_KEYS_BYTES: usize = 64 * 1024;
