//! Answering an invitation, and leaving the reserves.

use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use maud::html;
use web::audit::Actor;
use web::page::form::{Errors, Form, error_summary};
use web::page::{Page, date};
use web::submitted::Submitted;
use web::{Failure, Refusal, audit, transaction};

use super::guest::{Guest, digits_field};
use crate::invitation::events::{Availability, Confirmed, Declined};
use crate::invitation::notices::place;
use crate::invitation::seat::{Act, State};
use crate::invitation::{queries, seating, times};

/// The person will come. Saying it twice changes nothing.
pub(super) async fn confirm(guest: Guest, _form: Submitted) -> Result<Response, Failure> {
    let seat = guest.taken()?.clone();
    let (app, now) = (&guest.app, guest.app.clock().millis());
    let plan = app.plan();
    transaction!(app.database(), |tx| -> Result<(), Refusal> {
        let seat = queries::seat(&mut tx, seat.number).await?.ok_or(Refusal::NotFound)?;
        if seat.state == State::Confirmed {
            return Ok(());
        }
        let next = seat.state.after(Act::Confirm).map_err(|_| Refusal::rule("席位已经由他人递补"))?;
        queries::set_state(&mut tx, seat.number, seat.state, next, now).await?;
        let event = Confirmed {
            subject: guest.pooled.application.clone(),
            venue: plan.plan.venue_name(&seat.venue),
            session: i64::from(seat.session),
        };
        Ok(audit::record(&mut tx, &Actor::citizen(), now, &event).await?)
    })?;
    Ok(Redirect::to(&format!("{}?done=confirmed", guest.href(""))).into_response())
}

pub(super) async fn ask_decline(guest: Guest) -> Result<Response, Failure> {
    let page = decline_page(&guest, &Errors::none())?;
    Ok(page.into_response())
}

fn decline_page(guest: &Guest, errors: &Errors) -> Result<Page, Failure> {
    let seat = guest.taken()?;
    let plan = guest.app.plan();
    let session = times::session(&plan.plan, seat.session).ok_or(Failure::NotFound)?;
    let until = times::reserves_until(&plan.plan, session);
    let open = guest.app.clock().now() < until;
    let body = html! {
        (error_summary(errors))
        p { (place(&plan.plan, seat)) }
        @if open {
            p { "您不参加，席位马上按序位由下一位候补递补。" strong { "提交以后不能改回来。" } }
            (Form::post(&guest.href("decline"), "").submit("我不参加").danger().cancel(&guest.href(""), "返回").around(digits_field(errors)))
        } @else {
            p { "递补已于 " (date::moment(until)) " 截止，现在不能再换人，也不需要在这里办理。临时不能来的，请告诉工作人员。" }
            p { a.button href=(guest.href("")) { "返回" } }
        }
    };
    Ok(guest.page("不能参加", body))
}

/// The person declines, and the next reserve moves up.
pub(super) async fn decline(guest: Guest, form: Submitted) -> Result<Response, Failure> {
    match declined(&guest, &form).await {
        Ok(()) => Ok(Redirect::to(&guest.href("")).into_response()),
        Err(refusal) => {
            let page = decline_page(&guest, &refusal.into_errors()?)?;
            Ok(page.with_status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
    }
}

async fn declined(guest: &Guest, form: &Submitted) -> Result<(), Refusal> {
    let seat = guest.taken()?;
    let (app, now) = (&guest.app, guest.app.clock().millis());
    let plan = app.plan();
    seating::in_time(&plan.plan, seat, app.clock().now())?;
    guest.must_be_the_person(form.text("digits")).await?;
    transaction!(app.database(), |tx| -> Result<(), Refusal> {
        let seat = queries::seat(&mut tx, seat.number).await?.ok_or(Refusal::NotFound)?;
        seating::leave(&mut tx, app, &plan.plan, &seat, Act::Decline, now).await?;
        let event = Declined {
            subject: guest.pooled.application.clone(),
            venue: plan.plan.venue_name(&seat.venue),
            session: i64::from(seat.session),
        };
        Ok(audit::record(&mut tx, &Actor::citizen(), now, &event).await?)
    })
}

pub(super) async fn ask_availability(guest: Guest) -> Result<Response, Failure> {
    Ok(availability_page(&guest, &Errors::none())?.into_response())
}

fn availability_page(guest: &Guest, errors: &Errors) -> Result<Page, Failure> {
    if guest.seat.is_some() {
        return Err(Failure::NotFound);
    }
    let leaving = !guest.notice.unavailable;
    let (href, back) = (guest.href("availability"), guest.href(""));
    let body = html! {
        (error_summary(errors))
        @if leaving {
            p { "退出以后，轮到您时直接由下一位递补，不再通知您。在轮到以前可以改回来。" }
            (Form::post(&href, "").submit("退出候补").danger().cancel(&back, "返回").around(digits_field(errors)))
        } @else {
            p { "改回以后，轮到您时会用短信通知。已经轮过的不再补。" }
            (Form::post(&href, "").submit("愿意递补").cancel(&back, "返回").around(digits_field(errors)))
        }
    };
    Ok(guest.page(if leaving { "退出候补" } else { "愿意递补" }, body))
}

/// A reserve leaves the reserves, or comes back to them before it is their turn.
pub(super) async fn set_availability(guest: Guest, form: Submitted) -> Result<Response, Failure> {
    let unavailable = !guest.notice.unavailable;
    let outcome = async {
        if guest.seat.is_some() {
            return Err(Refusal::NotFound);
        }
        guest.must_be_the_person(form.text("digits")).await?;
        let (app, now) = (&guest.app, guest.app.clock().millis());
        transaction!(app.database(), |tx| -> Result<(), Refusal> {
            queries::set_unavailable(&mut tx, guest.notice.number, unavailable).await?;
            let outcome = if unavailable { "退出候补" } else { "愿意递补" };
            let event = Availability { subject: guest.pooled.application.clone(), outcome };
            Ok(audit::record(&mut tx, &Actor::citizen(), now, &event).await?)
        })
    };
    match outcome.await {
        Ok(()) => {
            let done = if unavailable { "unavailable" } else { "available" };
            Ok(Redirect::to(&format!("{}?done={done}", guest.href(""))).into_response())
        }
        Err(refusal) => {
            let page = availability_page(&guest, &refusal.into_errors()?)?;
            Ok(page.with_status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
    }
}
