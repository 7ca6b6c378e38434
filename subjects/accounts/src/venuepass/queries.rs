//! SQL of venue passes.

use web::args;
use web::database::{DatabaseError, FromRow, Row, Tx};

/// A pass without its secrets.
#[derive(Clone, Debug)]
pub(super) struct Pass {
    pub id: String,
    pub venue: String,
    pub label: String,
    pub day: String,
    pub valid_from: i64,
    pub valid_until: i64,
    pub pin_hash: String,
    pub failures: i64,
    pub locked_until: i64,
    pub revoked_at: Option<i64>,
}

impl FromRow for Pass {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        Ok(Pass {
            id: row.text("id")?,
            venue: row.text("venue")?,
            label: row.text("label")?,
            day: row.text("day")?,
            valid_from: row.int("valid_from")?,
            valid_until: row.int("valid_until")?,
            pin_hash: row.text("pin_hash")?,
            failures: row.int("failures")?,
            locked_until: row.int("locked_until")?,
            revoked_at: row.optional_int("revoked_at")?,
        })
    }
}

/// What a new pass is made of.
pub(super) struct NewPass<'a> {
    pub id: &'a str,
    pub venue: &'a str,
    pub label: &'a str,
    pub day: &'a str,
    pub valid_from: i64,
    pub valid_until: i64,
    pub token_hash: &'a str,
    pub pin_hash: &'a str,
    pub created_by: &'a str,
}

pub(super) async fn insert(tx: &mut Tx, new: &NewPass<'_>, now: i64) -> Result<(), DatabaseError> {
    tx.execute(
        "INSERT INTO venue_passes (id, venue, label, day, valid_from, valid_until, token_hash, pin_hash, created_at, created_by) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        args![new.id, new.venue, new.label, new.day, new.valid_from, new.valid_until, new.token_hash, new.pin_hash, now, new.created_by],
    )
    .await
    .map(drop)
}

/// The newest passes, at most `limit`, by day, then venue and label.
pub(super) async fn all(tx: &mut Tx, limit: i64) -> Result<Vec<Pass>, DatabaseError> {
    tx.all("SELECT * FROM venue_passes ORDER BY day DESC, venue, label, id LIMIT $1", args![limit]).await
}

pub(super) async fn by_id(tx: &mut Tx, id: &str) -> Result<Option<Pass>, DatabaseError> {
    tx.optional("SELECT * FROM venue_passes WHERE id = $1", args![id]).await
}

pub(super) async fn by_token(tx: &mut Tx, token_hash: &str) -> Result<Option<Pass>, DatabaseError> {
    tx.optional("SELECT * FROM venue_passes WHERE token_hash = $1", args![token_hash]).await
}

pub(super) async fn set_failures(tx: &mut Tx, id: &str, failures: i64, locked_until: i64) -> Result<(), DatabaseError> {
    let sql = "UPDATE venue_passes SET failures = $2, locked_until = $3 WHERE id = $1";
    tx.execute(sql, args![id, failures, locked_until]).await.map(drop)
}

/// Revokes a pass and ends its sessions; false if it was revoked before.
pub(super) async fn revoke(tx: &mut Tx, id: &str, now: i64) -> Result<bool, DatabaseError> {
    let changed = tx.execute("UPDATE venue_passes SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL", args![id, now]).await?;
    tx.execute("DELETE FROM sessions WHERE venue_pass_id = $1", args![id]).await?;
    Ok(changed == 1)
}
