//! Commitments: personal data stands in the ledger only as a salted hash.

use std::fmt;
use std::str::FromStr;

use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// Separates these hashes from all others.
const DOMAIN: &[u8] = b"sanmin-commitment/v1\n";

/// A promise about a value that does not show it: `SHA-256("sanmin-commitment/v1\n" || salt || length of kind || kind || value)`, the length in
/// eight bytes, big-endian. With the salt, which is kept apart and can be destroyed, anybody checks the value ([`Commitment::opens`]).
/// Its text form is 64 lower-case hexadecimal digits.
///
/// ```
/// use record::{Commitment, Salt};
///
/// let salt = Salt::new([7; 32]); // in earnest from a random generator, for one value only
/// let published = Commitment::to("opinion", b"item 12", &salt);
/// assert!(published.opens("opinion", b"item 12", &salt));
/// assert!(!published.opens("opinion", b"item 13", &salt));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Commitment([u8; 32]);

/// 32 random bytes that hide a value; a secret until the commitment is opened, erased when dropped, never printed.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Salt([u8; 32]);

/// The text is not 64 lower-case hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not 64 lower-case hexadecimal digits")]
pub struct BadCommitment;

impl Salt {
    /// A salt from 32 bytes of a cryptographic random generator, used for one value only.
    pub fn new(bytes: [u8; 32]) -> Self {
        Salt(bytes)
    }

    /// The bytes, to be stored beside the value.
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }
}

impl Commitment {
    /// Commits to a value. `kind` says what it is (`opinion`, …), so that a commitment to one thing never opens as another.
    pub fn to(kind: &str, value: &[u8], salt: &Salt) -> Self {
        let hash = Sha256::new_with_prefix(DOMAIN).chain_update(salt.0).chain_update((kind.len() as u64).to_be_bytes());
        Commitment(hash.chain_update(kind).chain_update(value).finalize().into())
    }

    /// Whether this is the commitment to the value; takes the same time for all values of one length.
    pub fn opens(&self, kind: &str, value: &[u8], salt: &Salt) -> bool {
        Commitment::to(kind, value, salt).0.ct_eq(&self.0).into()
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for Commitment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&HEXLOWER.encode(&self.0))
    }
}

impl FromStr for Commitment {
    type Err = BadCommitment;

    fn from_str(text: &str) -> Result<Self, BadCommitment> {
        let bytes = HEXLOWER.decode(text.as_bytes()).map_err(|_| BadCommitment)?;
        bytes.try_into().map(Commitment).map_err(|_| BadCommitment)
    }
}

impl TryFrom<String> for Commitment {
    type Error = BadCommitment;

    fn try_from(text: String) -> Result<Self, BadCommitment> {
        text.parse()
    }
}

impl From<Commitment> for String {
    fn from(commitment: Commitment) -> Self {
        commitment.to_string()
    }
}
