//! SQL of the box.

use web::args;
use web::database::{DatabaseError, Tx};

/// Stores a ballot if at this moment its card is good, its election open and its last byte in time; false if not, or if the card has
/// voted. One statement, so that nothing comes between.
pub async fn store(tx: &mut Tx, uuid: &str, ballot: &super::storing::Job) -> Result<bool, DatabaseError> {
    let sql = "INSERT INTO ballots (uuid, tracker, credential, ballot) \
               SELECT $1, $2, $3, $4 FROM election_credentials c \
               JOIN elections e ON e.uuid = c.uuid AND e.state = 'open' \
               JOIN election_windows w ON w.uuid = c.uuid \
               WHERE c.uuid = $1 AND c.credential = $3 AND c.revoked = 'no' \
               AND w.closed_at IS NULL AND w.opened_at <= $5 AND $5 < w.closes_at + $6 \
               ON CONFLICT DO NOTHING";
    let values = args![uuid, &ballot.tracker, &ballot.credential, &ballot.text, ballot.arrived, ballot.grace];
    Ok(tx.execute(sql, values).await? == 1)
}

/// The tracker of the ballot that a card has cast.
pub async fn cast_by(tx: &mut Tx, uuid: &str, credential: &str) -> Result<Option<String>, DatabaseError> {
    tx.optional("SELECT tracker FROM ballots WHERE uuid = $1 AND credential = $2", args![uuid, credential]).await
}

/// Whether a ballot is in the box.
pub async fn is_stored(tx: &mut Tx, uuid: &str, tracker: &str) -> Result<bool, DatabaseError> {
    let found: Option<i64> = tx.optional("SELECT 1 FROM ballots WHERE uuid = $1 AND tracker = $2", args![uuid, tracker]).await?;
    Ok(found.is_some())
}

/// Whether a card can no longer vote; None for a card that is not in the list.
pub async fn is_revoked(tx: &mut Tx, uuid: &str, credential: &str) -> Result<Option<bool>, DatabaseError> {
    let sql = "SELECT revoked FROM election_credentials WHERE uuid = $1 AND credential = $2";
    let revoked: Option<String> = tx.optional(sql, args![uuid, credential]).await?;
    Ok(revoked.map(|word| word != "no"))
}

/// The list of public credentials, sorted.
pub async fn credentials(tx: &mut Tx, uuid: &str) -> Result<Vec<String>, DatabaseError> {
    let mut list: Vec<String> = tx.all("SELECT credential FROM election_credentials WHERE uuid = $1", args![uuid]).await?;
    list.sort_unstable();
    Ok(list)
}

/// Which of them are revoked.
pub async fn revoked(tx: &mut Tx, uuid: &str) -> Result<Vec<String>, DatabaseError> {
    tx.all("SELECT credential FROM election_credentials WHERE uuid = $1 AND revoked <> 'no'", args![uuid]).await
}

/// Revokes a good card because its ballot was revealed; false if it is not good.
pub async fn revoke_checked(tx: &mut Tx, uuid: &str, credential: &str) -> Result<bool, DatabaseError> {
    let sql = "UPDATE election_credentials SET revoked = 'checked' WHERE uuid = $1 AND credential = $2 AND revoked = 'no'";
    Ok(tx.execute(sql, args![uuid, credential]).await? == 1)
}

/// Notes which ballot was revealed.
pub async fn add_checked(tx: &mut Tx, uuid: &str, credential: &str, tracker: &str) -> Result<(), DatabaseError> {
    let sql = "INSERT INTO checked_ballots (uuid, credential, tracker) VALUES ($1, $2, $3)";
    tx.execute(sql, args![uuid, credential, tracker]).await.map(drop)
}

/// Keeps what was revealed, for the second device.
pub async fn add_checked_text(tx: &mut Tx, uuid: &str, tracker: &str, ballot: &str, revealed: &str) -> Result<(), DatabaseError> {
    let sql = "INSERT INTO checked_texts (uuid, tracker, ballot, revealed) VALUES ($1, $2, $3, $4)";
    tx.execute(sql, args![uuid, tracker, ballot, revealed]).await.map(drop)
}

/// What was revealed of a ballot: ballot and randomness.
pub async fn checked_text(tx: &mut Tx, uuid: &str, tracker: &str) -> Result<Option<(String, String)>, DatabaseError> {
    tx.optional("SELECT ballot, revealed FROM checked_texts WHERE uuid = $1 AND tracker = $2", args![uuid, tracker]).await
}

/// Which ballot of a card was revealed.
pub async fn checked_with(tx: &mut Tx, uuid: &str, credential: &str) -> Result<Option<String>, DatabaseError> {
    tx.optional("SELECT tracker FROM checked_ballots WHERE uuid = $1 AND credential = $2", args![uuid, credential]).await
}

/// Whether a ballot was revealed to check the page.
pub async fn was_checked(tx: &mut Tx, uuid: &str, tracker: &str) -> Result<bool, DatabaseError> {
    let sql = "SELECT 1 FROM checked_ballots WHERE uuid = $1 AND tracker = $2";
    Ok(tx.optional::<i64>(sql, args![uuid, tracker]).await?.is_some())
}
