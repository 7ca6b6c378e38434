//! The acts of two officers on a sitting: the words were equal, so the elections are made; or nothing of it counts.

use maud::{Markup, html};
use plan::Plan;
use web::audit;
use web::caller::Caller;
use web::database::Tx;
use web::{App, Refusal};

use super::events::{GivenUp, KeysMade};
use super::sitting::{self, Sitting, State};
use super::{MADE_CHANGES, keys};
use crate::ballots::receipt_key;
use crate::election::{self, Act, Stored};
use crate::proposals::{self, JointAct};

/// The sitting, if the words may be confirmed now; with the trustees of its elections.
pub(super) async fn finished(tx: &mut Tx, id: &str) -> Result<(Sitting, Vec<ballot::trustee::VerifiedTrustees>), Refusal> {
    let sitting = sitting::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    if sitting.state != State::Open {
        return Err(Refusal::rule("这次密钥生成会已经结束"));
    }
    let board = sitting::board(tx, &sitting).await?;
    if let Some((step, members)) = board.awaited() {
        return Err(Refusal::rule(format!(
            "密钥还没有生成：还在等待 {}的“{}”",
            super::words::trustees(&members),
            super::words::step(step)
        )));
    }
    let keys = keys::trustees(&board).map_err(Refusal::internal)?;
    Ok((sitting, keys))
}

/// What the second officer sees before confirming the words.
pub(crate) async fn keys_summary(tx: &mut Tx, id: &str) -> Result<(Markup, &'static [&'static str]), Refusal> {
    let (sitting, keys) = finished(tx, id).await?;
    let content = html! {
        @if sitting.dry_run { p { strong { "演练：临时密钥，不用于正式评议。" } } }
        h2 { "各位保管人应当都读出了下面的词" }
        (keys::list(&sitting.sessions, &keys))
        p { "以保管人自己机器上显示的词为准：请当面再听一遍，与本页逐场对照。有一个词不同就否决。" }
    };
    Ok((content, MADE_CHANGES))
}

/// Makes one election a session with these keys.
pub(crate) async fn make_elections(tx: &mut Tx, app: &App, caller: &Caller, id: &str) -> Result<(), Refusal> {
    let (sitting, keys) = finished(tx, id).await?;
    let adopted = app.plan();
    for (number, trustees) in sitting.sessions.iter().zip(&keys) {
        let stored = made(&adopted.plan, &sitting, *number, trustees, app)?;
        if !sitting.dry_run && election::queries::of_session(tx, *number).await?.is_some() {
            return Err(Refusal::rule(format!("第 {number} 场已经有评议")));
        }
        election::queries::add(tx, &stored).await?;
        sitting::add_election(tx, id, &stored.uuid).await?;
    }
    if !sitting::set_state(tx, id, State::Open, State::Made).await? {
        return Err(Refusal::rule("另一人刚刚办理了，请查看最新情况"));
    }
    proposals::end_stale(tx, id, JointAct::GiveUp, caller.now).await?;
    let count = i64::try_from(keys.len()).map_err(Refusal::internal)?;
    Ok(audit::record(tx, &caller.actor, caller.now, &KeysMade { subject: id.into(), dry_run: sitting.dry_run, count }).await?)
}

fn made(plan: &Plan, sitting: &Sitting, number: u32, trustees: &ballot::trustee::VerifiedTrustees, app: &App) -> Result<Stored, Refusal> {
    let gone = || Refusal::rule(format!("方案里已经没有第 {number} 场，请放弃本次密钥生成会，重新开始"));
    let rules = &plan.ballot.trustees;
    if (rules.number, rules.threshold) != (sitting.trustees, sitting.threshold) {
        return Err(Refusal::rule("方案里保管人的人数已经改变，请放弃本次密钥生成会，重新开始"));
    }
    let election = election::make(plan, plan.session(number).ok_or_else(gone)?, trustees);
    let uuid = election.uuid.as_str().to_owned();
    Ok(Stored {
        receipt_key: receipt_key(app.secrets(), &uuid),
        uuid,
        session: number,
        dry_run: sitting.dry_run,
        state: election::State::Made,
        election: election.to_json(),
        trustees: trustees.trustees().to_json(),
    })
}

/// What the second officer sees before a sitting is given up.
pub(crate) async fn give_up_summary(tx: &mut Tx, id: &str, reason: &str) -> Result<(Markup, &'static [&'static str]), Refusal> {
    let elections = sitting::elections(tx, id).await?;
    let content = html! {
        p { "原因：" (reason) }
        @if !elections.is_empty() { p { "已生成的 " (elections.len()) " 场评议一并作废。" } }
    };
    Ok((content, &["保管人已经交来的文件保留备查，但不再使用", "保管人须用新的密钥文件重新开始", "不能撤销"]))
}

/// Whether a sitting can still be given up: not once the cards of one of its elections are in the ledger.
pub(super) fn may_give_up(elections: &[Stored]) -> Result<(), Refusal> {
    let carded = elections.iter().find(|one| !matches!(one.state, election::State::Made | election::State::Void));
    match carded {
        Some(one) => Err(Refusal::rule(format!("第 {} 场的评议票已经写入公开账本，不能再放弃密钥", one.session))),
        None => Ok(()),
    }
}

/// Nothing of the sitting counts any more; its elections are void.
pub(crate) async fn give_up(tx: &mut Tx, caller: &Caller, id: &str, reason: &str) -> Result<(), Refusal> {
    let elections = sitting::elections(tx, id).await?;
    may_give_up(&elections)?;
    for one in elections.iter().filter(|one| one.state == election::State::Made) {
        let next = one.state.after(Act::Void).map_err(Refusal::internal)?;
        election::queries::set_state(tx, &one.uuid, one.state, next).await?;
    }
    let gone =
        sitting::set_state(tx, id, State::Open, State::GivenUp).await? || sitting::set_state(tx, id, State::Made, State::GivenUp).await?;
    if !gone {
        return Err(Refusal::rule("这次密钥生成会已经放弃"));
    }
    proposals::end_stale(tx, id, JointAct::MakeElections, caller.now).await?;
    let count = i64::try_from(elections.len()).map_err(Refusal::internal)?;
    Ok(audit::record(tx, &caller.actor, caller.now, &GivenUp { subject: id.into(), reason: reason.into(), count }).await?)
}
