//! Appeals: one of the organising group proposes how to decide, another decides.

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use plan::Plan;
use web::args;
use web::database::{DatabaseError, FromRow, Row, Tx, transaction};
use web::desk::Desk;
use web::page::date;
use web::page::empty::empty;
use web::page::facts::Facts;
use web::page::form::{Choice, Errors, Field, Form, error_summary};
use web::page::link::Link;
use web::page::reason;
use web::submitted::Submitted;
use web::{Failure, Refusal, audit};

use super::proposal::{self, About, Matter, Outcome, Proposal, just_done};
use crate::candidates::acts::refused;
use crate::candidates::reference::shown;
use crate::candidates::service::{account, carry_out, class_name, found, tell};
use crate::candidates::{Act, Application, ApplicationId, State, queries};
use crate::events::AppealDecided;
use crate::person::Seal;

struct Appeal {
    application: ApplicationId,
    words: String,
    made_at: i64,
}

impl FromRow for Appeal {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        Ok(Appeal { application: row.text("application_id")?.into(), words: row.text("words")?, made_at: row.int("made_at")? })
    }
}

async fn open(tx: &mut Tx) -> Result<Vec<Appeal>, DatabaseError> {
    // Who withdrew after appealing waits for no decision.
    tx.all(
        "SELECT p.* FROM appeals p JOIN applications a ON a.id = p.application_id \
         WHERE p.decided_at IS NULL AND a.state IN ('refusal-appealed', 'failure-appealed') ORDER BY p.made_at, p.application_id LIMIT 100",
        args![],
    )
    .await
}

async fn must_be_undecided(tx: &mut Tx, id: &ApplicationId) -> Result<(), Refusal> {
    let appeal: Option<Appeal> =
        tx.optional("SELECT * FROM appeals WHERE application_id = $1 AND decided_at IS NULL", args![id.as_str()]).await?;
    appeal.map(drop).ok_or_else(|| Refusal::rule("这一份申诉已经决定"))
}

pub(super) async fn show(desk: Desk) -> Result<Response, Failure> {
    page(&desk, &Errors::none()).await
}

pub(super) async fn page(desk: &Desk, errors: &Errors) -> Result<Response, Failure> {
    let adopted = desk.app.plan();
    let mut tx = desk.app.database().reader().await?;
    let mut proposals = proposal::open(&mut tx, Matter::Appeal).await?;
    let mut cards = Vec::new();
    for appeal in open(&mut tx).await? {
        let application = found(&mut tx, &appeal.application).await?;
        let proposal = proposals.remove(&(appeal.application.to_string(), String::new()));
        cards.push(card(desk, &adopted.plan, &appeal, &application, proposal.as_ref())?);
    }
    drop(tx);
    let body = html! {
        (error_summary(errors))
        (just_done(Link::new(&desk.look.path).get("done")))
        p { "每份申诉由一人拟定、另一人决定。决定以后不再变更。" }
        @if cards.is_empty() { (empty("没有等待决定的申诉", "没有受理或没有通过审查的人提出申诉后，会列在这里。")) }
        @for card in &cards { (card) }
    };
    Ok(desk.page("申诉", None, body).into_response())
}

fn card(desk: &Desk, plan: &Plan, appeal: &Appeal, application: &Application, proposal: Option<&Proposal>) -> Result<Markup, Refusal> {
    let seal = Seal(desk.app.secrets());
    let person = application.person(&seal)?;
    let words = seal.open_text(appeal.application.as_str(), &appeal.words).map_err(Refusal::internal)?;
    let after = if application.state == State::FailureAppealed { "进入人选名册" } else { "进入资格审查" };
    let choices = [
        Choice::new(Outcome::Uphold.word(), Outcome::Uphold.chinese()).hint(after),
        Choice::new(Outcome::Dismiss.word(), Outcome::Dismiss.chinese()),
    ];
    let part = match proposal {
        Some(proposal) => proposal.part(desk)?,
        None => Form::post(&format!("/office/vetting/appeals/{}/propose", appeal.application), desk.token())
            .submit("拟定，请另一人决定")
            .around(html! {
                (Field::radios("outcome", "拟定的决定", &choices))
                (reason::field("", "会告诉本人，也会写入审计日志", &Errors::none()))
            }),
    };
    Ok(html! {
        section.card {
            h2 { a href={ "/office/candidates/" (application.id) } { (person.masked_name()) } "的申诉" }
            (Facts::new()
                .fact("会场和类别", format!("{}，{}", plan.venue_name(&application.venue), class_name(plan, &application.class)))
                .fact("原决定的原因", application.reason(&seal)?)
                .fact("申诉理由", words).fact("时间", date::moment_of(appeal.made_at)))
            (part)
        }
    })
}

pub(super) async fn propose(desk: Desk, Path(id): Path<String>, form: Submitted) -> Result<Response, Failure> {
    let (why, mut errors) = reason::read(&form);
    let outcome = [Outcome::Uphold, Outcome::Dismiss].into_iter().find(|outcome| outcome.word() == form.text("outcome"));
    if outcome.is_none() {
        errors.add_general("请选择拟定的决定");
    }
    let Some(outcome) = outcome.filter(|_| errors.is_empty()) else { return Ok(refused(page(&desk, &errors).await?)) };
    let id = ApplicationId::from(id);
    let proposed = transaction!(desk.app.database(), |tx| -> Result<&'static str, Refusal> {
        must_be_undecided(&mut tx, &id).await?;
        let about = About { matter: Matter::Appeal, application: &id, other: "" };
        proposal::propose(&mut tx, &desk, about, outcome, &why).await?;
        Ok("proposed")
    });
    Matter::Appeal.answer(&desk, proposed).await
}

/// The second has confirmed how the first proposed to decide.
pub(super) async fn carry_through(tx: &mut Tx, desk: &Desk, plan: &Plan, proposal: &Proposal) -> Result<(), Refusal> {
    let Desk { app, caller, visitor, .. } = desk;
    let (seal, id, outcome) = (Seal(app.secrets()), &proposal.application, proposal.outcome.chinese());
    must_be_undecided(tx, id).await?;
    let application = found(tx, id).await?;
    if proposal.outcome == Outcome::Uphold {
        carry_out(tx, &application, Act::Uphold, caller.now).await?;
        queries::clear_reason(tx, id).await?;
    } else {
        carry_out(tx, &application, Act::Dismiss, caller.now).await?;
    }
    let sql = "UPDATE appeals SET decided_by = $2, decided_by_name = $3, decided_at = $4 WHERE application_id = $1";
    tx.execute(sql, args![id.as_str(), account(visitor), &visitor.name, caller.now]).await?;
    let why = proposal.reason(&seal)?;
    let text = format!("您对市民代表资格的申诉（编号 {}）已有决定：{outcome}。理由：{why}。", shown(&application.reference));
    tell(tx, app.secrets(), &application.person(&seal)?, plan, "appeal.decided", &text, caller.now).await?;
    Ok(audit::record(tx, &caller.actor, caller.now, &AppealDecided { subject: id.to_string(), outcome }).await?)
}
