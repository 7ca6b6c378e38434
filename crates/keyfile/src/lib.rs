//! Key files: what a trustee or the card maker keeps offline, on a stick in a safe.
//!
//! A [`KeyFile`] is JSON with a *kind*, a *public part* that anybody can read (whose key it is, for what), and a *secret
//! part* behind a passphrase: argon2id ([RFC 9106](https://www.rfc-editor.org/rfc/rfc9106.html)) makes the key,
//! XChaCha20-Poly1305 ([draft-irtf-cfrg-xchacha-03](https://datatracker.ietf.org/doc/draft-irtf-cfrg-xchacha/03/))
//! seals. Kind, public part and cost are authenticated with the secret, so that nobody can give a stick another name.
//!
//! The crate does no I/O. Secrets are overwritten when dropped and have no `Debug`.
//!
//! # Example
//! ```
//! use getrandom::SysRng;
//! use keyfile::{Cost, KeyFile, Passphrase};
//! use rand_core::UnwrapErr;
//!
//! let public = [("trustee".to_owned(), "1".to_owned())].into();
//! let passphrase = Passphrase::new("a sentence that nobody guesses")?;
//! let file = KeyFile::seal("trustee", public, b"seed", &passphrase, Cost::STRONG, &mut UnwrapErr(SysRng))?;
//!
//! let read = KeyFile::parse(file.to_text().as_bytes())?;
//! assert_eq!(read.public()["trustee"], "1");
//! assert_eq!(read.open(&passphrase)?.as_slice(), b"seed");
//! # Ok::<(), keyfile::KeyFileError>(())
//! ```
#![deny(missing_docs)]

mod form;
mod passphrase;
mod seal;

pub use passphrase::{MIN_PASSPHRASE_CHARS, Passphrase};
pub use seal::Cost;

use std::collections::BTreeMap;

use form::Form;
use rand_core::CryptoRng;
use zeroize::Zeroizing;

/// Longest key file that is read, in bytes. The card maker's, with all venue lists, has some hundred thousand.
pub const MAX_KEY_FILE_BYTES: usize = 16 << 20;

/// A key file, with its secret part still sealed.
#[derive(Clone, PartialEq, Eq)]
pub struct KeyFile(Form);

/// Why a key file cannot be made or used.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// Longer than any key file.
    #[error("longer than {MAX_KEY_FILE_BYTES} bytes")]
    TooLong,
    /// Not the JSON of a key file.
    #[error("not a key file: {0}")]
    Form(#[from] serde_json::Error),
    /// A key file of another version, or sealed by other algorithms.
    #[error("not supported: {0}")]
    NotSupported(&'static str),
    /// A cost outside of what is safe and bearable.
    #[error("the cost of the passphrase must be 8 MiB to 1 GiB of memory, 1 to 16 passes and 1 to 4 lanes")]
    Cost,
    /// A passphrase too short to protect anything.
    #[error("a passphrase has at least {MIN_PASSPHRASE_CHARS} characters")]
    ShortPassphrase,
    /// The passphrase is wrong, or the file was changed: nobody can tell which.
    #[error("wrong passphrase, or the file was changed")]
    CannotOpen,
    /// The machine has not enough memory for the key derivation.
    #[error("the passphrase cannot be worked on here: {0}")]
    Derivation(argon2::Error),
}

impl KeyFile {
    /// Seals `secret` behind a passphrase.
    ///
    /// # Errors
    /// A cost outside its bounds, or too little memory.
    pub fn seal<R: CryptoRng + ?Sized>(
        kind: &str,
        public: BTreeMap<String, String>,
        secret: &[u8],
        passphrase: &Passphrase,
        cost: Cost,
        rng: &mut R,
    ) -> Result<KeyFile, KeyFileError> {
        let mut form = Form::new(kind, public, cost, rng);
        form.sealed = seal::seal(&form, secret, passphrase)?;
        Ok(KeyFile(form))
    }

    /// Reads a key file without opening it.
    ///
    /// # Errors
    /// A file that is no key file, names the place; one of another version says so.
    pub fn parse(bytes: &[u8]) -> Result<KeyFile, KeyFileError> {
        if bytes.len() > MAX_KEY_FILE_BYTES {
            return Err(KeyFileError::TooLong);
        }
        Form::parse(bytes).map(KeyFile)
    }

    /// The file's text, indented for people.
    pub fn to_text(&self) -> String {
        self.0.to_text()
    }

    /// What the file is for, such as `trustee`.
    pub fn kind(&self) -> &str {
        &self.0.kind
    }

    /// The readable part; it can only be trusted once the file was opened.
    pub fn public(&self) -> &BTreeMap<String, String> {
        &self.0.public
    }

    /// Opens the secret part.
    ///
    /// # Errors
    /// A wrong passphrase or a changed file.
    pub fn open(&self, passphrase: &Passphrase) -> Result<Zeroizing<Vec<u8>>, KeyFileError> {
        seal::open(&self.0, passphrase)
    }

    /// The same file with another public and secret part, sealed anew under the same cost.
    ///
    /// # Errors
    /// As [`KeyFile::seal`].
    pub fn reseal<R: CryptoRng + ?Sized>(
        &self,
        public: BTreeMap<String, String>,
        secret: &[u8],
        passphrase: &Passphrase,
        rng: &mut R,
    ) -> Result<KeyFile, KeyFileError> {
        KeyFile::seal(self.kind(), public, secret, passphrase, self.0.cost(), rng)
    }
}
