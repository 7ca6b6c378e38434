//! Margins of error, and when they may not be claimed.

use std::fmt;

use serde::{Serialize, Serializer};

/// What must stand beside every margin of this module.
pub const CAVEAT: &str = "These margins are those of a simple random sample of all citizens. A panel filled by quota from people who \
    volunteered or were nominated does not earn them: chance decided only among those in the pool.";

/// Half the width of the 95 % interval of a share of one half, in hundredths of a percentage point. Written `2.62`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Margin(u64);

impl Margin {
    /// The margin of a simple random sample of so many people: 1.96 × √(0.25 / people), the textbook's largest.
    /// `None` for nobody. Only with [`CAVEAT`].
    pub fn of(people: usize) -> Option<Self> {
        // 98 / √n points are √(4 × 9,800² / n) / 2 hundredths.
        let people = u64::try_from(people).ok()?;
        let doubled = (4 * 9_800 * 9_800_u64).checked_div(people)?.isqrt();
        Some(Margin(doubled.div_ceil(2)))
    }

    /// In hundredths of a percentage point.
    pub fn hundredths(self) -> u64 {
        self.0
    }
}

impl fmt::Display for Margin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

impl Serialize for Margin {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_margins_of_the_textbook() {
        for (people, points) in [(1_400, "2.62"), (1_500, "2.53"), (4_500, "1.46"), (100, "9.80"), (1, "98.00"), (384, "5.00")] {
            assert_eq!(Margin::of(people).map(|margin| margin.to_string()).as_deref(), Some(points), "{people}");
        }
        assert_eq!(Margin::of(0), None);
    }
}
