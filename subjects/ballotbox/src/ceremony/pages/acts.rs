//! Forms of the board.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use web::desk::Desk;
use web::page::form::Errors;
use web::page::reason;
use web::submitted::Submitted;
use web::{Failure, Refusal};

use super::board::{self, Typed};
use crate::ceremony::service;

fn home(id: &str, done: &str) -> Response {
    Redirect::to(&format!("/office/ceremony/{id}?done={done}")).into_response()
}

/// Back to the board, with what was done or why it was not.
async fn answer(desk: &Desk, id: &str, outcome: Result<(), Refusal>, done: &str) -> Result<Response, Failure> {
    match outcome {
        Ok(()) => Ok(home(id, done)),
        Err(refusal) => again(desk, id, &refusal.into_errors()?, Typed::default()).await,
    }
}

async fn again(desk: &Desk, id: &str, errors: &Errors, typed: Typed<'_>) -> Result<Response, Failure> {
    Ok(board::page(desk, id, errors, typed).await?.with_status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}

pub(in crate::ceremony) async fn start(desk: Desk, form: Submitted) -> Result<Response, Failure> {
    match service::start(&desk.app, &desk.caller, &desk.visitor, form.has("dry_run")).await {
        Ok(id) => Ok(home(&id, "started")),
        Err(refusal) => {
            let page = board::list(&desk, &refusal.into_errors()?).await?;
            Ok(page.with_status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
    }
}

pub(in crate::ceremony) async fn post(desk: Desk, Path(id): Path<String>, form: Submitted) -> Result<Response, Failure> {
    let Some(file) = form.file("file") else {
        let mut errors = Errors::none();
        errors.add("file", "请选择 trustee certify 写出的文件");
        return again(&desk, &id, &errors, Typed::default()).await;
    };
    let outcome = service::post(&desk.app, &desk.caller, &desk.visitor, &id, &file.content).await;
    answer(&desk, &id, outcome.map(drop), "posted").await
}

pub(in crate::ceremony) async fn propose_keys(desk: Desk, Path(id): Path<String>, _form: Submitted) -> Result<Response, Failure> {
    let outcome = service::propose_keys(&desk.app, &desk.caller, &desk.visitor, &id).await;
    answer(&desk, &id, outcome, "proposed").await
}

pub(in crate::ceremony) async fn propose_giving_up(desk: Desk, Path(id): Path<String>, form: Submitted) -> Result<Response, Failure> {
    let (why, errors) = reason::read(&form);
    if !errors.is_empty() {
        return again(&desk, &id, &errors, Typed { reason: &why }).await;
    }
    let outcome = service::propose_giving_up(&desk.app, &desk.caller, &desk.visitor, &id, &why).await;
    answer(&desk, &id, outcome, "proposed").await
}

pub(in crate::ceremony) async fn remove(desk: Desk, Path(id): Path<String>, _form: Submitted) -> Result<Response, Failure> {
    match service::remove(&desk.app, &desk.caller, &id).await {
        Ok(()) => Ok(Redirect::to("/office/ceremony?done=removed").into_response()),
        Err(refusal) => again(&desk, &id, &refusal.into_errors()?, Typed::default()).await,
    }
}
