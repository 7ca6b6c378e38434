//! The text that a challenge is the hash of.

use super::{Element, Scalar};
use sha2::{Digest, Sha256};

/// A growing text under SHA-256; cloning one shares the work on a common beginning.
#[derive(Clone)]
pub(crate) struct Transcript(Sha256);

impl Transcript {
    pub(crate) fn new(text: &str) -> Transcript {
        Transcript(Sha256::new()).text(text)
    }

    pub(crate) fn text(mut self, text: &str) -> Self {
        self.0.update(text);
        self
    }

    pub(crate) fn element(self, element: &Element) -> Self {
        self.encoding(element.encoding())
    }

    /// The hexadecimal digits of an encoding.
    pub(crate) fn encoding(mut self, encoding: &[u8; 32]) -> Self {
        let mut hex = [0; 64];
        for (pair, byte) in hex.chunks_exact_mut(2).zip(encoding) {
            pair.copy_from_slice(&[digit(byte >> 4), digit(byte & 15)]);
        }
        self.0.update(hex);
        self
    }

    /// Encodings, separated by commas.
    pub(crate) fn encodings<'a>(mut self, encodings: impl IntoIterator<Item = &'a [u8; 32]>) -> Self {
        for (index, encoding) in encodings.into_iter().enumerate() {
            if index > 0 {
                self = self.text(",");
            }
            self = self.encoding(encoding);
        }
        self
    }

    /// The hash as a number modulo q.
    pub(crate) fn challenge(self) -> Scalar {
        Scalar::from_digest(self.0.finalize().into())
    }
}

fn digit(value: u8) -> u8 {
    if value < 10 { b'0' + value } else { b'a' + value - 10 }
}
