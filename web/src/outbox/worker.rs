//! The worker that sends what is due. Several servers may each run one.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::MissedTickBehavior;

use super::MessageId;
use super::rows::{self, Claimed};
use super::transport::{SendError, Transport};
use crate::App;
use crate::database::{Database, DatabaseError};
use crate::secrets::Secrets;
use crate::transaction;

/// Pause between looks at an empty outbox; somebody may be waiting for a code.
const PAUSE: Duration = Duration::from_millis(250);
/// A send that takes longer has failed; well below the lease.
const PATIENCE: Duration = Duration::from_secs(30);

/// Sends messages as they become due, for as long as the program runs. Aborting it is safe: what was under way is sent
/// again when its lease has run out.
pub async fn deliver(app: App, transport: Transport) {
    let transport = Arc::new(transport);
    let mut ticks = tokio::time::interval(PAUSE);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        loop {
            match deliver_due(app.database(), app.secrets(), &transport, app.clock().millis()).await {
                Ok(0) => break,
                Ok(_) => {}
                Err(error) => {
                    tracing::warn!(%error, "cannot read the outbox");
                    break;
                }
            }
        }
    }
}

/// Sends what is due at `now` (milliseconds), up to a handful; how many it took on.
pub async fn deliver_due(database: &Database, secrets: &Secrets, transport: &Arc<Transport>, now: i64) -> Result<usize, DatabaseError> {
    // Most looks find nothing, and should not take the writer for that.
    if !rows::any_due(&mut database.reader().await?, now).await? {
        return Ok(0);
    }
    let (lease, claimed): (String, Vec<Claimed>) = transaction!(database, |tx| rows::claim(&mut tx, now, transport.together()).await)?;
    let taken = claimed.len();
    let mut sending = JoinSet::new();
    for message in claimed {
        let outgoing = message.open(secrets);
        let transport = transport.clone();
        sending.spawn(async move {
            let outcome = match outgoing {
                None => Err(SendError::last("it was sealed with another server's key")),
                Some(outgoing) => {
                    let sent = tokio::time::timeout(PATIENCE, transport.send(outgoing)).await;
                    sent.unwrap_or_else(|_| Err(SendError::again("no answer in time")))
                }
            };
            (message, outcome)
        });
    }
    let mut outcomes = Vec::with_capacity(taken);
    while let Some(finished) = sending.join_next().await {
        // A transport that panicked leaves its message to the next lease.
        outcomes.extend(finished);
    }
    note(database, now, &lease, &outcomes).await?;
    Ok(taken)
}

/// Notes what became of the messages of one lease, all in one transaction: each alone would wait for the disk.
async fn note(database: &Database, now: i64, lease: &str, outcomes: &[(Claimed, Result<(), SendError>)]) -> Result<(), DatabaseError> {
    let sent: Vec<&MessageId> = outcomes.iter().filter(|(_, outcome)| outcome.is_ok()).map(|(message, _)| &message.id).collect();
    let noted: Vec<bool> = transaction!(database, |tx| -> Result<Vec<bool>, DatabaseError> {
        let sent = rows::sent(&mut tx, now, lease, &sent).await?;
        let mut noted = Vec::with_capacity(outcomes.len());
        for (message, outcome) in outcomes {
            noted.push(match outcome {
                Ok(()) => sent.contains(message.id.as_str()),
                Err(SendError { is_final, reason }) => rows::failed(&mut tx, now, lease, message, *is_final, reason).await?,
            });
        }
        Ok(noted)
    })?;
    for ((message, outcome), noted) in outcomes.iter().zip(noted) {
        let (id, purpose, attempts) = (&message.id, message.purpose.as_str(), message.attempts);
        match (outcome, noted) {
            (Ok(()), true) => tracing::info!(%id, purpose, attempts, "sent message"),
            (Ok(()), false) => tracing::warn!(%id, purpose, "message took longer than its lease and may be sent twice"),
            (Err(SendError { reason, .. }), true) => tracing::error!(%id, purpose, attempts, reason, "gave message up"),
            (Err(SendError { reason, .. }), false) => {
                tracing::warn!(%id, purpose, attempts, reason, "could not send message, will try again")
            }
        }
    }
    Ok(())
}
