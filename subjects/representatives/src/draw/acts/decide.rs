//! The second officer's answer; a confirmed act is done in the same transaction.

use web::audit;
use web::caller::Caller;
use web::joint::{Answer, NotDone, State};
use web::rights::Visitor;
use web::{App, Refusal, transaction};

use super::{announce, fail, freeze, release};
use crate::draw::events::Ended;
use crate::draw::proposal::{JointAct, ProposalId};
use crate::draw::{program, queries};

/// Confirms, rejects or withdraws a proposal.
pub async fn decide(app: &App, caller: &Caller, visitor: &Visitor, id: &ProposalId, answer: &Answer) -> Result<(), NotDone> {
    let adopted = app.plan();
    let program = program::fingerprint().await.map_err(Refusal::internal)?;
    let clock = app.clock().now();
    transaction!(app.database(), |tx| -> Result<(), NotDone> {
        let proposal = queries::proposal(&mut tx, id).await?.ok_or(Refusal::NotFound)?;
        let state = proposal.standing.after(answer, visitor).map_err(Refusal::from)?;
        let why = if let Answer::Reject(why) = answer { why } else { "" };
        if !queries::end(&mut tx, id, state, (visitor.actor_id(), &visitor.name), why, caller.now).await? {
            return Err(Refusal::rule("另一人刚刚办理了，请查看最新情况").into());
        }
        if state != State::Confirmed {
            let event = Ended { subject: id.to_string(), what: proposal.act.chinese(), outcome: state.chinese(), reason: why.into() };
            return Ok(audit::record(&mut tx, &caller.actor, caller.now, &event).await?);
        }
        match proposal.act {
            JointAct::Announce => announce::announce(&mut tx, caller, &proposal.content).await?,
            JointAct::Freeze => freeze::freeze(&mut tx, app.secrets(), &adopted, caller, program, clock).await?,
            JointAct::FailSource => fail::fail(&mut tx, caller, proposal.place, &proposal.content).await?,
            JointAct::Release => release::release(&mut tx, &adopted.plan, caller, clock).await?,
        }
        Ok(())
    })
}
