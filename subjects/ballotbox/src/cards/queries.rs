//! SQL of cards.

use std::sync::LazyLock;

use web::args;
use web::database::{DatabaseError, FromRow, Row, Tx, Value};

use super::venues::Venues;
use web::database::Bulk;

/// What the card maker handed in, before two officers confirmed it.
#[derive(Clone, Debug)]
pub(crate) struct Upload {
    pub credentials: String,
    pub venues: String,
    pub by: String,
    pub at: i64,
}

impl FromRow for Upload {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        Ok(Upload {
            credentials: row.text("credentials")?,
            venues: row.text("venues")?,
            by: row.text("uploaded_by_name")?,
            at: row.int("uploaded_at")?,
        })
    }
}

/// Puts an upload in the place of an earlier one.
pub(super) async fn keep(tx: &mut Tx, uuid: &str, upload: &Upload) -> Result<(), DatabaseError> {
    tx.execute("DELETE FROM card_uploads WHERE uuid = $1", args![uuid]).await?;
    let sql = "INSERT INTO card_uploads (uuid, credentials, venues, uploaded_by_name, uploaded_at) VALUES ($1, $2, $3, $4, $5)";
    tx.execute(sql, args![uuid, &upload.credentials, &upload.venues, &upload.by, upload.at]).await.map(drop)
}

/// What was handed in last.
pub(crate) async fn upload(tx: &mut Tx, uuid: &str) -> Result<Option<Upload>, DatabaseError> {
    tx.optional("SELECT * FROM card_uploads WHERE uuid = $1", args![uuid]).await
}

/// A venue's cards of one election.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VenueCards {
    /// The venue's id.
    pub venue: String,
    /// Cards made, spares included.
    pub printed: i64,
    /// SHA-256 of the venue's list.
    pub sha256: String,
    /// Cards that nobody took, and damaged ones, once they are counted.
    pub counted: Option<(i64, i64)>,
}

impl VenueCards {
    /// Cards that people took, once they are counted.
    pub fn issued(&self) -> Option<i64> {
        self.counted.map(|(left, void)| self.printed - left - void)
    }
}

impl FromRow for VenueCards {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        let (left, void) = (row.optional_int("left_over")?, row.optional_int("void")?);
        Ok(VenueCards { venue: row.text("venue")?, printed: row.int("printed")?, sha256: row.text("sha256")?, counted: left.zip(void) })
    }
}

/// The venues' cards of an election, by venue.
pub async fn venues(tx: &mut Tx, uuid: &str) -> Result<Vec<VenueCards>, DatabaseError> {
    tx.all("SELECT * FROM election_venues WHERE uuid = $1 ORDER BY venue", args![uuid]).await
}

/// One venue's cards.
pub(super) async fn venue(tx: &mut Tx, uuid: &str, venue: &str) -> Result<Option<VenueCards>, DatabaseError> {
    tx.optional("SELECT * FROM election_venues WHERE uuid = $1 AND venue = $2", args![uuid, venue]).await
}

/// Keeps what two officers confirmed.
pub(super) async fn set_up(tx: &mut Tx, uuid: &str, credentials: &[String], venues: &Venues) -> Result<(), web::Refusal> {
    static CREDENTIALS: LazyLock<Bulk> = LazyLock::new(|| Bulk::insert("INSERT INTO election_credentials (uuid, credential, revoked)", 3));
    let rows: Vec<[Value; 3]> = credentials.iter().map(|key| [uuid.into(), key.as_str().into(), "no".into()]).collect();
    CREDENTIALS.rows(tx, &rows).await?;
    for line in &venues.venues {
        let sql = "INSERT INTO election_venues (uuid, venue, printed, sha256) VALUES ($1, $2, $3, $4)";
        tx.execute(sql, args![uuid, &line.venue, line.count, &line.sha256]).await?;
    }
    Ok(())
}

/// Why a card can no longer vote, as stored; None if the election has no such card.
pub(super) async fn revoked(tx: &mut Tx, uuid: &str, credential: &str) -> Result<Option<String>, DatabaseError> {
    tx.optional("SELECT revoked FROM election_credentials WHERE uuid = $1 AND credential = $2", args![uuid, credential]).await
}

/// The session of another election of the same kind that has this card.
pub(super) async fn session_of(tx: &mut Tx, credential: &str) -> Result<Option<i64>, DatabaseError> {
    let sql = "SELECT e.session FROM elections e JOIN election_credentials c ON c.uuid = e.uuid WHERE c.credential = $1 \
               ORDER BY e.session LIMIT 1";
    tx.optional(sql, args![credential]).await
}

/// Whether a ballot was cast with a card.
pub(super) async fn is_used(tx: &mut Tx, uuid: &str, credential: &str) -> Result<bool, DatabaseError> {
    let found: Option<i64> = tx.optional("SELECT 1 FROM ballots WHERE uuid = $1 AND credential = $2", args![uuid, credential]).await?;
    Ok(found.is_some())
}

/// Revokes a card; false if it is revoked already.
pub(super) async fn revoke(tx: &mut Tx, uuid: &str, credential: &str, why: &str) -> Result<bool, DatabaseError> {
    let sql = "UPDATE election_credentials SET revoked = $3 WHERE uuid = $1 AND credential = $2 AND revoked = 'no'";
    Ok(tx.execute(sql, args![uuid, credential, why]).await? == 1)
}

/// Keeps a venue's count.
pub(super) async fn set_count(tx: &mut Tx, uuid: &str, venue: &str, left: i64, void: i64) -> Result<bool, DatabaseError> {
    let sql = "UPDATE election_venues SET left_over = $3, void = $4 WHERE uuid = $1 AND venue = $2 AND left_over IS NULL";
    Ok(tx.execute(sql, args![uuid, venue, left, void]).await? == 1)
}
