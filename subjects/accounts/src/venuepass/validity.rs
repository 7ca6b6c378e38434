//! On which day a pass works, and how it stands.

use jiff::civil::{Date, Time};
use plan::Plan;
use web::clock::local_zone;
use web::page::tag::Tone;

use super::queries::Pass;

/// A pass works from 5:00 to 23:59 of its day, China Standard Time; both ends in milliseconds. `None` for a day that no
/// clock shows.
pub(super) fn hours_of(day: Date) -> Option<(i64, i64)> {
    let at = |time: Time| Some(day.to_datetime(time).to_zoned_datetime(local_zone()).ok()?.timestamp().as_millisecond());
    Some((at(Time::constant(5, 0, 0, 0))?, at(Time::constant(23, 59, 59, 999_000_000))?))
}

/// The days of the sessions as planned, each once, with what happens on them.
pub(super) fn session_days(plan: &Plan) -> Vec<(Date, String)> {
    let mut days: Vec<(Date, String)> = Vec::new();
    for session in plan.sessions() {
        let day = session.start.date;
        match days.iter_mut().find(|(known, _)| *known == day) {
            Some((_, names)) => names.push_str(&format!("、{}", session.name)),
            None => days.push((day, session.name.clone())),
        }
    }
    days
}

/// How a pass stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Early,
    Valid,
    Locked,
    Over,
    Revoked,
}

impl State {
    /// The state of a pass at `now`.
    pub fn of(pass: &Pass, now: i64) -> Self {
        if pass.revoked_at.is_some() {
            State::Revoked
        } else if now > pass.valid_until {
            State::Over
        } else if pass.locked_until > now {
            State::Locked
        } else if now < pass.valid_from {
            State::Early
        } else {
            State::Valid
        }
    }

    pub fn chinese(self) -> &'static str {
        match self {
            State::Early => "未到日期",
            State::Valid => "可以使用",
            State::Locked => "已锁定",
            State::Over => "已过期",
            State::Revoked => "已撤销",
        }
    }

    pub fn tone(self) -> Tone {
        match self {
            State::Early => Tone::Neutral,
            State::Valid => Tone::Good,
            State::Locked => Tone::Bad,
            State::Over | State::Revoked => Tone::Neutral,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pass_works_from_five_to_midnight_in_china() {
        let (from, until) = hours_of(jiff::civil::date(2025, 1, 13)).unwrap();
        let at = |text: &str| text.parse::<jiff::Timestamp>().unwrap().as_millisecond();
        assert_eq!(from, at("2025-01-13T05:00:00+08:00"));
        assert_eq!(until, at("2025-01-14T00:00:00+08:00") - 1);
        assert_eq!(hours_of(Date::MAX), None, "no panic at the end of the calendar");
    }
}
