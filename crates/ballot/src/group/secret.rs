//! Secret numbers and the randomness that they are made of.

use super::{Element, Scalar, ScalarError};
use curve25519_dalek::{edwards::EdwardsPoint, scalar::Scalar as Inner};
use getrandom::SysRng;
use rand_core::{CryptoRng, UnwrapErr};
use subtle::{Choice, ConstantTimeEq};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// The operating system's random numbers.
pub type SystemRandom = UnwrapErr<SysRng>;

/// The operating system's random numbers. A system without them cannot keep a vote secret, so the program stops there.
pub fn system_random() -> SystemRandom {
    UnwrapErr(SysRng)
}

/// A secret number modulo q: a key or the randomness of a ciphertext (specification, "Verification keys", "Homomorphic
/// answers"). Overwritten when dropped, never printed, compared in constant time.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct SecretScalar(pub(crate) Inner);

impl SecretScalar {
    /// A uniformly random number, reduced from 512 bits so that no bias is left.
    pub fn random<R: CryptoRng + ?Sized>(rng: &mut R) -> Self {
        let mut bytes = Zeroizing::new([0u8; 64]);
        rng.fill_bytes(bytes.as_mut());
        SecretScalar(Inner::from_bytes_mod_order_wide(&bytes))
    }

    /// Reads the base 10 form, for key files and decrypted messages (specification, "Basic types", ℤ_q).
    ///
    /// # Errors
    /// Any other text.
    pub fn from_decimal(text: &[u8]) -> Result<Self, ScalarError> {
        Scalar::from_decimal(text).map(|scalar| SecretScalar(scalar.0))
    }

    /// The base 10 form, for key files and encrypted messages (specification, "Basic types", ℤ_q).
    pub fn to_decimal(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(80));
        Scalar(self.0).write_decimal(&mut text);
        text
    }

    /// A copy, asked for by name: secrets are not copied by accident.
    pub fn duplicate(&self) -> Self {
        SecretScalar(self.0)
    }

    /// g^self, in constant time: the public key that belongs to this secret (specification, "Verification keys").
    pub fn public(&self) -> Element {
        Element::from_point(EdwardsPoint::mul_base(&self.0))
    }

    /// base^self, in constant time.
    pub(crate) fn power_of(&self, base: &Element) -> Element {
        Element::from_point(base.point() * self.0)
    }

    /// The response of every proof here: self − secret × challenge, self being the one-time secret w.
    pub(crate) fn respond(&self, secret: &SecretScalar, challenge: Scalar) -> Scalar {
        Scalar(self.0 - secret.0 * challenge.0)
    }

    /// Adds a secret to this one.
    pub(crate) fn add(&mut self, other: &SecretScalar) {
        self.0 += other.0;
    }
}

impl ConstantTimeEq for SecretScalar {
    fn ct_eq(&self, other: &Self) -> Choice {
        self.0.ct_eq(&other.0)
    }
}
