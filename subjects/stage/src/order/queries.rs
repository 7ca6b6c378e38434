//! SQL of running orders.

use web::args;
use web::database::{DatabaseError, FromRow, Row, Tx};

use super::item::{Item, Kind};
use super::state::State;
use super::timer::Pause;

/// The version of a session's running order; nothing before it is prepared.
pub(crate) async fn version(tx: &mut Tx, session: u32) -> Result<Option<i64>, DatabaseError> {
    tx.optional("SELECT version FROM stage_sessions WHERE session = $1", args![session]).await
}

/// Begins a session's running order; false if there is one.
pub(super) async fn begin(tx: &mut Tx, session: u32) -> Result<bool, DatabaseError> {
    let sql = "INSERT INTO stage_sessions (session, version) VALUES ($1, 1) ON CONFLICT DO NOTHING";
    Ok(tx.execute(sql, args![session]).await? == 1)
}

/// Moves the version on; false if it is another one by now.
pub(super) async fn advance(tx: &mut Tx, session: u32, version: i64) -> Result<bool, DatabaseError> {
    let sql = "UPDATE stage_sessions SET version = version + 1 WHERE session = $1 AND version = $2";
    Ok(tx.execute(sql, args![session, version]).await? == 1)
}

/// Moves the version on, whatever it is, so that operators look again.
pub(crate) async fn touch(tx: &mut Tx, session: u32) -> Result<(), DatabaseError> {
    tx.execute("UPDATE stage_sessions SET version = version + 1 WHERE session = $1", args![session]).await.map(drop)
}

pub(crate) async fn add(tx: &mut Tx, item: &Item) -> Result<(), DatabaseError> {
    let sql = "INSERT INTO stage_items (id, session, place, kind, department, limit_ms, warning_ms, state) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let Item { id, session, place, kind, department, limit, warning, state, .. } = item;
    tx.execute(sql, args![id, *session, *place, kind.word(), department, *limit, *warning, state.word()]).await.map(drop)
}

/// The running order of a session, with all pauses.
pub(crate) async fn items(tx: &mut Tx, session: u32) -> Result<Vec<Item>, DatabaseError> {
    let mut items: Vec<Item> = tx.all("SELECT * FROM stage_items WHERE session = $1 ORDER BY place, id", args![session]).await?;
    let sql = "SELECT item, began_at, ended_at FROM stage_pauses \
               WHERE item IN (SELECT id FROM stage_items WHERE session = $1) ORDER BY item, number";
    let pauses: Vec<(String, i64, Option<i64>)> = tx.all(sql, args![session]).await?;
    for (id, began_at, ended_at) in pauses {
        if let Some(item) = items.iter_mut().find(|item| item.id == id) {
            item.timer.pauses.push(Pause { began_at, ended_at });
        }
    }
    Ok(items)
}

/// One item, without its pauses.
pub(crate) async fn item(tx: &mut Tx, id: &str) -> Result<Option<Item>, DatabaseError> {
    tx.optional("SELECT * FROM stage_items WHERE id = $1", args![id]).await
}

/// Every interview, session by session.
pub(crate) async fn interviews(tx: &mut Tx) -> Result<Vec<Item>, DatabaseError> {
    tx.all("SELECT * FROM stage_items WHERE kind = $1 ORDER BY session, place, id", args![Kind::Interview.word()]).await
}

/// Whatever has the stage, in any session.
pub(super) async fn on(tx: &mut Tx) -> Result<Vec<Item>, DatabaseError> {
    tx.all("SELECT * FROM stage_items WHERE state IN ('on', 'paused') ORDER BY session, place, id", args![]).await
}

/// How far a session is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Progress {
    pub session: u32,
    /// Items on stage, paused or not.
    pub on: i64,
    /// Items to come.
    pub waiting: i64,
    /// Items that are over.
    pub done: i64,
}

impl FromRow for Progress {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        let session = super::item::session_number(row.int("session")?)?;
        Ok(Progress { session, on: row.int("going_on")?, waiting: row.int("waiting")?, done: row.int("done")? })
    }
}

/// How far each prepared session is.
pub(crate) async fn progress(tx: &mut Tx) -> Result<Vec<Progress>, DatabaseError> {
    let sql = "SELECT session, CAST(SUM(CASE WHEN state IN ('on', 'paused') THEN 1 ELSE 0 END) AS BIGINT) AS going_on, \
               CAST(SUM(CASE WHEN state = 'waiting' THEN 1 ELSE 0 END) AS BIGINT) AS waiting, \
               CAST(SUM(CASE WHEN state = 'done' THEN 1 ELSE 0 END) AS BIGINT) AS done \
               FROM stage_items GROUP BY session ORDER BY session";
    tx.all(sql, args![]).await
}

/// Keeps state and instants of an item.
pub(super) async fn set(tx: &mut Tx, item: &Item) -> Result<(), DatabaseError> {
    let sql = "UPDATE stage_items SET state = $2, started_at = $3, ended_at = $4 WHERE id = $1";
    tx.execute(sql, args![&item.id, item.state.word(), item.timer.started_at, item.timer.ended_at]).await.map(drop)
}

pub(crate) async fn place(tx: &mut Tx, id: &str, place: i64) -> Result<(), DatabaseError> {
    tx.execute("UPDATE stage_items SET place = $2 WHERE id = $1", args![id, place]).await.map(drop)
}

pub(super) async fn begin_pause(tx: &mut Tx, item: &str, now: i64) -> Result<(), DatabaseError> {
    let sql = "INSERT INTO stage_pauses (item, number, began_at) \
               SELECT $1, CAST(COUNT(*) AS BIGINT) + 1, CAST($2 AS BIGINT) FROM stage_pauses WHERE item = $1";
    tx.execute(sql, args![item, now]).await.map(drop)
}

pub(super) async fn end_pause(tx: &mut Tx, item: &str, now: i64) -> Result<(), DatabaseError> {
    tx.execute("UPDATE stage_pauses SET ended_at = $2 WHERE item = $1 AND ended_at IS NULL", args![item, now]).await.map(drop)
}

pub(super) async fn forget_pauses(tx: &mut Tx, item: &str) -> Result<(), DatabaseError> {
    tx.execute("DELETE FROM stage_pauses WHERE item = $1", args![item]).await.map(drop)
}

/// Removes an item that has not begun; false if it has.
pub(crate) async fn remove(tx: &mut Tx, id: &str) -> Result<bool, DatabaseError> {
    Ok(tx.execute("DELETE FROM stage_items WHERE id = $1 AND state = $2", args![id, State::Waiting.word()]).await? == 1)
}

/// A mistake that was put right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Correction {
    pub item: String,
    /// `back` or `reopened`.
    pub what: String,
    pub mistaken_at: i64,
    pub corrected_at: i64,
    pub reason: String,
}

impl FromRow for Correction {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        Ok(Correction {
            item: row.text("item")?,
            what: row.text("what")?,
            mistaken_at: row.int("mistaken_at")?,
            corrected_at: row.int("corrected_at")?,
            reason: row.text("reason")?,
        })
    }
}

pub(super) async fn correct(tx: &mut Tx, it: &Correction) -> Result<(), DatabaseError> {
    let sql = "INSERT INTO stage_corrections (id, item, what, mistaken_at, corrected_at, reason) VALUES ($1, $2, $3, $4, $5, $6)";
    tx.execute(sql, args![web::id::new_id(), &it.item, &it.what, it.mistaken_at, it.corrected_at, &it.reason]).await.map(drop)
}

/// The corrections of a session, as they were made.
pub(crate) async fn corrections(tx: &mut Tx, session: u32) -> Result<Vec<Correction>, DatabaseError> {
    let sql = "SELECT * FROM stage_corrections WHERE item IN (SELECT id FROM stage_items WHERE session = $1) ORDER BY corrected_at, id";
    tx.all(sql, args![session]).await
}

/// Whether an item was ever put right; its row is kept then.
pub(crate) async fn was_corrected(tx: &mut Tx, item: &str) -> Result<bool, DatabaseError> {
    let count: i64 = tx.one("SELECT COUNT(*) FROM stage_corrections WHERE item = $1", args![item]).await?;
    Ok(count > 0)
}
