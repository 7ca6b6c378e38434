//! The second officer before a proposal: a summary before the confirmation, a reason for the rejection.

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use maud::html;
use web::desk::Desk;
use web::page::Page;
use web::page::facts::Facts;
use web::page::form::{Errors, Form, error_summary};
use web::submitted::Submitted;
use web::{Failure, Refusal};

use super::{HOME, answer, parts, summary};
use crate::candidates::acts::{reason, reason_field, refused};
use crate::draw::acts::{self, NotDone};
use crate::draw::proposal::{Answer, Proposal, ProposalId, State};
use crate::draw::queries;
use crate::draw::view::exact;

const ABOVE: Option<(&str, &str)> = Some((HOME, "公开抽取"));

/// The proposal, while it is open.
async fn open(desk: &Desk, id: String) -> Result<Proposal, Failure> {
    let found = queries::proposal(&mut desk.app.database().reader().await?, &ProposalId::from(id)).await?;
    found.filter(|proposal| proposal.state == State::Open).ok_or(Failure::NotFound)
}

fn facts(proposal: &Proposal) -> Facts {
    Facts::new()
        .fact("事项", proposal.act.chinese())
        .fact("提出", format!("{}，{}", proposal.proposed_by_name, exact(proposal.proposed_at)))
}

pub(in crate::draw) async fn ask_confirmation(desk: Desk, Path(id): Path<String>) -> Result<Response, Failure> {
    let proposal = open(&desk, id).await?;
    let summary = summary::of(&desk, &proposal, facts(&proposal)).await?;
    let action = format!("/office/draw/proposals/{}/confirm", proposal.id);
    let own = proposal.proposed_by == desk.visitor.actor_id();
    let body = html! {
        (summary)
        @if own {
            p { "这是您提出的，须由另一名联席会议办公室人员确认。" }
            p { a href=(HOME) { "返回" } }
        } @else {
            p { "您是第二人：“" (desk.visitor.name) "”将与“" (proposal.proposed_by_name) "”一起记入审计日志。" }
            (Form::post(&action, desk.token()).submit(&format!("确认{}", proposal.act.chinese())).danger()
                .cancel(HOME, "不确认，返回").around(html! {}))
        }
    };
    Ok(desk.page(&format!("确认：{}", proposal.act.chinese()), ABOVE, body).into_response())
}

pub(in crate::draw) async fn ask_rejection(desk: Desk, Path(id): Path<String>) -> Result<Page, Failure> {
    Ok(rejection(&desk, &open(&desk, id).await?, "", &Errors::none()))
}

fn rejection(desk: &Desk, proposal: &Proposal, why: &str, errors: &Errors) -> Page {
    let action = format!("/office/draw/proposals/{}/reject", proposal.id);
    let body = html! {
        (error_summary(errors))
        (facts(proposal))
        (parts::content(proposal))
        p { "否决以后什么也不会改动，可以重新提出。原因记入审计日志，并列在办理记录里。" }
        (Form::post(&action, desk.token()).submit("否决").danger().cancel(HOME, "不否决，返回")
            .around(reason_field(why, "例如：第二个来源的期号写错了", errors)))
    };
    desk.page(&format!("否决：{}", proposal.act.chinese()), ABOVE, body)
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
    let (why, errors) = reason(&form);
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
