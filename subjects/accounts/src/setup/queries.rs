//! SQL of set-up links.

use web::args;
use web::database::{DatabaseError, FromRow, Row, Tx};
use web::login::AccountId;

/// A link that can be used, with the account that it is for.
pub(super) struct OpenLink {
    pub account: AccountId,
    pub login_name: String,
    pub display_name: String,
    pub unit: String,
    pub sealed: String,
    pub expires_at: i64,
}

impl FromRow for OpenLink {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        Ok(OpenLink {
            account: row.text("id")?.into(),
            login_name: row.text("login_name")?,
            display_name: row.text("display_name")?,
            unit: row.text("unit")?,
            sealed: row.text("pending_second_factor")?,
            expires_at: row.int("expires_at")?,
        })
    }
}

pub(super) async fn open_link(tx: &mut Tx, token_hash: &str, now: i64) -> Result<Option<OpenLink>, DatabaseError> {
    tx.optional(
        "SELECT a.id, a.login_name, a.display_name, a.unit, l.pending_second_factor, l.expires_at \
         FROM setup_links l JOIN accounts a ON a.id = l.account_id \
         WHERE l.token_hash = $1 AND l.used_at IS NULL AND l.expires_at > $2 AND l.pending_second_factor IS NOT NULL AND a.state = 'invited'",
        args![token_hash, now],
    )
    .await
}

pub(super) async fn insert(
    tx: &mut Tx,
    token_hash: &str,
    account: &AccountId,
    sealed: &str,
    now: i64,
    expires_at: i64,
) -> Result<(), DatabaseError> {
    tx.execute(
        "INSERT INTO setup_links (token_hash, account_id, pending_second_factor, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)",
        args![token_hash, account.as_str(), sealed, now, expires_at],
    )
    .await
    .map(drop)
}

/// Marks every open link of the account as used and forgets its second factor.
pub(super) async fn void(tx: &mut Tx, account: &AccountId, now: i64) -> Result<(), DatabaseError> {
    let sql = "UPDATE setup_links SET used_at = $2, pending_second_factor = NULL WHERE account_id = $1 AND used_at IS NULL";
    tx.execute(sql, args![account.as_str(), now]).await.map(drop)
}

pub(super) async fn open_until(tx: &mut Tx, account: &AccountId, now: i64) -> Result<Option<i64>, DatabaseError> {
    tx.one(
        "SELECT MAX(expires_at) FROM setup_links WHERE account_id = $1 AND used_at IS NULL AND expires_at > $2",
        args![account.as_str(), now],
    )
    .await
}

/// Makes an invited account active; false if it is not invited any more.
pub(super) async fn activate(
    tx: &mut Tx,
    account: &AccountId,
    password_hash: &str,
    sealed: &str,
    step: i64,
    now: i64,
) -> Result<bool, DatabaseError> {
    let changed = tx
        .execute(
            "UPDATE accounts SET state = 'active', password_hash = $2, password_set_at = $5, second_factor = $3, second_factor_step = $4, \
             failures = 0, locked_until = 0 WHERE id = $1 AND state = 'invited'",
            args![account.as_str(), password_hash, sealed, step, now],
        )
        .await?;
    Ok(changed == 1)
}

pub(super) async fn count_accounts(tx: &mut Tx) -> Result<i64, DatabaseError> {
    tx.one("SELECT COUNT(*) FROM accounts", args![]).await
}

/// The account of this name, if it was never set up.
pub(super) async fn never_set_up(tx: &mut Tx, login_name: &str) -> Result<Option<String>, DatabaseError> {
    tx.optional("SELECT id FROM accounts WHERE login_name = $1 AND state = 'invited' AND password_set_at IS NULL", args![login_name]).await
}

/// The account of this name, unless it is disabled.
pub(super) async fn not_disabled(tx: &mut Tx, login_name: &str) -> Result<Option<String>, DatabaseError> {
    tx.optional("SELECT id FROM accounts WHERE login_name = $1 AND state <> 'disabled'", args![login_name]).await
}
