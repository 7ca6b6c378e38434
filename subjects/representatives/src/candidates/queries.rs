//! SQL of applications.

use plan::Channel;
use web::args;
use web::database::{DatabaseError, FromRow, Row, Tx};

use super::application::{Application, ApplicationId, channel_of, channel_word};
use super::state::State;
use crate::person::{Person, Seal};

/// What a new application starts with.
pub(crate) struct New<'a> {
    pub id: &'a ApplicationId,
    pub reference: &'a str,
    pub channel: Channel,
    pub venue: &'a str,
    pub class: &'a str,
    pub district: &'a str,
    pub state: State,
    pub person: &'a Person,
    pub batch: Option<&'a str>,
    pub recommended_by: &'a str,
    pub first_by: Option<&'a str>,
}

/// Adds an application; false if the person already has one.
pub(crate) async fn insert(tx: &mut Tx, seal: &Seal<'_>, new: &New<'_>, now: i64) -> Result<bool, DatabaseError> {
    let person = new.person;
    let added = tx
        .execute(
            "INSERT INTO applications (id, reference, channel, venue, class, district, state, person, identity_hash, phone_hash, name_hash, \
             household_hash, sex, birth_year, batch_id, recommended_by, first_by, created_at, changed_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $18) ON CONFLICT DO NOTHING",
            args![
                new.id.as_str(),
                new.reference,
                channel_word(new.channel),
                new.venue,
                new.class,
                new.district,
                new.state.word(),
                seal.person(new.id.as_str(), person),
                seal.identity_hash(&person.identity),
                seal.phone_hash(&person.phone),
                seal.name_hash(&person.name),
                seal.household_hash(&person.address),
                person.identity.sex().word(),
                i64::from(person.identity.birth_date().year()),
                new.batch.map(str::to_string),
                new.recommended_by,
                new.first_by.map(str::to_string),
                now
            ],
        )
        .await?;
    Ok(added == 1)
}

/// One application.
pub(crate) async fn by_id(tx: &mut Tx, id: &ApplicationId) -> Result<Option<Application>, DatabaseError> {
    tx.optional("SELECT * FROM applications WHERE id = $1", args![id.as_str()]).await
}

pub(crate) async fn by_reference(tx: &mut Tx, reference: &str) -> Result<Option<Application>, DatabaseError> {
    tx.optional("SELECT * FROM applications WHERE reference = $1", args![reference]).await
}

/// The application that stands for this identity number, if one does.
pub(crate) async fn live_by_identity(tx: &mut Tx, hash: &str) -> Result<Option<Application>, DatabaseError> {
    tx.optional("SELECT * FROM applications WHERE identity_hash = $1 AND state <> 'withdrawn'", args![hash]).await
}

/// Moves an application on; false if it is no more in the state from which it comes.
pub(crate) async fn set_state(tx: &mut Tx, id: &ApplicationId, from: State, to: State, now: i64) -> Result<bool, DatabaseError> {
    let sql = "UPDATE applications SET state = $3, changed_at = $4 WHERE id = $1 AND state = $2";
    Ok(tx.execute(sql, args![id.as_str(), from.word(), to.word(), now]).await? == 1)
}

pub(crate) async fn set_first(tx: &mut Tx, id: &ApplicationId, account: &str) -> Result<(), DatabaseError> {
    tx.execute("UPDATE applications SET first_by = $2 WHERE id = $1", args![id.as_str(), account]).await.map(drop)
}

pub(crate) async fn set_second(tx: &mut Tx, id: &ApplicationId, account: &str) -> Result<(), DatabaseError> {
    tx.execute("UPDATE applications SET second_by = $2 WHERE id = $1", args![id.as_str(), account]).await.map(drop)
}

pub(crate) async fn set_reason(tx: &mut Tx, id: &ApplicationId, sealed: &str) -> Result<(), DatabaseError> {
    tx.execute("UPDATE applications SET reason = $2 WHERE id = $1", args![id.as_str(), sealed]).await.map(drop)
}

pub(crate) async fn clear_reason(tx: &mut Tx, id: &ApplicationId) -> Result<(), DatabaseError> {
    tx.execute("UPDATE applications SET reason = NULL WHERE id = $1", args![id.as_str()]).await.map(drop)
}

/// Which applications a list shows; empty texts mean no restriction.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wanted {
    pub venue: String,
    pub class: String,
    pub channel: String,
    pub state: String,
    /// The hash of an identity number, telephone or name, or a reference.
    pub mark: String,
}

/// The newest applications that are wanted, after the given one, newest first.
pub(crate) async fn page(tx: &mut Tx, wanted: &Wanted, after: Option<(i64, &str)>, most: i64) -> Result<Vec<Application>, DatabaseError> {
    let (at, id) = after.unwrap_or((i64::MAX, ""));
    tx.all(
        "SELECT * FROM applications WHERE ($1 = '' OR venue = $1) AND ($2 = '' OR class = $2) AND ($3 = '' OR channel = $3) \
         AND ($4 = '' OR state = $4) AND ($5 = '' OR identity_hash = $5 OR phone_hash = $5 OR name_hash = $5 OR reference = $5) \
         AND (created_at < $6 OR (created_at = $6 AND id < $7)) ORDER BY created_at DESC, id DESC LIMIT $8",
        args![&wanted.venue, &wanted.class, &wanted.channel, &wanted.state, &wanted.mark, at, id, most],
    )
    .await
}

pub(crate) async fn count(tx: &mut Tx, wanted: &Wanted) -> Result<i64, DatabaseError> {
    tx.one(
        "SELECT COUNT(*) FROM applications WHERE ($1 = '' OR venue = $1) AND ($2 = '' OR class = $2) AND ($3 = '' OR channel = $3) \
         AND ($4 = '' OR state = $4) AND ($5 = '' OR identity_hash = $5 OR phone_hash = $5 OR name_hash = $5 OR reference = $5)",
        args![&wanted.venue, &wanted.class, &wanted.channel, &wanted.state, &wanted.mark],
    )
    .await
}

/// All applications in a state, by id, which is random: the order says nothing.
pub async fn applications_in(tx: &mut Tx, state: State) -> Result<Vec<Application>, DatabaseError> {
    tx.all("SELECT * FROM applications WHERE state = $1 ORDER BY id", args![state.word()]).await
}

/// Id and sealed person of all who are or may come into the pool, by id.
pub(crate) async fn sealed_alive(tx: &mut Tx) -> Result<Vec<(String, String)>, DatabaseError> {
    tx.all("SELECT id, person FROM applications WHERE state IN ('submitted', 'reviewed', 'checked', 'passed') ORDER BY id", args![]).await
}

/// The volunteers of a venue in one state, oldest first.
pub(crate) async fn volunteers_in(tx: &mut Tx, venue: &str, state: State, most: i64) -> Result<Vec<Application>, DatabaseError> {
    tx.all(
        "SELECT * FROM applications WHERE venue = $1 AND channel = 'volunteer' AND state = $2 ORDER BY created_at, id LIMIT $3",
        args![venue, state.word(), most],
    )
    .await
}

/// A batch's applications after the given class and id, by class.
pub(crate) async fn page_of_batch(tx: &mut Tx, batch: &str, after: (&str, &str), most: i64) -> Result<Vec<Application>, DatabaseError> {
    let sql = "SELECT * FROM applications WHERE batch_id = $1 AND (class > $2 OR (class = $2 AND id > $3)) ORDER BY class, id LIMIT $4";
    tx.all(sql, args![batch, after.0, after.1, most]).await
}

/// How many applications a batch has, withdrawn ones too.
pub(crate) async fn count_of_batch(tx: &mut Tx, batch: &str) -> Result<i64, DatabaseError> {
    tx.one("SELECT COUNT(*) FROM applications WHERE batch_id = $1", args![batch]).await
}

pub(crate) async fn of_batch(tx: &mut Tx, batch: &str) -> Result<Vec<Application>, DatabaseError> {
    tx.all("SELECT * FROM applications WHERE batch_id = $1 ORDER BY class, id", args![batch]).await
}

/// How many applications stand in one state of one cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellCount {
    /// The venue's id.
    pub venue: String,
    /// The class's id.
    pub class: String,
    /// How they came.
    pub channel: Channel,
    /// Their state.
    pub state: State,
    /// How many.
    pub count: i64,
}

impl FromRow for CellCount {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        let word = row.text("state")?;
        Ok(CellCount {
            venue: row.text("venue")?,
            class: row.text("class")?,
            channel: channel_of(&row.text("channel")?),
            state: State::from_word(&word)
                .ok_or_else(|| DatabaseError::Column { column: "state".into(), reason: format!("unknown state {word}") })?,
            count: row.int("how_many")?,
        })
    }
}

/// How many applications every cell has, by channel and state.
pub async fn counts_by_cell(tx: &mut Tx) -> Result<Vec<CellCount>, DatabaseError> {
    tx.all(
        "SELECT venue, class, channel, state, COUNT(*) AS how_many FROM applications GROUP BY venue, class, channel, state \
         ORDER BY venue, class, channel, state",
        args![],
    )
    .await
}
