//! Appeals: one of the organising group proposes how to decide, another decides.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::Timestamp;
use maud::{Markup, html};
use plan::Plan;
use web::args;
use web::database::{DatabaseError, FromRow, Row, Tx, transaction};
use web::desk::Desk;
use web::page::date;
use web::page::empty::empty;
use web::page::facts::Facts;
use web::page::form::{Choice, Errors, Field, Form, button, error_summary};
use web::page::link::Link;
use web::page::notice::{done, notice};
use web::page::tag::Tone;
use web::submitted::Submitted;
use web::{Failure, Refusal, audit};

use crate::candidates::acts::{reason, reason_field, refused};
use crate::candidates::reference::shown;
use crate::candidates::service::{account, carry_out, class_name, found, tell, venue_name};
use crate::candidates::{Act, Application, ApplicationId, State, queries};
use crate::events::{AppealDecided, AppealProposed};
use crate::person::Seal;

struct Appeal {
    application: ApplicationId,
    words: String,
    made_at: i64,
    proposal: Option<Proposal>,
}

struct Proposal {
    uphold: bool,
    reason: String,
    by: String,
    by_name: String,
}

impl FromRow for Appeal {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        let proposal = match (row.optional_flag("proposed_uphold")?, row.optional_text("proposed_by")?) {
            (Some(uphold), Some(by)) => Some(Proposal {
                uphold,
                reason: row.optional_text("proposed_reason")?.unwrap_or_default(),
                by,
                by_name: row.optional_text("proposed_by_name")?.unwrap_or_default(),
            }),
            _ => None,
        };
        Ok(Appeal { application: row.text("application_id")?.into(), words: row.text("words")?, made_at: row.int("made_at")?, proposal })
    }
}

fn outcome(uphold: bool) -> &'static str {
    if uphold { "申诉成立" } else { "申诉不成立" }
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

async fn undecided(tx: &mut Tx, id: &ApplicationId) -> Result<Appeal, Refusal> {
    let appeal = tx.optional("SELECT * FROM appeals WHERE application_id = $1 AND decided_at IS NULL", args![id.as_str()]).await?;
    appeal.ok_or_else(|| Refusal::rule("这一份申诉已经决定"))
}

pub(super) async fn show(desk: Desk) -> Result<Response, Failure> {
    page(&desk, &Errors::none()).await
}

async fn page(desk: &Desk, errors: &Errors) -> Result<Response, Failure> {
    let seal = Seal(desk.app.secrets());
    let adopted = desk.app.plan();
    let mut tx = desk.app.database().reader().await?;
    let mut appeals = Vec::new();
    for appeal in open(&mut tx).await? {
        let application = found(&mut tx, &appeal.application).await?;
        appeals.push((appeal, application));
    }
    drop(tx);
    let body = html! {
        (error_summary(errors))
        @match Link::new(&desk.look.path).get("done") {
            "proposed" => (done("已经拟定", html! { p { "请组织保障组另一名工作人员决定。" } })),
            "decided" => (done("已经决定", html! { p { "结果已用短信告诉本人。" } })),
            _ => {}
        }
        p { "每份申诉由一人拟定、另一人决定。决定以后不再变更。" }
        @if appeals.is_empty() { (empty("没有等待决定的申诉", "没有受理或没有通过审查的人提出申诉后，会列在这里。")) }
        @for (appeal, application) in &appeals { (card(desk, &adopted.plan, &seal, appeal, application)?) }
    };
    Ok(desk.page("申诉", None, body).into_response())
}

fn card(desk: &Desk, plan: &Plan, seal: &Seal<'_>, appeal: &Appeal, application: &Application) -> Result<Markup, Refusal> {
    let person = application.person(seal)?;
    let words = seal.open_text(appeal.application.as_str(), &appeal.words).map_err(Refusal::internal)?;
    let made = date::moment(Timestamp::from_millisecond(appeal.made_at).unwrap_or_default());
    let path = format!("/office/vetting/appeals/{}", appeal.application);
    let choices = [
        Choice::new("uphold", outcome(true)).hint(if application.state == State::FailureAppealed {
            "进入人选名册"
        } else {
            "进入资格审查"
        }),
        Choice::new("dismiss", outcome(false)),
    ];
    Ok(html! {
        section.card {
            h2 { a href={ "/office/candidates/" (application.id) } { (person.masked_name()) } "的申诉" }
            (Facts::new()
                .fact("会场和类别", format!("{}，{}", venue_name(plan, &application.venue), class_name(plan, &application.class)))
                .fact("原决定的原因", application.reason(seal)?)
                .fact("申诉理由", words).fact("时间", made))
            @match &appeal.proposal {
                None => (Form::post(&format!("{path}/propose"), desk.token()).submit("拟定，请另一人决定").around(html! {
                    (Field::radios("outcome", "拟定的决定", &choices))
                    (reason_field("", "会告诉本人，也会写入审计日志", &Errors::none()))
                })),
                Some(proposal) => {
                    (Facts::new().fact("拟定", outcome(proposal.uphold)).fact("理由", &proposal.reason).fact("拟定人", &proposal.by_name))
                    @if proposal.by == account(&desk.visitor) { (notice(Tone::Neutral, "等待决定", "是您拟定的，须由另一名工作人员决定。")) }
                    @else {
                        (button(&format!("{path}/decide?agree=1"), desk.token(), &format!("同意：{}", outcome(proposal.uphold)), false))
                        (button(&format!("{path}/decide?agree=0"), desk.token(), "不同意，退回重新拟定", false))
                    }
                }
            }
        }
    })
}

pub(super) async fn propose(desk: Desk, Path(id): Path<String>, form: Submitted) -> Result<Response, Failure> {
    let (why, mut errors) = reason(&form);
    let uphold = form.text("outcome") == "uphold";
    if !uphold && form.text("outcome") != "dismiss" {
        errors.add_general("请选择拟定的决定");
    }
    if !errors.is_empty() {
        return Ok(refused(page(&desk, &errors).await?));
    }
    let id = ApplicationId::from(id);
    let Desk { app, caller, visitor, .. } = &desk;
    let proposed = transaction!(app.database(), |tx| -> Result<(), Refusal> {
        undecided(&mut tx, &id).await?;
        let sql = "UPDATE appeals SET proposed_uphold = $2, proposed_reason = $3, proposed_by = $4, proposed_by_name = $5 \
                   WHERE application_id = $1 AND proposed_by IS NULL";
        if tx.execute(sql, args![id.as_str(), uphold, &why, account(visitor), &visitor.name]).await? == 0 {
            return Err(Refusal::rule("刚刚已有人拟定"));
        }
        let event = AppealProposed { subject: id.to_string(), outcome: outcome(uphold), reason: why.clone() };
        Ok(audit::record(&mut tx, &caller.actor, caller.now, &event).await?)
    });
    answer(&desk, proposed, "proposed").await
}

pub(super) async fn decide(desk: Desk, Path(id): Path<String>, _form: Submitted) -> Result<Response, Failure> {
    let agree = Link::new(&desk.look.path).get("agree") == "1";
    let decided = settle(&desk, &ApplicationId::from(id), agree).await;
    answer(&desk, decided, "decided").await
}

async fn settle(desk: &Desk, id: &ApplicationId, agree: bool) -> Result<(), Refusal> {
    let Desk { app, caller, visitor, .. } = desk;
    let plan = app.plan();
    let seal = Seal(app.secrets());
    transaction!(app.database(), |tx| -> Result<(), Refusal> {
        let appeal = undecided(&mut tx, id).await?;
        let proposal = appeal.proposal.ok_or_else(|| Refusal::rule("还没有人拟定"))?;
        if proposal.by == account(visitor) {
            return Err(Refusal::rule("是您拟定的，须由另一人决定"));
        }
        let outcome = if agree { outcome(proposal.uphold) } else { "退回重新拟定" };
        if agree {
            let application = found(&mut tx, id).await?;
            let act = if proposal.uphold { Act::Uphold } else { Act::Dismiss };
            carry_out(&mut tx, &application, act, caller.now).await?;
            if proposal.uphold {
                queries::clear_reason(&mut tx, id).await?;
            }
            let sql = "UPDATE appeals SET decided_by = $2, decided_by_name = $3, decided_at = $4 WHERE application_id = $1";
            tx.execute(sql, args![id.as_str(), account(visitor), &visitor.name, caller.now]).await?;
            let text =
                format!("您对市民代表资格的申诉（编号 {}）已有决定：{outcome}。理由：{}。", shown(&application.reference), proposal.reason);
            tell(&mut tx, app.secrets(), &application.person(&seal)?, &plan.plan, "appeal.decided", &text, caller.now).await?;
        } else {
            let sql = "UPDATE appeals SET proposed_uphold = NULL, proposed_reason = NULL, proposed_by = NULL, proposed_by_name = NULL \
                       WHERE application_id = $1";
            tx.execute(sql, args![id.as_str()]).await?;
        }
        Ok(audit::record(&mut tx, &caller.actor, caller.now, &AppealDecided { subject: id.to_string(), outcome }).await?)
    })
}

async fn answer(desk: &Desk, done: Result<(), Refusal>, word: &str) -> Result<Response, Failure> {
    match done {
        Ok(()) => Ok(Redirect::to(&format!("/office/vetting/appeals?done={word}")).into_response()),
        Err(refusal) => Ok(refused(page(desk, &refusal.into_errors()?).await?)),
    }
}
