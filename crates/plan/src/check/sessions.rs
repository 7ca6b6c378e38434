//! Departments in their sessions, and sessions in their days (M8, M9, M15–M18, M119).

use super::quota::count;
use super::repeated;
use super::report::Findings;
use crate::model::{Place, Plan};
use crate::text::Text;

pub(super) fn check(plan: &Plan, findings: &mut Findings) {
    departments(plan, findings);
    numbers(plan, findings);
    times(plan, findings);
    interviews(plan, findings);
}

fn departments(plan: &Plan, findings: &mut Findings) {
    let ids = repeated(plan.departments.iter().map(|d| d.id.as_str()));
    let names = repeated(plan.departments.iter().map(|d| d.name.as_str()));
    for twice in ids.into_iter().chain(names) {
        let message = Text::new(format!("部门“{twice}”出现不止一次"), format!("the department {twice} stands more than once"));
        findings.conflict("department-twice", Place::new("departments.csv", twice), twice, "", message).missions(&["M9"]);
    }
    for department in plan.departments.iter().filter(|d| plan.session(d.session).is_none()) {
        let (name, session) = (&department.name, department.session);
        let message = Text::new(
            format!("“{name}”在第{session}场，但没有这一场"),
            format!("{name} reports in session {session}, which does not exist"),
        );
        let place = Place::new("departments.csv", format!("{}/session", department.id));
        findings.conflict("department-without-session", place, session, "", message).missions(&["M9"]);
    }
    for session in plan.sessions() {
        for (n, department) in plan.departments_of(session.number).into_iter().enumerate() {
            let expected = count(n) + 1;
            if u64::from(department.order) != expected {
                let (name, order) = (&department.name, department.order);
                let message = Text::new(
                    format!("第{}场第{expected}个部门“{name}”的顺序号为{order}", session.number),
                    format!("session {}: {name} is number {expected} in turn but carries {order}", session.number),
                );
                let place = Place::new("departments.csv", format!("{}/order", department.id));
                findings.conflict("department-order", place, order, expected, message).missions(&["M9"]);
            }
        }
    }
}

/// What is there against the announced numbers.
fn numbers(plan: &Plan, findings: &mut Findings) {
    let said = &plan.activity.announced;
    let mut compare = |key: &str, place: Place, found: u64, expected: u32, zh: String, en: String| {
        if found != u64::from(expected) {
            let message = Text::new(
                format!("{zh}有{found}，方案写为{expected}（{key}）"),
                format!("{en}: {found}, but {expected} announced ({key})"),
            );
            findings.conflict("announced-number", place, found, expected, message).missions(&["M8", "M9"]);
        }
    };
    let at = |key: &str| Place::new("activity.toml", format!("announced.{key}"));
    compare(
        "departments",
        at("departments"),
        count(plan.departments.len()),
        said.departments,
        "述职部门".into(),
        "departments that report".into(),
    );
    compare("sessions", at("sessions"), count(plan.activity.sessions.len()), said.sessions, "述职报告会场次".into(), "sessions".into());
    for session in plan.sessions() {
        let number = session.number;
        let found = count(plan.departments_of(number).len());
        let place = Place::new("departments.csv", format!("session/{number}"));
        let (zh, en) = (format!("第{number}场的部门"), format!("departments in session {number}"));
        compare("departments_per_session", place, found, said.departments_per_session, zh, en);
    }
}

fn times(plan: &Plan, findings: &mut Findings) {
    let sessions = plan.sessions();
    for (n, session) in sessions.iter().enumerate() {
        let number = session.number;
        let at = |key: &str| Place::new("activity.toml", format!("session.{number}{key}"));
        if u64::from(number) != count(n) + 1 {
            let message = Text::new(format!("第{}场的编号为{number}", n + 1), format!("session {} carries the number {number}", n + 1));
            findings.conflict("session-number", at(""), number, n + 1, message);
        }
        if plan.window_minutes(session) == 0 {
            let message = Text::new(format!("第{number}场没有评议时段"), format!("session {number} has no ballot window"));
            findings.conflict("session-without-window", at(".window_minutes"), 0, "≥ 1", message).missions(&["M55"]);
        }
        let (day, period) = (session.start.date, &plan.activity.period);
        if day < period.from || day > period.to {
            let message = Text::new(
                format!("第{number}场在{day}，不在活动期间{}至{}内", period.from, period.to),
                format!("session {number} on {day} lies outside the period {} to {}", period.from, period.to),
            );
            findings
                .conflict("session-outside-period", at(".start"), day, format!("{}…{}", period.from, period.to), message)
                .missions(&["M2"]);
        }
        if session.start.time.is_none() {
            let message = Text::new(format!("第{number}场没有写明几点开始"), format!("session {number} has no time of day"));
            findings
                .conflict("session-without-time", at(".start"), session.start, format!("{day} 09:00"), message)
                .missions(&["M4", "M119"]);
        }
        let Some(next) = sessions.get(n + 1) else { continue };
        // Ends past the end of the calendar are later than any start.
        let end = plan.session_end(session);
        if session.start.time.is_some() && next.start.time.is_some() && end.is_none_or(|end| end > next.start.begins()) {
            let end = end.map_or_else(|| "—".to_owned(), |end| end.strftime("%Y-%m-%d %H:%M").to_string());
            let message = Text::new(
                format!("第{number}场到{end}才结束，第{}场{}已开始", next.number, next.start),
                format!("session {number} ends at {end}, after session {} begins at {}", next.number, next.start),
            );
            let place = Place::new("activity.toml", format!("session.{}.start", next.number));
            findings.conflict("sessions-overlap", place, next.start, format!("≥ {end}"), message).missions(&["M119"]);
        }
    }
}

fn interviews(plan: &Plan, findings: &mut Findings) {
    let limits = &plan.activity.limits;
    let heads: u64 = plan.activity.sessions.iter().map(|s| u64::from(s.interview_heads)).sum();
    let (least, most) = (limits.interview_heads_min, limits.interview_heads_max);
    if heads < u64::from(least) || heads > u64::from(most) {
        let message = Text::new(
            format!("各场局长通道共安排{heads}个部门，方案写为{least}至{most}个"),
            format!("{heads} heads are interviewed in all sessions, {least} to {most} announced"),
        );
        let place = Place::new("activity.toml", "limits.interview_heads_max");
        findings.conflict("interview-heads", place, heads, format!("{least}–{most}"), message).missions(&["M17"]);
    }
    if limits.report_minutes == 0 {
        let message = Text::new("述职时长为0分钟", "a report has 0 minutes");
        findings
            .conflict("report-without-time", Place::new("activity.toml", "limits.report_minutes"), 0, "≥ 1", message)
            .missions(&["M15"]);
    }
}
