//! The moments to which a rehearsal may want to jump: those of the plan's timetable and sessions that are still to come.

use jiff::civil::DateTime;
use jiff::{Timestamp, ToSpan, Unit};
use plan::{Node, Plan, Session};
use web::clock::local_timestamp;
use web::page::date;

/// Something in the plan with its moments to come.
pub(super) struct Coming {
    pub name: String,
    /// When it begins; `None` when that has passed, and for a mere deadline.
    pub begins: Option<Timestamp>,
    /// The first whole minute after its end; `None` for a session, whose end the plan does not fix.
    pub over: Option<Timestamp>,
}

/// The timetable's nodes that are not over at `now`.
pub(super) fn nodes(plan: &Plan, now: Timestamp) -> Vec<Coming> {
    let later = |at: DateTime| Some(local_timestamp(at)).filter(|at| *at > now);
    let coming = |node: &Node| {
        let begins = node.from.and_then(|from| later(from.begins()));
        Some(Coming { name: node.name.clone(), begins, over: Some(later(minute_after(node.to.ends()))?) })
    };
    plan.nodes().into_iter().filter_map(coming).collect()
}

/// The sessions that have not begun at `now`.
pub(super) fn sessions(plan: &Plan, now: Timestamp) -> Vec<Coming> {
    let coming = |session: &Session| {
        let begins = Some(local_timestamp(session.start.begins())).filter(|at| *at > now)?;
        Some(Coming { name: session.name.clone(), begins: Some(begins), over: None })
    };
    plan.sessions().into_iter().filter_map(coming).collect()
}

fn minute_after(end: DateTime) -> DateTime {
    let next = end.checked_add(1.minute()).unwrap_or(end);
    next.round(jiff::civil::DateTimeRound::new().smallest(Unit::Minute).mode(jiff::RoundMode::Trunc)).unwrap_or(next)
}

/// A moment as the form sends it: local time to the minute, as `2025-01-13T09:00`.
pub(super) fn written(at: Timestamp) -> String {
    date::local(at).strftime("%Y-%m-%dT%H:%M").to_string()
}

/// A moment as a form has sent it or a person has typed it, also with a space between date and time.
pub(super) fn read(text: &str) -> Option<Timestamp> {
    let has_time = text.contains(['T', ' ']);
    text.parse::<DateTime>().ok().filter(|_| has_time).map(local_timestamp)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_read_as_it_was_written() {
        let nine: Timestamp = "2025-01-13T09:00:00+08:00".parse().unwrap();
        assert_eq!(written(nine), "2025-01-13T09:00");
        for typed in ["2025-01-13T09:00", "2025-01-13 09:00", "2025-01-13T09:00:00"] {
            assert_eq!(read(typed), Some(nine), "{typed}");
        }
        for wrong in ["", "2025-01-13", "2025-02-30T09:00", "9:00", "2025-01-13T25:00", "明天 9:00", "2025-01-13T09:00Z"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_ends_with_the_day_is_over_at_midnight_and_what_ends_at_six_a_minute_later() {
        let end = |text: &str| minute_after(text.parse().unwrap()).to_string();
        assert_eq!(end("2025-01-02T23:59:59.999"), "2025-01-03T00:00:00");
        assert_eq!(end("2025-01-06T18:00"), "2025-01-06T18:01:00");
    }
}
