//! The plan for programs.

use jiff::civil::DateTime;
use plan::{Plan, Report};
use serde_json::{Value, json};
use web::page::date;

use crate::words;
use web::adoption::AdoptedPlan;

/// `GET /api/v1/activity`: title, sessions, departments, venues, timetable, with the amendments carried out. Times are
/// RFC 3339 with the offset of China.
pub fn activity(plan: &Plan) -> Value {
    let activity = &plan.activity;
    let sessions: Vec<Value> = plan
        .sessions()
        .into_iter()
        .map(|session| {
            let departments: Vec<&str> = plan.departments_of(session.number).iter().map(|department| department.id.as_str()).collect();
            json!({
                "number": session.number,
                "name": session.name,
                "starts": time(session.start.begins()),
                "ends": plan.session_end(session).and_then(time),
                "departments": departments,
            })
        })
        .collect();
    let departments: Vec<Value> = plan
        .departments
        .iter()
        .map(
            |d| json!({"id": d.id, "name": d.name, "short_name": d.short_name, "duties": d.duties, "session": d.session, "order": d.order}),
        )
        .collect();
    let venues: Vec<Value> = plan
        .venues
        .iter()
        .map(|venue| {
            let place = (!venue.place.is_empty()).then_some(&venue.place);
            json!({"id": venue.id, "kind": venue.kind, "name": venue.name, "place": place, "seats_per_session": plan.seats_of(venue)})
        })
        .collect();
    let timetable: Vec<Value> = plan
        .nodes()
        .into_iter()
        .map(|node| {
            let from = node.from.and_then(|from| time(from.begins()));
            json!({"id": node.id, "name": node.name, "from": from, "to": time(node.to.ends()), "what": node.what, "provisional": node.ours})
        })
        .collect();
    json!({
        "id": activity.id,
        "title": activity.title,
        "short_title": activity.short_title,
        "city": activity.city,
        "edition": activity.edition,
        "document": activity.document,
        "plan": plan.fingerprint,
        "sessions": sessions,
        "departments": departments,
        "venues": venues,
        "timetable": timetable,
    })
}

/// `GET /api/v1/plan/check`: every finding of the check with the resolutions that settle it.
pub fn check(adopted: &AdoptedPlan) -> Value {
    let report: &Report = &adopted.report;
    json!({
        "plan": report.fingerprint,
        "settled": report.is_settled(),
        "open": report.open().count(),
        "findings": report.findings,
    })
}

fn time(at: DateTime) -> Option<String> {
    words::instant(at).map(date::machine)
}
