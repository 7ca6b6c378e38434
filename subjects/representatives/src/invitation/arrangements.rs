//! What a venue says about itself for one session (会场安排): where, when to come, when people are trained (M48), whom to call.

use web::args;
use web::database::{DatabaseError, FromRow, Row, Tx};

use super::seat::small;

/// The arrangements of one venue for one session. Texts may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Arrangement {
    /// The venue's id.
    pub venue: String,
    /// The session, from 1.
    pub session: u32,
    /// Where it is, to the door.
    pub place: String,
    /// When the doors open and how one gets there.
    pub arrival: String,
    /// When and where people are trained.
    pub training: String,
    /// Whom one may call.
    pub contact: String,
    /// Who wrote it last.
    pub changed_by_name: String,
    /// When, in milliseconds.
    pub changed_at: i64,
}

impl FromRow for Arrangement {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        Ok(Arrangement {
            venue: row.text("venue")?,
            session: small(row, "session")?,
            place: row.text("place")?,
            arrival: row.text("arrival")?,
            training: row.text("training")?,
            contact: row.text("contact")?,
            changed_by_name: row.text("changed_by_name")?,
            changed_at: row.int("changed_at")?,
        })
    }
}

/// The arrangements of a venue for a session, if somebody wrote them.
pub(crate) async fn of(tx: &mut Tx, venue: &str, session: u32) -> Result<Option<Arrangement>, DatabaseError> {
    tx.optional("SELECT * FROM arrangements WHERE venue = $1 AND session = $2", args![venue, session]).await
}

/// All arrangements.
pub(crate) async fn all(tx: &mut Tx) -> Result<Vec<Arrangement>, DatabaseError> {
    tx.all("SELECT * FROM arrangements ORDER BY venue, session", args![]).await
}

/// Puts these in the place of what was written before.
pub(crate) async fn set(tx: &mut Tx, it: &Arrangement) -> Result<(), DatabaseError> {
    tx.execute(
        "INSERT INTO arrangements (venue, session, place, arrival, training, contact, changed_by_name, changed_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (venue, session) DO UPDATE SET place = excluded.place, \
         arrival = excluded.arrival, training = excluded.training, contact = excluded.contact, \
         changed_by_name = excluded.changed_by_name, changed_at = excluded.changed_at",
        args![&it.venue, it.session, &it.place, &it.arrival, &it.training, &it.contact, &it.changed_by_name, it.changed_at],
    )
    .await
    .map(drop)
}
