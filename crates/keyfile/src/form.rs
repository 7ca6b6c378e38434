//! The JSON of a key file.

use std::collections::BTreeMap;

use data_encoding::HEXLOWER;
use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};

use crate::{Cost, KeyFileError};

const VERSION: u32 = 1;
const KDF: &str = "argon2id";
const CIPHER: &str = "xchacha20poly1305";

pub(crate) const SALT_LEN: usize = 16;
pub(crate) const NONCE_LEN: usize = 24;

/// The file, field by field.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Form {
    keyfile: u32,
    pub(crate) kind: String,
    pub(crate) public: BTreeMap<String, String>,
    pub(crate) kdf: Kdf,
    pub(crate) cipher: Cipher,
    /// In lower-case hexadecimal.
    #[serde(with = "hex")]
    pub(crate) sealed: Vec<u8>,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Kdf {
    name: String,
    memory_kib: u32,
    passes: u32,
    lanes: u32,
    #[serde(with = "hex_array")]
    pub(crate) salt: [u8; SALT_LEN],
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Cipher {
    name: String,
    #[serde(with = "hex_array")]
    pub(crate) nonce: [u8; NONCE_LEN],
}

impl Form {
    /// A file with fresh salt and nonce, nothing sealed yet.
    pub(crate) fn new<R: CryptoRng + ?Sized>(kind: &str, public: BTreeMap<String, String>, cost: Cost, rng: &mut R) -> Form {
        let (mut salt, mut nonce) = ([0; SALT_LEN], [0; NONCE_LEN]);
        rng.fill_bytes(&mut salt);
        rng.fill_bytes(&mut nonce);
        let Cost { memory_kib, passes, lanes } = cost;
        let kdf = Kdf { name: KDF.to_owned(), memory_kib, passes, lanes, salt };
        let cipher = Cipher { name: CIPHER.to_owned(), nonce };
        Form { keyfile: VERSION, kind: kind.to_owned(), public, kdf, cipher, sealed: Vec::new() }
    }

    pub(crate) fn parse(bytes: &[u8]) -> Result<Form, KeyFileError> {
        let form: Form = serde_json::from_slice(bytes)?;
        if form.keyfile != VERSION {
            return Err(KeyFileError::NotSupported("another version than 1"));
        }
        if form.kdf.name != KDF {
            return Err(KeyFileError::NotSupported("another key derivation than argon2id"));
        }
        if form.cipher.name != CIPHER {
            return Err(KeyFileError::NotSupported("another cipher than xchacha20poly1305"));
        }
        Ok(form)
    }

    pub(crate) fn to_text(&self) -> String {
        // Strings, numbers and maps of strings always have a JSON form.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }

    pub(crate) fn cost(&self) -> Cost {
        Cost { memory_kib: self.kdf.memory_kib, passes: self.kdf.passes, lanes: self.kdf.lanes }
    }

    /// Everything beside the secret that must not be changed: each text with its length before it.
    pub(crate) fn authenticated(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut put = |text: &str| {
            bytes.extend((text.len() as u64).to_be_bytes());
            bytes.extend(text.as_bytes());
        };
        put("key file 1");
        put(&self.kind);
        for (name, value) in &self.public {
            put(name);
            put(value);
        }
        bytes
    }
}

mod hex {
    use super::*;
    use serde::de::Error as _;

    pub fn serialize<S: serde::Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&HEXLOWER.encode(bytes))
    }

    pub fn deserialize<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        let text = String::deserialize(deserializer)?;
        HEXLOWER.decode(text.as_bytes()).map_err(|_| D::Error::custom("not lower-case hexadecimal digits"))
    }
}

mod hex_array {
    use serde::de::Error as _;

    pub use super::hex::serialize;

    pub fn deserialize<'de, const N: usize, D: serde::Deserializer<'de>>(deserializer: D) -> Result<[u8; N], D::Error> {
        let bytes = super::hex::deserialize(deserializer)?;
        bytes.try_into().map_err(|_| D::Error::custom(format!("not {N} bytes")))
    }
}
