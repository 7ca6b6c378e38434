//! Proposing and answering, each in the caller's transaction.

use web::Refusal;
use web::audit;
use web::caller::Caller;
use web::database::{DatabaseError, Tx};
use web::joint::{Answer, Standing, State};
use web::rights::Visitor;

use super::events::{Ended, Proposed};
use super::proposal::{JointAct, Proposal, ProposalId};
use super::queries;

/// An act that somebody wants another to confirm.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The election's uuid, or the sitting.
    pub about: String,
    /// What.
    pub act: JointAct,
    /// The part that is meant; empty for the whole.
    pub part: String,
    /// What the act needs, as JSON; empty where it needs nothing.
    pub content: String,
    /// Why, where the act asks for it; for the audit log.
    pub reason: String,
}

impl Wanted {
    /// An act on the whole of an election or sitting that needs nothing more.
    pub fn new(about: &str, act: JointAct) -> Self {
        Wanted { about: about.into(), act, part: String::new(), content: String::new(), reason: String::new() }
    }
}

/// Keeps a proposal; whether the act is possible now, the caller has looked in this transaction.
///
/// # Errors
/// When somebody has proposed the same already.
pub async fn propose(tx: &mut Tx, caller: &Caller, visitor: &Visitor, wanted: &Wanted) -> Result<ProposalId, Refusal> {
    let Wanted { about, act, part, content, reason } = wanted.clone();
    let proposal = Proposal { id: ProposalId::new(), about, act, part, content, standing: Standing::begin(caller, visitor) };
    if !queries::add(tx, &proposal).await? {
        return Err(Refusal::rule(format!("已经有人提出“{}”，正在等待第二人", act.chinese())));
    }
    let event = Proposed { subject: proposal.about, what: act.chinese(), part: proposal.part, reason };
    audit::record(tx, &caller.actor, caller.now, &event).await?;
    Ok(proposal.id)
}

/// Ends a proposal. When it is confirmed the caller does the act in this same transaction.
///
/// # Errors
/// When there is none, it is decided already, or it is not this person's to answer so.
pub async fn answer(
    tx: &mut Tx,
    caller: &Caller,
    visitor: &Visitor,
    id: &ProposalId,
    answer: &Answer,
) -> Result<(Proposal, State), Refusal> {
    let proposal = queries::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    let state = proposal.standing.after(answer, visitor)?;
    let why = if let Answer::Reject(why) = answer { why } else { "" };
    if !queries::end(tx, id, state, (visitor.actor_id(), &visitor.name), why, caller.now).await? {
        return Err(Refusal::rule("另一人刚刚办理了，请查看最新情况"));
    }
    if state != State::Confirmed {
        let Proposal { about, part, act, .. } = proposal.clone();
        let event = Ended { subject: about, what: act.chinese(), part, outcome: state.chinese(), reason: why.into() };
        audit::record(tx, &caller.actor, caller.now, &event).await?;
    }
    Ok((proposal, state))
}

/// Takes back what is open on an act that is no longer possible.
///
/// # Errors
/// A database that fails.
pub async fn end_stale(tx: &mut Tx, about: &str, act: JointAct, now: i64) -> Result<(), DatabaseError> {
    queries::end_stale(tx, about, act, now).await
}
