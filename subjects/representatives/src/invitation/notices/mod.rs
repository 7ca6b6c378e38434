//! Notices (通知): everybody of the pool is told the outcome, chosen or not, with a link to their own page.

mod texts;

pub(super) use texts::place;

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use plan::Plan;
use web::database::{Tx, transaction};
use web::{App, Refusal, outbox};

use super::queries::{self, Notice, Untold};
use super::seat::Seat;
use super::token;
use crate::candidates::Application;
use crate::candidates::service::{message, tell};
use crate::draw::drawn;
use crate::person::Seal;

/// Notices that are queued in one transaction.
const TOGETHER: i64 = 200;

/// A person's link, for messages and print.
pub(super) fn link(app: &App, notice: &Notice) -> String {
    token::link(&app.settings().base_url(), &token::token(app.secrets(), notice.number, notice.issue))
}

async fn link_of(tx: &mut Tx, app: &App, number: u32) -> Result<String, Refusal> {
    let notice = queries::notice(tx, number).await?.ok_or(Refusal::NotFound)?;
    Ok(link(app, &notice))
}

/// Queues the next notices; how many. None are left when it gives 0.
pub async fn queue_next(app: &App) -> Result<usize, Refusal> {
    // Most looks find nothing, and should not take the writer for that.
    if !queries::any_unqueued(&mut app.database().reader().await?).await? {
        return Ok(0);
    }
    let plan = app.plan();
    let now = app.clock().millis();
    transaction!(app.database(), |tx| -> Result<usize, Refusal> {
        let untold = queries::unqueued(&mut tx, TOGETHER).await?;
        let (Some(first), Some(last)) = (untold.first(), untold.last()) else { return Ok(0) };
        let mut chances = HashMap::new();
        let mut messages = Vec::with_capacity(untold.len());
        for Untold { notice, pooled, application, seat } in &untold {
            let link = link(app, notice);
            let text = match seat {
                Some(seat) => texts::chosen(&plan.plan, seat, &link),
                None => {
                    let chance = match chances.entry((&pooled.venue, &pooled.class)) {
                        Entry::Occupied(known) => *known.get(),
                        Entry::Vacant(place) => {
                            let chance = drawn::chance(&mut tx, &pooled.venue, &pooled.class).await?;
                            *place.insert(chance.ok_or(Refusal::NotFound)?)
                        }
                    };
                    texts::reserve(&plan.plan, pooled, &chance, &link)
                }
            };
            messages.push(message(&application.person(&Seal(app.secrets()))?, &plan.plan, "invitation.notice", text));
        }
        outbox::queue_all(&mut tx, app.secrets(), now, messages).await?;
        queries::set_queued(&mut tx, first.notice.number, last.notice.number, now).await?;
        Ok(untold.len())
    })
}

/// Tells a reserve that they moved up.
pub(super) async fn tell_moved_up(
    tx: &mut Tx,
    app: &App,
    plan: &Plan,
    seat: &Seat,
    application: &Application,
    now: i64,
) -> Result<(), Refusal> {
    let text = texts::moved_up(plan, seat, &link_of(tx, app, seat.number).await?);
    send(tx, app, plan, application, "invitation.moved-up", &text, now).await
}

/// Reminds somebody who has not answered.
pub(super) async fn remind(tx: &mut Tx, app: &App, plan: &Plan, seat: &Seat, now: i64) -> Result<(), Refusal> {
    let application = queries::application(tx, seat.number).await?.ok_or(Refusal::NotFound)?;
    let text = texts::reminder(plan, seat, &link_of(tx, app, seat.number).await?);
    queries::set_reminded(tx, seat.number, now).await?;
    send(tx, app, plan, &application, "invitation.reminder", &text, now).await
}

/// Tells somebody that the venue's arrangements are on their page.
pub(super) async fn tell_arrangements(tx: &mut Tx, app: &App, plan: &Plan, seat: &Seat, now: i64) -> Result<(), Refusal> {
    let application = queries::application(tx, seat.number).await?.ok_or(Refusal::NotFound)?;
    let text = texts::arrangements(plan, seat, &link_of(tx, app, seat.number).await?);
    send(tx, app, plan, &application, "invitation.arrangements", &text, now).await
}

/// Sends a new link, which makes the old one worthless.
pub(super) async fn reissue(tx: &mut Tx, app: &App, plan: &Plan, notice: &Notice, now: i64) -> Result<(), Refusal> {
    let issue = notice.issue + 1;
    let fresh = token::token(app.secrets(), notice.number, issue);
    queries::set_issue(tx, notice.number, issue, &token::hash(&fresh)).await?;
    let application = queries::application(tx, notice.number).await?.ok_or(Refusal::NotFound)?;
    let text = texts::reissued(&token::link(&app.settings().base_url(), &fresh));
    send(tx, app, plan, &application, "invitation.reissued", &text, now).await
}

async fn send(
    tx: &mut Tx,
    app: &App,
    plan: &Plan,
    application: &Application,
    purpose: &'static str,
    text: &str,
    now: i64,
) -> Result<(), Refusal> {
    let person = application.person(&Seal(app.secrets()))?;
    tell(tx, app.secrets(), &person, plan, purpose, text, now).await
}
