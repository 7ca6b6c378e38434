//! SQL of reconciliations.

use record::{Reconciliation, Statement};
use web::args;
use web::database::{DatabaseError, FromRow, Row, Tx};

use crate::cards::used::Used;

/// A published reconciliation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// The session, from 1.
    pub session: u32,
    /// As it stands in the ledger.
    pub statement: Reconciliation,
    /// When, in milliseconds.
    pub at: i64,
}

impl FromRow for Published {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        let broken = |column: &str, reason: String| DatabaseError::Column { column: column.into(), reason };
        let statement = Statement::from_bytes(row.text("statement")?.as_bytes()).map_err(|error| broken("statement", error.to_string()))?;
        let Statement::Reconciliation(statement) = statement else {
            return Err(broken("statement", format!("a {}", statement.kind())));
        };
        let session = u32::try_from(row.int("session")?).map_err(|error| broken("session", error.to_string()))?;
        Ok(Published { session, statement, at: row.int("published_at")? })
    }
}

/// An election of which nothing counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voided {
    /// Its id.
    pub uuid: String,
    /// The session, from 1.
    pub session: i64,
    /// Why, as published.
    pub reason: String,
    /// When, in milliseconds.
    pub at: i64,
}

impl FromRow for Voided {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        Ok(Voided { uuid: row.text("uuid")?, session: row.int("session")?, reason: row.text("reason")?, at: row.int("voided_at")? })
    }
}

/// Keeps what was published; false if something was before.
pub(super) async fn add(tx: &mut Tx, uuid: &str, statement: &str, now: i64) -> Result<bool, DatabaseError> {
    let sql = "INSERT INTO election_reconciliations (uuid, statement, published_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    Ok(tx.execute(sql, args![uuid, statement, now]).await? == 1)
}

/// The published reconciliation of an election.
pub async fn accepted(tx: &mut Tx, uuid: &str) -> Result<Option<Published>, DatabaseError> {
    let sql = "SELECT e.session, r.statement, r.published_at FROM election_reconciliations r JOIN elections e ON e.uuid = r.uuid \
               WHERE r.uuid = $1";
    tx.optional(sql, args![uuid]).await
}

/// All that are published of elections that count, by session.
pub async fn all_accepted(tx: &mut Tx) -> Result<Vec<Published>, DatabaseError> {
    let sql = "SELECT e.session, r.statement, r.published_at FROM election_reconciliations r JOIN elections e ON e.uuid = r.uuid \
               WHERE e.state <> 'void' AND NOT e.dry_run ORDER BY e.session";
    tx.all(sql, args![]).await
}

/// All elections that were declared void, by session, then time.
pub async fn voids(tx: &mut Tx) -> Result<Vec<Voided>, DatabaseError> {
    let sql = "SELECT v.uuid, e.session, v.reason, v.voided_at FROM election_voids v JOIN elections e ON e.uuid = v.uuid \
               WHERE NOT e.dry_run ORDER BY e.session, v.voided_at, v.uuid";
    tx.all(sql, args![]).await
}

/// Cards that inspectors checked the page with, and cards made void after the count.
pub(super) async fn revoked_later(tx: &mut Tx, uuid: &str) -> Result<(u32, u32), DatabaseError> {
    let sql = "SELECT COUNT(CASE WHEN revoked = 'checked' THEN 1 END), COUNT(CASE WHEN revoked = 'late-void' THEN 1 END) \
               FROM election_credentials WHERE uuid = $1";
    let (checked, late): (i64, i64) = tx.one(sql, args![uuid]).await?;
    let small =
        |count: i64| u32::try_from(count).map_err(|error| DatabaseError::Column { column: "count".into(), reason: error.to_string() });
    Ok((small(checked)?, small(late)?))
}

/// The card maker's counts, by venue; none before they are handed in.
pub async fn used(tx: &mut Tx, uuid: &str) -> Result<Vec<(String, i64)>, DatabaseError> {
    tx.all("SELECT venue, used FROM election_used WHERE uuid = $1 ORDER BY venue", args![uuid]).await
}

/// Puts counts in the place of earlier ones.
pub(super) async fn keep_used(tx: &mut Tx, used: &Used) -> Result<(), DatabaseError> {
    tx.execute("DELETE FROM election_used WHERE uuid = $1", args![&used.uuid]).await?;
    for line in &used.venues {
        let sql = "INSERT INTO election_used (uuid, venue, used) VALUES ($1, $2, $3)";
        tx.execute(sql, args![&used.uuid, &line.venue, line.used]).await?;
    }
    Ok(())
}
