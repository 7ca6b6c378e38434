//! SQL of the questions that are put on stage.

use web::args;
use web::database::{DatabaseError, FromRow, Row, Tx};

/// A question that was chosen for an interview.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Chosen {
    pub id: String,
    pub item: String,
    pub place: i64,
    pub words: String,
    pub origin: Origin,
    pub asked_at: Option<i64>,
}

/// How a question came on the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// Staff chose it.
    Chosen,
    /// Chance chose it.
    Drawn,
    /// Somebody asked it in the hall.
    Hall,
}

impl Origin {
    const ALL: [Origin; 3] = [Origin::Chosen, Origin::Drawn, Origin::Hall];

    pub fn word(self) -> &'static str {
        match self {
            Origin::Chosen => "chosen",
            Origin::Drawn => "drawn",
            Origin::Hall => "hall",
        }
    }

    pub fn chinese(self) -> &'static str {
        match self {
            Origin::Chosen => "选定",
            Origin::Drawn => "抽取",
            Origin::Hall => "现场提出",
        }
    }
}

impl FromRow for Chosen {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        let origin = row.text("origin")?;
        let unknown = || DatabaseError::Column { column: "origin".into(), reason: format!("unknown word {origin}") };
        Ok(Chosen {
            id: row.text("id")?,
            item: row.text("item")?,
            place: row.int("place")?,
            words: row.text("words")?,
            origin: Origin::ALL.into_iter().find(|it| it.word() == origin).ok_or_else(unknown)?,
            asked_at: row.optional_int("asked_at")?,
        })
    }
}

/// The questions of an interview, in their order.
pub(crate) async fn of_item(tx: &mut Tx, item: &str) -> Result<Vec<Chosen>, DatabaseError> {
    tx.all("SELECT * FROM channel_questions WHERE item = $1 ORDER BY place, id", args![item]).await
}

/// The questions that were put in a session.
pub(crate) async fn asked_in(tx: &mut Tx, session: u32) -> Result<Vec<Chosen>, DatabaseError> {
    let sql = "SELECT * FROM channel_questions WHERE asked_at IS NOT NULL \
               AND item IN (SELECT id FROM stage_items WHERE session = $1) ORDER BY asked_at, id";
    tx.all(sql, args![session]).await
}

/// The question of an interview that was put last.
pub(crate) async fn being_asked(tx: &mut Tx, item: &str) -> Result<Option<String>, DatabaseError> {
    let sql = "SELECT words FROM channel_questions WHERE item = $1 AND asked_at IS NOT NULL ORDER BY asked_at DESC, id LIMIT 1";
    tx.optional(sql, args![item]).await
}

/// Adds a question at the end; false if it stands on a list already.
pub(super) async fn add(tx: &mut Tx, it: &Chosen) -> Result<bool, DatabaseError> {
    let sql = "INSERT INTO channel_questions (id, item, place, words, origin) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
    Ok(tx.execute(sql, args![&it.id, &it.item, it.place, &it.words, it.origin.word()]).await? == 1)
}

pub(super) async fn set_place(tx: &mut Tx, id: &str, place: i64) -> Result<(), DatabaseError> {
    tx.execute("UPDATE channel_questions SET place = $2 WHERE id = $1", args![id, place]).await.map(drop)
}

/// Marks a question as put; false if it was.
pub(super) async fn set_asked(tx: &mut Tx, item: &str, id: &str, now: i64) -> Result<bool, DatabaseError> {
    let sql = "UPDATE channel_questions SET asked_at = $3 WHERE item = $1 AND id = $2 AND asked_at IS NULL";
    Ok(tx.execute(sql, args![item, id, now]).await? == 1)
}

/// Takes a question off the list; false if it was put.
pub(super) async fn remove(tx: &mut Tx, item: &str, id: &str) -> Result<bool, DatabaseError> {
    let sql = "DELETE FROM channel_questions WHERE item = $1 AND id = $2 AND asked_at IS NULL";
    Ok(tx.execute(sql, args![item, id]).await? == 1)
}
