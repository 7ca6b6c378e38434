//! The second officer before a proposal: a summary before the confirmation, a reason for the rejection.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use maud::html;
use web::desk::Desk;
use web::joint::{Answer, NotDone, State};
use web::page::form::Errors;
use web::page::{Page, reason};
use web::submitted::Submitted;
use web::{Failure, Refusal, transaction};

use super::proposal::{JointAct, Proposal, ProposalId};
use super::{acts, queries, service};

/// The proposal, while it is open.
async fn open(desk: &Desk, id: &ProposalId) -> Result<Proposal, Failure> {
    let found = queries::by_id(&mut desk.app.database().reader().await?, id).await?;
    found.filter(|proposal| proposal.standing.state == State::Open && proposal.act.is_for_officers()).ok_or(Failure::NotFound)
}

pub(super) async fn ask_confirmation(desk: Desk, Path(id): Path<String>) -> Result<Page, Failure> {
    confirmation(&desk, &open(&desk, &ProposalId::from(id)).await?, &Errors::none()).await
}

async fn confirmation(desk: &Desk, proposal: &Proposal, errors: &Errors) -> Result<Page, Failure> {
    let summary = acts::summary(desk, proposal).await?;
    let asked = acts::asked(proposal);
    let body = asked.confirmation(desk, &summary, errors);
    Ok(desk.page(&format!("确认：{}", asked.what), Some((&asked.home, "评议")), body))
}

pub(super) async fn ask_rejection(desk: Desk, Path(id): Path<String>) -> Result<Page, Failure> {
    let proposal = open(&desk, &ProposalId::from(id)).await?;
    Ok(rejection(&desk, &proposal, "", &Errors::none()))
}

fn rejection(desk: &Desk, proposal: &Proposal, why: &str, errors: &Errors) -> Page {
    let asked = acts::asked(proposal);
    let body = asked.rejection(desk, &html! {}, (why, "例如：读出的词与屏幕上的不同"), errors);
    desk.page(&format!("否决：{}", asked.what), Some((&asked.home, "评议")), body)
}

/// Ends the proposal and, when it is confirmed, does the act in the same transaction, and then what only follows a commit.
async fn decide(desk: &Desk, id: &ProposalId, reply: &Answer) -> Result<(), NotDone> {
    let confirmed = transaction!(desk.app.database(), |tx| -> Result<Option<JointAct>, NotDone> {
        if queries::by_id(&mut tx, id).await?.is_none_or(|proposal| !proposal.act.is_for_officers()) {
            return Err(Refusal::NotFound.into());
        }
        let (proposal, state) = service::answer(&mut tx, &desk.caller, &desk.visitor, id, reply).await?;
        if state != State::Confirmed {
            return Ok(None);
        }
        acts::carry_out(&mut tx, &desk.app, &desk.caller, &proposal).await?;
        Ok(Some(proposal.act))
    })?;
    if let Some(act) = confirmed {
        acts::afterwards(&desk.app, act).await;
    }
    Ok(())
}

/// Back to where the act is shown, or the page again with what stands in the way.
async fn finish(desk: &Desk, id: &ProposalId, outcome: Result<(), NotDone>, done: &str) -> Result<Response, Failure> {
    match outcome {
        Ok(()) => {
            let proposal = queries::by_id(&mut desk.app.database().reader().await?, id).await?;
            let home = proposal.as_ref().map_or_else(|| "/office".into(), acts::home);
            Ok(Redirect::to(&format!("{home}?done={done}")).into_response())
        }
        Err(NotDone::Refused(Refusal::NotFound)) => Err(Failure::NotFound),
        Err(not_done) => {
            let errors = not_done.into_errors()?;
            let proposal = queries::by_id(&mut desk.app.database().reader().await?, id).await?.ok_or(Failure::NotFound)?;
            if proposal.standing.state != State::Open {
                let why = errors.iter().map(|(_, why)| why.to_owned()).collect::<Vec<_>>().join("；");
                return Err(Failure::Conflict(why));
            }
            Ok(confirmation(desk, &proposal, &errors).await?.with_status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
    }
}

pub(super) async fn confirm(desk: Desk, Path(id): Path<String>, _form: Submitted) -> Result<Response, Failure> {
    let id = ProposalId::from(id);
    let outcome = decide(&desk, &id, &Answer::Confirm).await;
    finish(&desk, &id, outcome, "confirmed").await
}

pub(super) async fn reject(desk: Desk, Path(id): Path<String>, form: Submitted) -> Result<Response, Failure> {
    let id = ProposalId::from(id);
    let (why, errors) = reason::read(&form);
    if !errors.is_empty() {
        let page = rejection(&desk, &open(&desk, &id).await?, &why, &errors);
        return Ok(page.with_status(StatusCode::UNPROCESSABLE_ENTITY).into_response());
    }
    let outcome = decide(&desk, &id, &Answer::Reject(why)).await;
    finish(&desk, &id, outcome, "rejected").await
}

pub(super) async fn withdraw(desk: Desk, Path(id): Path<String>, _form: Submitted) -> Result<Response, Failure> {
    let id = ProposalId::from(id);
    let outcome = decide(&desk, &id, &Answer::Withdraw).await;
    finish(&desk, &id, outcome, "withdrawn").await
}
