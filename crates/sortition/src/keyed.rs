//! The one source of chance: HMAC-SHA256 keyed with the seed.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::Seed;

/// The rule's name, with which every message begins. Another rule has another name.
pub const RULE_NAME: &str = "pingyi-draw/v1";

/// The sort key of a person in a step.
pub type Tag = [u8; 32];

/// Hashes texts under the seed.
#[derive(Clone)]
pub struct KeyedHash(Hmac<Sha256>);

impl KeyedHash {
    /// Keyed with this seed.
    pub fn new(seed: &Seed) -> Self {
        // RFC 2104: a key shorter than the block of 64 bytes is filled with zeros.
        let mut key = [0; 64];
        for (byte, of_seed) in key.iter_mut().zip(seed.as_bytes()) {
            *byte = *of_seed;
        }
        KeyedHash(Hmac::new(&key.into()))
    }

    /// HMAC-SHA256 of [`RULE_NAME`] and these parts with `|` between them. For a person the parts are activity, step, cell and number.
    pub fn of(&self, parts: &[&str]) -> Tag {
        let mut mac = self.0.clone();
        mac.update(RULE_NAME.as_bytes());
        for part in parts {
            mac.update(b"|");
            mac.update(part.as_bytes());
        }
        mac.finalize().into_bytes().into()
    }
}
