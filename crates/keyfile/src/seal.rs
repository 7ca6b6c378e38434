//! From a passphrase to a key, and from a key to the secret part.

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

use crate::form::Form;
use crate::{KeyFileError, Passphrase};

const MEMORY_KIB: std::ops::RangeInclusive<u32> = 8 << 10..=1 << 20;
const PASSES: std::ops::RangeInclusive<u32> = 1..=16;
const LANES: std::ops::RangeInclusive<u32> = 1..=4;

/// What one try of a passphrase costs (RFC 9106, section 4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Memory, in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
    /// Lanes that may run side by side.
    pub lanes: u32,
}

impl Cost {
    /// The second recommended option of RFC 9106, section 4: 64 MiB, three passes, four lanes.
    pub const STRONG: Cost = Cost { memory_kib: 64 << 10, passes: 3, lanes: 4 };
    /// The least that is accepted, for tests and rehearsals.
    pub const LEAST: Cost = Cost { memory_kib: 8 << 10, passes: 1, lanes: 1 };

    /// A file from outside must not make its reader work for hours.
    fn is_bearable(self) -> bool {
        MEMORY_KIB.contains(&self.memory_kib) && PASSES.contains(&self.passes) && LANES.contains(&self.lanes)
    }
}

fn cipher(form: &Form, passphrase: &Passphrase) -> Result<XChaCha20Poly1305, KeyFileError> {
    let cost = form.cost();
    if !cost.is_bearable() {
        return Err(KeyFileError::Cost);
    }
    let mut key = Zeroizing::new([0; 32]);
    let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, Some(key.len())).map_err(KeyFileError::Derivation)?;
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase.as_bytes(), &form.kdf.salt, key.as_mut())
        .map_err(KeyFileError::Derivation)?;
    XChaCha20Poly1305::new_from_slice(key.as_slice()).map_err(|_| KeyFileError::CannotOpen)
}

pub(crate) fn seal(form: &Form, secret: &[u8], passphrase: &Passphrase) -> Result<Vec<u8>, KeyFileError> {
    let payload = Payload { msg: secret, aad: &form.authenticated() };
    cipher(form, passphrase)?.encrypt(&XNonce::from(form.cipher.nonce), payload).map_err(|_| KeyFileError::CannotOpen)
}

pub(crate) fn open(form: &Form, passphrase: &Passphrase) -> Result<Zeroizing<Vec<u8>>, KeyFileError> {
    let payload = Payload { msg: &form.sealed, aad: &form.authenticated() };
    let opened = cipher(form, passphrase)?.decrypt(&XNonce::from(form.cipher.nonce), payload);
    opened.map(Zeroizing::new).map_err(|_| KeyFileError::CannotOpen)
}
