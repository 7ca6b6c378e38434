//! Entries of the audit log, as read.

use crate::args;
use crate::database::{DatabaseError, FromRow, Row, Tx};

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Entry {
    /// Its place, from 1, without gaps.
    pub position: i64,
    /// When, in milliseconds since 1970 UTC.
    pub at: i64,
    /// The account or pass; `system` for the program; empty for somebody not signed in.
    pub actor_id: String,
    /// The name at the time.
    pub actor_name: String,
    /// The client's address, empty for the program.
    pub address: String,
    /// What happened.
    pub kind: String,
    /// What happened, in Chinese.
    pub title: String,
    /// On what.
    pub subject: String,
    /// The particulars, as JSON.
    pub details: String,
}

impl FromRow for Entry {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        Ok(Entry {
            position: row.int("position")?,
            at: row.int("recorded_at")?,
            actor_id: row.text("actor_id")?,
            actor_name: row.text("actor_name")?,
            address: row.text("address")?,
            kind: row.text("kind")?,
            title: row.text("title")?,
            subject: row.text("subject")?,
            details: row.text("details")?,
        })
    }
}

/// Which entries to show; empty texts and zero mean no restriction.
#[derive(Clone, Debug, Default)]
pub struct EntryFilter {
    /// The kind, or the beginning of it with its dot: `account.` for `account.created`.
    pub kind: String,
    /// An account's id.
    pub actor_id: String,
    /// What it happened on.
    pub subject: String,
    /// Only entries before this position.
    pub before: i64,
}

/// The newest entries that pass the filter, at most `limit`, newest first.
pub async fn page(tx: &mut Tx, filter: &EntryFilter, limit: i64) -> Result<Vec<Entry>, DatabaseError> {
    // `rights.` means every kind that begins so; wildcards in the filter mean nothing.
    let plain = filter.kind.ends_with('.') && !filter.kind.contains(['%', '_', '\\']);
    let beginning = if plain { format!("{}%", filter.kind) } else { String::new() };
    let before = if filter.before > 0 { filter.before } else { i64::MAX };
    tx.all(
        "SELECT * FROM audit_log WHERE position < $1 AND ($2 = '' OR kind = $2 OR kind LIKE $3) \
         AND ($4 = '' OR actor_id = $4) AND ($5 = '' OR subject = $5) ORDER BY position DESC LIMIT $6",
        args![before, &filter.kind, beginning, &filter.actor_id, &filter.subject, limit],
    )
    .await
}

/// The kinds of events that occur in the log with their titles, sorted by kind.
pub async fn kinds(tx: &mut Tx) -> Result<Vec<(String, String)>, DatabaseError> {
    let mut kinds: Vec<(String, String)> = tx.all("SELECT DISTINCT kind, title FROM audit_log", args![]).await?;
    kinds.sort();
    Ok(kinds)
}
