//! What is done about a hit: one proposes to refuse or to keep, another decides.

use axum::extract::Path;
use axum::response::Response;
use plan::Plan;
use web::database::{Tx, transaction};
use web::desk::Desk;
use web::page::reason;
use web::submitted::Submitted;
use web::{Failure, Refusal, audit};

use super::super::proposal::{self, About, Matter, Outcome, Proposal};
use super::hits;
use super::lists;
use super::show::{department_name, page};
use crate::candidates::acts::refused;
use crate::candidates::service::{found, refuse_in};
use crate::candidates::{Act, ApplicationId};
use crate::draw::drawn;
use crate::events::TieDecided;
use crate::person::Seal;

/// What the person is told. Not which department: a stranger with their number may be reading it.
const TOLD: &str = "属于被评议部门工作人员";

pub(in super::super) async fn propose(desk: Desk, Path((list, id)): Path<(String, String)>, form: Submitted) -> Result<Response, Failure> {
    let (why, mut errors) = reason::read(&form);
    let outcome = [Outcome::Refuse, Outcome::Keep].into_iter().find(|outcome| outcome.word() == form.text("outcome"));
    if outcome.is_none() {
        errors.add_general("请选择拟定的决定");
    }
    let Some(outcome) = outcome.filter(|_| errors.is_empty()) else { return Ok(refused(page(&desk, &errors).await?)) };
    let id = ApplicationId::from(id);
    let proposed = transaction!(desk.app.database(), |tx| -> Result<&'static str, Refusal> {
        if hits::one(&mut tx, &list, &id).await?.is_none() {
            return Err(Refusal::rule("此人已不在等待决定之列：已有决定、已不在人选之中，或名单已换"));
        }
        proposal::propose(&mut tx, &desk, About { matter: Matter::Tie, application: &id, other: &list }, outcome, &why).await?;
        Ok("proposed")
    });
    Matter::Tie.answer(&desk, proposed).await
}

/// The second has confirmed what the first proposed.
pub(in super::super) async fn carry_through(tx: &mut Tx, desk: &Desk, plan: &Plan, proposal: &Proposal) -> Result<(), Refusal> {
    let Desk { app, caller, .. } = desk;
    if drawn::is_frozen(tx).await? {
        return Err(Refusal::rule("人选名册已经封存，不能再改动"));
    }
    let list = lists::in_force(tx, &proposal.other).await?;
    let list = list.ok_or_else(|| Refusal::rule("这个部门已有新的名单，请退回后按新的名单办理"))?;
    let application = found(tx, &proposal.application).await?;
    if proposal.outcome == Outcome::Refuse {
        refuse_in(tx, app.secrets(), plan, &application, Act::Exclude, TOLD, caller.now).await?;
    }
    let event = TieDecided {
        subject: application.id.to_string(),
        department: department_name(plan, &list.department),
        outcome: proposal.outcome.chinese(),
        reason: proposal.reason(&Seal(app.secrets()))?,
    };
    Ok(audit::record(tx, &caller.actor, caller.now, &event).await?)
}
