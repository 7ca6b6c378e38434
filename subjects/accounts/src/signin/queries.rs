//! SQL of signing in.

use web::args;
use web::database::{DatabaseError, FromRow, Row, Tx};
use web::login::AccountId;

/// What signing in needs of an account.
pub(crate) struct Credentials {
    pub id: AccountId,
    pub display_name: String,
    pub state: String,
    pub password_hash: Option<String>,
    pub second_factor: Option<String>,
    pub second_factor_step: i64,
    pub failures: i64,
    pub locked_until: i64,
}

impl FromRow for Credentials {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        Ok(Credentials {
            id: row.text("id")?.into(),
            display_name: row.text("display_name")?,
            state: row.text("state")?,
            password_hash: row.optional_text("password_hash")?,
            second_factor: row.optional_text("second_factor")?,
            second_factor_step: row.int("second_factor_step")?,
            failures: row.int("failures")?,
            locked_until: row.int("locked_until")?,
        })
    }
}

pub(crate) async fn by_name(tx: &mut Tx, name: &str) -> Result<Option<Credentials>, DatabaseError> {
    tx.optional(
        "SELECT id, display_name, state, password_hash, second_factor, second_factor_step, failures, locked_until \
         FROM accounts WHERE login_name = $1",
        args![name],
    )
    .await
}

pub(crate) async fn by_id(tx: &mut Tx, id: &AccountId) -> Result<Option<Credentials>, DatabaseError> {
    tx.optional(
        "SELECT id, display_name, state, password_hash, second_factor, second_factor_step, failures, locked_until \
         FROM accounts WHERE id = $1",
        args![id.as_str()],
    )
    .await
}

/// A right try: the count of failures starts again, the code's step is used up.
pub(crate) async fn succeeded(tx: &mut Tx, id: &AccountId, step: i64) -> Result<(), DatabaseError> {
    let sql = "UPDATE accounts SET failures = 0, locked_until = 0, second_factor_step = $2 WHERE id = $1";
    tx.execute(sql, args![id.as_str(), step]).await.map(drop)
}

pub(crate) async fn signed_in_at(tx: &mut Tx, id: &AccountId, now: i64) -> Result<(), DatabaseError> {
    tx.execute("UPDATE accounts SET signed_in_at = $2 WHERE id = $1", args![id.as_str(), now]).await.map(drop)
}

pub(crate) async fn failed(tx: &mut Tx, id: &AccountId, failures: i64, locked_until: i64) -> Result<(), DatabaseError> {
    let sql = "UPDATE accounts SET failures = $2, locked_until = $3 WHERE id = $1";
    tx.execute(sql, args![id.as_str(), failures, locked_until]).await.map(drop)
}
