//! SQL of promises.

use jiff::civil::Date;
use web::args;
use web::database::{DatabaseError, FromRow, Row, Tx};

use super::state::State;

/// A promise (承诺, M21).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Promise {
    pub id: String,
    pub session: u32,
    pub department: String,
    pub words: String,
    pub due: Date,
    pub state: State,
    pub made_at: i64,
    pub changed_at: i64,
    /// Moves on with every note, so that of two people one writes on what both saw.
    pub version: i64,
}

impl Promise {
    /// Whether its day is past and it is not closed.
    pub fn is_overdue(&self, today: Date) -> bool {
        !self.state.is_closed() && self.due < today
    }
}

impl FromRow for Promise {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        let (state, due) = (row.text("state")?, row.text("due")?);
        let wrong = |column: &str, text: &str| DatabaseError::Column { column: column.into(), reason: format!("cannot read {text}") };
        Ok(Promise {
            id: row.text("id")?,
            session: crate::order::item::session_number(row.int("session")?)?,
            department: row.text("department")?,
            words: row.text("words")?,
            due: due.parse().map_err(|_| wrong("due", &due))?,
            state: State::from_word(&state).ok_or_else(|| wrong("state", &state))?,
            made_at: row.int("made_at")?,
            changed_at: row.int("changed_at")?,
            version: row.int("version")?,
        })
    }
}

/// What somebody wrote about a promise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Note {
    pub written_at: i64,
    pub author: String,
    pub state: State,
    pub words: String,
}

impl FromRow for Note {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        let state = row.text("state")?;
        let unknown = || DatabaseError::Column { column: "state".into(), reason: format!("unknown word {state}") };
        Ok(Note {
            written_at: row.int("written_at")?,
            author: row.text("author")?,
            state: State::from_word(&state).ok_or_else(unknown)?,
            words: row.text("words")?,
        })
    }
}

/// All promises: those with the nearest day first.
pub(crate) async fn all(tx: &mut Tx) -> Result<Vec<Promise>, DatabaseError> {
    tx.all("SELECT * FROM promises ORDER BY due, made_at, id", args![]).await
}

pub(crate) async fn by_id(tx: &mut Tx, id: &str) -> Result<Option<Promise>, DatabaseError> {
    tx.optional("SELECT * FROM promises WHERE id = $1", args![id]).await
}

pub(super) async fn add(tx: &mut Tx, it: &Promise) -> Result<(), DatabaseError> {
    let sql = "INSERT INTO promises (id, session, department, words, due, state, made_at, changed_at, version) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let due = it.due.to_string();
    let args = args![&it.id, it.session, &it.department, &it.words, due, it.state.word(), it.made_at, it.changed_at, it.version];
    tx.execute(sql, args).await.map(drop)
}

/// Moves a promise on; false if somebody else did meanwhile.
pub(super) async fn set_state(tx: &mut Tx, it: &Promise, next: State, now: i64) -> Result<bool, DatabaseError> {
    let sql = "UPDATE promises SET state = $3, changed_at = $4, version = version + 1 WHERE id = $1 AND version = $2";
    Ok(tx.execute(sql, args![&it.id, it.version, next.word(), now]).await? == 1)
}

pub(super) async fn note(tx: &mut Tx, promise: &str, number: i64, it: &Note) -> Result<(), DatabaseError> {
    let sql = "INSERT INTO promise_notes (promise, number, written_at, author, state, words) VALUES ($1, $2, $3, $4, $5, $6)";
    tx.execute(sql, args![promise, number, it.written_at, &it.author, it.state.word(), &it.words]).await.map(drop)
}

/// What was written about a promise, in its order.
pub(super) async fn notes(tx: &mut Tx, promise: &str) -> Result<Vec<Note>, DatabaseError> {
    tx.all("SELECT * FROM promise_notes WHERE promise = $1 ORDER BY number", args![promise]).await
}
