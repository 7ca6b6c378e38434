//! Chances as exact fractions.

use std::fmt;

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

/// An exact fraction in lowest terms, written `3/10`. The chance of a person, or an expected number of people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chance {
    numerator: u64,
    denominator: u64,
}

impl Chance {
    /// So many out of so many; nothing out of nothing is nothing.
    pub fn new(part: usize, whole: usize) -> Self {
        Self::of(part as u64, whole as u64)
    }

    pub(crate) fn of(part: u64, whole: u64) -> Self {
        let common = gcd(part, whole);
        if whole == 0 {
            return Chance { numerator: 0, denominator: 1 };
        }
        Chance { numerator: part / common, denominator: whole / common }
    }

    /// The part above the line.
    pub fn numerator(self) -> u64 {
        self.numerator
    }

    /// The part below the line, never zero.
    pub fn denominator(self) -> u64 {
        self.denominator
    }

    /// Whether it is one: nobody in the cell is left out.
    pub fn is_certain(self) -> bool {
        self.numerator == self.denominator
    }

    /// Per cent with four digits, half a digit rounded up: `33.3333`.
    pub fn percent(self) -> String {
        let millionths = scaled(self.numerator, self.denominator, 1_000_000);
        format!("{}.{:04}", millionths / 10_000, millionths % 10_000)
    }
}

/// `part / whole × scale`, half a unit rounded up.
pub(super) fn scaled(part: u64, whole: u64, scale: u64) -> u128 {
    let (part, whole) = (u128::from(part), u128::from(whole.max(1)));
    (part * u128::from(scale) * 2 + whole) / (whole * 2)
}

fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a.max(1) } else { gcd(b, a % b) }
}

impl fmt::Display for Chance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.numerator, self.denominator)
    }
}

impl Serialize for Chance {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut both = serializer.serialize_struct("Chance", 2)?;
        both.serialize_field("fraction", &self.to_string())?;
        both.serialize_field("percent", &self.percent())?;
        both.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chance_is_reduced_and_told_in_per_cent() {
        let chance = Chance::new(45, 150);
        assert_eq!((chance.to_string(), chance.percent()), ("3/10".into(), "30.0000".into()));
        assert_eq!(Chance::new(2, 3).percent(), "66.6667");
        assert_eq!((Chance::new(7, 7).percent(), Chance::new(7, 7).is_certain()), ("100.0000".into(), true));
        assert_eq!((Chance::new(0, 0).to_string(), Chance::new(0, 9).percent()), ("0/1".into(), "0.0000".into()));
    }
}
