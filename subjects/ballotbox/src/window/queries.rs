//! SQL of the windows.

use web::args;
use web::database::{DatabaseError, Tx};

pub(super) async fn add(tx: &mut Tx, uuid: &str, opened_at: i64, closes_at: i64) -> Result<(), DatabaseError> {
    let sql = "INSERT INTO election_windows (uuid, opened_at, closes_at) VALUES ($1, $2, $3)";
    tx.execute(sql, args![uuid, opened_at, closes_at]).await.map(drop)
}

/// Moves the end on; false if the window is closed.
pub(super) async fn extend(tx: &mut Tx, uuid: &str, closes_at: i64) -> Result<bool, DatabaseError> {
    let sql = "UPDATE election_windows SET closes_at = $2 WHERE uuid = $1 AND closed_at IS NULL";
    Ok(tx.execute(sql, args![uuid, closes_at]).await? == 1)
}

/// Closes the window; false if it is closed already.
pub(super) async fn close(tx: &mut Tx, uuid: &str, now: i64) -> Result<bool, DatabaseError> {
    let sql = "UPDATE election_windows SET closed_at = $2 WHERE uuid = $1 AND closed_at IS NULL";
    Ok(tx.execute(sql, args![uuid, now]).await? == 1)
}

/// The elections whose window is open.
pub(super) async fn open(tx: &mut Tx) -> Result<Vec<String>, DatabaseError> {
    tx.all("SELECT uuid FROM election_windows WHERE closed_at IS NULL ORDER BY uuid", args![]).await
}
