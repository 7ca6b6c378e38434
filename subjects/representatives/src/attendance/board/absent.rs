//! Who has not come, masked. Only once the session has begun: before that nobody is absent.

use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use plan::{Plan, Session};
use web::desk::Desk;
use web::page::date;
use web::page::empty::empty;
use web::page::form::{Choice, Field, Form};
use web::page::link::Link;
use web::page::notice::notice;
use web::page::table::{Column, Row, Table, words};
use web::page::tag::Tone;
use web::{App, Failure};

use super::show::chosen;
use crate::attendance::queries;
use crate::candidates::service::class_name;
use crate::invitation::times::begins;
use crate::person::Seal;

/// The list of one venue and session.
pub(in crate::attendance) async fn content(app: &App, plan: &Plan, venue: &str, session: &Session) -> Result<Markup, Failure> {
    if app.clock().now() < begins(session) {
        let words = html! { p { (session.name) " " (date::moment(begins(session))) " 开始，那时还没有签到的人会列在这里。" } };
        return Ok(notice(Tone::Neutral, "还没有开会，没有未到的人", words));
    }
    let seal = Seal(app.secrets());
    let listed = queries::list(&mut app.database().reader().await?, venue, session.number).await?;
    let taken: Vec<_> = listed.into_iter().filter(|it| it.seat.state.is_taken()).collect();
    let mut rows = Vec::new();
    for it in taken.iter().filter(|it| it.arrived.is_none()) {
        let shown = it.shown(&seal)?;
        rows.push(Row::new([
            words(&shown.name),
            words(&shown.last),
            words(class_name(plan, &it.seat.class)),
            words(it.seat.state.chinese()),
        ]));
    }
    let columns = ["姓名", "身份证后四位", "类别", "先前的答复"].map(Column::text);
    Ok(html! {
        p { (session.name) "，应到 " (taken.len()) " 人，未到 " strong { (rows.len()) } " 人。没有网络的签到台恢复以后，人数可能减少。" }
        @if rows.is_empty() { (empty("全部到齐", "有席位的人都已经签到。")) }
        @else { (Table::new("未到的人，按入场编号", columns).rows(rows)) }
    })
}

pub(super) async fn show(desk: Desk) -> Result<Response, Failure> {
    let link = Link::new(&desk.look.path);
    let adopted = desk.app.plan();
    let plan = &adopted.plan;
    let session = chosen(plan, desk.app.clock().now(), link.get("session")).ok_or(Failure::NotFound)?;
    let venue = plan.venue_by(link.get("venue")).or(plan.venues.first()).ok_or(Failure::NotFound)?;
    let sessions: Vec<Choice> = plan.activity.sessions.iter().map(|it| Choice::new(it.number.to_string(), &it.name)).collect();
    let venues: Vec<Choice> = plan.venues.iter().map(|it| Choice::new(it.id.as_str(), &it.name)).collect();
    let number = session.number.to_string();
    let fields = html! {
        (Field::select("session", "场次", &sessions).value(&number))
        (Field::select("venue", "会场", &venues).value(venue.id.as_str()))
    };
    let body = html! {
        div.filters { (Form::get("/office/attendance/absent").submit("查看").around(fields)) }
        (content(&desk.app, plan, venue.id.as_str(), session).await?)
    };
    Ok(desk.page("未到名单", Some(("/office/attendance", "到位情况")), body).into_response())
}
