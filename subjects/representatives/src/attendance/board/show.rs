//! The board.

use axum::Json;
use axum::response::{IntoResponse, Response};
use maud::{Markup, Render, html};
use plan::{Plan, Session};
use serde_json::{Value, json};
use web::desk::Desk;
use web::page::date;
use web::page::empty::empty;
use web::page::form::{Choice, Field, Form};
use web::page::link::Link;
use web::page::progress::bar;
use web::page::table::{Column, Row, Table, number, words};
use web::page::tabs::tabs;
use web::rights::RoleKind;
use web::turnout::Turnout;
use web::{Failure, assets};

use super::counts::Share;
use crate::attendance::queries::{self, Count};
use crate::candidates::service::class_name;
use crate::invitation::times::begins;

/// The session asked for; else the one whose beginning is nearest.
pub(super) fn chosen<'a>(plan: &'a Plan, now: jiff::Timestamp, wanted: &str) -> Option<&'a Session> {
    let sessions = &plan.activity.sessions;
    let wanted = wanted.parse().ok();
    let distance = |session: &&Session| (begins(session).as_millisecond() - now.as_millisecond()).abs();
    sessions.iter().find(|session| Some(session.number) == wanted).or_else(|| sessions.iter().min_by_key(distance))
}

pub(super) async fn show(desk: Desk) -> Result<Response, Failure> {
    let link = Link::new(&desk.look.path);
    let adopted = desk.app.plan();
    let plan = &adopted.plan;
    let now = desk.app.clock().now();
    let Some(session) = chosen(plan, now, link.get("session")) else { return Err(Failure::NotFound) };
    let (counts, changes) = {
        let mut tx = desk.app.database().reader().await?;
        (queries::counts(&mut tx).await?, queries::changes(&mut tx).await?)
    };
    let turnout: Vec<Turnout> = desk.app.turnout().await?.into_iter().filter(|it| it.session == session.number).collect();
    let counts: Vec<&Count> = counts.iter().filter(|it| it.session == session.number).collect();
    let venue = link.get("venue");
    let body = html! {
        (session_tabs(plan, session))
        p.acts {
            a href="/office/attendance/export.xlsx" { "导出 Excel" } " "
            a href="/office/attendance/export.csv" { "导出 CSV" } " "
            @if desk.visitor.holds(&[RoleKind::Organisation]) {
                a href=(Link::new("/office/attendance/absent").with("session", &session.number.to_string()).with("venue", venue).href()) { "未到名单" }
            }
        }
        div #live data-live="/office/attendance/counts.json" data-changes=(changes) { (content(plan, session, &turnout, &counts, venue)) }
        p.secondary data-live-state role="status" { "要看最新人数，请刷新本页。" }
        p.secondary { "应到是现在有席位的代表，实到是已经在门口核对身份证签到的。这里只有人数；没有网络的签到台恢复以后，人数会补上。公布以前，到位率不对外、不对被评议部门提供。" }
        script type="module" src=(assets::href("live.js")) {}
    };
    Ok(desk.page("到位情况", None, body).into_response())
}

fn session_tabs(plan: &Plan, session: &Session) -> Markup {
    let link = |one: &Session| Link::new("/office/attendance").with("session", &one.number.to_string()).href();
    let entries: Vec<(String, &str, bool)> =
        plan.activity.sessions.iter().map(|one| (link(one), one.name.as_str(), one.number == session.number)).collect();
    let entries: Vec<(&str, &str, bool)> = entries.iter().map(|(href, name, current)| (href.as_str(), *name, *current)).collect();
    tabs("场次", &entries)
}

fn content(plan: &Plan, session: &Session, turnout: &[Turnout], counts: &[&Count], venue: &str) -> Markup {
    let all = turnout.iter().fold(Share::default(), |all, it| all.with(it.present, it.invited));
    if all.invited == 0 {
        return empty("这一场还没有席位", "抽取以后发出邀请，各会场的应到人数会列在这里；签到开始以后列出实到人数。");
    }
    let columns = || [Column::number("应到"), Column::number("实到"), Column::number("未到"), Column::number("到位率")];
    let row = |name: String, share: Share| {
        Row::new([words(name), number(share.invited), number(share.present), number(share.absent()), words(share.percent())])
    };
    let venues = turnout.iter().map(|it| row(plan.venue_name(&it.venue), Share { present: it.present, invited: it.invited }));
    let of_venue = counts.iter().filter(|count| venue.is_empty() || count.venue == venue);
    let mut classes: Vec<(String, Share)> = Vec::new();
    for count in of_venue {
        let name = class_name(plan, &count.class);
        match classes.iter_mut().find(|(known, _)| *known == name) {
            Some((_, share)) => *share = share.with(count.present, count.invited),
            None => classes.push((name, Share::default().with(count.present, count.invited))),
        }
    }
    let place = |name: &String| plan.classes.iter().position(|class| class.name == *name);
    classes.sort_by_key(|(name, _)| place(name));
    let headed = |first: &str| std::iter::once(Column::text(first)).chain(columns());
    html! {
        p { (session.name) "，" (date::moment(begins(session))) "。到位率 " strong { (all.words()) } }
        (bar("已签到", all.present.into(), all.invited.into(), "人"))
        (Table::new("各会场到位情况", headed("会场")).pairs().rows(venues).row(row("合计".into(), all).total()))
        h2 { "各类别" }
        (filter(plan, session, turnout, venue))
        (Table::new("各类别到位情况", headed("类别")).pairs().headed().rows(classes.into_iter().map(|(name, share)| row(name, share))).render())
    }
}

fn filter(plan: &Plan, session: &Session, turnout: &[Turnout], venue: &str) -> Markup {
    let venues: Vec<Choice> = std::iter::once(Choice::new("", "全部会场"))
        .chain(turnout.iter().map(|it| Choice::new(&it.venue, plan.venue_name(&it.venue))))
        .collect();
    let fields = html! {
        input type="hidden" name="session" value=(session.number);
        (Field::select("venue", "会场", &venues).value(venue).optional())
    };
    html! { div.filters { (Form::get("/office/attendance").submit("筛选").around(fields)) } }
}

/// What the page asks every few seconds.
pub(super) async fn json(desk: Desk) -> Result<Json<Value>, Failure> {
    let changes = queries::changes(&mut desk.app.database().reader().await?).await?;
    let turnout = desk.app.turnout().await?;
    let counts = turnout.iter().map(|it| json!({"session": it.session, "venue": it.venue, "invited": it.invited, "present": it.present}));
    Ok(Json(json!({"changes": changes, "counts": counts.collect::<Vec<_>>()})))
}
