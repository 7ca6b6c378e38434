//! What became of the draw: who moved up for whom, by pool number, as it is published; and counts of it for everybody.

use sortition::{Cause, Replacement};
use web::database::{DatabaseError, FromRow, Row, Tx};
use web::{Refusal, args};

use super::queries::{self, Replaced};

/// All replacements in their order, as `replacements.csv` has them.
pub(crate) async fn log(tx: &mut Tx) -> Result<Vec<Replacement>, Refusal> {
    let one = |it: Replaced| -> Result<Replacement, Refusal> {
        Ok(Replacement {
            session: sortition::Session::new(it.session).map_err(Refusal::internal)?,
            cell: format!("{}/{}", it.venue, it.class).parse().map_err(Refusal::internal)?,
            left: it.left.to_string().parse().map_err(Refusal::internal)?,
            joined: it.joined.to_string().parse().map_err(Refusal::internal)?,
            rank: sortition::Rank::new(it.rank).map_err(Refusal::internal)?,
            cause: if it.declined { Cause::Declined } else { Cause::Released },
        })
    };
    queries::replacements(tx).await?.into_iter().map(one).collect()
}

/// How often reserves moved up in a cell, and how many seats stay empty.
#[derive(Clone, Debug)]
pub(crate) struct CellReplaced {
    /// The venue's id.
    pub venue: String,
    /// The class's id.
    pub class: String,
    /// Seats that were left in all sessions.
    pub left: i64,
    /// Of these, those that nobody took.
    pub vacant: i64,
}

impl FromRow for CellReplaced {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        Ok(CellReplaced { venue: row.text("venue")?, class: row.text("class")?, left: row.int("how_many")?, vacant: row.int("vacant")? })
    }
}

/// The cells in which somebody left. None before the notices.
pub(crate) async fn by_cell(tx: &mut Tx) -> Result<Option<Vec<CellReplaced>>, DatabaseError> {
    if queries::progress(tx).await?.0 == 0 {
        return Ok(None);
    }
    let sql = "SELECT venue, class, COUNT(*) AS how_many, COUNT(CASE WHEN vacant THEN 1 END) AS vacant FROM seats \
               WHERE state IN ('declined', 'released') GROUP BY venue, class ORDER BY venue, class";
    tx.all(sql, args![]).await.map(Some)
}
