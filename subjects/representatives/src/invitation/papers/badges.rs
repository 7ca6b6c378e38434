//! Badges, eight on a sheet of A4, to be cut.

use axum::extract::Path;
use maud::{Markup, html};
use plan::{Plan, Session, Venue};
use web::desk::Desk;
use web::page::link::Link;
use web::page::qr::qr;
use web::page::{Page, date, print};
use web::sheet::write::watermark;
use web::{Failure, Refusal};

use super::people::{self, Expected};
use super::{opened, venues};
use crate::candidates::service::class_name;
use crate::invitation::times;

/// Badges on a sheet.
const SHEET: usize = 8;
/// The most badges of staff in one go.
const MOST: usize = 200;

pub(super) async fn representatives(desk: Desk, Path((venue, session)): Path<(String, String)>) -> Result<Page, Failure> {
    let adopted = desk.app.plan();
    let plan = &adopted.plan;
    let (venue, session) = opened(plan, &desk, &venue, session.parse().unwrap_or(0))?;
    let expected = people::take(&desk, plan, venue, session, "代表证").await?;
    let badges: Vec<Markup> = expected.iter().map(|it| representative(&desk, plan, venue, session, it)).collect();
    Ok(sheets(&desk, &format!("代表证 {} {}", venue.name, session.name), &badges))
}

fn representative(desk: &Desk, plan: &Plan, venue: &Venue, session: &Session, it: &Expected) -> Markup {
    let scanned = format!("{}/venue/checkin/{}", desk.app.settings().base_url(), it.entry_number.as_str());
    html! {
        section.badge {
            p.badge-kind { (plan.activity.short_title) " 市民代表证" }
            div.badge-body {
                div {
                    p.badge-name { (it.person.name) }
                    p { (class_name(plan, &it.class)) }
                    p { (venue.name) }
                    p { (session.name) }
                    p { (date::moment(times::begins(session))) }
                }
                div { (qr(&scanned, "入场码")) p.badge-number { (it.entry_number) } }
            }
        }
    }
}

pub(super) async fn staff(desk: Desk) -> Result<Page, Failure> {
    let link = Link::new(&desk.look.path);
    let adopted = desk.app.plan();
    let plan = &adopted.plan;
    let wanted = link.get("venue");
    let venue = venues(plan, &desk).into_iter().find(|venue| venue.id == *wanted).ok_or(Failure::NotFound)?;
    let count: usize = web::text::normal(link.get("count"))
        .parse()
        .ok()
        .filter(|count| (1..=MOST).contains(count))
        .ok_or_else(|| Failure::from(Refusal::rule(format!("张数须在 1 到 {MOST} 之间"))))?;
    let badges: Vec<Markup> = (1..=count).map(|number| one_of_staff(plan, venue, number)).collect();
    Ok(sheets(&desk, &format!("工作证 {}", venue.name), &badges))
}

fn one_of_staff(plan: &Plan, venue: &Venue, number: usize) -> Markup {
    html! {
        section.badge {
            p.badge-kind { (plan.activity.short_title) " 工作证" }
            div.badge-body {
                div {
                    p.badge-line { "姓名" }
                    p.badge-line { "单位" }
                    p.badge-line { "岗位" }
                    p { (venue.name) "　编号 " (number) }
                }
            }
        }
    }
}

fn sheets(desk: &Desk, title: &str, badges: &[Markup]) -> Page {
    let mark = watermark(&desk.visitor.name, &desk.visitor.unit, desk.caller.now);
    let body = html! {
        h1 { (title) "，共 " (badges.len()) " 张" }
        @for (at, sheet) in badges.chunks(SHEET).enumerate() {
            div.badges .new-sheet[at > 0] { @for badge in sheet { (badge) } }
            p.secondary { (mark) }
        }
        @if badges.is_empty() { p { "没有需要制作的。" } }
    };
    print(&desk.look, title, "/office/papers", body)
}
