//! SQL of applications.

use std::sync::LazyLock;

use plan::Channel;
use web::args;
use web::database::{Bulk, DatabaseError, FromRow, Row, Tx, Value};

use super::application::{Application, ApplicationId, channel_of, channel_word};
use super::state::State;
use crate::person::{Person, Seal};

/// What a new application starts with.
pub(crate) struct New<'a> {
    pub id: ApplicationId,
    pub reference: String,
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

static INSERT: LazyLock<Bulk> = LazyLock::new(|| {
    Bulk::insert_new(
        "INSERT INTO applications (id, reference, channel, venue, class, district, state, person, identity_hash, phone_hash, name_hash, \
         household_hash, sex, birth_year, batch_id, recommended_by, first_by, created_at, changed_at)",
        19,
    )
});
static SET_STATE: LazyLock<Bulk> = LazyLock::new(|| {
    Bulk::update(
        "UPDATE applications SET state = v.column3, changed_at = v.column4",
        4,
        "applications.id = v.column1 AND applications.state = v.column2",
    )
});
static SET_FIRST: LazyLock<Bulk> =
    LazyLock::new(|| Bulk::update("UPDATE applications SET first_by = v.column2", 2, "applications.id = v.column1"));
static SET_SECOND: LazyLock<Bulk> =
    LazyLock::new(|| Bulk::update("UPDATE applications SET second_by = v.column2", 2, "applications.id = v.column1"));
static SET_VETTING_NUMBER: LazyLock<Bulk> =
    LazyLock::new(|| Bulk::update("UPDATE applications SET vetting_number = v.column2", 2, "applications.id = v.column1"));

/// Adds applications; false if one of the people already has one.
pub(crate) async fn insert(tx: &mut Tx, seal: &Seal<'_>, new: &[New<'_>], now: i64) -> Result<bool, DatabaseError> {
    let row = |new: &New<'_>| -> [Value; 19] {
        let person = new.person;
        [
            new.id.as_str().into(),
            new.reference.as_str().into(),
            channel_word(new.channel).into(),
            new.venue.into(),
            new.class.into(),
            new.district.into(),
            new.state.word().into(),
            seal.person(new.id.as_str(), person).into(),
            seal.identity_hash(&person.identity).into(),
            seal.phone_hash(&person.phone).into(),
            seal.name_hash(&person.name).into(),
            seal.household_hash(&person.address).into(),
            person.identity.sex().word().into(),
            i64::from(person.identity.birth_date().year()).into(),
            new.batch.into(),
            new.recommended_by.into(),
            new.first_by.into(),
            now.into(),
            now.into(),
        ]
    };
    let added = INSERT.rows(tx, &new.iter().map(row).collect::<Vec<_>>()).await?;
    Ok(added == new.len() as u64)
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

/// Moves applications on; false if one is no more in the state from which it comes.
pub(crate) async fn set_state(tx: &mut Tx, moves: &[(ApplicationId, State, State)], now: i64) -> Result<bool, DatabaseError> {
    let row = |(id, from, to): &(ApplicationId, State, State)| [id.as_str().into(), from.word().into(), to.word().into(), now.into()];
    let moved = SET_STATE.rows(tx, &moves.iter().map(row).collect::<Vec<[Value; 4]>>()).await?;
    Ok(moved == moves.len() as u64)
}

/// Notes who reviewed.
pub(crate) async fn set_first(tx: &mut Tx, ids: &[ApplicationId], account: &str) -> Result<(), DatabaseError> {
    SET_FIRST.rows(tx, &by(ids, account)).await.map(drop)
}

/// Notes who agreed.
pub(crate) async fn set_second(tx: &mut Tx, ids: &[ApplicationId], account: &str) -> Result<(), DatabaseError> {
    SET_SECOND.rows(tx, &by(ids, account)).await.map(drop)
}

/// Each application with whoever acted.
fn by(ids: &[ApplicationId], account: &str) -> Vec<[Value; 2]> {
    ids.iter().map(|id| [id.as_str().into(), account.into()]).collect()
}

/// Gives each the number under which the police know the person.
pub(crate) async fn set_vetting_numbers(tx: &mut Tx, numbers: &[(&ApplicationId, &str)]) -> Result<(), DatabaseError> {
    let rows: Vec<[Value; 2]> = numbers.iter().map(|(id, number)| [id.as_str().into(), (*number).into()]).collect();
    SET_VETTING_NUMBER.rows(tx, &rows).await.map(drop)
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
