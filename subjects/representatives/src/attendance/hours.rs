//! Which session a desk works for, and when.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use plan::{Plan, Session};
use web::clock::local_timestamp;
use web::page::date::local_day;

use crate::invitation::times::{begins, visible_from};

/// A session that began longer ago is no more the one that a desk opens by itself.
const LATE_HOURS: i64 = 4;

/// What a device could not send is taken for so long after the beginning of the session.
const SENT_WITHIN_HOURS: i64 = 48;

/// The sessions of a day, in their order.
pub(super) fn of_day(plan: &Plan, day: Date) -> Vec<&Session> {
    let mut sessions: Vec<&Session> = plan.activity.sessions.iter().filter(|session| session.start.date == day).collect();
    sessions.sort_by_key(|session| begins(session));
    sessions
}

/// The session that a desk opens: the one asked for if it is today, else that of today whose beginning is nearest and not long past.
pub(super) fn chosen(plan: &Plan, now: Timestamp, wanted: Option<u32>) -> Option<&Session> {
    let today = of_day(plan, local_day(now));
    if let Some(session) = today.iter().find(|session| Some(session.number) == wanted) {
        return Some(session);
    }
    let late = |session: &Session| now.as_millisecond() - begins(session).as_millisecond() > LATE_HOURS * 3_600_000;
    let distance = |session: &&&Session| (now.as_millisecond() - begins(session).as_millisecond()).abs();
    today.iter().filter(|session| !late(session)).min_by_key(distance).or(today.last()).copied()
}

/// The next session after today.
pub(super) fn next(plan: &Plan, now: Timestamp) -> Option<&Session> {
    plan.activity.sessions.iter().filter(|session| session.start.date > local_day(now)).min_by_key(|session| begins(session))
}

/// From when people are checked in: on the session's day, not before the venue sees its list.
pub(super) fn opens(plan: &Plan, session: &Session) -> Timestamp {
    visible_from(plan, session).max(local_timestamp(session.start.date.at(0, 0, 0, 0)))
}

/// The end of the session's day, when desks close.
pub(super) fn closes(session: &Session) -> Timestamp {
    end_of(session.start.date)
}

/// The last millisecond of a day.
pub(super) fn end_of(day: Date) -> Timestamp {
    let next = day.checked_add(1.day()).unwrap_or(day);
    Timestamp::from_millisecond(local_timestamp(next.at(0, 0, 0, 0)).as_millisecond() - 1).unwrap_or(Timestamp::MAX)
}

/// Whether what a device kept is still taken.
pub(super) fn takes(plan: &Plan, session: &Session, now: Timestamp) -> bool {
    let since = now.as_millisecond() - begins(session).as_millisecond();
    now >= opens(plan, session) && since <= SENT_WITHIN_HOURS * 3_600_000
}

/// When somebody arrived, as far as a device can be believed: not in the future, nor outside the hours of the desk (milliseconds).
pub(super) fn believed(plan: &Plan, session: &Session, said: i64, now: Timestamp) -> i64 {
    let from = opens(plan, session).as_millisecond();
    said.clamp(from, now.min(closes(session)).as_millisecond().max(from))
}

#[cfg(test)]
mod tests {
    use web::testing::real_plan;

    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_desk_opens_the_session_that_is_nearest_today() {
        let plan = Plan::read(&real_plan()).unwrap().resolved();
        let number = |moment: &str, wanted| chosen(&plan, at(moment), wanted).map(|session| session.number);
        assert_eq!(number("2025-01-13T07:00:00+08:00", None), Some(1));
        assert_eq!(number("2025-01-13T11:40:00+08:00", None), Some(1));
        assert_eq!(number("2025-01-13T12:00:00+08:00", None), Some(2));
        assert_eq!(number("2025-01-13T22:00:00+08:00", None), Some(2), "the last one stays");
        assert_eq!(number("2025-01-13T07:00:00+08:00", Some(2)), Some(2));
        assert_eq!(number("2025-01-13T07:00:00+08:00", Some(3)), Some(1), "tomorrow's is not today's");
        assert_eq!(number("2025-01-12T20:00:00+08:00", None), None);
        assert_eq!(next(&plan, at("2025-01-12T20:00:00+08:00")).unwrap().number, 1);
    }

    #[test]
    fn a_wrong_clock_is_bounded_by_what_is_possible() {
        let plan = Plan::read(&real_plan()).unwrap().resolved();
        let second = &plan.activity.sessions[1];
        let now = at("2025-01-13T14:00:00+08:00");
        let believed = |said: i64, now| Timestamp::from_millisecond(believed(&plan, second, said, now)).unwrap();
        assert_eq!(opens(&plan, second), at("2025-01-13T00:00:00+08:00"), "its list is seen the day before");
        assert_eq!(believed(i64::MIN, now), at("2025-01-13T00:00:00+08:00"));
        assert_eq!(believed(i64::MAX, now), now);
        assert_eq!(believed(at("2025-01-13T13:59:00+08:00").as_millisecond(), now), at("2025-01-13T13:59:00+08:00"));
        // Sent a day later, it was on the day.
        assert!(takes(&plan, second, at("2025-01-14T14:00:00+08:00")) && !takes(&plan, second, at("2025-01-15T15:00:00+08:00")));
        assert_eq!(believed(i64::MAX, at("2025-01-14T14:00:00+08:00")), closes(second));
        assert!(!takes(&plan, second, at("2025-01-12T23:00:00+08:00")));
    }
}
