//! Giving seats as drawn, and moving reserves up.

use std::collections::HashSet;
use std::sync::LazyLock;

use plan::Plan;
use record::{DrawReplaced, LeaveCause, Statement};
use web::audit::{self, Actor};
use web::caller::Caller;
use web::database::{Bulk, Tx, Value, transaction};
use web::ledger;
use web::{App, Refusal};

use super::entry_number::EntryNumber;
use super::events::{MovedUp, NoticesBegun, Vacant};
use super::queries::{self, Pooled, Replaced};
use super::seat::{Act, Seat, State};
use super::{notices, times, token};
use crate::draw::{self, Stage, drawn};

static INSERT_NOTICES: LazyLock<Bulk> =
    LazyLock::new(|| Bulk::insert("INSERT INTO notices (number, issue, token_hash, tries, unavailable)", 5));
static INSERT_SEATS: LazyLock<Bulk> = LazyLock::new(|| {
    Bulk::insert("INSERT INTO seats (number, session, venue, class, entry_number, state, replaces, vacant, since, changed_at)", 10)
});

/// Gives everybody drawn their seat and everybody of the pool a link; the notices are queued afterwards, some at a time. Once.
pub async fn begin(app: &App, caller: &Caller) -> Result<(), Refusal> {
    transaction!(app.database(), |tx| -> Result<(), Refusal> {
        if drawn::stage(&mut tx).await? < Stage::Drawn {
            return Err(Refusal::rule("还没有抽取，不能发通知"));
        }
        if queries::progress(&mut tx).await?.0 > 0 {
            return Err(Refusal::rule("通知已经发出，不会再发第二次"));
        }
        let pool = queries::pool(&mut tx).await?;
        let row = |it: &Pooled| {
            let hash = token::hash(&token::token(app.secrets(), it.number, 1));
            [Value::from(it.number), Value::from(1), Value::from(hash), Value::from(0), Value::from(false)]
        };
        INSERT_NOTICES.rows(&mut tx, &pool.iter().map(row).collect::<Vec<_>>()).await?;
        let mut taken = HashSet::new();
        let row = |it: &Pooled| {
            let (entry, now) = (EntryNumber::new(&mut taken), Value::from(caller.now));
            let (venue, class) = (Value::from(&it.venue), Value::from(&it.class));
            let state = Value::from(State::Invited.word());
            let (number, session) = (Value::from(it.number), Value::from(it.session));
            [number, session, venue, class, Value::from(entry.as_str()), state, Value::from(0), Value::from(false), now.clone(), now]
        };
        let seats: Vec<_> = pool.iter().filter(|it| it.session > 0).map(row).collect();
        INSERT_SEATS.rows(&mut tx, &seats).await?;
        let size = |length: usize| i64::try_from(length).unwrap_or(i64::MAX);
        let event = NoticesBegun { subject: "invitations".into(), count: size(pool.len()), seats: size(seats.len()) };
        Ok(audit::record(&mut tx, &caller.actor, caller.now, &event).await?)
    })
}

/// Frees a seat, and the next reserve of the cell moves up: statement, audit event and message in the caller's transaction. Reserves who
/// said that they do not want to move up take the seat and leave it at once, so that the ledger names everybody who was passed.
///
/// # Errors
/// When the seat is left already, or the time for moving up is over.
pub(super) async fn leave(tx: &mut Tx, app: &App, plan: &Plan, seat: &Seat, act: Act, now: i64) -> Result<(), Refusal> {
    in_time(plan, seat, app.clock().now())?;
    let next = seat.state.after(act).map_err(|_| Refusal::rule(format!("这个席位已经是“{}”", seat.state.chinese())))?;
    if !queries::set_state(tx, seat.number, seat.state, next, now).await? {
        return Err(Refusal::rule("另一人刚刚办理了，请查看最新情况"));
    }
    queries::withdraw_release(tx, seat.number, now).await?;
    let mut left = seat.number;
    let mut cause = if next == State::Declined { LeaveCause::Declined } else { LeaveCause::Released };
    draw::touch(tx).await?;
    while let Some((joined, rank, unavailable)) = queries::next_reserve(tx, &seat.venue, &seat.class).await? {
        publish(tx, seat, (left, joined, rank), cause, now).await?;
        let state = if unavailable { State::Declined } else { State::Invited };
        let entry_number = free_number(tx).await?;
        let moved = Seat { number: joined, entry_number, state, replaces: Some(left), vacant: false, since: now, ..seat.clone() };
        queries::add_seat(tx, &moved).await?;
        let application = queries::application(tx, joined).await?.ok_or(Refusal::NotFound)?;
        let event = MovedUp { subject: application.id.to_string(), venue: plan.venue_name(&seat.venue), session: i64::from(seat.session) };
        audit::record(tx, &Actor::system(), now, &event).await?;
        if !unavailable {
            return notices::tell_moved_up(tx, app, plan, &moved, &application, now).await;
        }
        (left, cause) = (joined, LeaveCause::Declined);
    }
    queries::set_vacant(tx, left).await?;
    let event =
        Vacant { subject: format!("{}/{}", seat.venue, seat.class), venue: plan.venue_name(&seat.venue), session: i64::from(seat.session) };
    Ok(audit::record(tx, &Actor::system(), now, &event).await?)
}

/// Refuses when nobody moves up any more.
pub(super) fn in_time(plan: &Plan, seat: &Seat, now: jiff::Timestamp) -> Result<(), Refusal> {
    let session = times::session(plan, seat.session).ok_or(Refusal::NotFound)?;
    let until = times::reserves_until(plan, session);
    if now < until {
        return Ok(());
    }
    Err(Refusal::rule(format!("递补到 {} 为止，现在不能再换人；不来的按缺席统计", web::page::date::moment(until))))
}

async fn free_number(tx: &mut Tx) -> Result<EntryNumber, Refusal> {
    let mut tried = HashSet::new();
    loop {
        let number = EntryNumber::new(&mut tried);
        if !queries::is_taken(tx, &number).await? {
            return Ok(number);
        }
    }
}

async fn publish(tx: &mut Tx, seat: &Seat, who: (u32, u32, u32), cause: LeaveCause, now: i64) -> Result<(), Refusal> {
    let (left, joined, rank) = who;
    let id = |text: String| text.parse().map_err(Refusal::internal);
    let cell = format!("{}/{}", seat.venue, seat.class);
    let statement = DrawReplaced {
        draw: id(draw::DRAW.into())?,
        session: seat.session,
        cell: cell.parse().map_err(Refusal::internal)?,
        left: id(left.to_string())?,
        joined: id(joined.to_string())?,
        rank,
        cause,
    };
    let position = ledger::publish(tx, &Statement::DrawReplaced(statement)).await?;
    let replaced = Replaced {
        position: i64::try_from(position).map_err(Refusal::internal)?,
        session: seat.session,
        venue: seat.venue.clone(),
        class: seat.class.clone(),
        left,
        joined,
        rank,
        declined: cause == LeaveCause::Declined,
        at: now,
    };
    Ok(queries::add_replacement(tx, &replaced).await?)
}
