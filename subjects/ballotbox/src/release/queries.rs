//! SQL of shares and results.

use web::args;
use web::database::{DatabaseError, FromRow, Row, Tx};

/// What is being done for a release.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The shares are there.
    Received,
    /// Shares are checked and a total is opened.
    Opening,
    /// Everything is written at once.
    Publishing,
}

impl Step {
    const ALL: [Step; 3] = [Step::Received, Step::Opening, Step::Publishing];

    fn word(self) -> &'static str {
        match self {
            Step::Received => "received",
            Step::Opening => "opening",
            Step::Publishing => "publishing",
        }
    }
}

/// How the opening of a release ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    /// Everything is published.
    Done,
    /// Nothing is.
    Failed,
}

/// The latest opening, for the page.
#[derive(Clone, Debug)]
pub(super) struct Progress {
    pub working: bool,
    pub step: Step,
    /// The session that is looked at; 0 for all.
    pub session: u32,
    /// Why it was given up; else empty.
    pub why: String,
}

impl FromRow for Progress {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        let word = row.text("step")?;
        let unknown = || DatabaseError::Column { column: "step".into(), reason: format!("unknown step {word}") };
        Ok(Progress {
            working: row.text("state")? == "working",
            step: Step::ALL.into_iter().find(|step| step.word() == word).ok_or_else(unknown)?,
            session: u32::try_from(row.int("session")?).unwrap_or(0),
            why: row.text("why")?,
        })
    }
}

/// Begins an opening under the id of the proposal that was confirmed; false if one is under way.
pub(crate) async fn begin(tx: &mut Tx, opening: &str, now: i64) -> Result<bool, DatabaseError> {
    let sql = "INSERT INTO release_openings (id, state, step, session, why, begun_at) VALUES ($1, 'working', 'received', 0, '', $2) \
               ON CONFLICT DO NOTHING";
    Ok(tx.execute(sql, args![opening, now]).await? == 1)
}

/// The opening that is under way.
pub(super) async fn working(tx: &mut Tx) -> Result<Option<String>, DatabaseError> {
    tx.optional("SELECT id FROM release_openings WHERE state = 'working' ORDER BY id", args![]).await
}

/// The latest opening.
pub(super) async fn progress(tx: &mut Tx) -> Result<Option<Progress>, DatabaseError> {
    let sql = "SELECT state, step, session, why FROM release_openings ORDER BY begun_at DESC, id LIMIT 1";
    tx.optional(sql, args![]).await
}

/// Notes what is being done.
pub(super) async fn step(tx: &mut Tx, opening: &str, step: Step, session: u32) -> Result<(), DatabaseError> {
    let sql = "UPDATE release_openings SET step = $2, session = $3 WHERE id = $1 AND state = 'working'";
    tx.execute(sql, args![opening, step.word(), session]).await.map(drop)
}

/// Ends an opening; false if it has ended.
pub(super) async fn end(tx: &mut Tx, opening: &str, ended: Ended, why: &str) -> Result<bool, DatabaseError> {
    let state = if ended == Ended::Done { "done" } else { "failed" };
    let sql = "UPDATE release_openings SET state = $2, why = $3 WHERE id = $1 AND state = 'working'";
    Ok(tx.execute(sql, args![opening, state, why]).await? == 1)
}

/// The trustees who posted a hash, with it.
pub(super) async fn committed(tx: &mut Tx, uuid: &str) -> Result<Vec<(i64, String)>, DatabaseError> {
    tx.all("SELECT trustee, sha256 FROM election_shares WHERE uuid = $1 ORDER BY trustee", args![uuid]).await
}

/// Keeps a hash; false if this trustee has posted one.
pub(crate) async fn commit(tx: &mut Tx, uuid: &str, trustee: u32, sha256: &str) -> Result<bool, DatabaseError> {
    let sql = "INSERT INTO election_shares (uuid, trustee, sha256) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    Ok(tx.execute(sql, args![uuid, trustee, sha256]).await? == 1)
}

/// Puts the share beside its hash.
pub(super) async fn add_share(tx: &mut Tx, uuid: &str, trustee: i64, share: &str) -> Result<(), DatabaseError> {
    tx.execute("UPDATE election_shares SET share = $3 WHERE uuid = $1 AND trustee = $2", args![uuid, trustee, share]).await.map(drop)
}

pub(super) async fn add_result(tx: &mut Tx, uuid: &str, result: &str, sha256: &str, now: i64) -> Result<(), DatabaseError> {
    let sql = "INSERT INTO election_results (uuid, result, sha256, released_at) VALUES ($1, $2, $3, $4)";
    tx.execute(sql, args![uuid, result, sha256, now]).await.map(drop)
}
