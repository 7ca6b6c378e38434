//! Tables for the two bases that every proof uses: the generator g and the election's key y.

use super::{Element, Scalar, SecretScalar};
use curve25519_dalek::constants::ED25519_BASEPOINT_POINT;
use curve25519_dalek::edwards::{EdwardsBasepointTable, EdwardsPoint};
use curve25519_dalek::traits::BasepointTable;
use group::Group;
use std::sync::LazyLock;

const WINDOWS: usize = 32;
const ENTRIES: usize = 128;

/// Multiples 1 to 128 of base^(256^i): a power costs at most 32 additions. Variable time: public exponents only.
pub(crate) struct FixedBase(Vec<EdwardsPoint>);

impl FixedBase {
    pub(crate) fn new(base: &EdwardsPoint) -> FixedBase {
        let mut entries = Vec::with_capacity(WINDOWS * ENTRIES);
        let mut step = *base;
        for _ in 0..WINDOWS {
            let mut multiple = step;
            for _ in 1..ENTRIES {
                entries.push(multiple);
                multiple += step;
            }
            entries.push(multiple);
            step = Group::double(&multiple);
        }
        FixedBase(entries)
    }

    /// sum × base^exponent.
    pub(crate) fn add_power(&self, mut sum: EdwardsPoint, exponent: &Scalar) -> EdwardsPoint {
        // All terms are copied before the first addition, so that memory is waited for once and not at each of them.
        let mut terms = Vec::with_capacity(WINDOWS);
        let mut carry = 0i16;
        for (window, byte) in self.0.chunks_exact(ENTRIES).zip(exponent.0.as_bytes()) {
            let mut digit = i16::from(*byte) + carry;
            carry = i16::from(digit > 127);
            digit -= carry << 8;
            if digit != 0 {
                terms.push((digit > 0, window[usize::from(digit.unsigned_abs()) - 1]));
            }
        }
        for (positive, term) in &terms {
            if *positive {
                sum += term;
            } else {
                sum -= term;
            }
        }
        sum
    }
}

/// The table of g, made once.
pub(crate) fn generator_table() -> &'static FixedBase {
    static TABLE: LazyLock<FixedBase> = LazyLock::new(|| FixedBase::new(&ED25519_BASEPOINT_POINT));
    &TABLE
}

/// A table for secret exponents, in constant time: the voter's side.
pub(crate) struct SecretBase(Box<EdwardsBasepointTable>);

impl SecretBase {
    pub(crate) fn new(base: &Element) -> SecretBase {
        SecretBase(Box::new(EdwardsBasepointTable::create(base.point())))
    }

    /// base^exponent.
    pub(crate) fn power(&self, exponent: &SecretScalar) -> EdwardsPoint {
        &*self.0 * &exponent.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::group::system_random;

    #[test]
    fn a_power_by_the_table_is_the_power() {
        let base = SecretScalar::random(&mut system_random()).public();
        let table = FixedBase::new(base.point());
        let start = SecretScalar::random(&mut system_random()).public();
        let some =
            [Scalar::ZERO, Scalar::ONE, -Scalar::ONE, Scalar::from(127), Scalar::from(128), Scalar::from(129), Scalar::from(u64::MAX)];
        let random = (0..50).map(|_| Scalar(SecretScalar::random(&mut system_random()).0));
        for exponent in some.into_iter().chain(random) {
            assert_eq!(table.add_power(*start.point(), &exponent), start.point() + base.point() * exponent.0);
        }
    }
}
