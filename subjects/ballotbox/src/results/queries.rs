//! SQL of released results.

use std::collections::HashSet;
use std::sync::{LazyLock, Mutex, PoisonError};

use record::Statement;
use web::database::{DatabaseError, FromRow, Row, Tx};
use web::{Refusal, args, ledger};

/// A released result.
#[derive(Clone, Debug)]
pub(super) struct Released {
    pub uuid: String,
    pub session: u32,
    /// How often each answer of each question was chosen.
    pub result: Vec<Vec<u64>>,
    /// SHA-256 of the archive.
    pub sha256: String,
    pub released_at: i64,
}

impl FromRow for Released {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        let broken = |error: String| DatabaseError::Column { column: "result".into(), reason: error };
        Ok(Released {
            uuid: row.text("uuid")?,
            session: u32::try_from(row.int("session")?).map_err(|error| broken(error.to_string()))?,
            result: serde_json::from_str(&row.text("result")?).map_err(|error| broken(error.to_string()))?,
            sha256: row.text("sha256")?,
            released_at: row.int("released_at")?,
        })
    }
}

/// Results that were found to be those of the ledger, by everything that is compared.
static AGREED: LazyLock<Mutex<HashSet<String>>> = LazyLock::new(Mutex::default);

/// All released results, by session.
///
/// # Errors
/// A database that fails, or holds other figures than were published in the ledger: then nobody is shown any.
pub(super) async fn released(tx: &mut Tx) -> Result<Vec<Released>, Refusal> {
    let all: Vec<Released> = tx
        .all(
            "SELECT r.uuid, e.session, r.result, r.sha256, r.released_at FROM election_results r JOIN elections e ON e.uuid = r.uuid \
         WHERE NOT e.dry_run ORDER BY e.session",
            args![],
        )
        .await?;
    let known = |it: &Released| AGREED.lock().unwrap_or_else(PoisonError::into_inner).contains(&it.text());
    if !all.iter().all(known) {
        let published = ledger::of_kind(tx, "result.released").await?;
        for it in &all {
            if !published.iter().any(|statement| it.is_said_by(statement)) {
                let session = it.session;
                return Err(Refusal::internal(format!("the result of session {session} in the database is not the one in the ledger")));
            }
            AGREED.lock().unwrap_or_else(PoisonError::into_inner).insert(it.text());
        }
    }
    Ok(all)
}

impl Released {
    fn text(&self) -> String {
        format!("{}|{}|{:?}", self.uuid, self.sha256, self.result)
    }

    fn is_said_by(&self, statement: &Statement) -> bool {
        let Statement::ResultReleased(it) = statement else { return false };
        let counts = it.result.iter().map(|answers| answers.iter().map(|count| u64::from(*count)).collect::<Vec<u64>>());
        it.uuid.to_string() == self.uuid && it.archive.to_string() == self.sha256 && counts.eq(self.result.iter().cloned())
    }
}

/// The cards of an election: printed, left over, void, over all venues.
pub(super) async fn cards(tx: &mut Tx, uuid: &str) -> Result<(i64, i64, i64), DatabaseError> {
    let sql = "SELECT CAST(COALESCE(SUM(printed), 0) AS BIGINT), CAST(COALESCE(SUM(left_over), 0) AS BIGINT), \
               CAST(COALESCE(SUM(void), 0) AS BIGINT) FROM election_venues WHERE uuid = $1";
    tx.one(sql, args![uuid]).await
}

/// Cards that inspectors checked the page with, and cards made void after the count.
pub(super) async fn revoked_later(tx: &mut Tx, uuid: &str) -> Result<(i64, i64), DatabaseError> {
    let sql = "SELECT COUNT(CASE WHEN revoked = 'checked' THEN 1 END), COUNT(CASE WHEN revoked = 'late-void' THEN 1 END) \
               FROM election_credentials WHERE uuid = $1";
    tx.one(sql, args![uuid]).await
}
