//! A preview for leaders: trustees open a closed total on their own machine (`sanmin election preview`); no share and nothing of the result
//! reaches this server. What is recorded, by two officers and in the public ledger, is that it was done, and by whom.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use record::{ResultPreviewed, Statement};
use serde::{Deserialize, Serialize};
use web::caller::Caller;
use web::database::{DatabaseError, FromRow, Row, Tx, transaction};
use web::desk::Desk;
use web::joint::NotDone;
use web::page::date;
use web::page::facts::Facts;
use web::page::form::{Field, Form};
use web::rights::RoleKind;
use web::submitted::Submitted;
use web::{App, Failure, Refusal, args, audit};

use super::events::Previewed;
use super::{HOME, office};
use crate::election::{self, State, Stored};
use crate::proposals::{self, JointAct, Proposal, Wanted, asked};
use crate::{published, tally};

/// The longest `preview.json`.
pub const PREVIEW_BYTES: usize = 4_096;

/// `preview.json`: that trustees opened a total, and nothing of what they saw.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PreviewRecord {
    /// The form, 1.
    pub v: u32,
    /// The election.
    pub uuid: String,
    /// SHA-256 of the encrypted total that was opened, in hexadecimal digits.
    pub total: String,
    /// The trustees who opened it, sorted, from 1.
    pub trustees: Vec<u32>,
}

impl PreviewRecord {
    /// The file's text.
    pub fn to_text(&self) -> String {
        // Strings and numbers always have a text.
        format!("{}\n", serde_json::to_string(self).unwrap_or_default())
    }

    /// Reads the file.
    fn read(bytes: &[u8]) -> Option<Self> {
        let found: PreviewRecord = serde_json::from_slice(bytes.get(..PREVIEW_BYTES).unwrap_or(bytes)).ok()?;
        let sorted = found.trustees.windows(2).all(|two| matches!(two, [a, b] if a < b));
        (found.v == 1 && sorted && !found.trustees.is_empty() && found.trustees.iter().all(|number| *number > 0)).then_some(found)
    }

    fn who(&self) -> String {
        self.trustees.iter().map(|number| format!("{number} 号")).collect::<Vec<_>>().join("、")
    }
}

/// A preview that was recorded.
#[derive(Clone, Debug)]
pub(crate) struct Preview {
    /// When.
    pub at: i64,
    /// The trustees, with spaces between.
    pub trustees: String,
}

impl FromRow for Preview {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        Ok(Preview { at: row.int("recorded_at")?, trustees: row.text("trustees")? })
    }
}

/// The previews of an election, oldest first.
pub(crate) async fn previews(tx: &mut Tx, uuid: &str) -> Result<Vec<Preview>, DatabaseError> {
    tx.all("SELECT recorded_at, trustees FROM election_previews WHERE uuid = $1 ORDER BY recorded_at", args![uuid]).await
}

/// What of it stands on the release's page.
pub(super) fn section(desk: &Desk, stored: &Stored, previews: &[Preview], open: &[Proposal]) -> Markup {
    let officer = desk.visitor.holds(&[RoleKind::Office]);
    let action = format!("{HOME}/{}/preview", stored.uuid);
    html! {
        @for preview in previews {
            p { "提前看过结果：" (date::exact_of(preview.at)) " 登记，" (numbers(&preview.trustees)) "保管人离线打开。已写入公开账本。" }
        }
        @for proposal in open { (asked(proposal).open(desk, officer, html! {})) }
        @if officer && stored.state == State::Closed && open.is_empty() {
            details {
                summary { "登记提前看结果" }
                p { "领导需要在公布以前看结果时，由两位保管人在自己的离线电脑上打开合计（sanmin election preview）。结果和份额都不交给服务器；这里只登记“看过”，两人确认后写入公开账本。" }
                (Form::post(&action, desk.token()).multipart().submit("提出登记，等待第二人").around(html! {
                    (Field::file("file", "登记文件", ".json,application/json").hint("离线电脑上写出的 preview.json，其中没有结果"))
                }))
            }
        }
    }
}

/// `1 号、3 号`.
pub(super) fn numbers(trustees: &str) -> String {
    trustees.split(' ').map(|number| format!("{number} 号")).collect::<Vec<_>>().join("、")
}

/// The record fits the total that is closed now.
async fn fits(tx: &mut Tx, uuid: &str, found: &PreviewRecord, trustees: u32) -> Result<Stored, Refusal> {
    let stored = election::queries::by_uuid(tx, uuid).await?.ok_or(Refusal::NotFound)?;
    if stored.state != State::Closed {
        return Err(Refusal::rule(format!("本场现在是“{}”，不能登记", stored.state.chinese())));
    }
    let total = tally::total(tx, uuid).await?.ok_or_else(|| Refusal::rule("本场还没有加密合计"))?;
    if found.uuid != stored.uuid || found.total != total.sha256 {
        return Err(Refusal::rule("登记文件不是这一场的合计的，请选择这一场的 preview.json"));
    }
    if found.trustees.iter().any(|number| *number > trustees) {
        return Err(Refusal::rule("登记文件里有方案没有的保管人"));
    }
    Ok(stored)
}

pub(super) async fn propose(desk: Desk, Path(uuid): Path<String>, form: Submitted) -> Result<Response, Failure> {
    let read = form.file("file").filter(|file| file.content.len() <= PREVIEW_BYTES).and_then(|file| PreviewRecord::read(&file.content));
    let trustees = desk.app.plan().plan.ballot.trustees.number;
    let outcome = match read {
        None => Err(Refusal::rule("这不是 sanmin election preview 写出的登记文件").into()),
        Some(found) => transaction!(desk.app.database(), |tx| -> Result<(), NotDone> {
            fits(&mut tx, &uuid, &found, trustees).await?;
            let wanted = Wanted { content: found.to_text(), ..Wanted::new(&uuid, JointAct::Preview) };
            proposals::propose(&mut tx, &desk.caller, &desk.visitor, &wanted).await?;
            Ok(())
        }),
    };
    match outcome {
        Ok(()) => Ok(Redirect::to(&format!("{HOME}?done=preview")).into_response()),
        Err(NotDone::Refused(Refusal::NotFound)) => Err(Failure::NotFound),
        Err(not_done) => office::refused(&desk, not_done).await,
    }
}

fn content(proposal: &Proposal) -> Result<PreviewRecord, Refusal> {
    PreviewRecord::read(proposal.content.as_bytes()).ok_or_else(|| Refusal::internal("a proposed preview has not its form"))
}

/// What the second officer sees.
pub(crate) async fn summary(tx: &mut Tx, app: &App, proposal: &Proposal) -> Result<(Markup, &'static [&'static str]), Failure> {
    let (found, stored) = (content(proposal)?, election::queries::by_uuid(tx, &proposal.about).await?.ok_or(Failure::NotFound)?);
    let facts = Facts::new()
        .fact("场次", app.plan().plan.session_name(stored.session))
        .fact("打开的保管人", found.who())
        .fact("打开的合计", html! { code { (found.total) } });
    let lines: &[&str] = &["“提前看过结果”写入公开账本，不能撤销", "结果本身不登记，公布以前这里没有任何结果"];
    Ok((html! { (facts) }, lines))
}

/// Writes down that a total was opened for leaders.
pub(crate) async fn record(tx: &mut Tx, caller: &Caller, proposal: &Proposal) -> Result<(), Refusal> {
    let found = content(proposal)?;
    let stored = fits(tx, &proposal.about, &found, u32::MAX).await?;
    let trustees = found.trustees.iter().map(u32::to_string).collect::<Vec<_>>().join(" ");
    let sql = "INSERT INTO election_previews (uuid, recorded_at, trustees) VALUES ($1, $2, $3)";
    tx.execute(sql, args![&stored.uuid, caller.now, &trustees]).await?;
    let at = caller.now.try_into().map_err(Refusal::internal)?;
    let statement = ResultPreviewed { uuid: published::uuid(&stored)?, trustees: found.trustees, at };
    published::publish(tx, &stored, &Statement::ResultPreviewed(statement)).await?;
    let event = Previewed { subject: stored.uuid.clone(), session: i64::from(stored.session), trustees };
    Ok(audit::record(tx, &caller.actor, caller.now, &event).await?)
}
