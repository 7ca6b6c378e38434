//! The second officer before a proposal: a summary before the confirmation, a reason for the rejection.

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use web::desk::Desk;
use web::joint::{Answer, NotDone, State};
use web::page::Page;
use web::page::form::Errors;
use web::page::reason;
use web::submitted::Submitted;
use web::{Failure, Refusal};

use super::{HOME, answer, parts, summary};
use crate::candidates::acts::refused;
use crate::draw::proposal::{Proposal, ProposalId};
use crate::draw::{acts, queries};

const ABOVE: Option<(&str, &str)> = Some((HOME, "公开抽取"));

/// The proposal, while it is open.
async fn open(desk: &Desk, id: String) -> Result<Proposal, Failure> {
    let found = queries::proposal(&mut desk.app.database().reader().await?, &ProposalId::from(id)).await?;
    found.filter(|proposal| proposal.standing.state == State::Open).ok_or(Failure::NotFound)
}

pub(in crate::draw) async fn ask_confirmation(desk: Desk, Path(id): Path<String>) -> Result<Response, Failure> {
    let proposal = open(&desk, id).await?;
    let asked = parts::asked(&proposal);
    let summary = summary::of(&desk, &proposal, asked.facts()).await?;
    let body = asked.confirmation(&desk, &summary, &Errors::none());
    Ok(desk.page(&format!("确认：{}", asked.what), ABOVE, body).into_response())
}

pub(in crate::draw) async fn ask_rejection(desk: Desk, Path(id): Path<String>) -> Result<Page, Failure> {
    Ok(rejection(&desk, &open(&desk, id).await?, "", &Errors::none()))
}

fn rejection(desk: &Desk, proposal: &Proposal, why: &str, errors: &Errors) -> Page {
    let asked = parts::asked(proposal);
    let body = asked.rejection(desk, &parts::content(proposal), (why, "例如：第二个来源的期号写错了"), errors);
    desk.page(&format!("否决：{}", asked.what), ABOVE, body)
}

async fn decide(desk: &Desk, id: String, reply: &Answer) -> Result<(), NotDone> {
    acts::decide(&desk.app, &desk.caller, &desk.visitor, &ProposalId::from(id), reply).await
}

/// There is no such proposal: a page of its own, not an error above the overview.
fn known(outcome: Result<(), NotDone>) -> Result<Result<(), NotDone>, Failure> {
    if let Err(NotDone::Refused(Refusal::NotFound)) = outcome { Err(Failure::NotFound) } else { Ok(outcome) }
}

pub(in crate::draw) async fn confirm(desk: Desk, Path(id): Path<String>, _form: Submitted) -> Result<Response, Failure> {
    let outcome = known(decide(&desk, id, &Answer::Confirm).await)?;
    answer(&desk, outcome.map(|()| "confirmed")).await
}

pub(in crate::draw) async fn reject(desk: Desk, Path(id): Path<String>, form: Submitted) -> Result<Response, Failure> {
    let (why, errors) = reason::read(&form);
    if !errors.is_empty() {
        return Ok(refused(rejection(&desk, &open(&desk, id).await?, &why, &errors)));
    }
    let outcome = known(decide(&desk, id, &Answer::Reject(why)).await)?;
    answer(&desk, outcome.map(|()| "rejected")).await
}

pub(in crate::draw) async fn withdraw(desk: Desk, Path(id): Path<String>, _form: Submitted) -> Result<Response, Failure> {
    let outcome = known(decide(&desk, id, &Answer::Withdraw).await)?;
    answer(&desk, outcome.map(|()| "withdrawn")).await
}
