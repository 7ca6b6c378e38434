//! SQL of released results.

use web::args;
use web::database::{DatabaseError, FromRow, Row, Tx};

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

/// All released results, by session.
pub(super) async fn released(tx: &mut Tx) -> Result<Vec<Released>, DatabaseError> {
    tx.all(
        "SELECT r.uuid, e.session, r.result, r.sha256, r.released_at FROM election_results r JOIN elections e ON e.uuid = r.uuid \
         WHERE NOT e.dry_run ORDER BY e.session",
        args![],
    )
    .await
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
