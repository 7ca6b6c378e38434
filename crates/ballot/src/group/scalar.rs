//! Numbers modulo q, written in base 10 (specification, "Basic types", ℤ_q).

use curve25519_dalek::scalar::Scalar as Inner;
use std::fmt;
use std::ops::{Add, Mul, Neg, Sub};

/// The most decimal digits that a number below q has.
const MAX_DIGITS: usize = 76;
/// Decimal digits that fit in one limb.
const CHUNK: usize = 19;
const CHUNK_BASE: u64 = 10_000_000_000_000_000_000;

/// A public number modulo q = 2^252 + 27742317777372353535851937790883648493 (specification, "Basic types", ℤ_q, and
/// "Ed25519").
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Scalar(pub(crate) Inner);

/// Why a text is not a number modulo q in its only accepted form (specification, "Basic types", ℤ_q).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScalarError {
    /// Empty, or something else than the digits 0 to 9.
    #[error("not a number in base 10")]
    NotDecimal,
    /// A second form of a number that already has one.
    #[error("leading zero")]
    LeadingZero,
    /// Not below the order of the group.
    #[error("not below the order of the group")]
    TooLarge,
}

impl Scalar {
    /// Zero.
    pub const ZERO: Scalar = Scalar(Inner::ZERO);
    /// One.
    pub const ONE: Scalar = Scalar(Inner::ONE);

    /// Reads the only accepted form: base 10, no sign, no leading zero, below q (specification, "Basic types", ℤ_q).
    ///
    /// # Errors
    /// Any other text.
    pub fn from_decimal(text: &[u8]) -> Result<Scalar, ScalarError> {
        if text.is_empty() || !text.iter().all(u8::is_ascii_digit) {
            return Err(ScalarError::NotDecimal);
        }
        if text.len() > 1 && text.first() == Some(&b'0') {
            return Err(ScalarError::LeadingZero);
        }
        if text.len() > MAX_DIGITS {
            return Err(ScalarError::TooLarge);
        }
        let mut limbs = [0u64; 4];
        for chunk in text.chunks(CHUNK) {
            let (mut value, mut base) = (0u64, 1u64);
            for digit in chunk {
                value = value * 10 + u64::from(digit - b'0');
                base *= 10;
            }
            // 76 digits stay below 2^256, so nothing is carried out of the last limb.
            let mut carry = value;
            for limb in &mut limbs {
                let sum = u128::from(*limb) * u128::from(base) + u128::from(carry);
                *limb = sum as u64;
                carry = (sum >> 64) as u64;
            }
        }
        let mut bytes = [0u8; 32];
        for (to, limb) in bytes.chunks_exact_mut(8).zip(limbs) {
            to.copy_from_slice(&limb.to_le_bytes());
        }
        Option::from(Inner::from_canonical_bytes(bytes)).map(Scalar).ok_or(ScalarError::TooLarge)
    }

    /// Appends the base 10 form.
    pub(crate) fn write_decimal(&self, out: &mut String) {
        use fmt::Write;
        let mut limbs = [0u64; 4];
        for (limb, bytes) in limbs.iter_mut().zip(self.0.as_bytes().chunks_exact(8)) {
            *limb = bytes.iter().rev().fold(0, |value, byte| value << 8 | u64::from(*byte));
        }
        let mut chunks = [0u64; 4];
        for chunk in &mut chunks {
            let mut rest = 0u64;
            for limb in limbs.iter_mut().rev() {
                let value = u128::from(rest) << 64 | u128::from(*limb);
                *limb = (value / u128::from(CHUNK_BASE)) as u64;
                rest = (value % u128::from(CHUNK_BASE)) as u64;
            }
            *chunk = rest;
        }
        let mut started = false;
        for (index, chunk) in chunks.iter().enumerate().rev() {
            // Writing to a String cannot fail.
            if started {
                let _ = write!(out, "{chunk:019}");
            } else if *chunk != 0 || index == 0 {
                let _ = write!(out, "{chunk}");
                started = true;
            }
        }
    }

    /// A SHA-256 digest read as a big-endian number, modulo q (specification, "Verification keys" and all proofs).
    pub fn from_digest(digest: [u8; 32]) -> Scalar {
        let mut bytes = digest;
        bytes.reverse();
        Scalar(Inner::from_bytes_mod_order(bytes))
    }

    /// 64 bytes read as a big-endian number, modulo q (specification, "Credentials").
    pub(crate) fn from_wide(bytes: &[u8; 64]) -> Inner {
        let mut little = *bytes;
        little.reverse();
        let scalar = Inner::from_bytes_mod_order_wide(&little);
        zeroize::Zeroize::zeroize(&mut little);
        scalar
    }

    /// 1 / self. Zero has no inverse and gives zero.
    pub(crate) fn invert(&self) -> Scalar {
        Scalar(self.0.invert())
    }
}

impl From<u64> for Scalar {
    fn from(value: u64) -> Self {
        Scalar(Inner::from(value))
    }
}

impl fmt::Display for Scalar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::with_capacity(MAX_DIGITS);
        self.write_decimal(&mut text);
        f.write_str(&text)
    }
}

impl fmt::Debug for Scalar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Scalar({self})")
    }
}

impl Add for Scalar {
    type Output = Scalar;
    fn add(self, other: Scalar) -> Scalar {
        Scalar(self.0 + other.0)
    }
}

impl Sub for Scalar {
    type Output = Scalar;
    fn sub(self, other: Scalar) -> Scalar {
        Scalar(self.0 - other.0)
    }
}

impl Mul for Scalar {
    type Output = Scalar;
    fn mul(self, other: Scalar) -> Scalar {
        Scalar(self.0 * other.0)
    }
}

impl Neg for Scalar {
    type Output = Scalar;
    fn neg(self) -> Scalar {
        Scalar(-self.0)
    }
}
