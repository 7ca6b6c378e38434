//! Where the ballots of a closed election stand in the public ledger, and whether one is among them. Nothing here has a time or an address.

use record::{Digest, Statement};
use web::args;
use web::database::{DatabaseError, Tx};
use web::{Refusal, ledger};

use super::queries;

/// The places of the statements that hold the hashes of all ballots, part by part, from 0.
pub type Places = Vec<u64>;

/// Notes where a part of the ballots' hashes stands.
pub(crate) async fn add_place(tx: &mut Tx, uuid: &str, part: i64, position: u64) -> Result<(), Refusal> {
    let sql = "INSERT INTO election_closings (uuid, part, position) VALUES ($1, $2, $3)";
    let position = i64::try_from(position).map_err(Refusal::internal)?;
    tx.execute(sql, args![uuid, part, position]).await?;
    Ok(())
}

/// Where the hashes of an election stand; nothing before its window is closed.
///
/// # Errors
/// A database that fails.
pub async fn places(tx: &mut Tx, uuid: &str) -> Result<Places, DatabaseError> {
    let found: Vec<i64> = tx.all("SELECT position FROM election_closings WHERE uuid = $1 ORDER BY part", args![uuid]).await?;
    Ok(found.into_iter().map(i64::unsigned_abs).collect())
}

/// What is known of a tracker in an election whose window is closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// In the box; its hash stands in this entry of the ledger, as written.
    Cast {
        /// The entry's place, from 0.
        position: u64,
        /// The entry.
        entry: String,
    },
    /// Shown by its voter to check the page (检查); never counted.
    Checked,
}

/// Looks for a ballot by its SHA-256; None if it is not of this election.
///
/// # Errors
/// A database that fails, or a ledger in which a ballot that is in the box does not stand.
pub async fn find(tx: &mut Tx, uuid: &str, tracker: Digest) -> Result<Option<Found>, Refusal> {
    let text = tracker.to_string();
    if queries::was_checked(tx, uuid, &text).await? {
        return Ok(Some(Found::Checked));
    }
    if !queries::is_stored(tx, uuid, &text).await? {
        return Ok(None);
    }
    for position in places(tx, uuid).await? {
        let entry = ledger::entry(tx, position).await?.ok_or_else(|| Refusal::internal("an entry of the ledger is missing"))?;
        let Ok(Statement::BallotsClosed(closed)) = Statement::from_bytes(entry.as_bytes()) else {
            return Err(Refusal::internal("an entry of the ledger is not the one that was written"));
        };
        if closed.hashes.binary_search(&tracker).is_ok() {
            return Ok(Some(Found::Cast { position, entry }));
        }
    }
    Err(Refusal::internal("a ballot of a closed box is not in the ledger"))
}
