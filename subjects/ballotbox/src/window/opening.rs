//! Opening and extending.

use record::{Millis, Statement, WindowMoved};
use serde::{Deserialize, Serialize};
use web::caller::Caller;
use web::database::Tx;
use web::joint::NotDone;
use web::{App, Refusal, audit};

use super::events::{Extended, Opened};
use super::{obstacles, queries};
use crate::election::{self, Act, Stored};
use crate::published::{self, publish};

/// The longest extension at once.
pub(super) const MOST_MINUTES: u32 = 60;

/// How far a window is extended, as a proposal keeps it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Extension {
    /// Minutes from the end as it is, or from now when that is past.
    pub minutes: u32,
}

/// The minutes of a proposal.
pub(crate) fn minutes_of(content: &str) -> Result<u32, Refusal> {
    serde_json::from_str(content).map(|it: Extension| it.minutes).map_err(Refusal::internal)
}

pub(super) async fn found(tx: &mut Tx, uuid: &str) -> Result<Stored, Refusal> {
    election::queries::by_uuid(tx, uuid).await?.ok_or(Refusal::NotFound)
}

pub(super) fn at(now: i64) -> Result<Millis, Refusal> {
    now.try_into().map_err(Refusal::internal)
}

fn moved(stored: &Stored, now: i64, until: i64) -> Result<WindowMoved, Refusal> {
    Ok(WindowMoved { uuid: published::uuid(stored)?, at: at(now)?, until: at(until)? })
}

/// Opens the window of a session, if nothing stands in the way.
pub(crate) async fn open(tx: &mut Tx, app: &App, caller: &Caller, uuid: &str) -> Result<(), NotDone> {
    let adopted = app.plan();
    let stored = found(tx, uuid).await?;
    let obstacles = obstacles(tx, app, &adopted.plan, &stored).await?;
    if !obstacles.is_empty() {
        return Err(NotDone::Obstacles(obstacles));
    }
    let next = stored.state.after(Act::Open).map_err(Refusal::internal)?;
    if !election::queries::set_state(tx, uuid, stored.state, next).await? {
        return Err(Refusal::rule("另一人刚刚办理了，请查看最新情况").into());
    }
    let session = adopted.plan.session(stored.session).ok_or(Refusal::NotFound)?;
    let minutes = adopted.plan.window_minutes(session);
    let until = caller.now + i64::from(minutes) * 60_000;
    queries::add(tx, uuid, caller.now, until).await?;
    publish(tx, &stored, &Statement::WindowOpened(moved(&stored, caller.now, until)?)).await?;
    let event = Opened { subject: uuid.into(), session: i64::from(stored.session), minutes: i64::from(minutes) };
    Ok(audit::record(tx, &caller.actor, caller.now, &event).await?)
}

/// Moves the end of an open window on.
pub(crate) async fn extend(tx: &mut Tx, app: &App, caller: &Caller, uuid: &str, minutes: u32) -> Result<(), Refusal> {
    let stored = found(tx, uuid).await?;
    let grace = app.plan().plan.ballot.window.grace_seconds;
    let window = election::queries::window(tx, uuid).await?.ok_or_else(|| Refusal::rule("评议时段还没有开启"))?;
    if !window.accepts(caller.now, grace) {
        return Err(Refusal::rule("评议时段已经结束，不能再延长"));
    }
    let until = window.closes_at.max(caller.now) + i64::from(minutes) * 60_000;
    if !queries::extend(tx, uuid, until).await? {
        return Err(Refusal::rule("评议时段已经关闭"));
    }
    publish(tx, &stored, &Statement::WindowExtended(moved(&stored, caller.now, until)?)).await?;
    let event = Extended { subject: uuid.into(), session: i64::from(stored.session), minutes: i64::from(minutes) };
    Ok(audit::record(tx, &caller.actor, caller.now, &event).await?)
}
