//! When people sign up and nominate, and until when they are vetted: by the plan's timetable.

use jiff::Timestamp;
use plan::{Node, Plan};
use web::clock::local_timestamp;

/// The node of the timetable in which people sign up and nominate.
const SIGN_UP: &str = "sign-up";
/// The node with which the pool is frozen.
const DRAW: &str = "draw";

/// Where the term for signing up stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Term {
    /// The plan names no dates.
    Unknown,
    /// It opens then.
    NotYet(Timestamp),
    /// Open until then.
    Open(Timestamp),
    /// It closed then.
    Closed(Timestamp),
}

impl Term {
    /// The term for signing up and nominating.
    pub fn of(plan: &Plan, now: Timestamp) -> Self {
        let Some(node) = node(plan, SIGN_UP) else { return Term::Unknown };
        let (from, to) = (node.from.map(|from| local_timestamp(from.begins())), local_timestamp(node.to.ends()));
        match from {
            Some(from) if now < from => Term::NotYet(from),
            _ if now > to => Term::Closed(to),
            _ => Term::Open(to),
        }
    }

    /// Whether people may sign up and nominate now.
    pub fn is_open(self) -> bool {
        matches!(self, Term::Open(_))
    }
}

/// When the pool is frozen: no one is added, vetted or withdrawn afterwards. None if the plan names no draw.
pub fn freeze(plan: &Plan) -> Option<Timestamp> {
    let node = node(plan, DRAW)?;
    Some(local_timestamp(node.awaited()))
}

/// Whether the pool may still change.
pub fn is_before_freeze(plan: &Plan, now: Timestamp) -> bool {
    freeze(plan).is_none_or(|freeze| now < freeze)
}

/// The day of the first session, on which a representative must be old enough: nobody chooses the session.
pub fn first_session_day(plan: &Plan) -> Option<jiff::civil::Date> {
    plan.activity.sessions.iter().map(|session| session.start.date).min()
}

fn node<'a>(plan: &'a Plan, id: &str) -> Option<&'a Node> {
    plan.activity.nodes.iter().find(|node| node.id == *id)
}

#[cfg(test)]
mod tests {
    use web::testing::real_plan;

    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn the_real_plan_s_term_opens_and_closes_to_the_minute() {
        let plan = Plan::read(&real_plan()).unwrap().resolved();
        let (opens, closes) = (at("2025-01-02T12:00:00+08:00"), at("2025-01-06T18:00:00+08:00"));
        assert_eq!(Term::of(&plan, at("2025-01-02T11:59:59+08:00")), Term::NotYet(opens));
        assert_eq!(Term::of(&plan, opens), Term::Open(closes));
        assert_eq!(Term::of(&plan, closes), Term::Open(closes));
        assert_eq!(Term::of(&plan, at("2025-01-06T18:00:01+08:00")), Term::Closed(closes));
        assert_eq!(freeze(&plan), Some(at("2025-01-07T10:00:00+08:00")));
        assert_eq!(first_session_day(&plan), Some(jiff::civil::date(2025, 1, 13)));
    }
}
