//! What the close of a window needs of the box: count, order by hash, and that the order of casting is forgotten.

use ballot::digest::Digest;
use web::args;
use web::database::{Database, DatabaseError, FromRow, Row, Tx};

/// A ballot in the box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cast {
    /// SHA-256 of the ballot.
    pub tracker: Digest,
    /// The card's public key, in hexadecimal digits.
    pub credential: String,
    /// The ballot, to the last byte.
    pub text: String,
}

impl FromRow for Cast {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        let tracker = Digest::from_hex(row.text("tracker")?.as_bytes());
        let broken = || DatabaseError::Column { column: "tracker".into(), reason: "not a SHA-256".into() };
        Ok(Cast { tracker: tracker.ok_or_else(broken)?, credential: row.text("credential")?, text: row.text("ballot")? })
    }
}

/// How many ballots were cast.
///
/// # Errors
/// A database that fails.
pub async fn count(tx: &mut Tx, uuid: &str) -> Result<u32, DatabaseError> {
    let count: i64 = tx.one("SELECT COUNT(*) FROM ballots WHERE uuid = $1", args![uuid]).await?;
    u32::try_from(count).map_err(|error| DatabaseError::Column { column: "count".into(), reason: error.to_string() })
}

/// All ballots by the bytes of their SHA-256, in memory: some 45 MB for the 1,500 ballots of a session.
///
/// # Errors
/// A database that fails, or a stored tracker that is none.
pub async fn all_in_byte_order(tx: &mut Tx, uuid: &str) -> Result<Vec<Cast>, DatabaseError> {
    let mut all: Vec<Cast> = tx.all("SELECT tracker, credential, ballot FROM ballots WHERE uuid = $1", args![uuid]).await?;
    all.sort_unstable_by_key(|cast| cast.tracker);
    Ok(all)
}

/// Writes the rows of an election anew in byte order, so that nothing in the table tells in which order they were cast: neither SQLite's row
/// numbers nor PostgreSQL's row places and transaction numbers. Gives the ballots back. [`forget_order`] is for after the commit.
///
/// It belongs into the transaction that closes the window. PostgreSQL may let a ballot that read the open window commit just after one that
/// only closes it, as if it had come before; that the same transaction reads the ballots is what makes the two collide, and one run again.
/// The same holds for revoking a card: whoever revokes looks for its ballot in the same transaction.
///
/// # Errors
/// A database that fails.
pub async fn rewrite(tx: &mut Tx, uuid: &str) -> Result<Vec<Cast>, DatabaseError> {
    let all = all_in_byte_order(tx, uuid).await?;
    tx.execute("DELETE FROM ballots WHERE uuid = $1", args![uuid]).await?;
    for Cast { tracker, credential, text } in &all {
        let sql = "INSERT INTO ballots (uuid, tracker, credential, ballot) VALUES ($1, $2, $3, $4)";
        tx.execute(sql, args![uuid, tracker.to_hex(), credential, text]).await?;
    }
    Ok(all)
}

/// Removes the rows of the old order from the files too, after [`rewrite`] was committed.
///
/// What remains then: the disk's own copies of blocks that were written before, PostgreSQL's write-ahead log until it is recycled, its
/// archive and standbys, and every backup that was taken while the window was open.
///
/// # Errors
/// A database that fails; it can be done again.
pub async fn forget_order(database: &Database) -> Result<(), DatabaseError> {
    database.forget_deleted("ballots").await
}
