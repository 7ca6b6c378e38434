//! The ceremony's desk: one main action a stage, who is awaited, and why something cannot be done yet.

mod announcing;
mod deciding;
mod failing;
mod overview;
mod parts;
mod summary;

pub(super) use announcing::{announce, ask as ask_announcement};
pub(super) use deciding::{ask_confirmation, ask_rejection, confirm, reject, withdraw};
pub(super) use failing::{ask as ask_failure, fail};
pub(super) use overview::show;

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use web::Failure;
use web::desk::Desk;
use web::joint::NotDone;
use web::submitted::Submitted;

use super::acts::{self, Typed, Wanted};
use crate::candidates::acts::refused;

const HOME: &str = "/office/draw";

/// Back to the overview, with what was done or why it was not.
async fn answer(desk: &Desk, outcome: Result<&str, NotDone>) -> Result<Response, Failure> {
    match outcome {
        Ok(done) => Ok(Redirect::to(&format!("{HOME}?done={done}")).into_response()),
        Err(not_done) => Ok(refused(overview::page(desk, &not_done.into_errors()?).await?)),
    }
}

pub(super) async fn freeze(desk: Desk, _form: Submitted) -> Result<Response, Failure> {
    let outcome = acts::propose(&desk.app, &desk.caller, &desk.visitor, &Wanted::Freeze).await;
    answer(&desk, outcome.map(|()| "proposed")).await
}

pub(super) async fn release(desk: Desk, _form: Submitted) -> Result<Response, Failure> {
    let outcome = acts::propose(&desk.app, &desk.caller, &desk.visitor, &Wanted::Release).await;
    answer(&desk, outcome.map(|()| "proposed")).await
}

pub(super) async fn make(desk: Desk, _form: Submitted) -> Result<Response, Failure> {
    let outcome = acts::make(&desk.app, &desk.caller).await;
    answer(&desk, outcome.map(|()| "drawn").map_err(NotDone::from)).await
}

pub(super) async fn type_text(desk: Desk, Path(place): Path<String>, form: Submitted) -> Result<Response, Failure> {
    let place = place.parse().map_err(|_| Failure::NotFound)?;
    let outcome = acts::type_text(&desk.app, &desk.caller, &desk.visitor, place, form.raw("text")).await;
    let word = outcome.map(|typed| match typed {
        Typed::First => "typed",
        Typed::Agreed => "agreed",
        Typed::Differed => "differed",
    });
    answer(&desk, word.map_err(NotDone::from)).await
}
