//! `calendar.csv`: public holidays and make-up working days, and counting by working days.

use std::collections::BTreeMap;

use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};

/// How a day differs from the week's rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DayKind {
    /// A public holiday (法定节假日).
    Holiday,
    /// A weekend day that is worked (调休上班).
    Working,
}

/// The days that differ from "Monday to Friday are worked".
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Calendar {
    pub(crate) days: BTreeMap<Date, (DayKind, String)>,
}

/// No search for a working day goes further than this.
const FAR: u32 = 10_000;

impl Calendar {
    /// Whether people work on this day.
    pub fn is_working_day(&self, day: Date) -> bool {
        match self.days.get(&day) {
            Some((DayKind::Working, _)) => true,
            Some((DayKind::Holiday, _)) => false,
            None => !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday),
        }
    }

    /// The name of the holiday, if the day is one; an ordinary weekend has none.
    pub fn holiday(&self, day: Date) -> Option<&str> {
        self.days.get(&day).filter(|(kind, _)| *kind == DayKind::Holiday).map(|(_, name)| name.as_str())
    }

    /// All special days in order.
    pub fn days(&self) -> impl Iterator<Item = (Date, DayKind, &str)> {
        self.days.iter().map(|(day, (kind, name))| (*day, *kind, name.as_str()))
    }

    /// The day that is `count` working days after `day`; `day` itself does not count. With 0 the day itself.
    /// None beyond the calendar's end (year 9999).
    pub fn add_working_days(&self, day: Date, count: u32) -> Option<Date> {
        let mut left = count;
        let mut at = day;
        while left > 0 {
            at = at.tomorrow().ok()?;
            if self.is_working_day(at) {
                left -= 1;
            }
        }
        Some(at)
    }

    /// The last working day before `day`.
    pub fn last_working_day_before(&self, day: Date) -> Option<Date> {
        let mut at = day;
        for _ in 0..FAR {
            at = at.yesterday().ok()?;
            if self.is_working_day(at) {
                return Some(at);
            }
        }
        None
    }

    /// Working days from `from` (counted) up to `to` (not counted).
    pub fn working_days_between(&self, from: Date, to: Date) -> u32 {
        let mut at = from;
        let mut count = 0;
        while at < to && count < FAR {
            count += u32::from(self.is_working_day(at));
            match at.tomorrow() {
                Ok(next) => at = next,
                Err(_) => break,
            }
        }
        count
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn spring_2025() -> Calendar {
        let mut calendar = Calendar::default();
        for day in 28..=31 {
            calendar.days.insert(date(2025, 1, day), (DayKind::Holiday, "春节".into()));
        }
        for day in 1..=4 {
            calendar.days.insert(date(2025, 2, day), (DayKind::Holiday, "春节".into()));
        }
        calendar.days.insert(date(2025, 1, 26), (DayKind::Working, "调休".into()));
        calendar.days.insert(date(2025, 2, 8), (DayKind::Working, "调休".into()));
        calendar
    }

    #[test]
    fn a_holiday_is_skipped_and_a_make_up_sunday_is_worked() {
        let calendar = spring_2025();
        assert!(calendar.is_working_day(date(2025, 1, 26)) && calendar.is_working_day(date(2025, 2, 8)));
        assert!(!calendar.is_working_day(date(2025, 1, 25)) && !calendar.is_working_day(date(2025, 1, 31)));
        assert_eq!(calendar.add_working_days(date(2025, 1, 24), 2), Some(date(2025, 1, 27)));
        assert_eq!(calendar.add_working_days(date(2025, 1, 27), 1), Some(date(2025, 2, 5)));
        assert_eq!(calendar.add_working_days(date(2025, 1, 27), 0), Some(date(2025, 1, 27)));
        assert_eq!(calendar.last_working_day_before(date(2025, 1, 31)), Some(date(2025, 1, 27)));
        assert_eq!(calendar.holiday(date(2025, 1, 31)), Some("春节"));
    }

    #[test]
    fn seven_working_days_lie_between_start_and_first_session() {
        assert_eq!(spring_2025().working_days_between(date(2025, 1, 2), date(2025, 1, 13)), 7);
    }

    #[test]
    fn the_end_of_the_calendar_is_no_panic() {
        let calendar = Calendar::default();
        assert_eq!(calendar.add_working_days(date(9999, 12, 31), 1), None);
        assert_eq!(calendar.last_working_day_before(date(-9999, 1, 1)), None);
    }
}
