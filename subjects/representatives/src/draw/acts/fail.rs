//! A source that gave nothing: what was announced for this case holds.

use record::{OnFailure, SeedFailed, Statement};
use web::caller::Caller;
use web::database::Tx;
use web::{Refusal, audit};

use super::seed::settle;
use super::{at, awaited, draw_id, publish, text};
use crate::draw::events::Failed;
use crate::draw::queries::{self, StepKind};
use crate::draw::source::{NOTHING, State, chinese};

/// Carries out the announced rule for the awaited source.
pub(super) async fn fail(tx: &mut Tx, caller: &Caller, place: i64, reason: &str) -> Result<(), Refusal> {
    let source = awaited(tx, place).await?;
    let statement = SeedFailed {
        draw: draw_id()?,
        place: u32::try_from(place).map_err(Refusal::internal)?,
        name: text(&source.name)?,
        reason: text(reason)?,
        on_failure: source.on_failure,
        at: at(caller.now)?,
    };
    publish(tx, &Statement::SeedFailed(statement), StepKind::Failed, place, reason, caller.now).await?;
    match source.on_failure {
        // What was typed of the occasion that failed no longer counts.
        OnFailure::Next => queries::next_round(tx, place).await?,
        OnFailure::Constant => settle(tx, &source, State::Constant, NOTHING, caller.now).await?,
    }
    let event = Failed { subject: format!("source-{place}"), reason: reason.into(), outcome: chinese(source.on_failure) };
    Ok(audit::record(tx, &caller.actor, caller.now, &event).await?)
}
