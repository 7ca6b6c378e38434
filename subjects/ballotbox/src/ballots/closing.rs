//! What the close of a window needs of the box: count, hashes, and that the order of casting is forgotten. All a page at a time, so that a city
//! may be larger than its server's memory.

use record::Digest;
use web::args;
use web::database::{Database, DatabaseError, FromRow, Row, Tx};

/// Ballots that are read at once, some 30 KB each.
const PAGE: i64 = 256;

/// A ballot as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredBallot {
    /// SHA-256 of the ballot, as hexadecimal digits.
    pub tracker: String,
    /// The ballot, to the last byte.
    pub text: String,
}

impl FromRow for StoredBallot {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        Ok(StoredBallot { tracker: row.text("tracker")?, text: row.text("ballot")? })
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

/// The next ballots of an election behind a tracker, in byte order, some at a time; none behind the last.
///
/// # Errors
/// A database that fails.
pub async fn page(tx: &mut Tx, uuid: &str, after: &str) -> Result<Vec<StoredBallot>, DatabaseError> {
    let sql = "SELECT tracker, ballot FROM ballots WHERE uuid = $1 AND tracker > $2 ORDER BY tracker LIMIT $3";
    tx.all(sql, args![uuid, after, PAGE]).await
}

/// The SHA-256 of each ballot's text, in the order of the trackers.
///
/// # Errors
/// A database that fails.
pub async fn digests(tx: &mut Tx, uuid: &str) -> Result<Vec<Digest>, DatabaseError> {
    let (mut digests, mut after) = (Vec::new(), String::new());
    loop {
        let page = page(tx, uuid, &after).await?;
        let Some(last) = page.last() else { return Ok(digests) };
        after.clone_from(&last.tracker);
        digests.extend(page.iter().map(|ballot| Digest::of(ballot.text.as_bytes())));
    }
}

/// Writes the rows of an election anew in byte order, so that nothing in the table tells in which order they were cast: neither SQLite's row
/// numbers nor PostgreSQL's row places and transaction numbers. [`forget_order`] is for after the commit.
///
/// It belongs into the transaction that closes the window. PostgreSQL may let a ballot that read the open window commit just after one that
/// only closes it, as if it had come before; that the same transaction reads the ballots is what makes the two collide, and one run again.
/// The same holds for revoking a card: whoever revokes looks for its ballot in the same transaction.
///
/// # Errors
/// A database that fails.
pub async fn rewrite(tx: &mut Tx, uuid: &str) -> Result<(), DatabaseError> {
    // Rows that take each other's places would tell by their numbers whether the last one cast was among the first of the new order.
    let sql = "CREATE TEMPORARY TABLE ballots_in_order (tracker TEXT NOT NULL PRIMARY KEY, credential TEXT NOT NULL, ballot TEXT NOT NULL)";
    tx.execute(sql, args![]).await?;
    let sql = "INSERT INTO ballots_in_order SELECT tracker, credential, ballot FROM ballots WHERE uuid = $1 ORDER BY tracker";
    tx.execute(sql, args![uuid]).await?;
    tx.execute("DELETE FROM ballots WHERE uuid = $1", args![uuid]).await?;
    let sql = "INSERT INTO ballots (uuid, tracker, credential, ballot) SELECT $1, tracker, credential, ballot FROM ballots_in_order ORDER BY tracker";
    tx.execute(sql, args![uuid]).await?;
    tx.execute("DROP TABLE ballots_in_order", args![]).await.map(drop)
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
