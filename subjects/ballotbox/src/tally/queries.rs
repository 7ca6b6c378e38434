//! SQL of totals.

use web::args;
use web::database::{DatabaseError, FromRow, Row, Tx};

/// An encrypted total.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Total {
    /// How many ballots it holds.
    pub ballots: u64,
    /// Its SHA-256, in hexadecimal digits.
    pub sha256: String,
}

impl FromRow for Total {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        Ok(Total { ballots: row.int("ballots")?.unsigned_abs(), sha256: row.text("sha256")? })
    }
}

/// The total of an election, once it is made.
pub async fn total(tx: &mut Tx, uuid: &str) -> Result<Option<Total>, DatabaseError> {
    tx.optional("SELECT ballots, sha256 FROM election_totals WHERE uuid = $1", args![uuid]).await
}

/// Adds a total; false if another server was first.
pub(super) async fn add(tx: &mut Tx, uuid: &str, total: &Total) -> Result<bool, DatabaseError> {
    let sql = "INSERT INTO election_totals (uuid, ballots, sha256) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    let ballots = i64::try_from(total.ballots).unwrap_or(i64::MAX);
    Ok(tx.execute(sql, args![uuid, ballots, &total.sha256]).await? == 1)
}

/// The closed elections that have no total, by session.
pub(super) async fn without_total(tx: &mut Tx) -> Result<Vec<String>, DatabaseError> {
    tx.all(
        "SELECT e.uuid FROM elections e WHERE e.state = 'closed' AND NOT EXISTS (SELECT 1 FROM election_totals t WHERE t.uuid = e.uuid) \
         ORDER BY e.session, e.uuid",
        args![],
    )
    .await
}

/// All public credentials of an election, as hexadecimal digits.
pub(super) async fn credentials(tx: &mut Tx, uuid: &str) -> Result<Vec<String>, DatabaseError> {
    tx.all("SELECT credential FROM election_credentials WHERE uuid = $1 ORDER BY credential", args![uuid]).await
}
