//! A venue's arrangements (会场安排): its own district writes them, and tells everybody who is invited there.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use plan::{Plan, Session, Venue};
use web::database::transaction;
use web::desk::Desk;
use web::page::form::{Errors, Field, Form, button, error_summary};
use web::page::link::Link;
use web::page::notice::done;
use web::page::table::{Column, Row, Table, words};
use web::page::{Page, date};
use web::submitted::Submitted;
use web::text::{normal, unfit};
use web::{Failure, Refusal, audit};

use super::person::works_on;
use super::{HOME, queries};
use crate::candidates::acts::refused;
use crate::invitation::arrangements::{self, Arrangement};
use crate::invitation::events::{Arranged, ArrangementsSent};
use crate::invitation::{notices, times};
use crate::scope::Scope;

const LIST: (&str, &str) = ("/office/invitations/arrangements", "会场安排");
/// The longest text of a field, in characters.
const LONGEST: usize = 200;

pub(super) async fn show(desk: Desk) -> Result<Page, Failure> {
    let written = arrangements::all(&mut desk.app.database().reader().await?).await?;
    let adopted = desk.app.plan();
    let plan = &adopted.plan;
    let scope = Scope::of(&desk.visitor);
    let columns = ["场次", "地点", "到场", "培训", "联系", "最近填写"].map(Column::text);
    let mut table = Table::new("各会场的安排", columns);
    for venue in plan.venues.iter().filter(|venue| scope.has(venue.id.as_str())) {
        table = table.group(&venue.name);
        for session in &plan.activity.sessions {
            let found = written.iter().find(|it| venue.id == *it.venue.as_str() && it.session == session.number);
            table = table.row(row(&desk, plan, venue, session, found));
        }
    }
    let body = html! {
        @if Link::new(&desk.look.path).get("done") == "sent" { (done("通知已排队发送", html! { p { "发给这一场在本会场有席位的代表。" } })) }
        p { "这里填写的内容，显示在代表的个人页面上。" }
        (table)
    };
    Ok(desk.page(LIST.1, Some(HOME), body))
}

fn row(desk: &Desk, plan: &Plan, venue: &Venue, session: &Session, found: Option<&Arrangement>) -> Row {
    let href = format!("{}/{}/{}", LIST.0, venue.id, session.number);
    let name = if works_on(plan, &desk.visitor, venue.id.as_str()) {
        html! { a href=(href) { (session.name) } }
    } else {
        words(&session.name)
    };
    let text = |of: fn(&Arrangement) -> &String| words(found.map(of).filter(|text| !text.is_empty()).map_or("没有填写", |text| text));
    let changed = found.map_or_else(String::new, |it| format!("{}，{}", it.changed_by_name, date::moment_of(it.changed_at)));
    Row::new([name, text(|it| &it.place), text(|it| &it.arrival), text(|it| &it.training), text(|it| &it.contact), words(changed)])
}

/// The session in an address; one that is no number is none of the plan's.
fn number(session: &str) -> u32 {
    session.parse().unwrap_or(0)
}

/// Venue and session of an address, for somebody who works on them.
fn own<'a>(plan: &'a Plan, desk: &Desk, venue: &str, session: u32) -> Result<(&'a Venue, &'a Session), Refusal> {
    let found = plan.venue_by(venue).zip(times::session(plan, session)).ok_or(Refusal::NotFound)?;
    if works_on(plan, &desk.visitor, venue) { Ok(found) } else { Err(Refusal::NotFound) }
}

pub(super) async fn ask(desk: Desk, Path((venue, session)): Path<(String, String)>) -> Result<Response, Failure> {
    let session = number(&session);
    let found = arrangements::of(&mut desk.app.database().reader().await?, &venue, session).await?.unwrap_or_default();
    Ok(page(&desk, &venue, session, &found, &Errors::none())?.into_response())
}

fn page(desk: &Desk, venue: &str, session: u32, typed: &Arrangement, errors: &Errors) -> Result<Page, Failure> {
    let adopted = desk.app.plan();
    let (venue, session) = own(&adopted.plan, desk, venue, session)?;
    let action = format!("{}/{}/{}", LIST.0, venue.id, session.number);
    let field = |name: &'static str, label: &'static str, hint: &'static str, value: &str| -> Markup {
        html! { (Field::area(name, label, 2).hint(hint).value(value).optional().maxlength(400).errors(errors)) }
    };
    let body = html! {
        (error_summary(errors))
        @if Link::new(&desk.look.path).get("done") == "set" { (done("已保存", html! { p { "代表打开个人页面就能看到。要提醒他们看，用下面的按钮发短信。" } })) }
        p { (venue.name) "，" (session.name) "，" (date::moment(times::begins(session))) }
        (Form::post(&action, desk.token()).submit("保存").cancel(LIST.0, "返回").around(html! {
            (field("place", "地点", "写到门口，例如：某路 1 号，文化中心二层报告厅，从北门进", &typed.place))
            (field("arrival", "到场", "几点开门，怎样来，停车", &typed.arrival))
            (field("training", "会前培训", "时间、地点、内容", &typed.training))
            (field("contact", "会场联系", "单位和电话", &typed.contact))
        }))
        @if typed.changed_at > 0 {
            h2 { "通知代表" }
            p { "给这一场在本会场有席位的代表发短信，请他们打开个人页面看安排。" }
            (button(&format!("{action}/messages"), desk.token(), "发短信通知", false))
        }
    };
    Ok(desk.page("填写会场安排", Some(LIST), body))
}

pub(super) async fn set(desk: Desk, Path((venue, session)): Path<(String, String)>, form: Submitted) -> Result<Response, Failure> {
    let session = number(&session);
    let mut errors = Errors::none();
    let mut text = |name: &'static str| {
        let text = normal(form.text(name));
        if let Some(why) = unfit(&text, LONGEST) {
            errors.add(name, why);
        }
        text
    };
    let typed = Arrangement {
        place: text("place"),
        arrival: text("arrival"),
        training: text("training"),
        contact: text("contact"),
        changed_by_name: desk.visitor.name.clone(),
        changed_at: desk.caller.now,
        venue,
        session,
    };
    if !errors.is_empty() {
        return Ok(refused(page(&desk, &typed.venue, session, &typed, &errors)?));
    }
    let adopted = desk.app.plan();
    let (venue, _) = own(&adopted.plan, &desk, &typed.venue, session)?;
    transaction!(desk.app.database(), |tx| -> Result<(), Refusal> {
        arrangements::set(&mut tx, &typed).await?;
        let event = Arranged { subject: venue.id.to_string(), venue: venue.name.clone(), session: i64::from(session) };
        Ok(audit::record(&mut tx, &desk.caller.actor, desk.caller.now, &event).await?)
    })?;
    Ok(Redirect::to(&format!("{}/{}/{session}?done=set", LIST.0, venue.id)).into_response())
}

pub(super) async fn send(desk: Desk, Path((venue, session)): Path<(String, String)>, _form: Submitted) -> Result<Response, Failure> {
    let session = number(&session);
    let Desk { app, caller, .. } = &desk;
    let adopted = app.plan();
    let plan = &adopted.plan;
    let (venue, _) = own(plan, &desk, &venue, session)?;
    let outcome = transaction!(app.database(), |tx| -> Result<(), Refusal> {
        let seats = queries::to_tell(&mut tx, venue.id.as_str(), session, None).await?;
        if seats.is_empty() {
            return Err(Refusal::rule("这一场在本会场还没有代表"));
        }
        for seat in &seats {
            notices::tell_arrangements(&mut tx, app, plan, seat, caller.now).await?;
        }
        let count = i64::try_from(seats.len()).unwrap_or(i64::MAX);
        let event = ArrangementsSent { subject: venue.id.to_string(), venue: venue.name.clone(), session: i64::from(session), count };
        Ok(audit::record(&mut tx, &caller.actor, caller.now, &event).await?)
    });
    match outcome {
        Ok(()) => Ok(Redirect::to(&format!("{}?done=sent", LIST.0)).into_response()),
        Err(refusal) => {
            let found = arrangements::of(&mut app.database().reader().await?, venue.id.as_str(), session).await?.unwrap_or_default();
            Ok(refused(page(&desk, venue.id.as_str(), session, &found, &refusal.into_errors()?)?))
        }
    }
}
