//! What is done at the doors.

use std::collections::BTreeMap;

use jiff::Timestamp;
use plan::Plan;
use web::caller::Caller;
use web::database::{Tx, transaction};
use web::page::date;
use web::{App, Refusal, audit};

use super::arrival::{Arrived, Outcome, Sent, is_event};
use super::events::{CheckedIn, Undone};
use super::hours;
use super::queries::{self, Listed, New};
use crate::invitation::entry_number::EntryNumber;
use crate::invitation::times;

/// Who sends: a desk of one venue.
pub(super) struct Sender<'a> {
    pub venue: &'a str,
    pub desk: &'a str,
    /// The pass or account.
    pub by: &'a str,
}

/// The longest reason, in characters.
pub(super) const REASON: usize = 100;

/// Takes what a desk sends, in one transaction. Whatever the order, however often and from however many devices: a seat counts once, as
/// long as one of its check-ins was not taken back.
pub(super) async fn merge(app: &App, caller: &Caller, from: &Sender<'_>, sent: &[Sent]) -> Result<Vec<Outcome>, Refusal> {
    let plan = app.plan();
    let now = Timestamp::from_millisecond(caller.now).map_err(Refusal::internal)?;
    let merging = Merging { plan: &plan.plan, caller, from, now };
    transaction!(app.database(), |tx| -> Result<Vec<Outcome>, Refusal> {
        let mut outcomes = Vec::with_capacity(sent.len());
        let mut tally = Tally::default();
        for one in sent {
            outcomes.push(merging.take(&mut tx, one, &mut tally).await?);
        }
        for (session, (count, repeated)) in tally {
            let event = CheckedIn { subject: from.venue.into(), venue: merging.venue_name(), session: i64::from(session), count, repeated };
            audit::record(&mut tx, &caller.actor, caller.now, &event).await?;
        }
        Ok(outcomes)
    })
}

/// New check-ins and repeats, by session.
type Tally = BTreeMap<u32, (i64, i64)>;

struct Merging<'a> {
    plan: &'a Plan,
    caller: &'a Caller,
    from: &'a Sender<'a>,
    now: Timestamp,
}

impl Merging<'_> {
    fn venue_name(&self) -> String {
        self.plan.venue_name(self.from.venue)
    }

    async fn take(&self, tx: &mut Tx, sent: &Sent, tally: &mut Tally) -> Result<Outcome, Refusal> {
        let refused = |why: &str| Ok(Outcome::Refused { why: why.into() });
        if !is_event(&sent.event) {
            return refused("签到记录不完整，没有采用。请重新签到。");
        }
        let Some(entry) = EntryNumber::read(&sent.entry) else { return refused("入场编号不正确。请重新查找此人。") };
        let Some(listed) = queries::by_entry(tx, &entry).await? else {
            return refused("没有这个入场编号。请重新查找此人。");
        };
        let known = queries::event(tx, &sent.event).await?;
        match &known {
            Some((number, _)) if *number != i64::from(listed.seat.number) => {
                return refused("签到记录与另一人的相混，没有采用。请重新签到。");
            }
            Some(_) if listed.seat.venue == self.from.venue => {}
            _ => {
                if let Some(why) = self.refusal(sent.session, &listed)? {
                    return Ok(Outcome::Refused { why });
                }
            }
        }
        let state = known.map(|(_, state)| state);
        match &sent.undo {
            Some(reason) => self.undo(tx, sent, reason, &listed, state.as_deref()).await,
            None if state.is_some() => outcome(tx, &listed, &sent.event).await,
            None => self.check_in(tx, sent, &listed, tally).await,
        }
    }

    /// Why this desk cannot check this person in for this session.
    fn refusal(&self, session: u32, listed: &Listed) -> Result<Option<String>, Refusal> {
        let seat = &listed.seat;
        let planned = times::session(self.plan, seat.session).ok_or(Refusal::NotFound)?;
        Ok(if seat.venue != self.from.venue {
            Some(format!("这是{}的邀请，不能在本会场签到。", self.plan.venue_name(&seat.venue)))
        } else if seat.session != session {
            Some(format!("这是{}的邀请，不是这一场的。", planned.name))
        } else if !seat.state.is_taken() {
            Some(format!("这个席位已经“{}”，不能签到。", seat.state.chinese()))
        } else if !hours::takes(self.plan, planned, self.now) {
            Some(format!("{}在{}签到，现在不能登记。", planned.name, date::day(planned.start.date)))
        } else {
            None
        })
    }

    async fn check_in(&self, tx: &mut Tx, sent: &Sent, listed: &Listed, tally: &mut Tally) -> Result<Outcome, Refusal> {
        let first = listed.arrived.is_none();
        queries::add(tx, &self.row(sent, listed, if first { "in" } else { "repeat" })?).await?;
        let (count, repeated) = tally.entry(listed.seat.session).or_default();
        *(if first { count } else { repeated }) += 1;
        outcome(tx, listed, &sent.event).await
    }

    async fn undo(&self, tx: &mut Tx, sent: &Sent, reason: &str, listed: &Listed, state: Option<&str>) -> Result<Outcome, Refusal> {
        let reason: String = web::text::normal(reason).chars().filter(|c| !c.is_control()).take(REASON).collect();
        if reason.is_empty() {
            return Ok(Outcome::Refused { why: "撤销没有写原因，没有采用。请重新撤销。".into() });
        }
        match state {
            Some("undone") => return outcome(tx, listed, &sent.event).await,
            Some(_) => queries::undo(tx, i64::from(listed.seat.number), &sent.event, self.caller.now).await?,
            // Its own check-in is still on the way; when it comes, it does not count.
            None => queries::add(tx, &self.row(sent, listed, "undone")?).await?,
        }
        let session = i64::from(listed.seat.session);
        let event = Undone { subject: listed.application.clone(), venue: self.venue_name(), session, reason };
        audit::record(tx, &self.caller.actor, self.caller.now, &event).await?;
        outcome(tx, listed, &sent.event).await
    }

    fn row<'a>(&'a self, sent: &'a Sent, listed: &Listed, state: &'static str) -> Result<New<'a>, Refusal> {
        let session = times::session(self.plan, listed.seat.session).ok_or(Refusal::NotFound)?;
        Ok(New {
            event: &sent.event,
            number: i64::from(listed.seat.number),
            state,
            desk: self.from.desk,
            made_by: self.from.by,
            arrived_at: hours::believed(self.plan, session, sent.at, self.now),
            received_at: self.caller.now,
            undone_at: (state == "undone").then_some(self.caller.now),
        })
    }
}

/// What now holds of an event that is known.
async fn outcome(tx: &mut Tx, listed: &Listed, event: &str) -> Result<Outcome, Refusal> {
    Ok(match queries::counted(tx, i64::from(listed.seat.number)).await? {
        Some(arrived) if arrived.event == event => Outcome::In(arrived),
        Some(arrived) => Outcome::Repeat(arrived),
        None => Outcome::Undone,
    })
}

/// The arrival in words: when and at which desk.
pub(super) fn told(arrived: &Arrived) -> String {
    format!("{} 在{}", date::time(date::of_millis(arrived.at)), arrived.desk)
}
