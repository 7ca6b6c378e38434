//! SQL of shares and results.

use web::args;
use web::database::{DatabaseError, Tx};

/// The trustees who posted a hash, with it.
pub(super) async fn committed(tx: &mut Tx, uuid: &str) -> Result<Vec<(i64, String)>, DatabaseError> {
    tx.all("SELECT trustee, sha256 FROM election_shares WHERE uuid = $1 ORDER BY trustee", args![uuid]).await
}

/// Keeps a hash; false if this trustee has posted one.
pub(super) async fn commit(tx: &mut Tx, uuid: &str, trustee: u32, sha256: &str) -> Result<bool, DatabaseError> {
    let sql = "INSERT INTO election_shares (uuid, trustee, sha256) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    Ok(tx.execute(sql, args![uuid, trustee, sha256]).await? == 1)
}

/// Puts the share beside its hash.
pub(super) async fn add_share(tx: &mut Tx, uuid: &str, trustee: i64, share: &str) -> Result<(), DatabaseError> {
    tx.execute("UPDATE election_shares SET share = $3 WHERE uuid = $1 AND trustee = $2", args![uuid, trustee, share]).await.map(drop)
}

pub(super) async fn add_result(tx: &mut Tx, uuid: &str, result: &str, sha256: &str, now: i64) -> Result<(), DatabaseError> {
    let sql = "INSERT INTO election_results (uuid, result, sha256, released_at) VALUES ($1, $2, $3, $4)";
    tx.execute(sql, args![uuid, result, sha256, now]).await.map(drop)
}
