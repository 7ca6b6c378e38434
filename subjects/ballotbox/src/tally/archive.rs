//! The archive of an election in the database, in parts that no statement is too long for.

use data_encoding::BASE64;
use web::Refusal;
use web::args;
use web::database::{DatabaseError, Tx};

/// Bytes of a part: a row stays below a megabyte as base64.
const PART: usize = 600_000;

/// Adds bytes behind what is there.
pub async fn append(tx: &mut Tx, uuid: &str, bytes: &[u8]) -> Result<(), DatabaseError> {
    let there: i64 = tx.one("SELECT COUNT(*) FROM election_archive_parts WHERE uuid = $1", args![uuid]).await?;
    for (part, bytes) in (there + 1..).zip(bytes.chunks(PART)) {
        let sql = "INSERT INTO election_archive_parts (uuid, part, content) VALUES ($1, $2, $3)";
        tx.execute(sql, args![uuid, part, BASE64.encode(bytes)]).await?;
    }
    Ok(())
}

/// How many parts there are.
pub async fn parts(tx: &mut Tx, uuid: &str) -> Result<i64, DatabaseError> {
    tx.one("SELECT COUNT(*) FROM election_archive_parts WHERE uuid = $1", args![uuid]).await
}

/// All bytes that are there.
///
/// # Errors
/// When a part is not what was written.
pub async fn whole(tx: &mut Tx, uuid: &str) -> Result<Vec<u8>, Refusal> {
    let mut bytes = Vec::new();
    for part in 1..=parts(tx, uuid).await? {
        let sql = "SELECT content FROM election_archive_parts WHERE uuid = $1 AND part = $2";
        let content: String = tx.one(sql, args![uuid, part]).await?;
        bytes.extend(BASE64.decode(content.as_bytes()).map_err(Refusal::internal)?);
    }
    Ok(bytes)
}
