//! SQL of elections.

use web::args;
use web::database::{DatabaseError, Tx};

use super::{State, Stored, Window};

/// All elections, session by session; dry runs and void ones too.
pub async fn all(tx: &mut Tx) -> Result<Vec<Stored>, DatabaseError> {
    tx.all("SELECT * FROM elections ORDER BY session, uuid", args![]).await
}

/// One election.
pub async fn by_uuid(tx: &mut Tx, uuid: &str) -> Result<Option<Stored>, DatabaseError> {
    tx.optional("SELECT * FROM elections WHERE uuid = $1", args![uuid]).await
}

/// The election of a session that counts.
pub async fn of_session(tx: &mut Tx, session: u32) -> Result<Option<Stored>, DatabaseError> {
    tx.optional("SELECT * FROM elections WHERE session = $1 AND state <> 'void' AND NOT dry_run", args![session]).await
}

/// The elections that count, session by session: no dry runs, none that is void.
pub async fn counting(tx: &mut Tx) -> Result<Vec<Stored>, DatabaseError> {
    tx.all("SELECT * FROM elections WHERE state <> 'void' AND NOT dry_run ORDER BY session, uuid", args![]).await
}

/// Where each election stands that counts, session by session, without its texts.
pub(crate) async fn standing(tx: &mut Tx) -> Result<Vec<(String, u32, State)>, DatabaseError> {
    let sql = "SELECT uuid, session, state FROM elections WHERE state <> 'void' AND NOT dry_run ORDER BY session, uuid";
    let rows: Vec<(String, i64, String)> = tx.all(sql, args![]).await?;
    let wrong = |column: &str, reason: String| DatabaseError::Column { column: column.into(), reason };
    let read = |(uuid, session, word): (String, i64, String)| {
        let session = u32::try_from(session).map_err(|error| wrong("session", error.to_string()))?;
        let state = State::from_word(&word).ok_or_else(|| wrong("state", format!("unknown state {word}")))?;
        Ok((uuid, session, state))
    };
    rows.into_iter().map(read).collect()
}

/// Adds an election.
pub async fn add(tx: &mut Tx, it: &Stored) -> Result<(), DatabaseError> {
    let sql = "INSERT INTO elections (uuid, session, dry_run, state, election, trustees, receipt_key) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let Stored { uuid, session, dry_run, state, election, trustees, receipt_key } = it;
    tx.execute(sql, args![uuid, *session, *dry_run, state.word(), election, trustees, receipt_key]).await.map(drop)
}

/// Moves an election on; false if it is no more in the state from which it comes.
pub async fn set_state(tx: &mut Tx, uuid: &str, from: State, to: State) -> Result<bool, DatabaseError> {
    let sql = "UPDATE elections SET state = $3 WHERE uuid = $1 AND state = $2";
    Ok(tx.execute(sql, args![uuid, from.word(), to.word()]).await? == 1)
}

/// The window of an election, once it was opened.
pub async fn window(tx: &mut Tx, uuid: &str) -> Result<Option<Window>, DatabaseError> {
    tx.optional("SELECT * FROM election_windows WHERE uuid = $1", args![uuid]).await
}

/// Removes everything of a dry run's election.
pub async fn remove_dry_run(tx: &mut Tx, uuid: &str) -> Result<(), DatabaseError> {
    const OF_ELECTION: [&str; 17] = [
        "DELETE FROM election_used WHERE uuid = $1",
        "DELETE FROM election_papers WHERE uuid = $1",
        "DELETE FROM sitting_elections WHERE uuid = $1",
        "DELETE FROM election_results WHERE uuid = $1",
        "DELETE FROM election_shares WHERE uuid = $1",
        "DELETE FROM election_archive_parts WHERE uuid = $1",
        "DELETE FROM election_totals WHERE uuid = $1",
        "DELETE FROM election_previews WHERE uuid = $1",
        "DELETE FROM election_closings WHERE uuid = $1",
        "DELETE FROM checked_texts WHERE uuid = $1",
        "DELETE FROM checked_ballots WHERE uuid = $1",
        "DELETE FROM ballots WHERE uuid = $1",
        "DELETE FROM election_windows WHERE uuid = $1",
        "DELETE FROM card_scans WHERE uuid = $1",
        "DELETE FROM card_uploads WHERE uuid = $1",
        "DELETE FROM election_credentials WHERE uuid = $1",
        "DELETE FROM election_venues WHERE uuid = $1",
    ];
    for sql in OF_ELECTION {
        tx.execute(sql, args![uuid]).await?;
    }
    tx.execute("DELETE FROM elections WHERE uuid = $1 AND dry_run", args![uuid]).await.map(drop)
}
