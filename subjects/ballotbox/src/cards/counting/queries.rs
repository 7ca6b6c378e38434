//! SQL of scanned cards.

use web::args;
use web::database::{DatabaseError, FromRow, Row, Tx};

use super::service::Why;

/// A scanned card.
#[derive(Clone, Debug)]
pub(super) struct Scan {
    pub credential: String,
    pub venue: String,
    pub why: Why,
}

impl FromRow for Scan {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        Ok(Scan { credential: row.text("credential")?, venue: row.text("venue")?, why: Why::from_word(&row.text("why")?) })
    }
}

/// A venue's scanned cards, in byte order.
pub(super) async fn scans(tx: &mut Tx, uuid: &str, venue: &str) -> Result<Vec<Scan>, DatabaseError> {
    tx.all("SELECT * FROM card_scans WHERE uuid = $1 AND venue = $2 ORDER BY credential", args![uuid, venue]).await
}

/// A card, if somebody scanned it.
pub(super) async fn scan(tx: &mut Tx, uuid: &str, credential: &str) -> Result<Option<Scan>, DatabaseError> {
    tx.optional("SELECT * FROM card_scans WHERE uuid = $1 AND credential = $2", args![uuid, credential]).await
}

/// Keeps a scanned card.
pub(super) async fn add(tx: &mut Tx, uuid: &str, scan: &Scan) -> Result<(), DatabaseError> {
    let sql = "INSERT INTO card_scans (uuid, credential, venue, why) VALUES ($1, $2, $3, $4)";
    tx.execute(sql, args![uuid, &scan.credential, &scan.venue, scan.why.word()]).await.map(drop)
}

/// Takes a scanned card off a venue's list; false if it is not there.
pub(super) async fn remove(tx: &mut Tx, uuid: &str, venue: &str, credential: &str) -> Result<bool, DatabaseError> {
    let sql = "DELETE FROM card_scans WHERE uuid = $1 AND venue = $2 AND credential = $3";
    Ok(tx.execute(sql, args![uuid, venue, credential]).await? == 1)
}

/// Forgets which venue's cards these were.
pub(super) async fn forget(tx: &mut Tx, uuid: &str, venue: &str) -> Result<(), DatabaseError> {
    tx.execute("DELETE FROM card_scans WHERE uuid = $1 AND venue = $2", args![uuid, venue]).await.map(drop)
}
