//! Passphrases.

use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::KeyFileError;

/// Fewest characters of a passphrase. Length is all that is asked: rules about kinds of characters only make people write it down.
pub const MIN_PASSPHRASE_CHARS: usize = 12;

/// A passphrase. Overwritten when dropped, never printed.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Passphrase(String);

impl Passphrase {
    /// Takes a passphrase as typed; a line end after it is not part of it.
    ///
    /// # Errors
    /// If it is too short.
    pub fn new(text: &str) -> Result<Passphrase, KeyFileError> {
        let text = text.strip_suffix('\n').unwrap_or(text);
        let text = text.strip_suffix('\r').unwrap_or(text);
        if text.chars().count() < MIN_PASSPHRASE_CHARS {
            return Err(KeyFileError::ShortPassphrase);
        }
        Ok(Passphrase(text.to_owned()))
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}
