//! The hash chain over audit entries.

use std::collections::BTreeMap;

use record::Statement;
use sha2::{Digest, Sha256};

use super::Entry;
use crate::database::{DatabaseError, Tx};
use crate::{args, ledger};

/// The end of the log: how many entries, and the hash over all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The number of entries.
    pub position: i64,
    /// SHA-256 in hexadecimal; 64 zeros for an empty log.
    pub hash: String,
}

/// What is wrong with the log.
#[derive(Debug, thiserror::Error)]
pub enum ChainError {
    /// An entry was changed, or one before it was changed or removed.
    #[error("audit entry {0} does not continue the chain")]
    Broken(i64),
    /// The last entries are missing, or entries stand after the head.
    #[error("the audit log has {found} entries, its head says {expected}")]
    Length {
        /// Entries that are there.
        found: i64,
        /// Entries that the head counts.
        expected: i64,
    },
    /// The log is one chain, but not the one whose head was published: somebody has made it anew.
    #[error("audit entry {0} is not the one whose hash was published in the ledger")]
    Published(i64),
    /// The log cannot be read.
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

/// The hash of an entry: over the previous hash and every field, each preceded by its length.
pub(super) fn link(previous: &str, entry: &Entry) -> String {
    let mut hasher = Sha256::new();
    let (position, at) = (entry.position.to_string(), entry.at.to_string());
    let fields = [
        previous,
        &position,
        &at,
        &entry.actor_id,
        &entry.actor_name,
        &entry.address,
        &entry.kind,
        &entry.title,
        &entry.subject,
        &entry.details,
    ];
    for field in fields {
        hasher.update((field.len() as u64).to_be_bytes());
        hasher.update(field.as_bytes());
    }
    data_encoding::HEXLOWER.encode(&hasher.finalize())
}

/// The head of the log.
pub async fn head(tx: &mut Tx) -> Result<Head, DatabaseError> {
    let (position, hash) = tx.one("SELECT position, hash FROM audit_head WHERE id = 1", args![]).await?;
    Ok(Head { position, hash })
}

/// Recomputes the whole chain, a thousand entries at a time, and compares it with the head and with every head that was published in the
/// ledger, which whoever writes the chain anew cannot change.
pub async fn verify(tx: &mut Tx) -> Result<Head, ChainError> {
    let head = head(tx).await?;
    let published = published(tx).await?;
    let mut previous = "0".repeat(64);
    let mut count = 0;
    loop {
        let entries: Vec<(Entry, String)> = entries_after(tx, count).await?;
        if entries.is_empty() {
            break;
        }
        for (entry, hash) in entries {
            count += 1;
            if entry.position != count || link(&previous, &entry) != hash {
                return Err(ChainError::Broken(count));
            }
            if published.get(&count).is_some_and(|known| *known != hash) {
                return Err(ChainError::Published(count));
            }
            previous = hash;
        }
    }
    if count != head.position {
        return Err(ChainError::Length { found: count, expected: head.position });
    }
    if previous != head.hash {
        return Err(ChainError::Broken(count));
    }
    match published.last_key_value() {
        Some((last, _)) if *last > count => Err(ChainError::Published(*last)),
        _ => Ok(head),
    }
}

/// The heads that stand in the ledger, by the number of entries.
async fn published(tx: &mut Tx) -> Result<BTreeMap<i64, String>, DatabaseError> {
    let mut heads = BTreeMap::new();
    for statement in ledger::of_kind(tx, "audit.head").await? {
        if let Statement::AuditHead(head) = statement {
            heads.insert(i64::try_from(head.sequence).unwrap_or(i64::MAX), head.sha256.to_string());
        }
    }
    Ok(heads)
}

struct Hashed(Entry, String);

impl crate::database::FromRow for Hashed {
    fn from_row(row: &crate::database::Row) -> Result<Self, DatabaseError> {
        Ok(Hashed(Entry::from_row(row)?, row.text("hash")?))
    }
}

async fn entries_after(tx: &mut Tx, position: i64) -> Result<Vec<(Entry, String)>, DatabaseError> {
    let rows: Vec<Hashed> = tx.all("SELECT * FROM audit_log WHERE position > $1 ORDER BY position LIMIT 1000", args![position]).await?;
    Ok(rows.into_iter().map(|Hashed(entry, hash)| (entry, hash)).collect())
}
