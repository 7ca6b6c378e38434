//! Types of fields, so that one cannot stand in another's place.

use std::fmt;
use std::str::FromStr;

use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use sha2::Sha256;

/// A field has not the form of its type.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct BadField(&'static str);

/// Lets serde use the text form.
macro_rules! text_field {
    ($type:ident) => {
        impl TryFrom<String> for $type {
            type Error = BadField;

            fn try_from(text: String) -> Result<Self, BadField> {
                text.parse()
            }
        }

        impl From<$type> for String {
            fn from(field: $type) -> Self {
                field.to_string()
            }
        }
    };
}

macro_rules! hex_field {
    ($type:ident, $what:literal) => {
        impl $type {
            /// From 32 bytes.
            pub fn from_bytes(bytes: [u8; 32]) -> Self {
                $type(bytes)
            }

            /// The 32 bytes.
            pub fn as_bytes(&self) -> &[u8; 32] {
                &self.0
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&HEXLOWER.encode(&self.0))
            }
        }

        impl FromStr for $type {
            type Err = BadField;

            fn from_str(text: &str) -> Result<Self, BadField> {
                let bytes = HEXLOWER.decode(text.as_bytes()).ok().and_then(|bytes| bytes.try_into().ok());
                bytes.map($type).ok_or(BadField(concat!($what, " is 64 lower-case hexadecimal digits")))
            }
        }

        text_field!($type);
    };
}

macro_rules! string_field {
    ($type:ident, $fits:expr, $form:literal) => {
        impl $type {
            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl FromStr for $type {
            type Err = BadField;

            fn from_str(text: &str) -> Result<Self, BadField> {
                let fits: fn(&str) -> bool = $fits;
                if fits(text) { Ok($type(text.to_owned())) } else { Err(BadField($form)) }
            }
        }

        text_field!($type);
    };
}

/// A SHA-256, as 64 lower-case hexadecimal digits. Sorted by its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Digest([u8; 32]);

hex_field!(Digest, "a SHA-256");

impl Digest {
    /// The SHA-256 of bytes.
    pub fn of(bytes: &[u8]) -> Self {
        use sha2::Digest as _;
        Digest(Sha256::digest(bytes).into())
    }
}

/// The public key of a card's credential, as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Credential([u8; 32]);

hex_field!(Credential, "a public credential");

/// The identifier of a venue, department, state or file: 1 to 100 bytes without white space, control characters and `|`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Id(String);

string_field!(
    Id,
    |text| (1..=100).contains(&text.len()) && !text.contains(|c: char| c.is_whitespace() || c.is_control() || c == '|'),
    "an identifier is 1 to 100 bytes without white space, control characters and '|'"
);

/// Text for people: 1 to 4,000 bytes without control characters other than newline.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Text(String);

string_field!(
    Text,
    |text| (1..=4000).contains(&text.len()) && !text.contains(|c: char| c.is_control() && c != '\n'),
    "a text is 1 to 4000 bytes without control characters other than newline"
);

/// The identifier of an election: 14 to 40 base58 characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Uuid(String);

string_field!(
    Uuid,
    |text| (14..=40).contains(&text.len()) && text.chars().all(|c| c.is_ascii_alphanumeric() && !matches!(c, '0' | 'O' | 'I' | 'l')),
    "an election's identifier is 14 to 40 base58 characters"
);

/// A verifier key of a log or witness (c2sp.org/signed-note).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Vkey(ledger::VerifierKey);

impl Vkey {
    /// The key.
    pub fn key(&self) -> &ledger::VerifierKey {
        &self.0
    }
}

impl From<ledger::VerifierKey> for Vkey {
    fn from(key: ledger::VerifierKey) -> Self {
        Vkey(key)
    }
}

impl fmt::Display for Vkey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Vkey {
    type Err = BadField;

    fn from_str(text: &str) -> Result<Self, BadField> {
        text.parse().map(Vkey).map_err(|_| BadField("not a verifier key"))
    }
}

text_field!(Vkey);

/// A time in milliseconds since 1970, by the server's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "i64")]
pub struct Millis(i64);

impl TryFrom<i64> for Millis {
    type Error = BadField;

    fn try_from(millis: i64) -> Result<Self, BadField> {
        let fits = (0..=crate::json::MAX_INTEGER).contains(&millis);
        fits.then_some(Millis(millis)).ok_or(BadField("a time is not before 1970 and at most 2^53 - 1 milliseconds after"))
    }
}

impl From<Millis> for i64 {
    fn from(millis: Millis) -> Self {
        millis.0
    }
}
