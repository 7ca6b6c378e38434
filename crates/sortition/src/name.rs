//! Names and numbers of a draw, each of its own type.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use crate::limits::{MAX_ACTIVITY, MAX_CELL, MAX_NUMBER, MAX_SEATS, MAX_SESSIONS};
use crate::text::{self, BadText, visible};

macro_rules! name {
    ($(#[$doc:meta])* $name:ident, $longest:expr, $allowed:expr) => {
        $(#[$doc])*
        ///
        /// Read kindly by [`FromStr`], always kept in its canonical form; ordered by its bytes.
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = BadText;

            fn from_str(text: &str) -> Result<Self, BadText> {
                text::read(text, $longest, $allowed).map(|text| $name(text.into()))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

name! {
    /// The activity for which is drawn, such as `ordos-2024`: visible text without `|`.
    ActivityId, MAX_ACTIVITY, no_bar
}
name! {
    /// A cell (名额格) of the quota table, such as `dongsheng/district-volunteers`: visible text without `|`.
    Cell, MAX_CELL, no_bar
}
name! {
    /// The number that a person was given when the pool was frozen (报名库编号): ASCII letters, digits, `-`, `_` and `.`.
    /// Too short for an identity number, and never a database id.
    Number, MAX_NUMBER, |c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')
}

fn no_bar(c: char) -> bool {
    c != '|' && visible(c)
}

/// Not a whole number within its limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a whole number from 1 to {0}")]
pub struct BadCount(pub u32);

macro_rules! count {
    ($(#[$doc:meta])* $name:ident, $most:expr) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u32);

        impl $name {
            /// A number from 1 to the limit.
            pub fn new(number: u32) -> Result<Self, BadCount> {
                if (1..=$most).contains(&number) { Ok($name(number)) } else { Err(BadCount($most)) }
            }

            /// The number.
            pub fn get(self) -> u32 {
                self.0
            }
        }

        impl FromStr for $name {
            type Err = BadCount;

            /// Reads decimal digits, full-width ones too, and nothing else.
            fn from_str(text: &str) -> Result<Self, BadCount> {
                let digits = text::read(text, 10, |c| c.is_ascii_digit()).map_err(|_| BadCount($most))?;
                digits.parse().map_err(|_| BadCount($most)).and_then(Self::new)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

count! {
    /// Seats of a cell in one session; at least one.
    Seats, MAX_SEATS
}
count! {
    /// How many sessions (场) are filled; at least one.
    Sessions, MAX_SESSIONS
}
count! {
    /// The rank (序位) of a person in a cell, from 1.
    Rank, u32::MAX
}
count! {
    /// One of the sessions, from 1.
    Session, MAX_SESSIONS
}

impl Rank {
    /// The rank of who stands at this place of a list, from 0.
    pub(crate) fn at(place: usize) -> Self {
        Rank(u32::try_from(place).unwrap_or(u32::MAX).saturating_add(1))
    }
}

impl Seats {
    /// The seats of all sessions together.
    pub fn in_all(self, sessions: Sessions) -> usize {
        // Both limits together stay below 2^27.
        usize::try_from(self.0.saturating_mul(sessions.0)).unwrap_or(usize::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_short_and_plain() {
        assert_eq!("Ｐ００１".parse::<Number>(), Err(BadText::Character('Ｐ')));
        assert_eq!(" P００1 ".parse::<Number>().map(|n| n.to_string()), Ok("P001".into()));
        assert_eq!("152701199001011234".parse::<Number>(), Err(BadText::TooLong(MAX_NUMBER)));
        assert!("王某".parse::<Number>().is_err());
    }

    #[test]
    fn cells_and_activities_hold_no_bar() {
        assert_eq!("a|b".parse::<Cell>(), Err(BadText::Character('|')));
        assert_eq!("a|b".parse::<ActivityId>(), Err(BadText::Character('|')));
        assert!("东胜区/行业协会、商会代表".parse::<Cell>().is_ok());
    }

    #[test]
    fn counts_begin_at_one() {
        assert_eq!(Seats::new(0), Err(BadCount(MAX_SEATS)));
        assert_eq!("１５".parse::<Seats>().map(Seats::get), Ok(15));
        for bad in ["", "0", "-1", "+1", "1.5", "4294967297", "99999999999"] {
            assert!(bad.parse::<Sessions>().is_err(), "{bad}");
        }
    }
}
