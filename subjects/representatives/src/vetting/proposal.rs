//! What takes two of the organising group: one proposes with a reason, another confirms or rejects it; the first may withdraw.

use std::collections::HashMap;

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use web::args;
use web::database::{DatabaseError, FromRow, Row, Tx, transaction};
use web::desk::Desk;
use web::id::new_id;
use web::joint::{Answer, State, Unanswerable};
use web::page::date;
use web::page::facts::Facts;
use web::page::form::{Errors, Form, button};
use web::page::notice::{done, notice};
use web::page::reason;
use web::page::tag::Tone;
use web::submitted::Submitted;
use web::{Failure, Refusal, audit};

use super::{appeals, duplicates, ties};
use crate::candidates::ApplicationId;
use crate::candidates::acts::refused;
use crate::candidates::service::account;
use crate::events::{ProposalEnded, Proposed};
use crate::person::Seal;

/// What is decided by two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Matter {
    Appeal,
    Clash,
    Likeness,
    Tie,
}

impl Matter {
    const ALL: [Matter; 4] = [Matter::Appeal, Matter::Clash, Matter::Likeness, Matter::Tie];

    fn word(self) -> &'static str {
        match self {
            Matter::Appeal => "appeal",
            Matter::Clash => "clash",
            Matter::Likeness => "likeness",
            Matter::Tie => "tie",
        }
    }

    fn chinese(self) -> &'static str {
        match self {
            Matter::Appeal => "申诉",
            Matter::Clash => "重复报名",
            Matter::Likeness => "疑似重复",
            Matter::Tie => "利益冲突核对",
        }
    }

    /// The page on which it is decided.
    fn address(self) -> &'static str {
        match self {
            Matter::Appeal => "/office/vetting/appeals",
            Matter::Clash | Matter::Likeness => "/office/vetting/duplicates",
            Matter::Tie => "/office/vetting/ties",
        }
    }

    async fn page(self, desk: &Desk, errors: &Errors) -> Result<Response, Failure> {
        match self {
            Matter::Appeal => appeals::page(desk, errors).await,
            Matter::Clash | Matter::Likeness => duplicates::page(desk, errors).await,
            Matter::Tie => ties::page(desk, errors).await,
        }
    }

    /// Back to the page after an act, or the page again with what was wrong.
    pub async fn answer(self, desk: &Desk, acted: Result<&str, Refusal>) -> Result<Response, Failure> {
        match acted {
            Ok(word) => Ok(Redirect::to(&format!("{}?done={word}", self.address())).into_response()),
            Err(refusal) => Ok(refused(self.page(desk, &refusal.into_errors()?).await?)),
        }
    }
}

/// What can be proposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// An appeal is upheld.
    Uphold,
    /// An appeal is dismissed.
    Dismiss,
    /// Of a clash, the first application is refused too.
    RefuseFirst,
    /// Two that look alike are one person; the later is refused.
    SamePerson,
    /// Who is on a department's list is refused.
    Refuse,
    /// Who is on a department's list is kept.
    Keep,
}

impl Outcome {
    const ALL: [Outcome; 6] =
        [Outcome::Uphold, Outcome::Dismiss, Outcome::RefuseFirst, Outcome::SamePerson, Outcome::Refuse, Outcome::Keep];

    /// The word in the database and in forms.
    pub fn word(self) -> &'static str {
        match self {
            Outcome::Uphold => "uphold",
            Outcome::Dismiss => "dismiss",
            Outcome::RefuseFirst => "refuse-first",
            Outcome::SamePerson => "same-person",
            Outcome::Refuse => "refuse",
            Outcome::Keep => "keep",
        }
    }

    /// In Chinese.
    pub fn chinese(self) -> &'static str {
        match self {
            Outcome::Uphold => "申诉成立",
            Outcome::Dismiss => "申诉不成立",
            Outcome::RefuseFirst => "第一份也不予受理",
            Outcome::SamePerson => "是同一人，后一份不予受理",
            Outcome::Refuse => "不予受理",
            Outcome::Keep => "保留",
        }
    }
}

/// What a proposal is about: a matter, whose application the decision changes, and the clash, pair or list.
#[derive(Clone, Copy, Debug)]
pub(super) struct About<'a> {
    pub matter: Matter,
    pub application: &'a ApplicationId,
    /// The clash, the other application of a pair, or the list; empty for an appeal.
    pub other: &'a str,
}

/// A proposal, its reason sealed.
#[derive(Clone, Debug)]
pub(super) struct Proposal {
    id: String,
    matter: Matter,
    pub application: ApplicationId,
    pub other: String,
    pub outcome: Outcome,
    sealed: String,
    state: State,
    by: String,
    pub by_name: String,
    at: i64,
    pub decided_by_name: String,
}

impl FromRow for Proposal {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        let unknown = |column: &str, word: &str| DatabaseError::Column { column: column.into(), reason: format!("unknown word {word}") };
        let (matter, outcome) = (row.text("matter")?, row.text("outcome")?);
        Ok(Proposal {
            id: row.text("id")?,
            matter: Matter::ALL.into_iter().find(|known| known.word() == matter).ok_or_else(|| unknown("matter", &matter))?,
            application: row.text("application_id")?.into(),
            other: row.text("other")?,
            outcome: Outcome::ALL.into_iter().find(|known| known.word() == outcome).ok_or_else(|| unknown("outcome", &outcome))?,
            sealed: row.text("reason")?,
            state: State::from_word(&row.text("state")?),
            by: row.text("proposed_by")?,
            by_name: row.text("proposed_by_name")?,
            at: row.int("proposed_at")?,
            decided_by_name: row.optional_text("decided_by_name")?.unwrap_or_default(),
        })
    }
}

impl Proposal {
    /// Why it was proposed, in the clear.
    pub fn reason(&self, seal: &Seal<'_>) -> Result<String, Refusal> {
        seal.open_text(&self.id, &self.sealed).map_err(Refusal::internal)
    }

    /// The state after an officer's answer.
    fn after(&self, answer: &Answer, officer: &str) -> Result<State, Refusal> {
        self.state.after(answer, self.by == officer).map_err(|why| match why {
            Unanswerable::Decided(_) => Refusal::rule("这一项刚刚已经办理，请查看最新情况"),
            Unanswerable::NotFirst => Refusal::rule("只有拟定人可以撤回"),
            Unanswerable::Own => Refusal::rule("是您拟定的，须由另一人决定"),
        })
    }

    /// The proposal on a page, with what the visitor can do about it.
    pub fn part(&self, desk: &Desk) -> Result<Markup, Refusal> {
        let act = |word: &str| format!("/office/vetting/proposals/{}/{word}", self.id);
        let facts = Facts::new()
            .fact("拟定", self.outcome.chinese())
            .fact("理由", self.reason(&Seal(desk.app.secrets()))?)
            .fact("拟定人", format!("{}，{}", self.by_name, date::moment_of(self.at)));
        Ok(html! {
            (facts)
            @if self.by == account(&desk.visitor) {
                (notice(Tone::Neutral, "等待决定", "是您拟定的，须由另一名工作人员决定。"))
                (button(&act("withdraw"), desk.token(), "撤回", false))
            } @else {
                (button(&act("confirm"), desk.token(), &format!("同意：{}", self.outcome.chinese()), false))
                details {
                    summary { "不同意" }
                    (Form::post(&act("reject"), desk.token()).submit("不同意，退回重新拟定")
                        .around(reason::field("", "会写入审计日志", &Errors::none())))
                }
            }
        })
    }
}

/// What was just done, at the top of a page.
pub(super) fn just_done(word: &str) -> Markup {
    match word {
        "proposed" => done("已经拟定", html! { p { "请组织保障组另一名工作人员决定。在此之前不生效。" } }),
        "confirmed" => done("已经决定", html! { p { "处理结果和理由已记入审计日志；本人的状态有变化的，已用短信告诉本人。" } }),
        "rejected" => done("已经退回", html! { p { "拟定的决定没有生效，可以重新拟定。" } }),
        "withdrawn" => done("已经撤回", html! { p { "拟定的决定没有生效，可以重新拟定。" } }),
        _ => html! {},
    }
}

/// The open proposals of a matter, by application and the other.
pub(super) async fn open(tx: &mut Tx, matter: Matter) -> Result<HashMap<(String, String), Proposal>, DatabaseError> {
    let sql = "SELECT * FROM vetting_proposals WHERE matter = $1 AND state = 'open' ORDER BY id";
    let found: Vec<Proposal> = tx.all(sql, args![matter.word()]).await?;
    Ok(found.into_iter().map(|it| ((it.application.to_string(), it.other.clone()), it)).collect())
}

/// The confirmed proposals of a matter, newest first.
pub(super) async fn confirmed(tx: &mut Tx, matter: Matter, most: i64) -> Result<Vec<Proposal>, DatabaseError> {
    let sql = "SELECT * FROM vetting_proposals WHERE matter = $1 AND state = 'confirmed' ORDER BY decided_at DESC, id LIMIT $2";
    tx.all(sql, args![matter.word(), most]).await
}

/// Refuses to decide alone what somebody has proposed to decide by two.
pub(super) async fn must_not_wait(tx: &mut Tx, about: About<'_>) -> Result<(), Refusal> {
    let sql = "SELECT COUNT(*) FROM vetting_proposals WHERE matter = $1 AND application_id = $2 AND other = $3 AND state = 'open'";
    let count: i64 = tx.one(sql, args![about.matter.word(), about.application.as_str(), about.other]).await?;
    if count == 0 { Ok(()) } else { Err(Refusal::rule("刚刚已有人拟定，请先决定或撤回")) }
}

/// Keeps a proposal, within the caller's transaction; the event is recorded here.
pub(super) async fn propose(tx: &mut Tx, desk: &Desk, about: About<'_>, outcome: Outcome, why: &str) -> Result<(), Refusal> {
    let Desk { app, caller, visitor, .. } = desk;
    let id = new_id();
    let sql = "INSERT INTO vetting_proposals (id, matter, application_id, other, outcome, reason, state, proposed_by, proposed_by_name, proposed_at) \
               VALUES ($1, $2, $3, $4, $5, $6, 'open', $7, $8, $9) ON CONFLICT DO NOTHING";
    let (sealed, application) = (Seal(app.secrets()).text(&id, why), about.application.as_str());
    let (matter, by) = (about.matter, account(visitor));
    let row = args![&id, matter.word(), application, about.other, outcome.word(), sealed, by, &visitor.name, caller.now];
    if tx.execute(sql, row).await? == 0 {
        return Err(Refusal::rule("刚刚已有人拟定"));
    }
    let event = Proposed { subject: application.to_string(), what: matter.chinese(), outcome: outcome.chinese(), reason: why.to_string() };
    Ok(audit::record(tx, &caller.actor, caller.now, &event).await?)
}

async fn one(tx: &mut Tx, id: &str) -> Result<Proposal, Refusal> {
    tx.optional("SELECT * FROM vetting_proposals WHERE id = $1", args![id]).await?.ok_or(Refusal::NotFound)
}

pub(super) async fn confirm(desk: Desk, Path(id): Path<String>, _form: Submitted) -> Result<Response, Failure> {
    settle(&desk, &id, &Answer::Confirm).await
}

pub(super) async fn reject(desk: Desk, Path(id): Path<String>, form: Submitted) -> Result<Response, Failure> {
    let (why, errors) = reason::read(&form);
    if !errors.is_empty() {
        let proposal = one(&mut desk.app.database().reader().await?, &id).await?;
        return Ok(refused(proposal.matter.page(&desk, &errors).await?));
    }
    settle(&desk, &id, &Answer::Reject(why)).await
}

pub(super) async fn withdraw(desk: Desk, Path(id): Path<String>, _form: Submitted) -> Result<Response, Failure> {
    settle(&desk, &id, &Answer::Withdraw).await
}

async fn settle(desk: &Desk, id: &str, answer: &Answer) -> Result<Response, Failure> {
    let matter = one(&mut desk.app.database().reader().await?, id).await?.matter;
    let settled = decide(desk, id, answer).await;
    matter.answer(desk, settled).await
}

async fn decide(desk: &Desk, id: &str, answer: &Answer) -> Result<&'static str, Refusal> {
    let Desk { app, caller, visitor, .. } = desk;
    let plan = app.plan();
    transaction!(app.database(), |tx| -> Result<&'static str, Refusal> {
        let proposal = one(&mut tx, id).await?;
        let state = proposal.after(answer, account(visitor))?;
        let sql = "UPDATE vetting_proposals SET state = $2, decided_by = $3, decided_by_name = $4, decided_at = $5 WHERE id = $1";
        tx.execute(sql, args![id, state.word(), account(visitor), &visitor.name, caller.now]).await?;
        if state == State::Confirmed {
            match proposal.matter {
                Matter::Appeal => appeals::carry_through(&mut tx, desk, &plan.plan, &proposal).await?,
                Matter::Clash => duplicates::refuse_first(&mut tx, desk, &plan.plan, &proposal).await?,
                Matter::Likeness => duplicates::unify(&mut tx, desk, &plan.plan, &proposal).await?,
                Matter::Tie => ties::carry_through(&mut tx, desk, &plan.plan, &proposal).await?,
            }
            return Ok(state.word());
        }
        let (outcome, why) = if let Answer::Reject(why) = answer { ("不同意", why.as_str()) } else { ("拟定人撤回", "") };
        let (subject, what) = (proposal.application.to_string(), proposal.matter.chinese());
        let event = ProposalEnded { subject, what, outcome, reason: why.to_string() };
        audit::record(&mut tx, &caller.actor, caller.now, &event).await?;
        Ok(state.word())
    })
}
