//! One chain of doublings, shared by all powers of one point.
//!
//! A choice's α and β are each raised to two challenges, and their order must be checked, which is a power too. The
//! doublings P, 2P, 4P, … are made once; each power then only adds, from right to left, into four buckets (Yao's
//! method with signed digits of width 4). Variable time: public values only.

use curve25519_dalek::edwards::EdwardsPoint;
use group::Group;
use std::sync::LazyLock;

/// Positions of a number below 2^253 in signed digits: one more for the last carry.
const POSITIONS: usize = 254;
/// Bits of a signed digit: odd values from −7 to 7.
const WIDTH: usize = 4;
/// The odd multiples 1, 3, 5 and 7.
const BUCKETS: usize = 1 << (WIDTH - 2);

/// q, least significant byte first.
const ORDER: [u8; 32] = [
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0x10,
];

static ORDER_DIGITS: LazyLock<Vec<(u8, i8)>> = LazyLock::new(|| signed_digits(&ORDER).collect());

/// The doublings of one point at a time; the memory is reused from point to point.
pub(crate) struct Chain {
    doubles: Box<[EdwardsPoint; POSITIONS]>,
}

impl Chain {
    pub(crate) fn new() -> Chain {
        Chain { doubles: Box::new([EdwardsPoint::identity(); POSITIONS]) }
    }

    /// Makes the doublings of `point`.
    pub(crate) fn load(&mut self, point: &EdwardsPoint) {
        let mut double = *point;
        for slot in self.doubles.iter_mut() {
            *slot = double;
            double = Group::double(&double);
        }
    }

    /// Whether the order of the point divides 8.
    pub(crate) fn is_small_order(&self) -> bool {
        self.doubles[3].is_identity().into()
    }

    /// Whether q times the point is the identity.
    pub(crate) fn in_subgroup(&self) -> bool {
        self.sum(ORDER_DIGITS.iter().copied()).is_identity().into()
    }

    /// The loaded point to the power of a public number.
    pub(crate) fn power(&self, exponent: &super::Scalar) -> EdwardsPoint {
        self.sum(signed_digits(exponent.0.as_bytes()))
    }

    fn sum(&self, digits: impl Iterator<Item = (u8, i8)>) -> EdwardsPoint {
        let mut buckets = [None::<EdwardsPoint>; BUCKETS];
        for (position, digit) in digits {
            let Some(point) = self.doubles.get(usize::from(position)) else { continue };
            let bucket = &mut buckets[usize::from(digit.unsigned_abs() >> 1) % BUCKETS];
            *bucket = Some(match (&*bucket, digit > 0) {
                (Some(sum), true) => sum + point,
                (Some(sum), false) => sum - point,
                (None, true) => *point,
                (None, false) => -point,
            });
        }
        // B1 + 3·B3 + 5·B5 + 7·B7 = (B1 + B3 + B5 + B7) + 2·(B3 + 2·B5 + 3·B7), by running sums from the top.
        let identity = EdwardsPoint::identity();
        let mut running = buckets[BUCKETS - 1].unwrap_or(identity);
        let mut twice = running;
        for bucket in buckets[1..BUCKETS - 1].iter().rev() {
            running += bucket.unwrap_or(identity);
            twice += running;
        }
        running + buckets[0].unwrap_or(identity) + Group::double(&twice)
    }
}

/// The non-adjacent form of a number below 2^253, least significant byte first: (position, odd digit) from the right.
fn signed_digits(bytes: &[u8; 32]) -> impl Iterator<Item = (u8, i8)> {
    let mut limbs = [0u64; 5];
    for (limb, chunk) in limbs.iter_mut().zip(bytes.chunks_exact(8)) {
        *limb = chunk.iter().rev().fold(0, |value, byte| value << 8 | u64::from(*byte));
    }
    let (mut position, mut carry) = (0usize, 0u64);
    std::iter::from_fn(move || {
        while position < POSITIONS {
            let (limb, shift) = (position / 64, position % 64);
            let mut bits = limbs[limb] >> shift;
            if shift > 64 - WIDTH {
                bits |= limbs[limb + 1] << (64 - shift);
            }
            let window = carry + (bits & ((1 << WIDTH) - 1));
            if window & 1 == 0 {
                position += 1;
                continue;
            }
            let at = position as u8;
            position += WIDTH;
            return Some(if window < 1 << (WIDTH - 1) {
                carry = 0;
                (at, window as i8)
            } else {
                carry = 1;
                (at, window as i8 - (1 << WIDTH))
            });
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::group::{Scalar, SecretScalar, system_random};
    use curve25519_dalek::constants::EIGHT_TORSION;

    #[test]
    fn a_power_by_the_chain_is_the_power() {
        let mut chain = Chain::new();
        for _ in 0..50 {
            let point = EdwardsPoint::mul_base(&SecretScalar::random(&mut system_random()).0);
            let exponent = Scalar(SecretScalar::random(&mut system_random()).0);
            chain.load(&point);
            assert_eq!(chain.power(&exponent), point * exponent.0);
        }
        for exponent in [Scalar::ZERO, Scalar::ONE, -Scalar::ONE, Scalar::from(8), Scalar::from(u64::MAX)] {
            assert_eq!(chain.power(&exponent), chain.doubles[0] * exponent.0);
        }
    }

    #[test]
    fn only_points_of_prime_order_are_in_the_subgroup() {
        let mut chain = Chain::new();
        let point = EdwardsPoint::mul_base(&SecretScalar::random(&mut system_random()).0);
        for (index, torsion) in EIGHT_TORSION.iter().enumerate() {
            chain.load(&(point + torsion));
            assert_eq!(chain.in_subgroup(), index == 0);
            assert!(!chain.is_small_order());
            chain.load(torsion);
            assert!(chain.is_small_order());
        }
    }
}
