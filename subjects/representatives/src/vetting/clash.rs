//! A second application of one person: not kept, but noted beside the first, for somebody to look at.

use plan::Channel;
use web::Refusal;
use web::args;
use web::database::{DatabaseError, FromRow, Row, Tx};
use web::id::new_id;

use crate::candidates::{ApplicationId, channel_of, channel_word};
use crate::person::{Person, Seal};

/// A second application that was not kept.
#[derive(Clone, Debug)]
pub(super) struct Clash {
    pub id: String,
    /// The application that was there first.
    pub first: ApplicationId,
    pub channel: Channel,
    pub venue: String,
    pub sealed: String,
    pub found_at: i64,
    pub is_open: bool,
}

impl FromRow for Clash {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        Ok(Clash {
            id: row.text("id")?,
            first: row.text("application_id")?.into(),
            channel: channel_of(&row.text("channel")?),
            venue: row.text("venue")?,
            sealed: row.text("person")?,
            found_at: row.int("found_at")?,
            is_open: row.text("decision")? == "open",
        })
    }
}

/// Notes that somebody who is in the pool came once more.
pub(crate) async fn clash_found(
    tx: &mut Tx,
    seal: &Seal<'_>,
    first: &ApplicationId,
    channel: Channel,
    venue: &str,
    person: &Person,
    now: i64,
) -> Result<(), DatabaseError> {
    let id = new_id();
    let sql = "INSERT INTO identity_clashes (id, application_id, channel, venue, person, found_at, decision) \
               VALUES ($1, $2, $3, $4, $5, $6, 'open')";
    tx.execute(sql, args![&id, first.as_str(), channel_word(channel), venue, seal.person(&id, person), now]).await.map(drop)
}

/// The clashes that nobody has decided, oldest first.
pub(super) async fn open(tx: &mut Tx, most: i64) -> Result<Vec<Clash>, DatabaseError> {
    tx.all("SELECT * FROM identity_clashes WHERE decision = 'open' ORDER BY found_at, id LIMIT $1", args![most]).await
}

/// Decides a clash that nobody has decided.
pub(super) async fn decide(tx: &mut Tx, id: &str, decision: &str, by: &str, now: i64) -> Result<(), Refusal> {
    let sql = "UPDATE identity_clashes SET decision = $2, decided_by = $3, decided_at = $4 WHERE id = $1 AND decision = 'open'";
    if tx.execute(sql, args![id, decision, by, now]).await? == 1 { Ok(()) } else { Err(decided()) }
}

/// Somebody decided it before.
pub(super) fn decided() -> Refusal {
    Refusal::rule("这一项刚刚已有人处理")
}

pub(super) async fn one(tx: &mut Tx, id: &str) -> Result<Option<Clash>, DatabaseError> {
    tx.optional("SELECT * FROM identity_clashes WHERE id = $1", args![id]).await
}
