//! Hashes of the Merkle tree (RFC 6962, section 2.1).

use std::fmt;
use std::str::FromStr;

use data_encoding::{BASE64, HEXLOWER};
use sha2::{Digest, Sha256};

/// A hash of the tree: of a leaf, of a subtree, or of the whole (then it is the *root*). Its text form is standard base64, as in checkpoints.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash([u8; 32]);

/// The text is not the base64 of 32 bytes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not the base64 of a 32-byte hash")]
pub struct BadHash;

impl Hash {
    /// The root of the empty tree: the hash of the empty string (RFC 6962, section 2.1, `MTH({})`).
    pub fn of_empty_tree() -> Self {
        Hash(Sha256::digest([]).into())
    }

    /// The hash of an entry: `SHA-256(0x00 || entry)` (RFC 6962, section 2.1).
    pub fn of_entry(entry: &[u8]) -> Self {
        Hash(Sha256::new_with_prefix([0]).chain_update(entry).finalize().into())
    }

    /// The hash of an inner node: `SHA-256(0x01 || left || right)` (RFC 6962, section 2.1).
    pub fn of_node(left: Hash, right: Hash) -> Self {
        Hash(Sha256::new_with_prefix([1]).chain_update(left.0).chain_update(right.0).finalize().into())
    }

    /// A hash from its bytes.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Hash(bytes)
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The first eight hexadecimal digits, for reading out and for projectors. Good for comparing by eye, not for proving.
    pub fn short(&self) -> String {
        HEXLOWER.encode(self.0.get(..4).unwrap_or_default())
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&BASE64.encode(&self.0))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hash({self})")
    }
}

impl FromStr for Hash {
    type Err = BadHash;

    /// Reads the one canonical base64 form; padding is required and unused bits must be zero.
    fn from_str(text: &str) -> Result<Self, BadHash> {
        // The length is checked first, so that a huge text is not decoded.
        if text.len() != 44 {
            return Err(BadHash);
        }
        let bytes = BASE64.decode(text.as_bytes()).map_err(|_| BadHash)?;
        Ok(Hash(bytes.try_into().map_err(|_| BadHash)?))
    }
}
