//! What a server does for the ledger as long as it runs.

use std::time::Duration;

use record::{AuditHead, Digest, Statement};
use tokio::time::MissedTickBehavior;

use super::{LedgerError, integrate, publish, rows, witness};
use crate::app::App;
use crate::audit;
use crate::transaction;

/// What was queued is in a signed checkpoint within a second.
const TICK: Duration = Duration::from_millis(500);
/// Ticks between two looks at the audit log: a minute.
const AUDIT_TICKS: u64 = 120;
/// Ticks between two tries at witnesses that lag behind, if nothing grew: ten seconds.
const WITNESS_TICKS: u64 = 20;

/// Sequences, has cosigned, and publishes the head of the audit log, for ever.
pub async fn keep(app: App) {
    let mut every = tokio::time::interval(TICK);
    every.set_missed_tick_behavior(MissedTickBehavior::Delay);
    for round in 0_u64.. {
        every.tick().await;
        if let Err(error) = once(&app, round).await {
            tracing::error!("the ledger does not grow: {error}");
        }
    }
}

async fn once(app: &App, round: u64) -> Result<(), LedgerError> {
    if round.is_multiple_of(AUDIT_TICKS) {
        publish_audit_head(app).await?;
    }
    let grown = integrate(app.database(), app.ledger()).await?;
    if (grown.is_some() || round.is_multiple_of(WITNESS_TICKS)) && app.ledger().halted().is_none() {
        witness::push(app.database(), app.ledger(), app.clock().millis()).await?;
    }
    Ok(())
}

/// Queues the head of the audit log if it has moved since it was last published.
async fn publish_audit_head(app: &App) -> Result<(), LedgerError> {
    transaction!(app.database(), |tx| -> Result<(), LedgerError> {
        let head = audit::head(&mut tx).await?;
        if head.position > rows::state(&mut tx).await?.audit_position {
            let sha256: Digest = head.hash.parse().map_err(|_| LedgerError::Damaged("the head of the audit log".to_owned()))?;
            publish(&mut tx, &Statement::AuditHead(AuditHead { sequence: head.position.unsigned_abs(), sha256 })).await?;
            rows::audit_published(&mut tx, head.position).await?;
        }
        Ok(())
    })
}
