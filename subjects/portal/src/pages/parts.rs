//! Small parts that several public pages share.

use maud::{Markup, html};
use plan::{Plan, Session};
use web::page::date;

use crate::words;

/// When a session begins and, if that can be computed, when it ends: `1月13日（周一）9:00—11:15`.
pub fn session_time(plan: &Plan, session: &Session) -> String {
    let start = words::moment(session.start);
    match plan.session_end(session).filter(|end| end.date() == session.start.date) {
        Some(end) => format!("{start}—{}:{:02}", end.hour(), end.minute()),
        None => start,
    }
}

/// Whether the time of day of a session is our assumption.
pub fn session_time_is_ours(plan: &Plan, session: &Session) -> bool {
    let place = format!("activity.toml#session.{}.start", session.number);
    session.start.time.is_some() && plan.assumptions.iter().any(|assumption| assumption.place == place)
}

/// A session as a card: time, and its departments as links.
pub fn session_card(plan: &Plan, session: &Session) -> Markup {
    html! {
        section.card {
            h3 { a href={ "/sessions/" (session.number) } { (session.name) } }
            p.card-when { (session_time(plan, session)) (words::provisional(session_time_is_ours(plan, session))) }
            ol.plain-links { @for department in plan.departments_of(session.number) {
                li { a href={ "/departments/" (department.id) } { (department.short_name) } }
            } }
        }
    }
}

/// A way back to the page above.
pub fn above(href: &str, name: &str) -> Markup {
    html! { p.above { a href=(href) { "‹ " (name) } } }
}

/// A day of the plan in full.
pub fn long_day(day: jiff::civil::Date) -> String {
    date::long_day(day)
}
