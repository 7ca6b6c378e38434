//! A person's own proof of being in the pool.

use std::fmt;

use data_encoding::HEXLOWER;
use ledger::{Hash, InclusionProof, ProofRefused};
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop};

use super::DOMAIN;
use crate::digest::read_hex;
use crate::limits::MAX_OPENING_BYTES;
use crate::{Channel, Entry};

/// 32 random bytes that hide a person's entry: a secret until the pool is published, erased when dropped, never printed.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Salt([u8; 32]);

impl Salt {
    /// A salt from 32 bytes of a cryptographic random generator, used for one person only.
    pub fn new(bytes: [u8; 32]) -> Self {
        Salt(bytes)
    }

    /// The bytes, to be stored beside the entry.
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }
}

/// The entry of a person: `pingyi-pool/v1|person|{salt}|{number}|{cell}|{channel}`; the salt in lower-case hexadecimal digits, the channel
/// empty when it is not told.
pub(super) fn person_entry(entry: &Entry, salt: &Salt) -> String {
    let (salt, channel) = (HEXLOWER.encode(salt.expose()), entry.channel.map_or("", Channel::as_str));
    format!("{DOMAIN}|person|{salt}|{}|{}|{channel}", entry.number, entry.cell)
}

/// What a person gets to check that their entry stands in the pool, and in which cell. It holds the person's salt: a private message.
#[derive(Clone, PartialEq, Eq)]
pub struct Opening {
    /// The entry.
    pub entry: Entry,
    /// What hides it.
    pub salt: Salt,
    /// Its place in the tree; the terms have place 0.
    pub index: u64,
    /// Entries in the tree: all people, and the terms.
    pub size: u64,
    /// The path to the root.
    pub path: InclusionProof,
}

impl fmt::Debug for Opening {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Opening({} of {})", self.index, self.size)
    }
}

impl Opening {
    /// Checks that the entry stands under this root.
    pub fn check(&self, root: Hash) -> Result<(), ProofRefused> {
        let leaf = Hash::of_entry(self.entry_text().as_bytes());
        self.path.check(leaf, self.index, self.size, root)
    }

    /// The entry of the tree: the text whose hash is the leaf.
    pub fn entry_text(&self) -> String {
        person_entry(&self.entry, &self.salt)
    }

    /// As one JSON object: `{"number","cell","channel","salt","index","size","path":[…]}`, salt and hashes in hexadecimal digits;
    /// `channel` is left out when it is not told.
    pub fn to_json(&self) -> String {
        let wire = Wire {
            number: self.entry.number.to_string(),
            cell: self.entry.cell.to_string(),
            channel: self.entry.channel,
            salt: HEXLOWER.encode(self.salt.expose()),
            index: self.index,
            size: self.size,
            path: self.path.hashes().iter().map(|hash| HEXLOWER.encode(hash.as_bytes())).collect(),
        };
        // Strings and integers cannot fail to be written.
        serde_json::to_string(&wire).unwrap_or_default()
    }

    /// Reads [`Opening::to_json`].
    ///
    /// # Errors
    /// What is wrong with it, in a sentence.
    pub fn from_json(json: &[u8]) -> Result<Self, BadOpening> {
        if json.len() > MAX_OPENING_BYTES {
            return Err(BadOpening(format!("longer than {MAX_OPENING_BYTES} bytes")));
        }
        let wire: Wire = serde_json::from_slice(json).map_err(|error| BadOpening(error.to_string()))?;
        let bad = |what: &'static str| move |error: &dyn fmt::Display| BadOpening(format!("{what}: {error}"));
        let hash = |text: &String| read_hex(text).map(Hash::from_bytes).map_err(|error| bad("path")(&error));
        Ok(Opening {
            entry: Entry {
                number: wire.number.parse().map_err(|error| bad("number")(&error))?,
                cell: wire.cell.parse().map_err(|error| bad("cell")(&error))?,
                channel: wire.channel,
            },
            salt: read_hex(&wire.salt).map(Salt).map_err(|error| bad("salt")(&error))?,
            index: wire.index,
            size: wire.size,
            path: InclusionProof::new(wire.path.iter().map(hash).collect::<Result<_, _>>()?),
        })
    }
}

/// The text is no proof.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a proof of inclusion: {0}")]
pub struct BadOpening(String);

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    number: String,
    cell: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    channel: Option<Channel>,
    salt: String,
    index: u64,
    size: u64,
    path: Vec<String>,
}
