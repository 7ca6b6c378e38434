//! SQL of notes on alarms.

use web::args;
use web::database::{DatabaseError, FromRow, Row, Tx};
use web::rights::Visitor;

/// Who noted an alarm, and how.
#[derive(Clone, Debug)]
pub(super) struct Note {
    pub alarm: String,
    pub text: String,
    pub by: String,
    pub at: i64,
}

impl FromRow for Note {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        Ok(Note { alarm: row.text("alarm")?, text: row.text("note")?, by: row.text("noted_by_name")?, at: row.int("noted_at")? })
    }
}

/// All notes.
pub(super) async fn notes(tx: &mut Tx) -> Result<Vec<Note>, DatabaseError> {
    tx.all("SELECT * FROM alarm_notes ORDER BY alarm", args![]).await
}

/// Keeps a note; false if somebody noted the alarm before.
pub(super) async fn add(tx: &mut Tx, alarm: &str, text: &str, visitor: &Visitor, now: i64) -> Result<bool, DatabaseError> {
    let sql = "INSERT INTO alarm_notes (alarm, note, noted_by, noted_by_name, noted_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
    Ok(tx.execute(sql, args![alarm, text, visitor.actor_id(), &visitor.name, now]).await? == 1)
}
