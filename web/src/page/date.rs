//! Dates and spans of time as people say them, in China Standard Time.

use jiff::civil::{Date, Weekday};
use jiff::{Timestamp, ZonedDateTime};

use crate::clock::local_zone;

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// The moment in China Standard Time.
pub fn local(at: Timestamp) -> ZonedDateTime {
    at.to_zoned_datetime(local_zone())
}

/// The day on which the moment falls in China.
pub fn local_day(at: Timestamp) -> Date {
    local(at).date()
}

/// `1月13日（周一）`.
pub fn day(date: Date) -> String {
    format!("{}月{}日（{}）", date.month(), date.day(), weekday(date))
}

/// `1月13日`.
pub fn short_day(date: Date) -> String {
    format!("{}月{}日", date.month(), date.day())
}

/// `2025年1月13日`.
pub fn long_day(date: Date) -> String {
    format!("{}年{}", date.year(), short_day(date))
}

/// `1月13日—14日` or `1月13日—2月1日`; one day if both are the same.
pub fn days(from: Date, to: Date) -> String {
    if from == to {
        return short_day(from);
    }
    if (from.year(), from.month()) == (to.year(), to.month()) {
        return format!("{}—{}日", short_day(from), to.day());
    }
    format!("{}—{}", short_day(from), short_day(to))
}

/// `1月13日（周一）9:00`.
pub fn moment(at: Timestamp) -> String {
    let local = local(at);
    format!("{}{}:{:02}", day(local.date()), local.hour(), local.minute())
}

/// `2025年1月13日 09:00:05`, for records.
pub fn exact(at: Timestamp) -> String {
    let local = local(at);
    format!("{} {:02}:{:02}:{:02}", long_day(local.date()), local.hour(), local.minute(), local.second())
}

/// The moment of a row, in milliseconds; the epoch for what no clock shows.
pub fn of_millis(millis: i64) -> Timestamp {
    Timestamp::from_millisecond(millis).unwrap_or_default()
}

/// [`exact`] of a row's milliseconds.
pub fn exact_of(millis: i64) -> String {
    exact(of_millis(millis))
}

/// [`moment`] of a row's milliseconds.
pub fn moment_of(millis: i64) -> String {
    moment(of_millis(millis))
}

/// `9:00`.
pub fn time(at: Timestamp) -> String {
    let local = local(at);
    format!("{}:{:02}", local.hour(), local.minute())
}

/// The form for the attribute `datetime`: `2025-01-13T09:00:00+08:00`.
pub fn machine(at: Timestamp) -> String {
    at.display_with_offset(jiff::tz::offset(8)).to_string()
}

/// A span in its two largest units: `3 天 4 小时`, `4 小时 5 分`, `5 分 6 秒`, `6 秒`. Negative counts as nothing.
pub fn span(milliseconds: i64) -> String {
    let left = milliseconds.max(0);
    let (days, hours, minutes, seconds) = (left / DAY, left % DAY / HOUR, left % HOUR / MINUTE, left % MINUTE / SECOND);
    match (days, hours, minutes) {
        (1.., _, _) => format!("{days} 天 {hours} 小时"),
        (_, 1.., _) => format!("{hours} 小时 {minutes} 分"),
        (_, _, 1..) => format!("{minutes} 分 {seconds} 秒"),
        _ => format!("{seconds} 秒"),
    }
}

/// `周一`.
pub fn weekday(date: Date) -> &'static str {
    match date.weekday() {
        Weekday::Monday => "周一",
        Weekday::Tuesday => "周二",
        Weekday::Wednesday => "周三",
        Weekday::Thursday => "周四",
        Weekday::Friday => "周五",
        Weekday::Saturday => "周六",
        Weekday::Sunday => "周日",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_read_as_people_say_them() {
        let at: Timestamp = "2025-01-13T01:05:09Z".parse().unwrap();
        assert_eq!(moment(at), "1月13日（周一）9:05");
        assert_eq!(exact(at), "2025年1月13日 09:05:09");
        assert_eq!(machine(at), "2025-01-13T09:05:09+08:00");
        assert_eq!(time(at), "9:05");
        let (a, b, c) = (jiff::civil::date(2025, 1, 13), jiff::civil::date(2025, 1, 14), jiff::civil::date(2025, 2, 1));
        assert_eq!((days(a, a), days(a, b), days(a, c)), ("1月13日".into(), "1月13日—14日".into(), "1月13日—2月1日".into()));
        assert_eq!(long_day(c), "2025年2月1日");
    }

    #[test]
    fn midnight_belongs_to_the_day_in_china() {
        let before: Timestamp = "2025-01-12T15:59:59.999Z".parse().unwrap();
        let after: Timestamp = "2025-01-12T16:00:00Z".parse().unwrap();
        assert_eq!(short_day(local_day(before)), "1月12日");
        assert_eq!(moment(after), "1月13日（周一）0:00");
    }

    #[test]
    fn spans_name_their_two_largest_units() {
        assert_eq!(span(3 * DAY + 4 * HOUR + 59 * MINUTE), "3 天 4 小时");
        assert_eq!(span(4 * HOUR + 5 * MINUTE), "4 小时 5 分");
        assert_eq!(span(5 * MINUTE + 6_999), "5 分 6 秒");
        assert_eq!(span(-5), "0 秒");
        assert_eq!(span(i64::MIN), "0 秒");
    }
}
