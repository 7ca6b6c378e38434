//! Closing: from here on no ballot is taken, and the hashes of all that were are fixed in the ledger, in one batch, in byte order.

use record::{BallotsClosed, Statement, WindowClosed};
use web::audit::{self, Actor};
use web::database::{Tx, transaction};
use web::{App, Refusal};

use super::events::Closed;
use super::opening::{at, found};
use super::queries;
use crate::ballots;
use crate::election::{self, Act};
use crate::proposals::{self, JointAct};
use crate::published::{self, publish, publish_at};

/// How long after the grace a window closes by itself, in milliseconds: a ballot whose last byte came in time may still wait for its proofs
/// to be checked.
const DRAIN: i64 = 5_000;

/// Closes a window. The total follows (`tally`), because the proofs of all ballots are checked once more for it.
pub(crate) async fn close(tx: &mut Tx, actor: &Actor, now: i64, uuid: &str) -> Result<(), Refusal> {
    let stored = found(tx, uuid).await?;
    let next = stored.state.after(Act::Close).map_err(|_| Refusal::rule(format!("本场现在是“{}”，不能关闭", stored.state.chinese())))?;
    if !queries::close(tx, uuid, now).await? || !election::queries::set_state(tx, uuid, stored.state, next).await? {
        return Err(Refusal::rule("另一人刚刚办理了，请查看最新情况"));
    }
    let id = published::uuid(&stored)?;
    publish(tx, &stored, &Statement::WindowClosed(WindowClosed { uuid: id.clone(), at: at(now)? })).await?;
    // Read and written anew in this transaction: a ballot that is being stored now collides with it, and the order is forgotten.
    ballots::rewrite(tx, uuid).await?;
    let hashes = ballots::digests(tx, uuid).await?;
    let count = i64::try_from(hashes.len()).map_err(Refusal::internal)?;
    let parts = BallotsClosed::all(&id, hashes).ok_or_else(|| Refusal::internal("a ballot stands twice"))?;
    for (part, hashes) in (1..).zip(parts) {
        if let Some(position) = publish_at(tx, &stored, &Statement::BallotsClosed(hashes)).await? {
            ballots::add_place(tx, uuid, part, position).await?;
        }
    }
    for act in [JointAct::ExtendWindow, JointAct::CloseWindow, JointAct::VoidLate] {
        proposals::end_stale(tx, uuid, act, now).await?;
    }
    let event = Closed { subject: uuid.into(), session: i64::from(stored.session), count };
    Ok(audit::record(tx, actor, now, &event).await?)
}

/// Closes every window whose time and grace are over; how many.
///
/// # Errors
/// A database that fails.
pub async fn close_due(app: &App) -> Result<usize, Refusal> {
    let (now, grace) = (app.clock().millis(), app.plan().plan.ballot.window.grace_seconds);
    let mut due = Vec::new();
    {
        let mut tx = app.database().reader().await?;
        for uuid in queries::open(&mut tx).await? {
            let window = election::queries::window(&mut tx, &uuid).await?;
            due.extend(window.is_some_and(|window| now >= window.opened_at + DRAIN && !window.accepts(now - DRAIN, grace)).then_some(uuid));
        }
    }
    for uuid in &due {
        let closed = transaction!(app.database(), |tx| -> Result<(), Refusal> { close(&mut tx, &Actor::system(), now, uuid).await });
        match closed {
            // Another server, or two officers, were first.
            Ok(()) | Err(Refusal::Rule { .. }) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(due.len())
}
