//! One account: facts, roles, posts, what can be done, history.

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use web::audit::{self, Entry, EntryFilter};
use web::login::AccountId;
use web::page::form::Errors;
use web::page::link::Link;
use web::{App, Failure};

use super::create::refused;
use super::pages::{self, Shown};
use super::person::{self, Person};
use crate::frame::Desk;
use crate::setup::link;
use web::Refusal;

/// Entries of the history on the page.
const HISTORY: i64 = 50;

/// The page of an account.
pub(super) fn path(id: &AccountId) -> String {
    format!("/office/accounts/{id}")
}

pub(super) async fn load(app: &App, id: &AccountId) -> Result<Person, Failure> {
    let mut tx = app.database().reader().await?;
    person::one(&mut tx, id).await?.ok_or(Failure::NotFound)
}

pub(super) async fn show(desk: Desk, Path(id): Path<String>) -> Result<Response, Failure> {
    page(&desk, &id.into(), &Errors::none(), "").await
}

/// The page again, with what was wrong and the role that was chosen.
pub(super) async fn again(desk: &Desk, id: &AccountId, refusal: Refusal, chosen: &str) -> Result<Response, Failure> {
    let errors = refusal.into_errors()?;
    Ok(refused(page(desk, id, &errors, chosen).await?))
}

async fn page(desk: &Desk, id: &AccountId, errors: &Errors, chosen: &str) -> Result<Response, Failure> {
    let (person, open_until, history) = read(&desk.app, id, desk.caller.now).await?;
    let plan = desk.app.plan();
    let shown = Shown { plan: &plan.plan, person: &person, open_until, history: &history, now: desk.caller.now };
    let link = Link::new(&desk.look.path);
    Ok(pages::detail(desk, &shown, link.get("done"), errors, chosen).into_response())
}

async fn read(app: &App, id: &AccountId, now: i64) -> Result<(Person, Option<i64>, Vec<Entry>), Failure> {
    let mut tx = app.database().reader().await?;
    let person = person::one(&mut tx, id).await?.ok_or(Failure::NotFound)?;
    let open_until = link::open_until(&mut tx, id, now).await?;
    let filter = EntryFilter { subject: id.to_string(), ..EntryFilter::default() };
    let history = audit::page(&mut tx, &filter, HISTORY).await?;
    Ok((person, open_until, history))
}
