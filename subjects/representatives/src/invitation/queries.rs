//! SQL of notices and seats.

use std::collections::HashMap;

use web::args;
use web::database::{DatabaseError, FromRow, Row, Tx};

use super::entry_number::EntryNumber;
use super::seat::{Seat, State, small};
use super::token;
use crate::candidates::Application;

/// Somebody of the pool with the outcome, for seating and for notices.
#[derive(Clone, Debug)]
pub struct Pooled {
    /// The pool number.
    pub number: u32,
    /// The application's id.
    pub application: String,
    /// The venue's id.
    pub venue: String,
    /// The class's id.
    pub class: String,
    /// The rank in the cell, from 1.
    pub rank: u32,
    /// The session, from 1; 0 for a reserve.
    pub session: u32,
}

impl FromRow for Pooled {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        Ok(Pooled {
            number: small(row, "number")?,
            application: row.text("application_id")?,
            venue: row.text("venue")?,
            class: row.text("class")?,
            rank: small(row, "rank")?,
            session: small(row, "session")?,
        })
    }
}

/// A person's link: what the page at `/me/{token}` stands on.
#[derive(Clone, Debug)]
pub struct Notice {
    /// The pool number.
    pub number: u32,
    /// Counts the links.
    pub issue: i64,
    /// Wrong tries at the last digits of the identity number.
    pub tries: i64,
    /// A reserve who does not want to move up.
    pub unavailable: bool,
    /// When the link was first opened.
    pub opened_at: Option<i64>,
    /// When the person was last reminded.
    pub reminded_at: Option<i64>,
}

impl FromRow for Notice {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        Ok(Notice {
            number: small(row, "number")?,
            issue: row.int("issue")?,
            tries: row.int("tries")?,
            unavailable: row.flag("unavailable")?,
            opened_at: row.optional_int("opened_at")?,
            reminded_at: row.optional_int("reminded_at")?,
        })
    }
}

/// Somebody of the pool who was not told yet.
pub struct Untold {
    /// The link.
    pub notice: Notice,
    /// The outcome.
    pub pooled: Pooled,
    /// Who it is.
    pub application: Application,
    /// The seat of who was drawn.
    pub seat: Option<Seat>,
}

/// Everybody of the pool.
pub async fn pool(tx: &mut Tx) -> Result<Vec<Pooled>, DatabaseError> {
    tx.all(
        "SELECT p.number, p.application_id, a.venue, a.class, r.rank, r.session FROM draw_pool p JOIN draw_ranks r ON r.number = p.number \
         JOIN applications a ON a.id = p.application_id ORDER BY p.number",
        args![],
    )
    .await
}

/// One of the pool.
pub async fn pooled(tx: &mut Tx, number: u32) -> Result<Option<Pooled>, DatabaseError> {
    tx.optional(
        "SELECT p.number, p.application_id, a.venue, a.class, r.rank, r.session FROM draw_pool p JOIN draw_ranks r ON r.number = p.number \
         JOIN applications a ON a.id = p.application_id WHERE p.number = $1",
        args![number],
    )
    .await
}

/// The pool number of an application.
pub async fn number_of(tx: &mut Tx, application: &str) -> Result<Option<u32>, DatabaseError> {
    let number: Option<i64> = tx.optional("SELECT number FROM draw_pool WHERE application_id = $1", args![application]).await?;
    Ok(number.and_then(|number| u32::try_from(number).ok()))
}

/// The application behind a pool number.
pub async fn application(tx: &mut Tx, number: u32) -> Result<Option<Application>, DatabaseError> {
    let sql = "SELECT a.* FROM applications a JOIN draw_pool p ON p.application_id = a.id WHERE p.number = $1";
    tx.optional(sql, args![number]).await
}

/// How many notices there are, and how many of them are queued.
pub async fn progress(tx: &mut Tx) -> Result<(i64, i64), DatabaseError> {
    tx.one("SELECT COUNT(*), COUNT(queued_at) FROM notices", args![]).await
}

/// Whether a notice is not queued yet.
pub async fn any_unqueued(tx: &mut Tx) -> Result<bool, DatabaseError> {
    tx.one("SELECT EXISTS (SELECT 1 FROM notices WHERE queued_at IS NULL)", args![]).await
}

/// The next people whose notice is not queued, by number.
pub async fn unqueued(tx: &mut Tx, most: i64) -> Result<Vec<Untold>, DatabaseError> {
    let notices: Vec<Notice> = tx.all("SELECT * FROM notices WHERE queued_at IS NULL ORDER BY number LIMIT $1", args![most]).await?;
    let (Some(first), Some(last)) = (notices.first(), notices.last()) else { return Ok(Vec::new()) };
    let between = args![first.number, last.number];
    let pooled: Vec<Pooled> = tx
        .all(
            "SELECT p.number, p.application_id, a.venue, a.class, r.rank, r.session FROM draw_pool p JOIN draw_ranks r ON r.number = p.number \
             JOIN applications a ON a.id = p.application_id WHERE p.number BETWEEN $1 AND $2",
            between,
        )
        .await?;
    let applications: Vec<Application> = tx
        .all("SELECT a.* FROM applications a JOIN draw_pool p ON p.application_id = a.id WHERE p.number BETWEEN $1 AND $2", between)
        .await?;
    let seats: Vec<Seat> = tx.all("SELECT * FROM seats WHERE number BETWEEN $1 AND $2", between).await?;
    let mut pooled: HashMap<u32, Pooled> = pooled.into_iter().map(|it| (it.number, it)).collect();
    let mut applications: HashMap<String, Application> = applications.into_iter().map(|it| (it.id.to_string(), it)).collect();
    let mut seats: HashMap<u32, Seat> = seats.into_iter().map(|it| (it.number, it)).collect();
    notices
        .into_iter()
        .map(|notice| {
            let pooled = pooled.remove(&notice.number).ok_or(DatabaseError::RowCount(0))?;
            let application = applications.remove(&pooled.application).ok_or(DatabaseError::RowCount(0))?;
            Ok(Untold { seat: seats.remove(&notice.number), notice, pooled, application })
        })
        .collect()
}

/// Notes that the notices of everybody between two numbers are queued.
pub async fn set_queued(tx: &mut Tx, first: u32, last: u32, now: i64) -> Result<(), DatabaseError> {
    let sql = "UPDATE notices SET queued_at = $3 WHERE number BETWEEN $1 AND $2 AND queued_at IS NULL";
    tx.execute(sql, args![first, last, now]).await.map(drop)
}

/// The notice of a link; None for a token that nobody has, or no more.
pub async fn by_token(tx: &mut Tx, text: &str) -> Result<Option<Notice>, DatabaseError> {
    tx.optional("SELECT * FROM notices WHERE token_hash = $1", args![token::hash(text)]).await
}

pub async fn notice(tx: &mut Tx, number: u32) -> Result<Option<Notice>, DatabaseError> {
    tx.optional("SELECT * FROM notices WHERE number = $1", args![number]).await
}

/// Notes that a link was opened for the first time.
pub async fn set_opened(tx: &mut Tx, number: u32, now: i64) -> Result<(), DatabaseError> {
    tx.execute("UPDATE notices SET opened_at = $2 WHERE number = $1 AND opened_at IS NULL", args![number, now]).await.map(drop)
}

pub async fn set_reminded(tx: &mut Tx, number: u32, now: i64) -> Result<(), DatabaseError> {
    tx.execute("UPDATE notices SET reminded_at = $2 WHERE number = $1", args![number, now]).await.map(drop)
}

pub async fn set_unavailable(tx: &mut Tx, number: u32, unavailable: bool) -> Result<(), DatabaseError> {
    tx.execute("UPDATE notices SET unavailable = $2 WHERE number = $1", args![number, unavailable]).await.map(drop)
}

pub async fn set_tries(tx: &mut Tx, number: u32, tries: i64) -> Result<(), DatabaseError> {
    tx.execute("UPDATE notices SET tries = $2 WHERE number = $1", args![number, tries]).await.map(drop)
}

/// Puts another link in the place of the old one.
pub async fn set_issue(tx: &mut Tx, number: u32, issue: i64, token_hash: &str) -> Result<(), DatabaseError> {
    let sql = "UPDATE notices SET issue = $2, token_hash = $3, tries = 0 WHERE number = $1";
    tx.execute(sql, args![number, issue, token_hash]).await.map(drop)
}

pub async fn seat(tx: &mut Tx, number: u32) -> Result<Option<Seat>, DatabaseError> {
    tx.optional("SELECT * FROM seats WHERE number = $1", args![number]).await
}

/// Moves a seat on; false if it is no more in the state from which it comes.
pub async fn set_state(tx: &mut Tx, number: u32, from: State, to: State, now: i64) -> Result<bool, DatabaseError> {
    let sql = "UPDATE seats SET state = $3, changed_at = $4 WHERE number = $1 AND state = $2";
    Ok(tx.execute(sql, args![number, from.word(), to.word(), now]).await? == 1)
}

pub async fn set_vacant(tx: &mut Tx, number: u32) -> Result<(), DatabaseError> {
    tx.execute("UPDATE seats SET vacant = $2 WHERE number = $1", args![number, true]).await.map(drop)
}

/// Whether an entry number is given already.
pub async fn is_taken(tx: &mut Tx, entry: &EntryNumber) -> Result<bool, DatabaseError> {
    tx.one("SELECT EXISTS (SELECT 1 FROM seats WHERE entry_number = $1)", args![entry.as_str()]).await
}

pub async fn add_seat(tx: &mut Tx, seat: &Seat) -> Result<(), DatabaseError> {
    let sql = "INSERT INTO seats (number, session, venue, class, entry_number, state, replaces, vacant, since, changed_at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)";
    let Seat { number, session, venue, class, entry_number, state, replaces, vacant, since } = seat;
    let replaces = replaces.unwrap_or(0);
    tx.execute(sql, args![*number, *session, venue, class, entry_number.as_str(), state.word(), replaces, *vacant, *since]).await.map(drop)
}

/// The reserve of a cell who is next: the lowest rank that never had a seat. Number, rank, whether the person wants to move up.
pub async fn next_reserve(tx: &mut Tx, venue: &str, class: &str) -> Result<Option<(u32, u32, bool)>, DatabaseError> {
    let row: Option<(i64, i64, bool)> = tx
        .optional(
            "SELECT r.number, r.rank, n.unavailable FROM draw_ranks r JOIN draw_pool p ON p.number = r.number \
             JOIN applications a ON a.id = p.application_id JOIN notices n ON n.number = r.number \
             WHERE a.venue = $1 AND a.class = $2 AND NOT EXISTS (SELECT 1 FROM seats s WHERE s.number = r.number) ORDER BY r.rank LIMIT 1",
            args![venue, class],
        )
        .await?;
    let small = |value: i64| u32::try_from(value).unwrap_or(0);
    Ok(row.map(|(number, rank, unavailable)| (small(number), small(rank), unavailable)))
}

/// A replacement that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replaced {
    /// Its place in the ledger, from 0.
    pub position: i64,
    /// The session, from 1.
    pub session: u32,
    /// The venue's id.
    pub venue: String,
    /// The class's id.
    pub class: String,
    /// Who left, by pool number.
    pub left: u32,
    /// Who joined, by pool number.
    pub joined: u32,
    /// The rank of who joined, from 1.
    pub rank: u32,
    /// Declined by the person, or freed by two officers.
    pub declined: bool,
    /// When, in milliseconds.
    pub at: i64,
}

impl FromRow for Replaced {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        Ok(Replaced {
            position: row.int("position")?,
            session: small(row, "session")?,
            venue: row.text("venue")?,
            class: row.text("class")?,
            left: small(row, "left_number")?,
            joined: small(row, "joined_number")?,
            rank: small(row, "rank")?,
            declined: row.text("cause")? == State::Declined.word(),
            at: row.int("made_at")?,
        })
    }
}

pub async fn add_replacement(tx: &mut Tx, it: &Replaced) -> Result<(), DatabaseError> {
    let sql = "INSERT INTO replacements (position, session, venue, class, left_number, joined_number, rank, cause, made_at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let cause = if it.declined { State::Declined } else { State::Released };
    tx.execute(sql, args![it.position, it.session, &it.venue, &it.class, it.left, it.joined, it.rank, cause.word(), it.at]).await.map(drop)
}

/// All replacements in the order in which they were made.
pub async fn replacements(tx: &mut Tx) -> Result<Vec<Replaced>, DatabaseError> {
    tx.all("SELECT * FROM replacements ORDER BY position", args![]).await
}

/// Takes back the proposal to free a seat that was left otherwise, in the name of the system.
pub async fn withdraw_release(tx: &mut Tx, number: u32, now: i64) -> Result<(), DatabaseError> {
    let sql = "UPDATE release_proposals SET state = 'withdrawn', decided_by = 'system', decided_by_name = '系统', decided_at = $2 \
               WHERE number = $1 AND state = 'open'";
    tx.execute(sql, args![number, now]).await.map(drop)
}
