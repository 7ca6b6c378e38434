//! Freeing a seat after calls (腾出席位): one proposes, another confirms, and the next reserve moves up.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use maud::html;
use web::database::{DatabaseError, FromRow, Row, Tx, transaction};
use web::desk::Desk;
use web::id::new_id;
use web::joint::{Answer, State};
use web::page::Page;
use web::page::form::{Errors, Form, error_summary};
use web::page::notice::notice;
use web::page::reason;
use web::page::tag::Tone;
use web::submitted::Submitted;
use web::{Failure, Refusal, args, audit};

use super::calls;
use super::person::{self, Person, works_on};
use crate::candidates::acts::refused;
use crate::invitation::events::{ReleaseEnded, ReleaseProposed, Released};
use crate::invitation::seat::Act;
use crate::invitation::seating;
use crate::person::Seal;

/// A proposal that awaits its second officer.
#[derive(Clone, Debug)]
pub(super) struct Proposal {
    id: String,
    pub reason: String,
    pub by: String,
    pub by_name: String,
    pub at: i64,
}

impl FromRow for Proposal {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        Ok(Proposal {
            id: row.text("id")?,
            reason: row.text("reason")?,
            by: row.text("proposed_by")?,
            by_name: row.text("proposed_by_name")?,
            at: row.int("proposed_at")?,
        })
    }
}

/// The open proposal on somebody's seat, its reason in the clear.
pub(super) async fn open(tx: &mut Tx, seal: &Seal<'_>, number: u32) -> Result<Option<Proposal>, Refusal> {
    let sql = "SELECT id, reason, proposed_by, proposed_by_name, proposed_at FROM release_proposals WHERE number = $1 AND state = 'open'";
    let found: Option<Proposal> = tx.optional(sql, args![number]).await?;
    let clear = |it: Proposal| Ok(Proposal { reason: seal.open_text(&it.id, &it.reason).map_err(Refusal::internal)?, ..it });
    found.map(clear).transpose()
}

pub(super) async fn ask(desk: Desk, Path(id): Path<String>) -> Result<Response, Failure> {
    Ok(page(&desk, &id, "", &Errors::none()).await?.into_response())
}

async fn page(desk: &Desk, id: &str, typed: &str, errors: &Errors) -> Result<Page, Failure> {
    let person = person::load(&mut desk.app.database().reader().await?, desk, id).await?;
    let missing = calls::missing(&person.calls);
    let back = person.href("");
    let body = html! {
        (error_summary(errors))
        (person.facts(desk)?)
        p { "另一名工作人员确认以后，席位由同一名额格的下一位候补递补，本人不再是代表，不能改回来。递补写入公开账本，只有编号。" }
        @match missing {
            Some(why) => (notice(Tone::Warn, "现在还不能提出", html! { p { (why) "。" } p { a.button href=(back) { "返回记录电话联系" } } })),
            None => (Form::post(&person.href("release"), desk.token()).submit("提出腾出席位，等待第二人").danger().cancel(&back, "不办理，返回")
                .around(reason::field(typed, "会写入审计日志，不公开", errors))),
        }
    };
    Ok(desk.page("腾出席位", Some((&back, "一位代表")), body))
}

pub(super) async fn propose(desk: Desk, Path(id): Path<String>, form: Submitted) -> Result<Response, Failure> {
    let (why, errors) = reason::read(&form);
    if !errors.is_empty() {
        return Ok(refused(page(&desk, &id, &why, &errors).await?));
    }
    match keep(&desk, &id, &why).await {
        Ok(()) => Ok(Redirect::to(&format!("/office/invitations/people/{id}?done=proposed")).into_response()),
        Err(refusal) => Ok(refused(page(&desk, &id, &why, &refusal.into_errors()?).await?)),
    }
}

/// The person, for somebody who may work on them.
async fn own(tx: &mut Tx, desk: &Desk, id: &str) -> Result<Person, Refusal> {
    let plan = desk.app.plan();
    let person = person::load(tx, desk, id).await?;
    if works_on(&plan.plan, &desk.visitor, &person.application.venue) { Ok(person) } else { Err(Refusal::NotFound) }
}

async fn keep(desk: &Desk, id: &str, why: &str) -> Result<(), Refusal> {
    let Desk { app, caller, visitor, .. } = desk;
    let plan = app.plan();
    transaction!(app.database(), |tx| -> Result<(), Refusal> {
        let person = own(&mut tx, desk, id).await?;
        let seat = person.taken()?;
        seating::in_time(&plan.plan, seat, app.clock().now())?;
        if let Some(missing) = calls::missing(&person.calls) {
            return Err(Refusal::rule(missing));
        }
        let proposal = new_id();
        let sealed = Seal(app.secrets()).text(&proposal, why);
        let sql = "INSERT INTO release_proposals (id, number, reason, state, proposed_by, proposed_by_name, proposed_at) \
                   VALUES ($1, $2, $3, 'open', $4, $5, $6) ON CONFLICT DO NOTHING";
        let by = visitor.actor_id();
        if tx.execute(sql, args![&proposal, seat.number, &sealed, by, &visitor.name, caller.now]).await? == 0 {
            return Err(Refusal::rule("已经有人提出，正在等待第二人"));
        }
        let (venue, session) = (plan.plan.venue_name(&seat.venue), i64::from(seat.session));
        let event = ReleaseProposed { subject: id.to_string(), venue, session, reason: why.to_string() };
        Ok(audit::record(&mut tx, &caller.actor, caller.now, &event).await?)
    })
}

pub(super) async fn confirm(desk: Desk, Path(id): Path<String>, _form: Submitted) -> Result<Response, Failure> {
    answer(&desk, &id, Answer::Confirm, "released").await
}

pub(super) async fn reject(desk: Desk, Path(id): Path<String>, _form: Submitted) -> Result<Response, Failure> {
    answer(&desk, &id, Answer::Reject(String::new()), "ended").await
}

pub(super) async fn withdraw(desk: Desk, Path(id): Path<String>, _form: Submitted) -> Result<Response, Failure> {
    answer(&desk, &id, Answer::Withdraw, "ended").await
}

async fn answer(desk: &Desk, id: &str, answer: Answer, done: &str) -> Result<Response, Failure> {
    match decide(desk, id, answer).await {
        Ok(()) => Ok(Redirect::to(&format!("/office/invitations/people/{id}?done={done}")).into_response()),
        Err(refusal) => Ok(refused(person::page(desk, id, &refusal.into_errors()?).await?)),
    }
}

async fn decide(desk: &Desk, id: &str, answer: Answer) -> Result<(), Refusal> {
    let Desk { app, caller, visitor, .. } = desk;
    let plan = app.plan();
    transaction!(app.database(), |tx| -> Result<(), Refusal> {
        let person = own(&mut tx, desk, id).await?;
        let proposal = person.proposal.as_ref().ok_or_else(|| Refusal::rule("没有等待确认的提议，可能刚被别人办理"))?;
        let state = State::Open.after(&answer, proposal.by == visitor.actor_id())?;
        let sql = "UPDATE release_proposals SET state = $2, decided_by = $3, decided_by_name = $4, decided_at = $5 WHERE id = $1 AND state = 'open'";
        if tx.execute(sql, args![&proposal.id, state.word(), visitor.actor_id(), &visitor.name, caller.now]).await? == 0 {
            return Err(Refusal::rule("另一人刚刚办理了，请查看最新情况"));
        }
        if state != State::Confirmed {
            let event = ReleaseEnded { subject: id.to_string(), outcome: state.chinese() };
            return Ok(audit::record(&mut tx, &caller.actor, caller.now, &event).await?);
        }
        let seat = person.taken()?;
        // A call in between may have changed the picture.
        if let Some(missing) = calls::missing(&person.calls) {
            return Err(Refusal::rule(missing));
        }
        seating::leave(&mut tx, app, &plan.plan, seat, Act::Release, caller.now).await?;
        let event = Released { subject: id.to_string(), venue: plan.plan.venue_name(&seat.venue), session: i64::from(seat.session) };
        Ok(audit::record(&mut tx, &caller.actor, caller.now, &event).await?)
    })
}
