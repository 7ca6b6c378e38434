//! The second officer before a proposal: a summary before the confirmation, a reason for the rejection.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use maud::html;
use web::desk::Desk;
use web::page::Page;
use web::page::form::{Errors, Form, error_summary};
use web::submitted::Submitted;
use web::{Failure, Refusal, transaction};

use super::proposal::{Answer, Proposal, ProposalId, State};
use super::service::NotDone;
use super::{acts, pages, queries, reason, service};

/// The proposal, while it is open.
async fn open(desk: &Desk, id: &ProposalId) -> Result<Proposal, Failure> {
    let found = queries::by_id(&mut desk.app.database().reader().await?, id).await?;
    found.filter(|proposal| proposal.state == State::Open && proposal.act.is_for_officers()).ok_or(Failure::NotFound)
}

pub(super) async fn ask_confirmation(desk: Desk, Path(id): Path<String>) -> Result<Page, Failure> {
    confirmation(&desk, &open(&desk, &ProposalId::from(id)).await?, &Errors::none()).await
}

async fn confirmation(desk: &Desk, proposal: &Proposal, errors: &Errors) -> Result<Page, Failure> {
    let summary = acts::summary(desk, proposal).await?;
    let home = acts::home(proposal);
    let action = format!("/office/elections/proposals/{}/confirm", proposal.id);
    let own = proposal.proposed_by == desk.visitor.actor_id();
    let body = html! {
        (error_summary(errors))
        (summary)
        @if own {
            p { "这是您提出的，须由另一名联席会议办公室人员确认。" }
            p { a href=(home) { "返回" } }
        } @else {
            p { "您是第二人：“" (desk.visitor.name) "”将与“" (proposal.proposed_by_name) "”一起记入审计日志。" }
            (Form::post(&action, desk.token()).submit(&format!("确认：{}", proposal.act.chinese())).danger()
                .cancel(&home, "不确认，返回").around(html! {}))
        }
    };
    Ok(desk.page(&format!("确认：{}", proposal.act.chinese()), Some((&home, "评议")), body))
}

pub(super) async fn ask_rejection(desk: Desk, Path(id): Path<String>) -> Result<Page, Failure> {
    let proposal = open(&desk, &ProposalId::from(id)).await?;
    Ok(rejection(&desk, &proposal, "", &Errors::none()))
}

fn rejection(desk: &Desk, proposal: &Proposal, why: &str, errors: &Errors) -> Page {
    let action = format!("/office/elections/proposals/{}/reject", proposal.id);
    let home = acts::home(proposal);
    let body = html! {
        (error_summary(errors))
        (pages::facts(proposal))
        p { "否决以后什么也不会改动，可以重新提出。原因记入审计日志，并列在办理记录里。" }
        (Form::post(&action, desk.token()).submit("否决").danger().cancel(&home, "不否决，返回")
            .around(reason::field(why, "例如：读出的词与屏幕上的不同", errors)))
    };
    desk.page(&format!("否决：{}", proposal.act.chinese()), Some((&home, "评议")), body)
}

/// Ends the proposal and, when it is confirmed, does the act in the same transaction.
async fn decide(desk: &Desk, id: &ProposalId, reply: &Answer) -> Result<(), NotDone> {
    transaction!(desk.app.database(), |tx| -> Result<(), NotDone> {
        if queries::by_id(&mut tx, id).await?.is_none_or(|proposal| !proposal.act.is_for_officers()) {
            return Err(Refusal::NotFound.into());
        }
        let (proposal, state) = service::answer(&mut tx, &desk.caller, &desk.visitor, id, reply).await?;
        if state == State::Confirmed {
            acts::carry_out(&mut tx, &desk.app, &desk.caller, &proposal).await?;
        }
        Ok(())
    })
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
            if proposal.state != State::Open {
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
