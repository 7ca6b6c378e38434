//! SQL of accounts, their roles and posts.

use plan::Role;
use web::args;
use web::database::{DatabaseError, FromRow, Row, Tx};
use web::login::{AccountId, AccountState};

/// An account without its secrets.
#[derive(Clone, Debug)]
pub(crate) struct Account {
    pub id: AccountId,
    pub login_name: String,
    pub display_name: String,
    pub unit: String,
    pub contact: String,
    pub state: AccountState,
    pub locked_until: i64,
    pub created_at: i64,
    pub signed_in_at: Option<i64>,
}

impl FromRow for Account {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        Ok(Account {
            id: row.text("id")?.into(),
            login_name: row.text("login_name")?,
            display_name: row.text("display_name")?,
            unit: row.text("unit")?,
            contact: row.text("contact")?,
            state: AccountState::from_word(&row.text("state")?),
            locked_until: row.int("locked_until")?,
            created_at: row.int("created_at")?,
            signed_in_at: row.optional_int("signed_in_at")?,
        })
    }
}

/// What a new account starts with.
pub(crate) struct NewAccount<'a> {
    pub login_name: &'a str,
    pub display_name: &'a str,
    pub unit: &'a str,
    pub contact: &'a str,
}

/// Adds an invited account; false if the sign-in name is taken.
pub(crate) async fn insert(tx: &mut Tx, id: &AccountId, new: &NewAccount<'_>, now: i64) -> Result<bool, DatabaseError> {
    let added = tx
        .execute(
            "INSERT INTO accounts (id, login_name, display_name, unit, contact, state, created_at) \
             VALUES ($1, $2, $3, $4, $5, 'invited', $6) ON CONFLICT DO NOTHING",
            args![id.as_str(), new.login_name, new.display_name, new.unit, new.contact, now],
        )
        .await?;
    Ok(added == 1)
}

pub(crate) async fn account(tx: &mut Tx, id: &AccountId) -> Result<Option<Account>, DatabaseError> {
    tx.optional(
        "SELECT id, login_name, display_name, unit, contact, state, locked_until, created_at, signed_in_at FROM accounts WHERE id = $1",
        args![id.as_str()],
    )
    .await
}

/// All accounts by sign-in name. There are as many as staff: some thousand at most.
pub(crate) async fn accounts(tx: &mut Tx) -> Result<Vec<Account>, DatabaseError> {
    tx.all(
        "SELECT id, login_name, display_name, unit, contact, state, locked_until, created_at, signed_in_at FROM accounts ORDER BY login_name",
        args![],
    )
    .await
}

pub(crate) async fn login_names(tx: &mut Tx) -> Result<Vec<String>, DatabaseError> {
    tx.all("SELECT login_name FROM accounts ORDER BY login_name", args![]).await
}

/// Roles by account.
pub(crate) async fn all_roles(tx: &mut Tx) -> Result<Vec<(String, String)>, DatabaseError> {
    tx.all("SELECT account_id, role FROM account_roles ORDER BY account_id, role", args![]).await
}

/// Posts by account.
pub(crate) async fn all_posts(tx: &mut Tx) -> Result<Vec<(String, String)>, DatabaseError> {
    tx.all("SELECT account_id, post FROM account_posts ORDER BY account_id, post", args![]).await
}

pub(crate) async fn roles(tx: &mut Tx, id: &AccountId) -> Result<Vec<Role>, DatabaseError> {
    let words: Vec<String> = tx.all("SELECT role FROM account_roles WHERE account_id = $1 ORDER BY role", args![id.as_str()]).await?;
    Ok(words.iter().filter_map(|word| word.parse().ok()).collect())
}

pub(crate) async fn posts(tx: &mut Tx, id: &AccountId) -> Result<Vec<String>, DatabaseError> {
    tx.all("SELECT post FROM account_posts WHERE account_id = $1 ORDER BY post", args![id.as_str()]).await
}

pub(crate) async fn add_role(tx: &mut Tx, id: &AccountId, role: &Role, by: &str, now: i64) -> Result<(), DatabaseError> {
    let sql = "INSERT INTO account_roles (account_id, role, granted_at, granted_by) VALUES ($1, $2, $3, $4)";
    tx.execute(sql, args![id.as_str(), role.to_string(), now, by]).await.map(drop)
}

pub(crate) async fn remove_role(tx: &mut Tx, id: &AccountId, role: &Role) -> Result<u64, DatabaseError> {
    tx.execute("DELETE FROM account_roles WHERE account_id = $1 AND role = $2", args![id.as_str(), role.to_string()]).await
}

pub(crate) async fn remove_roles(tx: &mut Tx, id: &AccountId) -> Result<(), DatabaseError> {
    tx.execute("DELETE FROM account_roles WHERE account_id = $1", args![id.as_str()]).await.map(drop)
}

pub(crate) async fn set_posts(tx: &mut Tx, id: &AccountId, posts: &[String]) -> Result<(), DatabaseError> {
    tx.execute("DELETE FROM account_posts WHERE account_id = $1", args![id.as_str()]).await?;
    for post in posts {
        tx.execute("INSERT INTO account_posts (account_id, post) VALUES ($1, $2)", args![id.as_str(), post]).await?;
    }
    Ok(())
}

pub(crate) async fn set_unit(tx: &mut Tx, id: &AccountId, unit: &str) -> Result<(), DatabaseError> {
    tx.execute("UPDATE accounts SET unit = $2 WHERE id = $1", args![id.as_str(), unit]).await.map(drop)
}

pub(crate) async fn set_name(tx: &mut Tx, id: &AccountId, name: &str, contact: &str) -> Result<(), DatabaseError> {
    let sql = "UPDATE accounts SET display_name = $2, contact = $3 WHERE id = $1";
    tx.execute(sql, args![id.as_str(), name, contact]).await.map(drop)
}

/// Accounts that hold a role and are not disabled.
pub(crate) async fn holders(tx: &mut Tx, role: &Role) -> Result<i64, DatabaseError> {
    let sql = "SELECT COUNT(*) FROM account_roles r JOIN accounts a ON a.id = r.account_id WHERE r.role = $1 AND a.state <> 'disabled'";
    tx.one(sql, args![role.to_string()]).await
}

/// Accounts that hold a role and can sign in, other than this one.
pub(crate) async fn other_active_holders(tx: &mut Tx, role: &Role, but: &AccountId) -> Result<i64, DatabaseError> {
    let sql = "SELECT COUNT(*) FROM account_roles r JOIN accounts a ON a.id = r.account_id \
               WHERE r.role = $1 AND a.state = 'active' AND a.id <> $2";
    tx.one(sql, args![role.to_string(), but.as_str()]).await
}

/// Takes password and second factor away; the account waits for its set-up link again.
pub(crate) async fn reset(tx: &mut Tx, id: &AccountId) -> Result<(), DatabaseError> {
    let sql =
        "UPDATE accounts SET state = 'invited', password_hash = NULL, second_factor = NULL, failures = 0, locked_until = 0 WHERE id = $1";
    tx.execute(sql, args![id.as_str()]).await.map(drop)
}

pub(crate) async fn disable(tx: &mut Tx, id: &AccountId) -> Result<(), DatabaseError> {
    let sql = "UPDATE accounts SET state = 'disabled', password_hash = NULL, second_factor = NULL WHERE id = $1";
    tx.execute(sql, args![id.as_str()]).await.map(drop)
}

pub(crate) async fn unlock(tx: &mut Tx, id: &AccountId) -> Result<(), DatabaseError> {
    tx.execute("UPDATE accounts SET failures = 0, locked_until = 0 WHERE id = $1", args![id.as_str()]).await.map(drop)
}
