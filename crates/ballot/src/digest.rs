//! SHA-256 fingerprints, and the trackers made of them.

use sha2::{Digest as _, Sha256};
use std::fmt;

/// A SHA-256 (specification, "Basic types", hash). Ordered by its bytes: the order of ballots in our archives.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The digest of some bytes (specification, "Basic types", hash).
    pub fn of(bytes: &[u8]) -> Digest {
        Digest(Sha256::digest(bytes).into())
    }

    /// The digest of several pieces as if they were one.
    pub(crate) fn of_pieces(pieces: &[&[u8]]) -> Digest {
        let mut hash = Sha256::new();
        for piece in pieces {
            hash.update(piece);
        }
        Digest(hash.finalize().into())
    }

    /// A digest that was made elsewhere.
    pub const fn from_bytes(bytes: [u8; 32]) -> Digest {
        Digest(bytes)
    }

    /// Reads 64 lower-case hexadecimal digits.
    pub fn from_hex(text: &[u8]) -> Option<Digest> {
        data_encoding::HEXLOWER.decode(text).ok()?.try_into().ok().map(Digest)
    }

    /// Reads base64 without padding, the form of trackers and of the election's fingerprint.
    pub fn from_base64(text: &[u8]) -> Option<Digest> {
        data_encoding::BASE64_NOPAD.decode(text).ok()?.try_into().ok().map(Digest)
    }

    /// 64 lower-case hexadecimal digits.
    pub fn to_hex(&self) -> String {
        data_encoding::HEXLOWER.encode(&self.0)
    }

    /// 43 characters of base64 without padding: the form of a tracker (specification, "Ballots") and of φ ("Elections").
    pub fn to_base64(&self) -> String {
        data_encoding::BASE64_NOPAD.encode(&self.0)
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_hex())
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

/// The fingerprint of a whole ballot, shown as base64 (specification, "Ballots", smart ballot tracker). It proves that a
/// ballot was accepted, never what it says.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tracker(pub Digest);

impl fmt::Display for Tracker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.to_base64())
    }
}

impl fmt::Debug for Tracker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Tracker({self})")
    }
}
