//! Advancing the clock. One transaction.

use jiff::{SignedDuration, Timestamp};
use web::audit::{self, Actor};
use web::page::date;
use web::rehearsal::{self, NotAdvanced};
use web::{App, Refusal, transaction};

/// The longest jump, so that a year mistyped does not end the rehearsal: no step back leads out of it.
const LONGEST: SignedDuration = SignedDuration::from_hours(366 * 24);

/// Moves the clock to `to` in the database, and here once that is committed; other servers follow within seconds.
pub(super) async fn advance(app: &App, actor: &Actor, to: Timestamp) -> Result<(), Refusal> {
    if to.duration_since(app.clock().now()) > LONGEST {
        return Err(Refusal::at("to", "一次最多推进一年，请核对年份"));
    }
    transaction!(app.database(), |tx| -> Result<(), NotAdvanced> {
        let from = rehearsal::advance(&mut tx, to).await?;
        let event = ClockAdvanced { subject: "clock".into(), from: from.as_millisecond(), to: to.as_millisecond() };
        Ok(audit::record(&mut tx, actor, from.as_millisecond(), &event).await?)
    })
    .map_err(refusal)?;
    Ok(rehearsal::follow(app).await?)
}

fn refusal(error: NotAdvanced) -> Refusal {
    match error {
        NotAdvanced::Real => Refusal::NotFound,
        NotAdvanced::Backwards { now } => Refusal::at("to", format!("时钟只能向前：现在是{}，请选择更晚的时间", date::moment(now))),
        NotAdvanced::Database(error) => error.into(),
    }
}

web::audit_events! {
    /// The clock of a rehearsal was advanced.
    ClockAdvanced = "rehearsal.clock-advanced" "推进演练时钟" { from: i64, to: i64 }
}
