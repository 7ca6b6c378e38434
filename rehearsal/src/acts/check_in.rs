//! Everybody who comes is checked in at the door (M52), by a desk's device that sends what it has noted in batches. Three in a hundred stay away.

use serde_json::{Value, json};

use crate::{Stumbled, Theatre, crowd};

/// Of a hundred with a seat, so many do not come.
const AWAY: usize = 3;
/// The longest batch that a device sends.
const BATCH: usize = 60;

pub(super) fn play(theatre: &mut Theatre<'_>, place: usize) -> Result<(), Stumbled> {
    let Some(hall) = theatre.halls.get(place) else { return Ok(()) };
    let (session, seed) = (hall.number, theatre.seed);
    let desks: Vec<_> =
        hall.venues.iter().map(|venue| Ok((venue.id.clone(), theatre.staff.desks_of(&venue.id)?))).collect::<Result<_, Stumbled>>()?;
    let came = crowd::each(&desks, desks.len(), |_, (venue, [first, second])| {
        let mut desks = [first.clone(), second.clone()];
        for desk in &mut desks {
            desk.get("/venue/checkin")?;
        }
        let [first, _] = &mut desks;
        let list = json_of(&first.get("/venue/checkin/list.json")?.body)?;
        let people = list.get("people").and_then(Value::as_array).cloned().unwrap_or_default();
        // How many stay away is fixed by the seed, who it is is not: the draw decides who is here.
        let away = people.len() * AWAY / 100;
        let mut order: Vec<&Value> = people.iter().collect();
        crate::chance::Chance::of(seed, &format!("who comes to {venue} in session {session}")).shuffle(&mut order);
        let coming: Vec<&str> = order.iter().skip(away).filter_map(|it| it.get("entry").and_then(Value::as_str)).collect();
        for (batch, entries) in coming.chunks(BATCH).enumerate() {
            let Some(desk) = desks.get_mut(batch % 2) else { continue };
            let list = json_of(&desk.get("/venue/checkin/list.json")?.body)?;
            let now = list.get("now").and_then(Value::as_i64).unwrap_or_default();
            let event = |(place, entry): (usize, &&str)| {
                let event = format!("rehearsal-{session}-{venue}-{batch}-{place}");
                json!({"event": event, "entry": entry, "session": session, "at": now, "undo": null})
            };
            let events: Vec<Value> = entries.iter().enumerate().map(event).collect();
            let text = Value::Array(events).to_string();
            let answer = desk.send(&format!("/venue/checkin/events?session={session}"), &[("events", &text)])?.expect(200)?;
            let outcomes = json_of(&answer.body)?;
            let outcomes = outcomes.get("outcomes").and_then(Value::as_array).cloned().unwrap_or_default();
            let taken = outcomes.iter().filter(|it| it.get("outcome").and_then(Value::as_str) == Some("in")).count();
            if taken != entries.len() {
                return Err(Stumbled::Differs(format!("{venue}: {taken} of {} check-ins were taken: {outcomes:?}", entries.len())));
            }
        }
        Ok(coming.len())
    })?;
    if let Some(hall) = theatre.halls.get_mut(place) {
        for (venue, came) in hall.venues.iter_mut().zip(came) {
            venue.present = came;
        }
    }
    Ok(())
}

fn json_of(bytes: &[u8]) -> Result<Value, Stumbled> {
    serde_json::from_slice(bytes).map_err(|error| Stumbled::File(format!("no JSON: {error}")))
}
