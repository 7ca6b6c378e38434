//! Permitting and counting, one transaction a function.

use maud::{Markup, html};
use record::{PaperPermitted, Statement};
use serde::{Deserialize, Serialize};
use web::audit;
use web::caller::Caller;
use web::database::Tx;
use web::joint::{self, Answer};
use web::rights::Visitor;
use web::{App, Refusal, transaction};

use super::events::{CountDiffered, Counted, Permitted};
use super::queries;
use crate::election::{self, State, Stored};
use crate::proposals::{self, JointAct, Proposal, ProposalId, Wanted};
use crate::published::{self, publish};
use crate::reconciliation;

const CHANGES: &[&str] = &[
    "会场可以发纸质评议表；恢复以后，代表本人用自己的票在手机或投票台上录入",
    "原因和会场写入公开账本",
    "没有录入的纸质表不计入，时段不够的要先延长",
];

/// What an officer asks for.
pub(super) struct Outage<'a> {
    pub venue: &'a str,
    /// For how long power or network has been gone.
    pub minutes: u32,
    pub reason: &'a str,
}

async fn open(tx: &mut Tx, uuid: &str) -> Result<Stored, Refusal> {
    let stored = election::queries::by_uuid(tx, uuid).await?.ok_or(Refusal::NotFound)?;
    match stored.state {
        State::Open => Ok(stored),
        state => Err(Refusal::rule(format!("本场现在是“{}”，只有评议时段开启时可以准许纸质评议表", state.chinese()))),
    }
}

/// An officer asks for a venue.
pub(super) async fn propose(app: &App, caller: &Caller, visitor: &Visitor, uuid: &str, outage: &Outage<'_>) -> Result<(), Refusal> {
    let adopted = app.plan();
    let least = adopted.plan.ballot.window.paper_after_minutes;
    if outage.minutes < least {
        let why = format!("中断满 {least} 分钟才能改用纸质评议表（方案规定）。不到的，请延长评议时段");
        return Err(Refusal::at("minutes", why));
    }
    transaction!(app.database(), |tx| -> Result<(), Refusal> {
        open(&mut tx, uuid).await?;
        if !crate::cards::queries::venues(&mut tx, uuid).await?.iter().any(|own| own.venue == outage.venue) {
            return Err(Refusal::at("venue", "请选择会场"));
        }
        if queries::of(&mut tx, uuid).await?.iter().any(|paper| paper.venue == outage.venue) {
            return Err(Refusal::at("venue", "这个会场已经准许"));
        }
        let reason = format!("中断 {} 分钟：{}", outage.minutes, outage.reason);
        let wanted = Wanted { part: outage.venue.into(), content: reason.clone(), reason, ..Wanted::new(uuid, JointAct::PermitPaper) };
        proposals::propose(&mut tx, caller, visitor, &wanted).await.map(drop)
    })
}

/// What the second officer sees.
pub(crate) async fn summary(tx: &mut Tx, app: &App, proposal: &Proposal) -> Result<(Markup, &'static [&'static str]), Refusal> {
    let stored = open(tx, &proposal.about).await?;
    let content = html! {
        @if stored.dry_run { (crate::view::dry_run()) }
        p { "第 " (stored.session) " 场，" strong { (app.plan().plan.venue_name(&proposal.part)) } "。" (proposal.content) }
    };
    Ok((content, CHANGES))
}

/// The venue may from now on.
pub(crate) async fn permit(tx: &mut Tx, caller: &Caller, proposal: &Proposal) -> Result<(), Refusal> {
    let stored = open(tx, &proposal.about).await?;
    let (venue, reason) = (&proposal.part, &proposal.content);
    if !queries::add(tx, &stored.uuid, venue, reason, caller.now).await? {
        return Err(Refusal::rule("这个会场已经准许"));
    }
    let statement = PaperPermitted {
        uuid: published::uuid(&stored)?,
        venue: venue.parse().map_err(Refusal::internal)?,
        reason: reason.parse().map_err(Refusal::internal)?,
        at: caller.now.try_into().map_err(Refusal::internal)?,
    };
    publish(tx, &stored, &Statement::PaperPermitted(statement)).await?;
    let event = Permitted { subject: stored.uuid, session: stored.session.into(), venue: venue.clone(), reason: reason.clone() };
    Ok(audit::record(tx, &caller.actor, caller.now, &event).await?)
}

/// How many forms the first desk counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Keyed {
    count: u32,
}

/// The election, while its forms may be counted.
async fn countable(tx: &mut Tx, uuid: &str, venue: &str) -> Result<Stored, Refusal> {
    let stored = election::queries::by_uuid(tx, uuid).await?.ok_or(Refusal::NotFound)?;
    if !queries::of(tx, uuid).await?.iter().any(|paper| paper.venue == venue) {
        return Err(Refusal::rule("本会场没有准许用纸质评议表"));
    }
    if !matches!(stored.state, State::Open | State::Closed) || reconciliation::accepted(tx, uuid).await?.is_some() {
        return Err(Refusal::rule("收发核对已经公布，或本场已经结束，不能再改"));
    }
    Ok(stored)
}

/// The venue's open proposal.
pub(super) async fn waiting(tx: &mut Tx, uuid: &str, venue: &str) -> Result<Option<Proposal>, Refusal> {
    let all = proposals::queries::open_about(tx, uuid).await?;
    Ok(all.into_iter().find(|it| it.act == JointAct::CountPaper && it.part == venue))
}

/// The first desk has counted.
pub(super) async fn propose_count(
    app: &App,
    caller: &Caller,
    visitor: &Visitor,
    (uuid, venue): (&str, &str),
    count: u32,
) -> Result<(), Refusal> {
    transaction!(app.database(), |tx| -> Result<(), Refusal> {
        countable(&mut tx, uuid, venue).await?;
        let content = serde_json::to_string(&Keyed { count }).map_err(Refusal::internal)?;
        let wanted = Wanted { part: venue.into(), content, ..Wanted::new(uuid, JointAct::CountPaper) };
        proposals::propose(&mut tx, caller, visitor, &wanted).await.map(drop)
    })
}

/// The second desk answers; a confirmation needs its own count, and the same.
pub(super) async fn decide(
    app: &App,
    caller: &Caller,
    visitor: &Visitor,
    (uuid, venue, id): (&str, &str, &ProposalId),
    answer: &Answer,
    by_hand: Option<u32>,
) -> Result<(), Refusal> {
    let same = transaction!(app.database(), |tx| -> Result<bool, Refusal> {
        let own = waiting(&mut tx, uuid, venue).await?.filter(|it| it.id == *id);
        let own = own.ok_or_else(|| Refusal::rule("这项清点已经办理，请查看最新情况"))?;
        // Whoever may not answer learns nothing from another number.
        if own.standing.after(answer, visitor)? != joint::State::Confirmed {
            proposals::answer(&mut tx, caller, visitor, id, answer).await?;
            return Ok(true);
        }
        let session = countable(&mut tx, uuid, venue).await?.session.into();
        let Keyed { count } = serde_json::from_str(&own.content).map_err(Refusal::internal)?;
        if by_hand != Some(count) {
            // Each such try is on record: nobody finds the number by guessing.
            let event = CountDiffered { subject: uuid.into(), session, venue: venue.into() };
            audit::record(&mut tx, &caller.actor, caller.now, &event).await?;
            return Ok(false);
        }
        proposals::answer(&mut tx, caller, visitor, id, answer).await?;
        queries::set_keyed(&mut tx, uuid, venue, count).await?;
        let event = Counted { subject: uuid.into(), session, venue: venue.into(), count: count.into() };
        audit::record(&mut tx, &caller.actor, caller.now, &event).await?;
        Ok(true)
    })?;
    // What the first counted is not told: the second would only repeat it.
    let why = || Refusal::at("count", "与第一人数的张数不同。请两人当面一起再数；第一人数错的，由他先撤回");
    if same { Ok(()) } else { Err(why()) }
}
