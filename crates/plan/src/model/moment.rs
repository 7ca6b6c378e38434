//! A day, or a time of a day, in the city's local time.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, DateTime, Time};
use serde::{Deserialize, Serialize};

/// A date with or without a time of day; written `2025-01-13` or `2025-01-13 09:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Moment {
    /// The day.
    pub date: Date,
    /// The time of day, if one is named.
    pub time: Option<Time>,
}

/// A text that is no date.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no date: write 2025-01-13 or 2025-01-13 09:00")]
pub struct BadMoment(pub String);

impl Moment {
    /// The first instant meant: midnight when no time is named.
    pub fn begins(self) -> DateTime {
        self.date.to_datetime(self.time.unwrap_or(Time::midnight()))
    }

    /// The last instant meant: the end of the day when no time is named.
    pub fn ends(self) -> DateTime {
        self.date.to_datetime(self.time.unwrap_or(Time::constant(23, 59, 59, 999_000_000)))
    }
}

impl FromStr for Moment {
    type Err = BadMoment;

    fn from_str(text: &str) -> Result<Self, BadMoment> {
        let bad = || BadMoment(text.chars().take(40).collect());
        let (day, time) = match text.split_once(' ') {
            Some((day, time)) => (day, Some(time)),
            None => (text, None),
        };
        // jiff also reads other forms of ISO 8601; the plan has one.
        if day.len() != 10 || time.is_some_and(|t| t.len() != 5) {
            return Err(bad());
        }
        let date = day.parse().map_err(|_| bad())?;
        let time = time.map(|t| Time::strptime("%H:%M", t)).transpose().map_err(|_| bad())?;
        Ok(Moment { date, time })
    }
}

impl TryFrom<String> for Moment {
    type Error = BadMoment;

    fn try_from(text: String) -> Result<Self, BadMoment> {
        text.parse()
    }
}

impl From<Moment> for String {
    fn from(moment: Moment) -> String {
        moment.to_string()
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.date)?;
        match self.time {
            Some(time) => write!(f, " {:02}:{:02}", time.hour(), time.minute()),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_reads_as_it_is_written_and_nothing_else_is_one() {
        for good in ["2025-01-13", "2025-01-13 09:00", "2025-12-31 23:59"] {
            assert_eq!(good.parse::<Moment>().unwrap().to_string(), good);
        }
        for bad in ["", "2025-1-13", "2025-13-01", "2025-02-30", "2025-01-13 9:00", "2025-01-13 25:00", "2025-01-13T09:00", "13.1.2025"] {
            assert!(bad.parse::<Moment>().is_err(), "{bad}");
        }
    }
}
