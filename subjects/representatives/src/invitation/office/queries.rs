//! SQL of the staff's pages.

use web::args;
use web::database::{DatabaseError, FromRow, Row, Tx};

use crate::invitation::seat::{Seat, State, small};
use crate::person::{Person, Seal};
use web::Refusal;

/// How many seats of one cell and session stand in one state.
#[derive(Clone, Debug)]
pub(super) struct SeatCount {
    pub session: u32,
    pub venue: String,
    pub class: String,
    pub state: State,
    pub vacant: bool,
    pub count: i64,
}

fn state(row: &Row) -> Result<State, DatabaseError> {
    let word = row.text("state")?;
    let unknown = || DatabaseError::Column { column: "state".into(), reason: format!("unknown state {word}") };
    State::from_word(&word).ok_or_else(unknown)
}

impl FromRow for SeatCount {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        Ok(SeatCount {
            session: small(row, "session")?,
            venue: row.text("venue")?,
            class: row.text("class")?,
            state: state(row)?,
            vacant: row.flag("vacant")?,
            count: row.int("how_many")?,
        })
    }
}

pub(super) async fn seat_counts(tx: &mut Tx) -> Result<Vec<SeatCount>, DatabaseError> {
    tx.all(
        "SELECT session, venue, class, state, vacant, COUNT(*) AS how_many FROM seats GROUP BY session, venue, class, state, vacant \
         ORDER BY session, venue, class, state",
        args![],
    )
    .await
}

/// Reserves who are left, by venue and class.
pub(super) async fn reserves(tx: &mut Tx) -> Result<Vec<(String, String, i64)>, DatabaseError> {
    tx.all(
        "SELECT a.venue, a.class, COUNT(*) FROM notices n JOIN draw_pool p ON p.number = n.number JOIN applications a ON a.id = p.application_id \
         WHERE NOT EXISTS (SELECT 1 FROM seats s WHERE s.number = n.number) GROUP BY a.venue, a.class ORDER BY a.venue, a.class",
        args![],
    )
    .await
}

/// Seats of each cell in one session, as frozen.
pub(super) async fn cell_seats(tx: &mut Tx) -> Result<Vec<(String, String, i64)>, DatabaseError> {
    tx.all("SELECT venue, class, seats FROM draw_cells ORDER BY place", args![]).await
}

/// A line of the list: a seat with whose it is.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub seat: Seat,
    pub application: String,
    pub opened_at: Option<i64>,
    pub reminded_at: Option<i64>,
    sealed: String,
}

impl FromRow for Line {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        Ok(Line {
            seat: Seat::from_row(row)?,
            application: row.text("application_id")?,
            opened_at: row.optional_int("opened_at")?,
            reminded_at: row.optional_int("reminded_at")?,
            sealed: row.text("person")?,
        })
    }
}

impl Line {
    /// The person in the clear.
    pub fn person(&self, seal: &Seal<'_>) -> Result<Person, Refusal> {
        seal.open(&self.application, &self.sealed).map_err(Refusal::internal)
    }
}

/// Which seats a list shows; empty texts and 0 mean no restriction.
#[derive(Clone, Debug, Default)]
pub(super) struct Wanted {
    pub venue: String,
    pub class: String,
    pub session: u32,
    pub state: String,
    /// The hash of an identity number, telephone or name, a reference, or an entry number.
    pub mark: String,
}

/// The seats that are wanted, ordered by class and number, after the given one.
pub(super) async fn page(tx: &mut Tx, wanted: &Wanted, after: (&str, i64), most: i64) -> Result<Vec<Line>, DatabaseError> {
    tx.all(
        "SELECT s.*, p.application_id, a.person, n.opened_at, n.reminded_at FROM seats s \
         JOIN draw_pool p ON p.number = s.number JOIN applications a ON a.id = p.application_id JOIN notices n ON n.number = s.number \
         WHERE ($1 = '' OR s.venue = $1) AND ($2 = '' OR s.class = $2) AND ($3 = 0 OR s.session = $3) AND ($4 = '' OR s.state = $4) \
         AND ($5 = '' OR a.identity_hash = $5 OR a.phone_hash = $5 OR a.name_hash = $5 OR a.reference = $5 OR s.entry_number = $5) \
         AND (s.class > $6 OR (s.class = $6 AND s.number > $7)) ORDER BY s.class, s.number LIMIT $8",
        args![&wanted.venue, &wanted.class, wanted.session, &wanted.state, &wanted.mark, after.0, after.1, most],
    )
    .await
}

pub(super) async fn count(tx: &mut Tx, wanted: &Wanted) -> Result<i64, DatabaseError> {
    tx.one(
        "SELECT COUNT(*) FROM seats s JOIN draw_pool p ON p.number = s.number JOIN applications a ON a.id = p.application_id \
         WHERE ($1 = '' OR s.venue = $1) AND ($2 = '' OR s.class = $2) AND ($3 = 0 OR s.session = $3) AND ($4 = '' OR s.state = $4) \
         AND ($5 = '' OR a.identity_hash = $5 OR a.phone_hash = $5 OR a.name_hash = $5 OR a.reference = $5 OR s.entry_number = $5)",
        args![&wanted.venue, &wanted.class, wanted.session, &wanted.state, &wanted.mark],
    )
    .await
}

/// The taken seats of a venue in a session, of all or of those who have not answered and were not reminded since.
pub(super) async fn to_tell(tx: &mut Tx, venue: &str, session: u32, unanswered_since: Option<i64>) -> Result<Vec<Seat>, DatabaseError> {
    match unanswered_since {
        None => {
            let sql = "SELECT * FROM seats WHERE venue = $1 AND session = $2 AND state IN ('invited', 'confirmed') ORDER BY number";
            tx.all(sql, args![venue, session]).await
        }
        Some(since) => {
            tx.all(
                "SELECT s.* FROM seats s JOIN notices n ON n.number = s.number WHERE s.venue = $1 AND s.session = $2 \
                 AND s.state = 'invited' AND s.since < $3 AND (n.reminded_at IS NULL OR n.reminded_at < $3) ORDER BY s.number",
                args![venue, session, since],
            )
            .await
        }
    }
}
