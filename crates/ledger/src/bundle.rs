//! Entry bundles: up to 256 entries, each after its length in two bytes, big-endian (c2sp.org/tlog-tiles, "Log entries").

use crate::limits::MAX_ENTRY_BYTES;

/// An entry is too long for a bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an entry of {bytes} bytes; at most {MAX_ENTRY_BYTES} fit")]
pub struct EntryTooLong {
    /// Its length.
    pub bytes: usize,
}

/// The bytes are not a bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadBundle {
    /// The bytes end before this entry does.
    #[error("cut off within entry {entry} at byte {byte}")]
    CutOff {
        /// Which entry of the bundle, from 0.
        entry: u16,
        /// Where it begins.
        byte: usize,
    },
    /// Bytes follow the last entry.
    #[error("something follows the last entry at byte {byte}")]
    Trailing {
        /// Where it begins.
        byte: usize,
    },
}

/// Appends an entry to the bytes of a bundle (tlog-tiles, "Log entries").
pub fn push(bundle: &mut Vec<u8>, entry: &[u8]) -> Result<(), EntryTooLong> {
    let length = u16::try_from(entry.len()).map_err(|_| EntryTooLong { bytes: entry.len() })?;
    bundle.extend(length.to_be_bytes());
    bundle.extend(entry);
    Ok(())
}

/// The bytes of a bundle of these entries (tlog-tiles, "Log entries").
pub fn encode<E: AsRef<[u8]>>(entries: impl IntoIterator<Item = E>) -> Result<Vec<u8>, EntryTooLong> {
    let mut bundle = Vec::new();
    entries.into_iter().try_for_each(|entry| push(&mut bundle, entry.as_ref()))?;
    Ok(bundle)
}

/// The entries of a bundle that must hold exactly `width` of them (tlog-tiles, "Log entries").
pub fn decode(bundle: &[u8], width: u16) -> Result<Vec<&[u8]>, BadBundle> {
    let mut entries = Vec::with_capacity(usize::from(width));
    let mut rest = bundle;
    for entry in 0..width {
        let cut_off = BadBundle::CutOff { entry, byte: bundle.len() - rest.len() };
        let (length, after) = rest.split_first_chunk().ok_or(cut_off)?;
        let (bytes, after) = after.split_at_checked(usize::from(u16::from_be_bytes(*length))).ok_or(cut_off)?;
        entries.push(bytes);
        rest = after;
    }
    if rest.is_empty() { Ok(entries) } else { Err(BadBundle::Trailing { byte: bundle.len() - rest.len() }) }
}
