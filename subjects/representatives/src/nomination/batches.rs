//! Batches: what one file brought, and who signed it.

use web::args;
use web::database::{DatabaseError, FromRow, Row, Tx};

/// A batch with how far it is.
#[derive(Clone, Debug)]
pub(super) struct Batch {
    pub id: String,
    pub venue: String,
    pub file_name: String,
    pub nominated_by: String,
    pub nominated_by_name: String,
    pub nominated_at: i64,
    /// People in it who did not withdraw.
    pub people: i64,
    /// Of these, waiting for the second signature.
    pub unsigned: i64,
}

impl FromRow for Batch {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        Ok(Batch {
            id: row.text("id")?,
            venue: row.text("venue")?,
            file_name: row.text("file_name")?,
            nominated_by: row.text("nominated_by")?,
            nominated_by_name: row.text("nominated_by_name")?,
            nominated_at: row.int("nominated_at")?,
            people: row.int("people")?,
            unsigned: row.int("unsigned")?,
        })
    }
}

/// One batch.
pub(super) async fn batch(tx: &mut Tx, id: &str) -> Result<Option<Batch>, DatabaseError> {
    tx.optional(
        "SELECT b.id, b.venue, b.file_name, b.nominated_by, b.nominated_by_name, b.nominated_at, \
         (SELECT COUNT(*) FROM applications a WHERE a.batch_id = b.id AND a.state <> 'withdrawn') AS people, \
         (SELECT COUNT(*) FROM applications a WHERE a.batch_id = b.id AND a.state = 'reviewed') AS unsigned \
         FROM nomination_batches b WHERE b.id = $1",
        args![id],
    )
    .await
}

/// The newest batches of a venue.
pub(super) async fn of_venue(tx: &mut Tx, venue: &str, most: i64) -> Result<Vec<Batch>, DatabaseError> {
    tx.all(
        "SELECT b.id, b.venue, b.file_name, b.nominated_by, b.nominated_by_name, b.nominated_at, \
         (SELECT COUNT(*) FROM applications a WHERE a.batch_id = b.id AND a.state <> 'withdrawn') AS people, \
         (SELECT COUNT(*) FROM applications a WHERE a.batch_id = b.id AND a.state = 'reviewed') AS unsigned \
         FROM nomination_batches b WHERE b.venue = $1 ORDER BY b.nominated_at DESC, b.id LIMIT $2",
        args![venue, most],
    )
    .await
}

/// Adds a batch.
pub(super) async fn insert(tx: &mut Tx, id: &str, venue: &str, file: &str, by: (&str, &str), now: i64) -> Result<(), DatabaseError> {
    tx.execute(
        "INSERT INTO nomination_batches (id, venue, file_name, nominated_by, nominated_by_name, nominated_at) VALUES ($1, $2, $3, $4, $5, $6)",
        args![id, venue, file, by.0, by.1, now],
    )
    .await
    .map(drop)
}

/// Everybody who is in the pool: identity hash, application, venue.
pub(super) async fn people(tx: &mut Tx) -> Result<Vec<(String, String, String)>, DatabaseError> {
    tx.all("SELECT identity_hash, id, venue FROM applications WHERE state <> 'withdrawn' ORDER BY id", args![]).await
}
