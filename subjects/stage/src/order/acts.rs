//! What operators press. Whoever pressed on a page that was no longer true is told, and nothing is done.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use web::database::transaction;
use web::desk::Desk;
use web::page::form::Errors;
use web::page::reason;
use web::submitted::Submitted;
use web::{Failure, Refusal};

use super::HOME;
use super::operator::page;
use super::service::{self, Press, Way};
use super::state::Act;

pub(super) async fn prepare(desk: Desk, Path(session): Path<String>, _form: Submitted) -> Result<Response, Failure> {
    let (adopted, session) = (desk.app.plan(), known(&session)?);
    let outcome = transaction!(desk.app.database(), |tx| -> Result<(), Refusal> {
        service::prepare(&mut tx, &adopted.plan, &desk.caller, session).await
    });
    after(&desk, session, outcome).await
}

pub(super) async fn start(desk: Desk, session: Path<String>, form: Submitted) -> Result<Response, Failure> {
    press(&desk, &session, &form, Act::Start).await
}

pub(super) async fn pause(desk: Desk, session: Path<String>, form: Submitted) -> Result<Response, Failure> {
    press(&desk, &session, &form, Act::Pause).await
}

pub(super) async fn resume(desk: Desk, session: Path<String>, form: Submitted) -> Result<Response, Failure> {
    press(&desk, &session, &form, Act::Resume).await
}

pub(super) async fn end(desk: Desk, session: Path<String>, form: Submitted) -> Result<Response, Failure> {
    press(&desk, &session, &form, Act::End).await
}

pub(super) async fn back(desk: Desk, session: Path<String>, form: Submitted) -> Result<Response, Failure> {
    press(&desk, &session, &form, Act::Back).await
}

pub(super) async fn reopen(desk: Desk, session: Path<String>, form: Submitted) -> Result<Response, Failure> {
    press(&desk, &session, &form, Act::Reopen).await
}

pub(super) async fn shift(desk: Desk, Path(session): Path<String>, form: Submitted) -> Result<Response, Failure> {
    let session = known(&session)?;
    let way = if form.text("way") == "up" { Way::Up } else { Way::Down };
    let adopted = desk.app.plan();
    let outcome = match pressed(session, &form) {
        Ok(press) => transaction!(desk.app.database(), |tx| -> Result<(), Refusal> {
            service::shift(&mut tx, &adopted.plan, &desk.caller, &press, way).await
        }),
        Err(refusal) => Err(refusal),
    };
    after(&desk, session, outcome).await
}

/// A session's number in an address.
fn known(session: &str) -> Result<u32, Failure> {
    session.parse().map_err(|_| Failure::NotFound)
}

fn pressed(session: u32, form: &Submitted) -> Result<Press, Refusal> {
    Ok(Press { session, version: service::number(form.text("version"))?, item: form.text("item").to_owned() })
}

async fn press(desk: &Desk, session: &str, form: &Submitted, act: Act) -> Result<Response, Failure> {
    let session = known(session)?;
    let (reason, errors) = if matches!(act, Act::Back | Act::Reopen) { reason::read(form) } else { (String::new(), Errors::none()) };
    if !errors.is_empty() {
        return refused(desk, session, &errors).await;
    }
    let adopted = desk.app.plan();
    let outcome = match pressed(session, form) {
        Ok(press) => transaction!(desk.app.database(), |tx| -> Result<(), Refusal> {
            service::act(&mut tx, &adopted.plan, &desk.caller, &press, act, &reason).await
        }),
        Err(refusal) => Err(refusal),
    };
    after(desk, session, outcome).await
}

async fn after(desk: &Desk, session: u32, outcome: Result<(), Refusal>) -> Result<Response, Failure> {
    match outcome {
        Ok(()) => {
            desk.app.live().wake();
            Ok(Redirect::to(&format!("{HOME}?session={session}")).into_response())
        }
        Err(refusal) => refused(desk, session, &refusal.into_errors()?).await,
    }
}

async fn refused(desk: &Desk, session: u32, errors: &Errors) -> Result<Response, Failure> {
    Ok(page(desk, Some(session), errors).await?.with_status(StatusCode::CONFLICT).into_response())
}
