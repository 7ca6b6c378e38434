//! A second application of one person: not kept, but noted beside the first, for somebody to look at.

use plan::Channel;
use web::args;
use web::database::{DatabaseError, Tx};
use web::id::new_id;

use crate::candidates::{ApplicationId, channel_word};
use crate::person::{Person, Seal};

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
    let sql = "INSERT INTO identity_clashes (id, application_id, channel, venue, person, found_at, decision) VALUES ($1, $2, $3, $4, $5, $6, 'open')";
    tx.execute(sql, args![&id, first.as_str(), channel_word(channel), venue, seal.person(&id, person), now]).await.map(drop)
}
