//! Reminding those who have not answered, a venue and a session at a time, nobody twice in twelve hours.

use axum::response::{IntoResponse, Redirect, Response};
use maud::html;
use plan::Venue;
use web::database::transaction;
use web::desk::Desk;
use web::page::Page;
use web::page::form::{Choice, Errors, Field, Form, error_summary};
use web::page::table::{Column, Row, Table, number, words};
use web::submitted::Submitted;
use web::{Failure, Refusal, audit};

use super::{HOME, queries, session_choices};
use crate::candidates::acts::refused;
use crate::invitation::events::Reminded;
use crate::invitation::seat::{Seat, State};
use crate::invitation::{notices, times};
use crate::scope::ORGANISERS;

/// The least time between two reminders, or an invitation and a reminder, in milliseconds.
const PAUSE: i64 = 12 * 3_600_000;

/// The venues for which somebody reminds: a district its own, the organisers all.
fn venues<'a>(plan: &'a plan::Plan, desk: &Desk) -> Vec<&'a Venue> {
    if desk.visitor.holds(ORGANISERS) { plan.venues.iter().collect() } else { crate::scope::own_venues(plan, &desk.visitor) }
}

pub(super) async fn ask(desk: Desk) -> Result<Response, Failure> {
    Ok(page(&desk, ("", ""), &Errors::none()).await?.into_response())
}

async fn page(desk: &Desk, typed: (&str, &str), errors: &Errors) -> Result<Page, Failure> {
    let adopted = desk.app.plan();
    let plan = &adopted.plan;
    let venues = venues(plan, desk);
    let counts = queries::seat_counts(&mut desk.app.database().reader().await?).await?;
    let open = |venue: &Venue, session: u32| -> i64 {
        let here = |it: &&queries::SeatCount| venue.id == *it.venue.as_str() && it.session == session && it.state == State::Invited;
        counts.iter().filter(here).map(|it| it.count).sum()
    };
    let columns = std::iter::once(Column::text("会场")).chain(plan.activity.sessions.iter().map(|it| Column::number(&it.name)));
    let rows = venues.iter().map(|venue| {
        let cells = plan.activity.sessions.iter().map(|session| number(open(venue, session.number)));
        Row::new(std::iter::once(words(&venue.name)).chain(cells))
    });
    let choices: Vec<Choice> = venues.iter().map(|venue| Choice::new(venue.id.as_str(), &venue.name)).collect();
    let sessions = session_choices(plan, "");
    let body = html! {
        (error_summary(errors))
        (Table::new("还没有答复的代表人数", columns).rows(rows))
        p { "提醒用短信发给还没有答复的代表。邀请或上次提醒不到 12 小时的，这次不发。" }
        (Form::post("/office/invitations/reminders", desk.token()).submit("发出提醒").cancel(HOME.0, "返回").around(html! {
            (Field::select("venue", "会场", &choices).value(typed.0).errors(errors))
            (Field::select("session", "场次", &sessions).value(typed.1).errors(errors))
        }))
    };
    Ok(desk.page("提醒未答复的代表", Some(HOME), body))
}

pub(super) async fn remind(desk: Desk, form: Submitted) -> Result<Response, Failure> {
    let (venue, session) = (form.text("venue").to_string(), form.text("session").to_string());
    match send(&desk, &venue, session.parse().unwrap_or(0)).await {
        Ok(()) => Ok(Redirect::to(&format!("{}?done=reminded", HOME.0)).into_response()),
        Err(refusal) => Ok(refused(page(&desk, (&venue, &session), &refusal.into_errors()?).await?)),
    }
}

async fn send(desk: &Desk, venue: &str, session: u32) -> Result<(), Refusal> {
    let Desk { app, caller, .. } = desk;
    let adopted = app.plan();
    let plan = &adopted.plan;
    let venue = venues(plan, desk).into_iter().find(|it| it.id == *venue).ok_or_else(|| Refusal::at("venue", "请选择会场"))?;
    let begins = times::session(plan, session).map(times::begins).ok_or_else(|| Refusal::at("session", "请选择场次"))?;
    if app.clock().now() >= begins {
        return Err(Refusal::at("session", "这一场已经开始，不再提醒"));
    }
    transaction!(app.database(), |tx| -> Result<(), Refusal> {
        let open: Vec<Seat> = queries::to_tell(&mut tx, venue.id.as_str(), session, Some(caller.now - PAUSE)).await?;
        if open.is_empty() {
            return Err(Refusal::rule("没有需要提醒的：都已答复，或 12 小时内刚通知过"));
        }
        for seat in &open {
            notices::remind(&mut tx, app, plan, seat, caller.now).await?;
        }
        let count = i64::try_from(open.len()).unwrap_or(i64::MAX);
        let event = Reminded { subject: venue.id.to_string(), venue: venue.name.clone(), session: i64::from(session), count };
        Ok(audit::record(&mut tx, &caller.actor, caller.now, &event).await?)
    })
}
