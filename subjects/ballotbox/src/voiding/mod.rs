//! Declaring an election void (作废, M77): proposed by supervision with a reason, confirmed by an officer of the joint office, so that it takes
//! two bodies. Nothing of it is ever opened; a new sitting makes new keys and cards for the session.

mod events;

use maud::{Markup, html};
use record::{ElectionVoided, Statement};
use web::caller::Caller;
use web::database::{DatabaseError, Tx};
use web::rights::Visitor;
use web::{Refusal, args, audit};

use crate::ballots;
use crate::election::{self, Act, State, Stored};
use crate::proposals::{self, JointAct, Proposal, ProposalId, Wanted};
use crate::published::{self, publish};

const CHANGES: &[&str] = &[
    "本场评议的全部评议票都不算数，加密合计永远不打开",
    "原因写入公开账本，任何人都看得到",
    "本场须重新生成密钥、制卡、召集代表评议",
    "不能撤销",
];

async fn found(tx: &mut Tx, uuid: &str) -> Result<Stored, Refusal> {
    let stored = election::queries::by_uuid(tx, uuid).await?.ok_or(Refusal::NotFound)?;
    if stored.dry_run {
        return Err(Refusal::rule("演练不用作废，可以整个删除"));
    }
    stored.state.after(Act::Void).map_err(|_| Refusal::rule(format!("本场现在是“{}”，不能作废", stored.state.chinese())))?;
    Ok(stored)
}

/// Supervision asks for it. The reason is public and names nobody.
///
/// # Errors
/// When it is not possible, or somebody has asked already.
pub async fn propose(tx: &mut Tx, caller: &Caller, visitor: &Visitor, uuid: &str, reason: &str) -> Result<ProposalId, Refusal> {
    found(tx, uuid).await?;
    let wanted = Wanted { content: reason.into(), reason: reason.into(), ..Wanted::new(uuid, JointAct::Void) };
    proposals::propose(tx, caller, visitor, &wanted).await
}

/// What an officer sees before confirming.
pub(crate) async fn summary(tx: &mut Tx, proposal: &Proposal) -> Result<(Markup, &'static [&'static str]), Refusal> {
    let stored = found(tx, &proposal.about).await?;
    let content = html! {
        p { "第 " (stored.session) " 场，现在是“" (stored.state.chinese()) "”。编号 " code { (stored.uuid) } }
        p { "监督检查组写明的原因：" (proposal.content) }
    };
    Ok((content, CHANGES))
}

/// Nothing of the election counts from now on.
pub(crate) async fn void(tx: &mut Tx, caller: &Caller, proposal: &Proposal) -> Result<(), Refusal> {
    let stored = found(tx, &proposal.about).await?;
    let next = stored.state.after(Act::Void).map_err(Refusal::internal)?;
    if !election::queries::set_state(tx, &stored.uuid, stored.state, next).await? {
        return Err(Refusal::rule("另一人刚刚办理了，请查看最新情况"));
    }
    if stored.state == State::Open {
        close_window(tx, &stored.uuid, caller.now).await?;
    }
    add(tx, &stored.uuid, &proposal.content, caller.now).await?;
    for act in JointAct::ALL {
        proposals::end_stale(tx, &stored.uuid, act, caller.now).await?;
    }
    let statement = ElectionVoided {
        uuid: published::uuid(&stored)?,
        session: stored.session,
        reason: proposal.content.parse().map_err(Refusal::internal)?,
        at: caller.now.try_into().map_err(Refusal::internal)?,
    };
    publish(tx, &stored, &Statement::ElectionVoided(statement)).await?;
    let event = events::Voided { subject: stored.uuid.clone(), session: stored.session.into(), reason: proposal.content.clone() };
    Ok(audit::record(tx, &caller.actor, caller.now, &event).await?)
}

/// No ballot is taken any more, and the order of those that were is forgotten as at any close.
async fn close_window(tx: &mut Tx, uuid: &str, now: i64) -> Result<(), DatabaseError> {
    tx.execute("UPDATE election_windows SET closed_at = $2 WHERE uuid = $1 AND closed_at IS NULL", args![uuid, now]).await?;
    ballots::rewrite(tx, uuid).await
}

async fn add(tx: &mut Tx, uuid: &str, reason: &str, now: i64) -> Result<(), DatabaseError> {
    let sql = "INSERT INTO election_voids (uuid, reason, voided_at) VALUES ($1, $2, $3)";
    tx.execute(sql, args![uuid, reason, now]).await.map(drop)
}
