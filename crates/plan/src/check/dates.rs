//! The timetable: order, period, holidays, and what must happen before what (M2–M6, M12).

use jiff::civil::Date;

use super::report::Findings;
use crate::model::{Node, Place, Plan};
use crate::text::Text;

pub(super) fn check(plan: &Plan, findings: &mut Findings) {
    let period = &plan.activity.period;
    if period.from > period.to {
        let message = Text::new("活动期间的起止日期颠倒", "the period ends before it begins");
        findings.conflict("dates-out-of-order", Place::new("activity.toml", "period.to"), period.to, format!("≥ {}", period.from), message);
    }
    for node in &plan.activity.nodes {
        one(plan, node, findings);
    }
    for (earlier, later) in plan.activity.nodes.iter().zip(plan.activity.nodes.iter().skip(1)) {
        if later.to.ends() < earlier.to.ends() {
            let message = Text::new(
                format!("“{}”列在“{}”之后，却更早结束", later.name, earlier.name),
                format!("{} stands after {} but ends before it", later.name, earlier.name),
            );
            findings.conflict("dates-out-of-order", at(later, "to"), later.to, format!("≥ {}", earlier.to), message).missions(&["M6"]);
        }
    }
    around_sessions(plan, findings);
    for session in plan.sessions() {
        let place = Place::new("activity.toml", format!("session.{}.start", session.number));
        rest_day(plan, place, session.start.date, &session.name, findings);
    }
}

fn at(node: &Node, key: &str) -> Place {
    Place::new("activity.toml", format!("node.{}.{key}", node.id))
}

fn one(plan: &Plan, node: &Node, findings: &mut Findings) {
    let period = &plan.activity.period;
    let name = &node.name;
    if let Some(from) = node.from.filter(|from| from.begins() > node.to.ends()) {
        let message = Text::new(format!("“{name}”的起止时间颠倒"), format!("{name} ends before it begins"));
        findings.conflict("dates-out-of-order", at(node, "from"), from, format!("≤ {}", node.to), message).missions(&["M6"]);
    }
    if node.to.date < period.from || node.to.date > period.to {
        let message = Text::new(
            format!("“{name}”在{}，不在活动期间{}至{}内", node.to, period.from, period.to),
            format!("{name} on {} lies outside the period {} to {}", node.to, period.from, period.to),
        );
        findings
            .conflict("node-outside-period", at(node, "to"), node.to, format!("{}…{}", period.from, period.to), message)
            .missions(&["M2"]);
    }
    rest_day(plan, at(node, "to"), node.to.date, name, findings);
    if node.ours {
        let message = Text::new(
            format!("“{name}”（{}）的时间由本软件暂定，方案没有写明", node.to),
            format!("the date of {name} ({}) is ours; the document names none", node.to),
        );
        findings.assumption("date-ours", at(node, "to"), node.to, message).missions = node.missions.clone();
    }
}

/// A public holiday is a conflict, an ordinary weekend only worth a note.
fn rest_day(plan: &Plan, place: Place, day: Date, name: &str, findings: &mut Findings) {
    if plan.calendar.is_working_day(day) {
        return;
    }
    let before = plan.calendar.last_working_day_before(day).map_or_else(|| "—".to_owned(), |day| day.to_string());
    if let Some(holiday) = plan.calendar.holiday(day) {
        let message = Text::new(
            format!("“{name}”的日期{day}在{holiday}假期内；此前最后一个工作日是{before}"),
            format!("{name} on {day} falls in the holiday {holiday}; the last working day before is {before}"),
        );
        findings.conflict("date-on-holiday", place, day, before, message).missions(&["M5"]);
    } else {
        let message = Text::new(format!("“{name}”的日期{day}是周末"), format!("{name} on {day} is a weekend day"));
        findings.note("date-on-weekend", place, day, message);
    }
}

/// What the document ties to the sessions: nodes are known by their mission numbers.
fn around_sessions(plan: &Plan, findings: &mut Findings) {
    let sessions = plan.sessions();
    let (Some(first), Some(last)) = (sessions.iter().map(|s| s.start.begins()).min(), sessions.iter().map(|s| s.start.begins()).max())
    else {
        return;
    };
    let tagged = |mission: &str| plan.activity.nodes.iter().find(|node| node.missions.iter().any(|m| m == mission));
    if let Some(node) = tagged("M4") {
        let begins = node.from.unwrap_or(node.to).begins();
        if first < begins || last > node.to.ends() {
            let found = format!("{}…{}", first.date(), last.date());
            let message = Text::new(
                format!("各场在{found}举行，时间表写为{}至{}", begins.date(), node.to),
                format!("the sessions are held on {found}, the timetable says {} to {}", begins.date(), node.to),
            );
            findings
                .conflict("sessions-outside-node", at(node, "to"), found, format!("{}…{}", begins.date(), node.to), message)
                .missions(&["M4"]);
        }
    }
    if let Some(node) = tagged("M12").filter(|node| node.to.ends() >= first) {
        let message = Text::new(
            format!("“{}”在{}截止，不在第一场{first}之前", node.name, node.to),
            format!("{} ends on {}, not before the first session at {first}", node.name, node.to),
        );
        findings.conflict("reports-after-session", at(node, "to"), node.to, format!("< {first}"), message).missions(&["M12"]);
    }
    if let Some(node) = tagged("M3") {
        let days = plan.calendar.working_days_between(node.to.date, first.date());
        let message = Text::new(
            format!("从{}（{}）到第一场（{}）之间有{days}个工作日", node.name, node.to.date, first.date()),
            format!("{days} working days lie between {} ({}) and the first session ({})", node.name, node.to.date, first.date()),
        );
        findings.note("working-days-to-first-session", at(node, "to"), days, message).missions(&["M3", "M4"]);
    }
}
