//! The card maker's and the officers' forms on the page of an election.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use web::desk::Desk;
use web::page::form::Errors;
use web::submitted::Submitted;
use web::{Failure, Refusal};

use super::setup::{self, NotTaken};
use crate::download::{OCTETS, attachment};
use crate::election::State;
use crate::view::election_name;
use crate::{overview, tally};

async fn again(desk: &Desk, name: &str, errors: &Errors) -> Result<Response, Failure> {
    Ok(overview::page(desk, name, errors).await?.with_status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}

pub(super) async fn upload(desk: Desk, Path(name): Path<String>, form: Submitted) -> Result<Response, Failure> {
    let election = overview::named(&mut desk.app.database().reader().await?, &name).await?;
    let mut errors = Errors::none();
    let mut file = |field, wanted: &str| {
        let found = form.file(field);
        if found.is_none() {
            errors.add(field, format!("请选择 {wanted}"));
        }
        found.map(|file| file.content.as_slice())
    };
    let (credentials, venues) = (file("credentials", "public_credentials.json"), file("venues", "venues.json"));
    let (Some(credentials), Some(venues)) = (credentials, venues) else { return again(&desk, &name, &errors).await };
    match setup::upload(&desk.app, &desk.caller, &desk.visitor, &election, credentials, venues).await {
        Ok(()) => Ok(back(&election_name(&election), "uploaded")),
        Err(NotTaken::Wrong(errors)) => again(&desk, &name, &errors).await,
        Err(NotTaken::Refused(refusal)) => again(&desk, &name, &refusal.into_errors()?).await,
    }
}

/// The archive up to the encrypted total: it holds the public code of every card that was used, and nothing that is not published later.
pub(super) async fn ballots(desk: Desk, Path(name): Path<String>) -> Result<Response, Failure> {
    let mut tx = desk.app.database().reader().await?;
    let election = overview::named(&mut tx, &name).await?;
    if election.state != State::Closed || tally::total(&mut tx, &election.uuid).await?.is_none() {
        return Err(Failure::NotFound);
    }
    drop(tx);
    Ok(attachment(&format!("{}.bel", election.uuid), OCTETS, tally::streamed(&desk.app, &election.uuid).await?))
}

/// Counts of used cards, after the session.
pub(super) async fn hand_in_used(desk: Desk, Path(name): Path<String>, form: Submitted) -> Result<Response, Failure> {
    let election = overview::named(&mut desk.app.database().reader().await?, &name).await?;
    let mut errors = Errors::none();
    let Some(file) = form.file("used") else {
        errors.add("used", "请选择 used.json");
        return again(&desk, &name, &errors).await;
    };
    match setup::hand_in_used(&desk.app, &desk.caller, &election.uuid, &file.content).await {
        Ok(()) => Ok(back(&election_name(&election), "used")),
        Err(NotTaken::Wrong(errors)) => again(&desk, &name, &errors).await,
        Err(NotTaken::Refused(refusal)) => again(&desk, &name, &refusal.into_errors()?).await,
    }
}

pub(super) async fn propose(desk: Desk, Path(name): Path<String>, _form: Submitted) -> Result<Response, Failure> {
    let election = overview::named(&mut desk.app.database().reader().await?, &name).await?;
    let outcome: Result<(), Refusal> = setup::propose(&desk.app, &desk.caller, &desk.visitor, &election.uuid).await;
    match outcome {
        Ok(()) => Ok(back(&name, "proposed")),
        Err(refusal) => again(&desk, &name, &refusal.into_errors()?).await,
    }
}

fn back(name: &str, done: &str) -> Response {
    Redirect::to(&format!("/office/elections/{name}?done={done}")).into_response()
}
