//! Names and public keys of signers (c2sp.org/signed-note, "Signatures" and "Verifier keys").

use std::fmt;
use std::str::FromStr;

use data_encoding::BASE64;
use ed25519_dalek::VerifyingKey;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::limits::{MAX_KEYS_BYTES, MAX_NAME_BYTES};

/// The name of a key: not empty, without Unicode spaces and `+` (c2sp.org/signed-note, "Format");
/// here also without control characters and at most 255 bytes long.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyName(String);

/// Tells keys of one name apart; four bytes of a hash, so a hint and no proof (c2sp.org/signed-note, "Signatures").
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(u32);

/// What a key signs, and how (c2sp.org/signed-note, "Signature types").
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Algorithm {
    /// `0x01`: Ed25519 over the note's text, for logs.
    Ed25519,
    /// `0x04`: Ed25519 over text and time, for witnesses (c2sp.org/tlog-cosignature).
    CosignatureV1,
}

/// Why a name, a verifier key (c2sp.org/signed-note, "Verifier keys") or a file of them is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadKey {
    /// Not a key name.
    #[error("a key name must be 1 to {MAX_NAME_BYTES} bytes without spaces, control characters and '+'")]
    Name,
    /// Not `name+id+key`.
    #[error("a key must have the form <name>+<id as 8 hex digits>+<base64>")]
    Form,
    /// A signature type that this program does not know.
    #[error("signature type 0x{0:02x} is not supported, only Ed25519 (0x01) for logs and timestamped Ed25519 (0x04) for witnesses")]
    Algorithm(u8),
    /// A key of another role: a log's where a witness's is needed, or the other way round.
    #[error("a key of the signature type {given:?}, but {expected:?} is needed")]
    Role {
        /// What it is.
        given: Algorithm,
        /// What is needed.
        expected: Algorithm,
    },
    /// No point of the curve in its one encoding, or one with which anybody can sign.
    #[error("not a usable Ed25519 public key")]
    Point,
    /// The ID does not belong to name and key.
    #[error("the key ID {given} does not belong to this name and key, expected {expected}")]
    Id {
        /// What the text says.
        given: KeyId,
        /// What follows from name and key.
        expected: KeyId,
    },
    /// A line of a file of keys.
    #[error("line {line}: {error}")]
    Line {
        /// From 1.
        line: usize,
        /// What is wrong there.
        error: Box<BadKey>,
    },
    /// A file of keys is too long or not text.
    #[error("a file of keys must be UTF-8 text of at most {MAX_KEYS_BYTES} bytes")]
    File,
}

impl KeyName {
    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for KeyName {
    type Err = BadKey;

    fn from_str(name: &str) -> Result<Self, BadKey> {
        let bad = |c: char| c.is_whitespace() || c.is_control() || c == '+';
        if name.is_empty() || name.len() > MAX_NAME_BYTES || name.contains(bad) { Err(BadKey::Name) } else { Ok(KeyName(name.to_owned())) }
    }
}

impl fmt::Display for KeyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl KeyId {
    /// `SHA-256(key name || 0x0A || signature type || public key)[:4]` ("Signatures").
    pub(crate) fn of(name: &KeyName, algorithm: Algorithm, public: &VerifyingKey) -> Self {
        let hash =
            Sha256::new_with_prefix(name.as_str()).chain_update([b'\n', algorithm.byte()]).chain_update(public.as_bytes()).finalize();
        KeyId(u32::from_be_bytes(hash.first_chunk().copied().unwrap_or_default()))
    }

    pub(crate) fn from_bytes(bytes: [u8; 4]) -> Self {
        KeyId(u32::from_be_bytes(bytes))
    }

    pub(crate) fn to_bytes(self) -> [u8; 4] {
        self.0.to_be_bytes()
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}", self.0)
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyId({self})")
    }
}

impl Algorithm {
    /// The signature type identifier byte.
    pub fn byte(self) -> u8 {
        match self {
            Algorithm::Ed25519 => 0x01,
            Algorithm::CosignatureV1 => 0x04,
        }
    }

    pub(crate) fn from_byte(byte: u8) -> Result<Self, BadKey> {
        match byte {
            0x01 => Ok(Algorithm::Ed25519),
            0x04 => Ok(Algorithm::CosignatureV1),
            other => Err(BadKey::Algorithm(other)),
        }
    }
}

/// What verifier and signer keys have in common: `name+id+base64(type || 32 bytes)`.
pub(crate) struct KeyParts {
    pub(crate) name: KeyName,
    pub(crate) id: KeyId,
    pub(crate) algorithm: Algorithm,
    /// The public key, or the secret seed.
    pub(crate) key: Zeroizing<[u8; 32]>,
}

impl FromStr for KeyParts {
    type Err = BadKey;

    fn from_str(text: &str) -> Result<Self, BadKey> {
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else { return Err(BadKey::Form) };
        let name: KeyName = name.parse()?;
        if id.len() != 8 || !id.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) || key.len() > MAX_KEY_TEXT_BYTES {
            return Err(BadKey::Form);
        }
        let id = u32::from_str_radix(id, 16).map(KeyId).map_err(|_| BadKey::Form)?;
        let key = Zeroizing::new(BASE64.decode(key.as_bytes()).map_err(|_| BadKey::Form)?);
        let (algorithm, key) = key.split_first().ok_or(BadKey::Form)?;
        let algorithm = Algorithm::from_byte(*algorithm)?;
        Ok(KeyParts { name, id, algorithm, key: Zeroizing::new(key.try_into().map_err(|_| BadKey::Form)?) })
    }
}

/// Enough for the base64 of a post-quantum key, so that it is named as not supported.
const MAX_KEY_TEXT_BYTES: usize = 4096;

/// A public key with its name, called *vkey* (c2sp.org/signed-note, "Verifier keys"): `<name>+<hex id>+<base64 of type and key>`.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: KeyName,
    id: KeyId,
    algorithm: Algorithm,
    public: VerifyingKey,
}

impl VerifierKey {
    pub(crate) fn new(name: KeyName, algorithm: Algorithm, public: VerifyingKey) -> Self {
        let id = KeyId::of(&name, algorithm, &public);
        VerifierKey { name, id, algorithm, public }
    }

    /// Its name; for a log that is also the origin of its checkpoints.
    pub fn name(&self) -> &KeyName {
        &self.name
    }

    /// Its ID.
    pub fn id(&self) -> KeyId {
        self.id
    }

    /// What it signs.
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// The 32 bytes of the public key (RFC 8032).
    pub fn public_bytes(&self) -> &[u8; 32] {
        self.public.as_bytes()
    }

    /// Verifies a bare Ed25519 signature, strictly: no small-order points, one encoding only (RFC 8032, section 5.1.7).
    pub(crate) fn verifies(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        self.public.verify_strict(message, &ed25519_dalek::Signature::from_bytes(signature)).is_ok()
    }
}

impl FromStr for VerifierKey {
    type Err = BadKey;

    fn from_str(text: &str) -> Result<Self, BadKey> {
        let KeyParts { name, id, algorithm, key } = text.parse()?;
        let public = VerifyingKey::from_bytes(&key).map_err(|_| BadKey::Point)?;
        // The same point in a second encoding would be a second key.
        if public.is_weak() || public.to_edwards().compress().as_bytes() != public.as_bytes() {
            return Err(BadKey::Point);
        }
        let key = VerifierKey::new(name, algorithm, public);
        if key.id == id { Ok(key) } else { Err(BadKey::Id { given: id, expected: key.id }) }
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut key = vec![self.algorithm.byte()];
        key.extend(self.public.as_bytes());
        write!(f, "{}+{}+{}", self.name, self.id, BASE64.encode(&key))
    }
}

impl fmt::Debug for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifierKey({self})")
    }
}

/// Reads a file of verifier keys: one a line; empty lines and lines that begin with `#` are skipped.
pub fn read_keys(bytes: &[u8]) -> Result<Vec<VerifierKey>, BadKey> {
    if bytes.len() > MAX_KEYS_BYTES {
        return Err(BadKey::File);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| BadKey::File)?;
    let lines = text.lines().map(str::trim).zip(1..).filter(|(line, _)| !line.is_empty() && !line.starts_with('#'));
    lines.map(|(key, line)| key.parse().map_err(|error| BadKey::Line { line, error: Box::new(error) })).collect()
}
