//! SQL of arrivals.

use web::args;
use web::database::{DatabaseError, FromRow, Row, Tx};

use super::arrival::Arrived;
use crate::invitation::entry_number::EntryNumber;
use crate::invitation::seat::Seat;

/// A seat with the person, sealed, and the arrival that counts.
#[derive(Clone, Debug)]
pub(super) struct Listed {
    pub seat: Seat,
    pub application: String,
    pub sealed: String,
    pub arrived: Option<Arrived>,
}

impl FromRow for Listed {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        let arrived = match (row.optional_text("event")?, row.optional_text("desk")?, row.optional_int("arrived_at")?) {
            (Some(event), Some(desk), Some(at)) => Some(Arrived { event, desk, at }),
            _ => None,
        };
        Ok(Listed { seat: Seat::from_row(row)?, application: row.text("application")?, sealed: row.text("sealed")?, arrived })
    }
}

/// Whoever has, or had, a seat at a venue in a session, by entry number, whose order says nothing.
pub(super) async fn list(tx: &mut Tx, venue: &str, session: u32) -> Result<Vec<Listed>, DatabaseError> {
    tx.all(
        "SELECT s.number, s.session, s.venue, s.class, s.entry_number, s.state, s.replaces, s.vacant, s.since, a.id AS application, \
         a.person AS sealed, r.event, r.desk, r.arrived_at FROM seats s JOIN draw_pool p ON p.number = s.number \
         JOIN applications a ON a.id = p.application_id LEFT JOIN arrivals r ON r.number = s.number AND r.state = 'in' \
         WHERE s.venue = $1 AND s.session = $2 ORDER BY s.entry_number",
        args![venue, session],
    )
    .await
}

/// Whose entry number this is.
pub(super) async fn by_entry(tx: &mut Tx, entry: &EntryNumber) -> Result<Option<Listed>, DatabaseError> {
    tx.optional(
        "SELECT s.number, s.session, s.venue, s.class, s.entry_number, s.state, s.replaces, s.vacant, s.since, a.id AS application, \
         a.person AS sealed, r.event, r.desk, r.arrived_at FROM seats s JOIN draw_pool p ON p.number = s.number \
         JOIN applications a ON a.id = p.application_id LEFT JOIN arrivals r ON r.number = s.number AND r.state = 'in' \
         WHERE s.entry_number = $1",
        args![entry.as_str()],
    )
    .await
}

/// The seat and the state of a known event.
pub(super) async fn event(tx: &mut Tx, event: &str) -> Result<Option<(i64, String)>, DatabaseError> {
    tx.optional("SELECT number, state FROM arrivals WHERE event = $1", args![event]).await
}

/// The arrival of a seat that counts.
pub(super) async fn counted(tx: &mut Tx, number: i64) -> Result<Option<Arrived>, DatabaseError> {
    let sql = "SELECT event, desk, arrived_at FROM arrivals WHERE number = $1 AND state = 'in'";
    let found: Option<(String, String, i64)> = tx.optional(sql, args![number]).await?;
    Ok(found.map(|(event, desk, at)| Arrived { event, desk, at }))
}

/// A new event; `undone_at` for one that is known as taken back before it is known itself.
pub(super) struct New<'a> {
    pub event: &'a str,
    pub number: i64,
    pub state: &'static str,
    pub desk: &'a str,
    pub made_by: &'a str,
    pub arrived_at: i64,
    pub received_at: i64,
    pub undone_at: Option<i64>,
}

pub(super) async fn add(tx: &mut Tx, new: &New<'_>) -> Result<(), DatabaseError> {
    let sql = "INSERT INTO arrivals (event, number, state, desk, made_by, arrived_at, received_at, undone_at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let New { event, number, state, desk, made_by, arrived_at, received_at, undone_at } = new;
    tx.execute(sql, args![*event, *number, *state, *desk, *made_by, *arrived_at, *received_at, *undone_at]).await.map(drop)
}

/// Takes an event of a seat back. Where nothing counts for the seat then, its first repeat does: another desk has confirmed the identity too.
pub(super) async fn undo(tx: &mut Tx, number: i64, event: &str, now: i64) -> Result<(), DatabaseError> {
    let sql = "UPDATE arrivals SET state = 'undone', undone_at = $2 WHERE event = $1 AND state <> 'undone'";
    tx.execute(sql, args![event, now]).await?;
    if counted(tx, number).await?.is_some() {
        return Ok(());
    }
    let sql = "SELECT event FROM arrivals WHERE number = $1 AND state = 'repeat' ORDER BY received_at, event LIMIT 1";
    let next: Option<String> = tx.optional(sql, args![number]).await?;
    match next {
        Some(event) => tx.execute("UPDATE arrivals SET state = 'in' WHERE event = $1", args![event]).await.map(drop),
        None => Ok(()),
    }
}

/// The people of one class at one venue in one session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Count {
    pub session: u32,
    pub venue: String,
    pub class: String,
    pub invited: u32,
    pub present: u32,
}

impl FromRow for Count {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        let small = |column: &str| {
            u32::try_from(row.int(column)?).map_err(|error| DatabaseError::Column { column: column.into(), reason: error.to_string() })
        };
        Ok(Count {
            session: small("session")?,
            venue: row.text("venue")?,
            class: row.text("class")?,
            invited: small("invited")?,
            present: small("present")?,
        })
    }
}

/// How many are invited and present, by session, venue and class.
pub(super) async fn counts(tx: &mut Tx) -> Result<Vec<Count>, DatabaseError> {
    tx.all(
        "SELECT s.session, s.venue, s.class, COUNT(*) AS invited, COUNT(r.event) AS present FROM seats s \
         LEFT JOIN arrivals r ON r.number = s.number AND r.state = 'in' WHERE s.state IN ('invited', 'confirmed') \
         GROUP BY s.session, s.venue, s.class ORDER BY s.session, s.venue, s.class",
        args![],
    )
    .await
}

/// What changes whenever a count may have: so many events, so many taken back, so many seats, so many of them left.
pub(super) async fn changes(tx: &mut Tx) -> Result<String, DatabaseError> {
    let (events, undone): (i64, i64) = tx.one("SELECT COUNT(*), COUNT(undone_at) FROM arrivals", args![]).await?;
    let (seats, taken): (i64, i64) =
        tx.one("SELECT COUNT(*), COUNT(CASE WHEN state IN ('invited', 'confirmed') THEN 1 END) FROM seats", args![]).await?;
    Ok(format!("{events}.{undone}.{seats}.{taken}"))
}
