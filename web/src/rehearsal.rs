//! Rehearsals (演练): a database that was created to play the activity through, with a clock that people advance.
//!
//! The mark is the one row of the table `rehearsal`, written in the transaction in which the database is first used and
//! never removed; it holds the virtual time. A database without it is real for ever. A virtual clock is made from the
//! mark alone, so that `Clock::is_virtual` says whether this is a rehearsal.

use jiff::Timestamp;
use plan::Plan;

use crate::app::App;
use crate::args;
use crate::clock::{Clock, local_timestamp};
use crate::database::{Database, DatabaseError, Retryable, Tx};
use crate::{adoption, ledger, login, transaction};

/// Why a database is not used as it was asked for. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum NotEntered {
    /// A rehearsal was asked for.
    #[error(
        "this database holds a real activity and never becomes a rehearsal: start it without --rehearsal, or give the rehearsal \
         a new data folder (--data) or an empty database (--database-url)"
    )]
    Real,
    /// The real activity was asked for.
    #[error(
        "this database was created for a rehearsal and stays one for ever: start it with --rehearsal, or give the real activity \
         a new data folder (--data) or an empty database (--database-url)"
    )]
    Rehearsal,
    /// The virtual clock would not know where to begin.
    #[error("the plan has neither a node in its timetable nor a session, so a rehearsal cannot know when to begin")]
    NoBeginning,
    /// The database.
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

impl Retryable for NotEntered {
    fn is_retryable(&self) -> bool {
        matches!(self, NotEntered::Database(error) if error.is_retryable())
    }
}

/// Why the clock is not moved. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum NotAdvanced {
    /// Only a rehearsal's clock can be moved.
    #[error("this is no rehearsal")]
    Real,
    /// Time never runs backwards.
    #[error("the clock stands at {now} already")]
    Backwards {
        /// Where it stands.
        now: Timestamp,
    },
    /// The database.
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

impl Retryable for NotAdvanced {
    fn is_retryable(&self) -> bool {
        matches!(self, NotAdvanced::Database(error) if error.is_retryable())
    }
}

/// The clock of a database: the system's, or that of the rehearsal for which it was created. The first call on a new
/// database decides for ever which: `wanted` says whether it is to be a rehearsal, and the ledger is begun as `origin`.
///
/// # Errors
/// A database that is of the other kind, or that fails.
pub async fn enter(database: &Database, wanted: bool, plan: &Plan, origin: &str) -> Result<Clock, NotEntered> {
    let virtual_time = transaction!(database, |tx| -> Result<Option<Timestamp>, NotEntered> {
        // The row of the ledger's name is written first by whoever comes first, so that of a rehearsal and a real server
        // that start at once on a new database one sees what the other has made of it.
        let is_new = ledger::begin(&mut tx, origin).await? && adoption::version_in_force(&mut tx).await?.is_none();
        match (wanted, kept(&mut tx).await?) {
            (true, Some(at)) => Ok(Some(at)),
            (false, None) => Ok(None),
            (false, Some(_)) => Err(NotEntered::Rehearsal),
            (true, None) if !is_new => Err(NotEntered::Real),
            (true, None) => {
                let start = beginning(plan).ok_or(NotEntered::NoBeginning)?;
                mark(&mut tx, start).await?;
                Ok(Some(start))
            }
        }
    })?;
    Ok(virtual_time.map_or_else(Clock::system, Clock::rehearsal_at))
}

/// Where a rehearsal begins: at 9:00 in China on the day before the timetable's first node, so that even the first thing
/// to happen is still to come and the accounts for it can be made.
fn beginning(plan: &Plan) -> Option<Timestamp> {
    let nodes = plan.activity.nodes.iter().map(|node| node.awaited().date());
    let first = nodes.chain(plan.activity.sessions.iter().map(|session| session.start.date)).min()?;
    Some(local_timestamp(first.yesterday().unwrap_or(first).at(9, 0, 0, 0)))
}

/// Marks a database as a rehearsal whose clock stands at `start`.
pub(crate) async fn mark(tx: &mut Tx, start: Timestamp) -> Result<(), DatabaseError> {
    let sql = "INSERT INTO rehearsal (id, clock) VALUES (1, $1) ON CONFLICT (id) DO NOTHING";
    tx.execute(sql, args![start.as_millisecond()]).await.map(drop)
}

/// The virtual time kept in the database; `None` in a real activity.
async fn kept(tx: &mut Tx) -> Result<Option<Timestamp>, DatabaseError> {
    let millis: Option<i64> = tx.optional("SELECT clock FROM rehearsal WHERE id = 1", args![]).await?;
    Ok(millis.map(|millis| Timestamp::from_millisecond(millis).unwrap_or_default()))
}

/// Moves the time kept in the database to `to` and every open session along with it, in the caller's transaction; where it
/// stood before. The application's own clock follows by [`follow`] when the transaction is committed.
///
/// # Errors
/// A time that is not later, a real activity, or a database that fails.
pub async fn advance(tx: &mut Tx, to: Timestamp) -> Result<Timestamp, NotAdvanced> {
    let from = kept(tx).await?.ok_or(NotAdvanced::Real)?;
    if to <= from {
        return Err(NotAdvanced::Backwards { now: from });
    }
    tx.execute("UPDATE rehearsal SET clock = $1 WHERE id = 1", args![to.as_millisecond()]).await?;
    login::carry_along(tx, to.as_millisecond() - from.as_millisecond()).await?;
    Ok(from)
}

/// Moves this server's clock to the time kept in the database, which it or another server has advanced.
///
/// # Errors
/// A database that fails.
pub async fn follow(app: &App) -> Result<(), DatabaseError> {
    if app.clock().is_virtual()
        && let Some(at) = kept(&mut app.database().reader().await?).await?
    {
        // Backwards means only that another request has moved it further meanwhile.
        let _ = app.clock().advance_to(at);
    }
    Ok(())
}
