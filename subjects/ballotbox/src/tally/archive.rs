//! The archive of an election in the database, in parts that no statement is too long for.

use std::io::Read;

use axum::body::Body;
use data_encoding::BASE64;
use futures_util::{StreamExt, stream};
use web::args;
use web::database::{DatabaseError, Tx};
use web::{App, Refusal};

/// Bytes of a part: a row stays below a megabyte as base64.
const PART: u64 = 600_000;

/// Adds everything that can be read behind what is there.
///
/// # Errors
/// A database that fails, or bytes that cannot be read.
pub async fn append(tx: &mut Tx, uuid: &str, mut bytes: impl Read + Send) -> Result<(), Refusal> {
    let there: i64 = tx.one("SELECT COUNT(*) FROM election_archive_parts WHERE uuid = $1", args![uuid]).await?;
    for part in there + 1.. {
        let mut content = Vec::new();
        if bytes.by_ref().take(PART).read_to_end(&mut content).map_err(Refusal::internal)? == 0 {
            break;
        }
        let sql = "INSERT INTO election_archive_parts (uuid, part, content) VALUES ($1, $2, $3)";
        tx.execute(sql, args![uuid, part, BASE64.encode(&content)]).await?;
    }
    Ok(())
}

/// How many parts there are.
async fn parts(tx: &mut Tx, uuid: &str) -> Result<i64, DatabaseError> {
    tx.one("SELECT COUNT(*) FROM election_archive_parts WHERE uuid = $1", args![uuid]).await
}

/// All bytes that are there.
///
/// # Errors
/// When a part is not what was written.
pub async fn whole(tx: &mut Tx, uuid: &str) -> Result<Vec<u8>, Refusal> {
    let mut bytes = Vec::new();
    for part in 1..=parts(tx, uuid).await? {
        bytes.extend(one(tx, uuid, part).await?);
    }
    Ok(bytes)
}

/// All bytes that are there now, each part read when it is sent: many may load 40 MB at once, and a slow one holds no transaction. A part
/// that cannot be read breaks the connection off, so that nobody takes half an archive for a whole one.
pub async fn streamed(app: &App, uuid: &str) -> Result<Body, DatabaseError> {
    let parts = parts(&mut app.database().reader().await?, uuid).await?;
    let (app, uuid) = (app.clone(), uuid.to_owned());
    Ok(Body::from_stream(stream::iter(1..=parts).then(move |part| {
        let (app, uuid) = (app.clone(), uuid.clone());
        async move { one(&mut app.database().reader().await?, &uuid, part).await }
    })))
}

async fn one(tx: &mut Tx, uuid: &str, part: i64) -> Result<Vec<u8>, Refusal> {
    let sql = "SELECT content FROM election_archive_parts WHERE uuid = $1 AND part = $2";
    let content: String = tx.one(sql, args![uuid, part]).await?;
    BASE64.decode(content.as_bytes()).map_err(Refusal::internal)
}
