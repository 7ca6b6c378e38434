//! What operators do: each act in one transaction, with the version of what they saw.

use plan::Plan;
use web::audit;
use web::caller::Caller;
use web::database::{DatabaseError, Tx};
use web::id::new_id;
use web::{Refusal, text};

use super::events::{Ended, Moved, Paused, Prepared, PutBack, Reopened, Resumed, Started};
use super::item::{Item, Kind};
use super::queries::{self, Correction};
use super::state::{Act, State};
use super::timer::Timer;

const MINUTE: i64 = 60_000;

/// What an operator pressed, and what was on the page then.
#[derive(Clone, Debug)]
pub(crate) struct Press {
    pub session: u32,
    /// The version of the running order that the page showed.
    pub version: i64,
    pub item: String,
}

/// A new item that waits.
pub(crate) fn waiting(plan: &Plan, session: u32, place: i64, kind: Kind, department: &str) -> Item {
    let limits = &plan.activity.limits;
    let minutes = match kind {
        Kind::Report => limits.report_minutes,
        Kind::Interview => limits.interview_minutes,
        Kind::Ballot => plan.session(session).map_or(0, |it| plan.window_minutes(it)),
    };
    Item {
        id: new_id(),
        session,
        place,
        kind,
        department: department.to_owned(),
        limit: i64::from(minutes) * MINUTE,
        warning: i64::from(limits.warning_seconds) * 1_000,
        state: State::Waiting,
        timer: Timer::default(),
    }
}

/// The running order as the plan has it, before anything is stored.
pub(crate) fn planned(plan: &Plan, session: u32) -> Vec<Item> {
    let departments = plan.departments_of(session);
    let mut items: Vec<Item> =
        (1..).zip(&departments).map(|(place, it)| waiting(plan, session, place, Kind::Report, it.id.as_str())).collect();
    let ballot = waiting(plan, session, i64::try_from(items.len()).unwrap_or(i64::MAX).saturating_add(1), Kind::Ballot, "");
    if ballot.limit > 0 {
        items.push(ballot);
    }
    items
}

/// Makes the running order of a session from the plan, if there is none.
pub(crate) async fn prepare(tx: &mut Tx, plan: &Plan, caller: &Caller, session: u32) -> Result<(), Refusal> {
    if plan.session(session).is_none() {
        return Err(Refusal::NotFound);
    }
    if !queries::begin(tx, session).await? {
        return Ok(());
    }
    for item in planned(plan, session) {
        queries::add(tx, &item).await?;
    }
    let event = Prepared { subject: session.to_string(), session: i64::from(session) };
    Ok(audit::record(tx, &caller.actor, caller.now, &event).await?)
}

/// Takes the turn: only whoever saw the running order as it is may change it.
async fn take_turn(tx: &mut Tx, press: &Press) -> Result<Vec<Item>, Refusal> {
    if !queries::advance(tx, press.session, press.version).await? {
        return Err(Refusal::rule("另一人刚刚操作了，您的操作没有执行。请看下面的最新情况"));
    }
    Ok(queries::items(tx, press.session).await?)
}

/// Does an act to an item.
pub(crate) async fn act(tx: &mut Tx, plan: &Plan, caller: &Caller, press: &Press, act: Act, reason: &str) -> Result<(), Refusal> {
    let items = take_turn(tx, press).await?;
    let mut item = items.iter().find(|item| item.id == press.item).cloned().ok_or(Refusal::NotFound)?;
    let impossible = |_| Refusal::rule(format!("“{}”现在是“{}”，不能{}", item.full_title(plan), item.state.chinese(), act.chinese()));
    let next = item.state.after(act).map_err(impossible)?;
    if matches!(act, Act::Start | Act::Reopen) {
        stage_is_free(tx, plan).await?;
    }
    let (now, mistaken_at) = (caller.now, item.timer.ended_at.or(item.timer.started_at).unwrap_or(caller.now));
    match act {
        Act::Start => {
            let first = items.iter().find(|it| it.state == State::Waiting);
            if first.is_some_and(|first| first.id != item.id) {
                return Err(Refusal::rule("请先调整次序：只能开始排在最前面的一项"));
            }
            item.timer = Timer { started_at: Some(now), ..Timer::default() };
        }
        Act::Pause => queries::begin_pause(tx, &item.id, now).await?,
        Act::Resume => queries::end_pause(tx, &item.id, now).await?,
        Act::End => {
            queries::end_pause(tx, &item.id, now).await?;
            item.timer.ended_at = Some(now);
        }
        Act::Back => {
            queries::forget_pauses(tx, &item.id).await?;
            item.timer = Timer::default();
        }
        Act::Reopen => {
            let last = items.iter().filter_map(|it| it.timer.ended_at).max();
            if item.timer.ended_at < last {
                return Err(Refusal::rule("只能恢复刚刚结束的一项"));
            }
            item.timer.ended_at = None;
        }
    }
    item.state = next;
    queries::set(tx, &item).await?;
    if let Some(what) = corrected(act) {
        let correction = Correction { item: item.id.clone(), what: what.into(), mistaken_at, corrected_at: now, reason: reason.into() };
        queries::correct(tx, &correction).await?;
    }
    Ok(note(tx, plan, caller, &item, act, reason).await?)
}

fn corrected(act: Act) -> Option<&'static str> {
    match act {
        Act::Back => Some("back"),
        Act::Reopen => Some("reopened"),
        _ => None,
    }
}

/// One stage, one item: nothing else may be going on, in any session.
async fn stage_is_free(tx: &mut Tx, plan: &Plan) -> Result<(), Refusal> {
    match queries::on(tx).await?.first() {
        Some(other) => Err(Refusal::rule(format!("“{}”还没有结束，请先结束", other.full_title(plan)))),
        None => Ok(()),
    }
}

async fn note(tx: &mut Tx, plan: &Plan, caller: &Caller, item: &Item, act: Act, reason: &str) -> Result<(), DatabaseError> {
    let (subject, session, what, reason) = (item.id.clone(), i64::from(item.session), item.full_title(plan), reason.to_owned());
    let (actor, now) = (&caller.actor, caller.now);
    match act {
        Act::Start => audit::record(tx, actor, now, &Started { subject, session, what }).await,
        Act::Pause => audit::record(tx, actor, now, &Paused { subject, session, what }).await,
        Act::Resume => audit::record(tx, actor, now, &Resumed { subject, session, what }).await,
        Act::End => {
            let (seconds, over_seconds) = (item.timer.elapsed(now) / 1_000, item.timer.overrun(item.limit, now) / 1_000);
            audit::record(tx, actor, now, &Ended { subject, session, what, seconds, over_seconds }).await
        }
        Act::Back => audit::record(tx, actor, now, &PutBack { subject, session, what, reason }).await,
        Act::Reopen => audit::record(tx, actor, now, &Reopened { subject, session, what, reason }).await,
    }
}

/// Which way an item goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    Up,
    Down,
}

/// Puts a waiting item before or behind its neighbour.
pub(crate) async fn shift(tx: &mut Tx, plan: &Plan, caller: &Caller, press: &Press, way: Way) -> Result<(), Refusal> {
    let items = take_turn(tx, press).await?;
    let at = items.iter().position(|item| item.id == press.item).ok_or(Refusal::NotFound)?;
    let other = match way {
        Way::Up => at.checked_sub(1),
        Way::Down => at.checked_add(1),
    };
    let (Some(item), Some(other)) = (items.get(at), other.and_then(|other| items.get(other))) else {
        return Err(Refusal::rule("已经在最边上，不能再移"));
    };
    if item.state != State::Waiting || other.state != State::Waiting {
        return Err(Refusal::rule("已经开始或结束的不能再调整次序"));
    }
    if item.kind == Kind::Ballot || other.kind == Kind::Ballot {
        return Err(Refusal::rule("现场评议在全部述职和访谈之后，不能提前"));
    }
    queries::place(tx, &item.id, other.place).await?;
    queries::place(tx, &other.id, item.place).await?;
    let event = Moved { subject: item.id.clone(), session: i64::from(item.session), what: item.full_title(plan), place: other.place };
    Ok(audit::record(tx, &caller.actor, caller.now, &event).await?)
}

/// A number of a form, or a word that it is none.
pub(crate) fn number(typed: &str) -> Result<i64, Refusal> {
    text::normal(typed).parse().map_err(|_| Refusal::rule("页面的内容不完整，请刷新后重试"))
}
