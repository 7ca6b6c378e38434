//! Whoever is expected at a venue, by name.

use plan::{Plan, Session, Venue};
use web::database::{DatabaseError, FromRow, Row, transaction};
use web::desk::Desk;
use web::{Refusal, args, audit};

use crate::invitation::entry_number::EntryNumber;
use crate::invitation::events::ListTaken;
use crate::invitation::seat::Seat;
use crate::person::{Person, Seal};

/// Somebody expected.
pub(super) struct Expected {
    pub person: Person,
    pub class: String,
    pub entry_number: EntryNumber,
}

struct Stored {
    seat: Seat,
    application: String,
    sealed: String,
}

impl FromRow for Stored {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        Ok(Stored { seat: Seat::from_row(row)?, application: row.text("application_id")?, sealed: row.text("person")? })
    }
}

/// Everybody expected at a venue in a session, in the order of the plan's classes and by name; the taking is noted as `format`.
pub(super) async fn take(
    desk: &Desk,
    plan: &Plan,
    venue: &Venue,
    session: &Session,
    format: &'static str,
) -> Result<Vec<Expected>, Refusal> {
    let seal = Seal(desk.app.secrets());
    let stored = transaction!(desk.app.database(), |tx| -> Result<Vec<Stored>, Refusal> {
        let sql = "SELECT s.*, p.application_id, a.person FROM seats s JOIN draw_pool p ON p.number = s.number \
                   JOIN applications a ON a.id = p.application_id \
                   WHERE s.venue = $1 AND s.session = $2 AND s.state IN ('invited', 'confirmed') ORDER BY s.number";
        let stored: Vec<Stored> = tx.all(sql, args![venue.id.as_str(), session.number]).await?;
        let count = i64::try_from(stored.len()).unwrap_or(i64::MAX);
        let (subject, number) = (venue.id.to_string(), i64::from(session.number));
        let event = ListTaken { subject, venue: venue.name.clone(), session: number, count, format };
        audit::record(&mut tx, &desk.caller.actor, desk.caller.now, &event).await?;
        Ok(stored)
    })?;
    let open = |it: Stored| -> Result<Expected, Refusal> {
        let person = seal.open(&it.application, &it.sealed).map_err(Refusal::internal)?;
        Ok(Expected { person, class: it.seat.class, entry_number: it.seat.entry_number })
    };
    let mut expected = stored.into_iter().map(open).collect::<Result<Vec<_>, _>>()?;
    let place = |class: &str| plan.classes.iter().position(|it| it.id == *class).unwrap_or(usize::MAX);
    // Sorted here: no database orders names alike.
    expected.sort_by_cached_key(|it| (place(&it.class), it.person.name.clone(), it.entry_number.as_str().to_owned()));
    Ok(expected)
}
