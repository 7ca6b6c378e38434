//! SQL of one's own account.

use web::args;
use web::database::{DatabaseError, FromRow, Row, Tx};
use web::login::AccountId;

/// A session of the account.
pub(super) struct OpenSession {
    pub token_hash: String,
    pub created_at: i64,
    pub last_used_at: i64,
}

impl FromRow for OpenSession {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        Ok(OpenSession { token_hash: row.text("token_hash")?, created_at: row.int("created_at")?, last_used_at: row.int("last_used_at")? })
    }
}

/// Sessions that are alive, the one used last first.
pub(super) async fn sessions(tx: &mut Tx, id: &AccountId, now: i64, idle_since: i64) -> Result<Vec<OpenSession>, DatabaseError> {
    tx.all(
        "SELECT token_hash, created_at, last_used_at FROM sessions WHERE account_id = $1 AND expires_at > $2 AND last_used_at > $3 \
         ORDER BY last_used_at DESC, token_hash",
        args![id.as_str(), now, idle_since],
    )
    .await
}

/// Ends the account's other sessions; how many.
pub(super) async fn end_others(tx: &mut Tx, id: &AccountId, kept: &str) -> Result<u64, DatabaseError> {
    tx.execute("DELETE FROM sessions WHERE account_id = $1 AND token_hash <> $2", args![id.as_str(), kept]).await
}

pub(super) async fn set_password(tx: &mut Tx, id: &AccountId, hash: &str, now: i64) -> Result<(), DatabaseError> {
    let sql = "UPDATE accounts SET password_hash = $2, password_set_at = $3, failures = 0 WHERE id = $1";
    tx.execute(sql, args![id.as_str(), hash, now]).await.map(drop)
}

pub(super) async fn set_second_factor(tx: &mut Tx, id: &AccountId, sealed: &str, step: i64) -> Result<(), DatabaseError> {
    let sql = "UPDATE accounts SET second_factor = $2, second_factor_step = $3 WHERE id = $1";
    tx.execute(sql, args![id.as_str(), sealed, step]).await.map(drop)
}
