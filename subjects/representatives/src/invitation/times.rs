//! Until when reserves move up, and from when lists are seen, by the plan.

use jiff::{Timestamp, ToSpan};
use plan::{Plan, Session};
use web::clock::local_timestamp;

/// A session by its number.
pub fn session(plan: &Plan, number: u32) -> Option<&Session> {
    plan.activity.sessions.iter().find(|session| session.number == number)
}

/// When a session begins.
pub fn begins(session: &Session) -> Timestamp {
    local_timestamp(session.start.begins())
}

/// Until when somebody may leave and a reserve moves up: the plan's hour of the day before. After that absent is absent, because the
/// attendance rate is a result too.
pub fn reserves_until(plan: &Plan, session: &Session) -> Timestamp {
    let day = session.start.date.checked_sub(1.day()).unwrap_or(session.start.date);
    local_timestamp(day.to_datetime(plan.ballot.list.reserves_until))
}

/// From when the staff of a venue see its own list (M76).
pub fn visible_from(plan: &Plan, session: &Session) -> Timestamp {
    let hours = i64::from(plan.ballot.list.visible_hours_before);
    begins(session).checked_sub(hours.hours()).unwrap_or(Timestamp::MIN)
}

/// Until when a person's own page may stay on their device: the end of the second day after the last session.
pub fn kept_until(plan: &Plan) -> Timestamp {
    let last = plan.activity.sessions.iter().map(|session| session.start.date).max().unwrap_or_default();
    local_timestamp(last.checked_add(3.days()).unwrap_or(last).at(0, 0, 0, 0))
}

#[cfg(test)]
mod tests {
    use web::testing::real_plan;

    use super::*;

    #[test]
    fn the_real_plan_s_hours_are_those_of_its_files() {
        let plan = Plan::read(&real_plan()).unwrap().resolved();
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let second = session(&plan, 2).unwrap();
        assert_eq!(begins(second), at("2025-01-13T14:30:00+08:00"));
        assert_eq!(reserves_until(&plan, second), at("2025-01-12T18:00:00+08:00"));
        assert_eq!(visible_from(&plan, second), at("2025-01-12T14:30:00+08:00"));
        assert!(session(&plan, 4).is_none());
        assert_eq!(kept_until(&plan), at("2025-01-17T00:00:00+08:00"));
    }
}
