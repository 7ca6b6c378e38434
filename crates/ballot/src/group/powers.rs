//! Powers of one point in one pass over its doublings, and with them the check of the point's order.
//!
//! A choice's α and β are each raised to two challenges, and their order must be checked, which is a power too. The
//! doublings P, 2P, 4P, … pass by once; each power picks those that it needs, from right to left, into eight buckets
//! (Yao's method with signed digits of width 5). Variable time: public values only.

use super::{ElementError, Scalar};
use curve25519_dalek::edwards::EdwardsPoint;
use group::Group;
use std::sync::LazyLock;

/// Positions of a number below 2^253 in signed digits: one more for the last carry.
const POSITIONS: usize = 254;
/// Bits of a signed digit: odd values from −15 to 15.
const WIDTH: usize = 5;
/// The order has few digits, so that fewer buckets suit it better.
const ORDER_WIDTH: usize = 4;
/// The odd multiples 1, 3, … 15.
const BUCKETS: usize = 1 << (WIDTH - 2);

/// q, least significant byte first.
const ORDER: [u8; 32] = [
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0x10,
];

/// A public number in non-adjacent form: at each position zero or an odd digit.
pub(crate) struct Digits([i8; POSITIONS]);

impl Digits {
    pub(crate) fn new(exponent: &Scalar) -> Digits {
        Digits::of_bytes(exponent.0.as_bytes(), WIDTH)
    }

    /// Digits of a number below 2^253, least significant byte first.
    fn of_bytes(bytes: &[u8; 32], width: usize) -> Digits {
        let mut digits = [0; POSITIONS];
        let (mut position, mut carry) = (0, 0);
        while position < POSITIONS {
            let window = carry + bits(bytes, position, width);
            if window & 1 == 0 {
                position += 1;
                continue;
            }
            carry = window >> (width - 1);
            digits[position] = window as i8 - (carry << width) as i8;
            position += width;
        }
        Digits(digits)
    }

    fn at(&self, position: usize) -> i8 {
        self.0.get(position).copied().unwrap_or(0)
    }
}

/// `width` bits from `position` on, zero beyond the end.
fn bits(bytes: &[u8; 32], position: usize, width: usize) -> u16 {
    let byte = |place: usize| u16::from(bytes.get(place).copied().unwrap_or(0));
    let pair = byte(position / 8) | byte(position / 8 + 1) << 8;
    pair >> (position % 8) & ((1 << width) - 1)
}

/// Raises a point to public numbers, if its order is q. A random combination of many points would need one such check
/// for each bit of certainty, since a component of order 2 is lost in every second one; so each point is checked itself.
///
/// # Errors
/// The order is not q.
pub(crate) fn powers<const N: usize>(point: &EdwardsPoint, exponents: [&Digits; N]) -> Result<[EdwardsPoint; N], ElementError> {
    static ORDER_DIGITS: LazyLock<Digits> = LazyLock::new(|| Digits::of_bytes(&ORDER, ORDER_WIDTH));
    let order = &*ORDER_DIGITS;
    let (mut sums, mut order_sum) = ([Buckets::EMPTY; N], Buckets::EMPTY);
    let mut double = *point;
    let mut position = 0;
    let unused = |position| order.at(position) == 0 && exponents.iter().all(|exponent| exponent.at(position) == 0);
    while position < POSITIONS {
        order_sum.add(order.at(position), &double);
        for (sum, exponent) in sums.iter_mut().zip(exponents) {
            sum.add(exponent.at(position), &double);
        }
        // Three doublings at once cost less than three alone.
        (double, position) = if unused(position + 1) && unused(position + 2) {
            (double.mul_by_cofactor(), position + 3)
        } else {
            (Group::double(&double), position + 1)
        };
    }
    if bool::from(order_sum.total().is_identity()) && !bool::from(point.is_identity()) {
        Ok(sums.map(|sum| sum.total()))
    } else if point.is_small_order() {
        Err(ElementError::SmallOrder)
    } else {
        Err(ElementError::OutsideSubgroup)
    }
}

/// What a power is made of: for each odd digit the sum of the doublings that have it.
#[derive(Clone, Copy)]
struct Buckets([Option<EdwardsPoint>; BUCKETS]);

impl Buckets {
    const EMPTY: Buckets = Buckets([None; BUCKETS]);

    fn add(&mut self, digit: i8, point: &EdwardsPoint) {
        if digit == 0 {
            return;
        }
        let bucket = &mut self.0[usize::from(digit.unsigned_abs() / 2) % BUCKETS];
        *bucket = Some(match (&*bucket, digit > 0) {
            (Some(sum), true) => sum + point,
            (Some(sum), false) => sum - point,
            (None, true) => *point,
            (None, false) => -point,
        });
    }

    /// B1 + 3·B3 + 5·B5 + … = (B1 + B3 + B5 + …) + 2·((B3 + B5 + …) + (B5 + …) + …), by running sums from the top.
    fn total(&self) -> EdwardsPoint {
        let [first, others @ ..] = &self.0;
        let (mut running, mut twice) = (None, None);
        for bucket in others.iter().rev() {
            running = plus(&running, bucket);
            twice = plus(&twice, &running);
        }
        plus(&running, first).unwrap_or_default() + Group::double(&twice.unwrap_or_default())
    }
}

/// The sum of two buckets; an empty one costs nothing.
fn plus(one: &Option<EdwardsPoint>, other: &Option<EdwardsPoint>) -> Option<EdwardsPoint> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one + other),
        (one, other) => one.or(*other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::group::{SecretScalar, system_random};
    use curve25519_dalek::constants::EIGHT_TORSION;

    fn random_point() -> EdwardsPoint {
        EdwardsPoint::mul_base(&SecretScalar::random(&mut system_random()).0)
    }

    #[test]
    fn powers_of_one_pass_are_the_powers() {
        let some = [Scalar::ZERO, Scalar::ONE, -Scalar::ONE, Scalar::from(16), Scalar::from(31), Scalar::from(u64::MAX)];
        let random = (0..50).map(|_| Scalar(SecretScalar::random(&mut system_random()).0));
        for exponent in some.into_iter().chain(random) {
            let (point, other) = (random_point(), Scalar(SecretScalar::random(&mut system_random()).0));
            let both = powers(&point, [&Digits::new(&exponent), &Digits::new(&other)]);
            assert_eq!(both, Ok([point * exponent.0, point * other.0]));
        }
    }

    #[test]
    fn digits_are_odd_far_apart_and_add_up() {
        for _ in 0..50 {
            let number = Scalar(SecretScalar::random(&mut system_random()).0);
            let digits = Digits::new(&number).0;
            let value = |digit: i8| if digit < 0 { -Scalar::from(u64::from(digit.unsigned_abs())) } else { Scalar::from(digit as u64) };
            let sum = digits.iter().rev().fold(Scalar::ZERO, |sum, digit| sum + sum + value(*digit));
            assert_eq!(sum, number);
            let used: Vec<_> = (0..POSITIONS).filter(|position| digits[*position] != 0).collect();
            assert!(used.iter().all(|position| digits[*position] % 2 != 0 && digits[*position].unsigned_abs() < 1 << (WIDTH - 1)));
            assert!(used.windows(2).all(|pair| pair[1] - pair[0] >= WIDTH));
        }
    }

    #[test]
    fn only_points_of_prime_order_have_powers() {
        let point = random_point();
        for (index, torsion) in EIGHT_TORSION.iter().enumerate() {
            let expected = if index == 0 { Ok([]) } else { Err(ElementError::OutsideSubgroup) };
            assert_eq!(powers(&(point + torsion), []), expected);
            assert_eq!(powers(torsion, []), Err(ElementError::SmallOrder));
        }
    }
}
