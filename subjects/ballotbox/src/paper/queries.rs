//! SQL of paper forms.

use web::args;
use web::database::{DatabaseError, FromRow, Row, Tx};

/// A venue that may vote on paper forms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// The venue's id.
    pub venue: String,
    /// Why.
    pub reason: String,
    /// When it was permitted, in milliseconds.
    pub permitted_at: i64,
    /// How many were keyed in, once two desks have counted.
    pub keyed: Option<u32>,
}

impl FromRow for Paper {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        let small =
            |count: i64| u32::try_from(count).map_err(|error| DatabaseError::Column { column: "keyed".into(), reason: error.to_string() });
        Ok(Paper {
            venue: row.text("venue")?,
            reason: row.text("reason")?,
            permitted_at: row.int("permitted_at")?,
            keyed: row.optional_int("keyed")?.map(small).transpose()?,
        })
    }
}

/// The venues of an election that may, by venue.
pub async fn of(tx: &mut Tx, uuid: &str) -> Result<Vec<Paper>, DatabaseError> {
    tx.all("SELECT * FROM election_papers WHERE uuid = $1 ORDER BY venue", args![uuid]).await
}

/// Lets a venue; false if it may already.
pub(super) async fn add(tx: &mut Tx, uuid: &str, venue: &str, reason: &str, now: i64) -> Result<bool, DatabaseError> {
    let sql = "INSERT INTO election_papers (uuid, venue, reason, permitted_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
    Ok(tx.execute(sql, args![uuid, venue, reason, now]).await? == 1)
}

/// Keeps a venue's count, in the place of an earlier one.
pub(super) async fn set_keyed(tx: &mut Tx, uuid: &str, venue: &str, keyed: u32) -> Result<bool, DatabaseError> {
    let sql = "UPDATE election_papers SET keyed = $3 WHERE uuid = $1 AND venue = $2";
    Ok(tx.execute(sql, args![uuid, venue, keyed]).await? == 1)
}
