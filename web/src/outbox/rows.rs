//! The outbox's table.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::transport::Outgoing;
use super::{Content, Kind, MessageId};
use crate::args;
use crate::database::{Bulk, DatabaseError, FromRow, Row, Tx, Value};
use crate::id::new_id;
use crate::secrets::Secrets;

/// How long a worker may take for what it claimed, in milliseconds. After that, another one sends it again.
const LEASE: i64 = 120_000;
/// After so many attempts a message is dead until somebody queues it again.
const MOST_ATTEMPTS: i64 = 8;
/// Pause after the first failure, in milliseconds; it doubles each time, which reaches over two hours in all.
const FIRST_PAUSE: i64 = 30_000;
/// Label of the seal.
const SEAL: &str = "outbox";

/// How many messages are in which state, for the system page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// To be sent, now or later.
    pub waiting: i64,
    /// Of these, failed at least once.
    pub failing: i64,
    /// Sent.
    pub sent: i64,
    /// Given up.
    pub dead: i64,
    /// When the oldest one that waits was queued, in milliseconds.
    pub oldest_waiting: Option<i64>,
}

/// A message that a worker has claimed.
pub(super) struct Claimed {
    pub id: MessageId,
    pub purpose: String,
    pub attempts: i64,
    kind: String,
    content: String,
    queued_at: i64,
}

impl FromRow for Claimed {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        Ok(Claimed {
            id: row.text("id")?.into(),
            purpose: row.text("purpose")?,
            attempts: row.int("attempts")?,
            kind: row.text("kind")?,
            content: row.text("content")?,
            queued_at: row.int("queued_at")?,
        })
    }
}

impl Claimed {
    /// The message in the clear; `None` if it was sealed with another server's key.
    pub fn open(&self, secrets: &Secrets) -> Option<Outgoing> {
        let clear = secrets.unseal(SEAL, self.id.as_str(), &self.content).ok()?;
        let content: Content = serde_json::from_slice(&clear).ok()?;
        Some(Outgoing {
            id: self.id.clone(),
            kind: Kind::from_word(&self.kind)?,
            purpose: self.purpose.clone(),
            recipient: content.recipient,
            subject: content.subject,
            body: content.body,
            queued_at: self.queued_at,
        })
    }
}

static INSERT: LazyLock<Bulk> =
    LazyLock::new(|| Bulk::insert("INSERT INTO outbox (id, kind, purpose, content, state, attempts, queued_at, due_at, leased_until)", 9));
static SENT: LazyLock<Bulk> = LazyLock::new(|| {
    Bulk::update(
        "UPDATE outbox SET state = 'sent', content = NULL, sent_at = v.column3, lease = NULL, leased_until = 0, failure = NULL",
        3,
        "outbox.id = v.column1 AND outbox.lease = v.column2 RETURNING id",
    )
});

/// A message to be kept: its id, its way, its purpose and what is sealed.
pub(super) struct New {
    pub id: MessageId,
    pub kind: Kind,
    pub purpose: &'static str,
    pub content: Content,
}

pub(super) async fn insert(tx: &mut Tx, secrets: &Secrets, now: i64, messages: &[New]) -> Result<(), DatabaseError> {
    let row = |it: &New| -> [Value; 9] {
        let clear = zeroize::Zeroizing::new(serde_json::to_vec(&it.content).unwrap_or_default());
        let sealed = secrets.seal(SEAL, it.id.as_str(), &clear);
        let (id, kind, purpose) = (it.id.as_str().into(), it.kind.word().into(), it.purpose.into());
        [id, kind, purpose, sealed.into(), "waiting".into(), 0.into(), now.into(), now.into(), 0.into()]
    };
    INSERT.rows(tx, &messages.iter().map(row).collect::<Vec<_>>()).await.map(drop)
}

/// Whether a worker would find something to claim.
pub(super) async fn any_due(tx: &mut Tx, now: i64) -> Result<bool, DatabaseError> {
    tx.one("SELECT EXISTS (SELECT 1 FROM outbox WHERE state = 'waiting' AND due_at <= $1 AND leased_until <= $1)", args![now]).await
}

/// Takes up to `most` due messages for one worker. An attempt counts from here, so that a message that kills the
/// program is given up as well.
pub(super) async fn claim(tx: &mut Tx, now: i64, most: u32) -> Result<(String, Vec<Claimed>), DatabaseError> {
    let lease = new_id();
    let claimed = tx
        .all(
            "UPDATE outbox SET lease = $1, leased_until = $2, attempts = attempts + 1
             WHERE id IN (
                 SELECT id FROM outbox WHERE state = 'waiting' AND due_at <= $3 AND leased_until <= $3 ORDER BY due_at, id LIMIT $4)
             RETURNING id, kind, purpose, content, attempts, queued_at",
            args![lease.as_str(), now + LEASE, now, most],
        )
        .await?;
    Ok((lease, claimed))
}

/// Notes that messages were sent and erases what they said. Those whose lease has passed to another worker are not among the answer.
pub(super) async fn sent(tx: &mut Tx, now: i64, lease: &str, ids: &[&MessageId]) -> Result<HashSet<String>, DatabaseError> {
    let rows: Vec<[Value; 3]> = ids.iter().map(|id| [id.as_str().into(), lease.into(), now.into()]).collect();
    Ok(SENT.answers(tx, &rows).await?.into_iter().collect())
}

/// Notes a failure. True if the message is given up, because the failure is final or one too many.
pub(super) async fn failed(
    tx: &mut Tx,
    now: i64,
    lease: &str,
    message: &Claimed,
    is_final: bool,
    reason: &str,
) -> Result<bool, DatabaseError> {
    let dead = is_final || message.attempts >= MOST_ATTEMPTS;
    let pause = FIRST_PAUSE << (message.attempts - 1).clamp(0, MOST_ATTEMPTS);
    tx.execute(
        "UPDATE outbox SET state = $1, due_at = $2, lease = NULL, leased_until = 0, failure = $3 WHERE id = $4 AND lease = $5",
        args![if dead { "dead" } else { "waiting" }, now + pause, reason, message.id.as_str(), lease],
    )
    .await?;
    Ok(dead)
}

/// How many messages are in which state.
pub async fn counts(tx: &mut Tx) -> Result<Counts, DatabaseError> {
    let (waiting, failing, sent, dead, oldest_waiting) = tx
        .one(
            "SELECT COUNT(CASE WHEN state = 'waiting' THEN 1 END),
                    COUNT(CASE WHEN state = 'waiting' AND failure IS NOT NULL THEN 1 END),
                    COUNT(CASE WHEN state = 'sent' THEN 1 END),
                    COUNT(CASE WHEN state = 'dead' THEN 1 END),
                    MIN(CASE WHEN state = 'waiting' THEN queued_at END)
             FROM outbox",
            &[],
        )
        .await?;
    Ok(Counts { waiting, failing, sent, dead, oldest_waiting })
}

/// Queues all dead messages again, for example after a wrong setting was corrected; how many there were.
pub async fn requeue_dead(tx: &mut Tx, now: i64) -> Result<u64, DatabaseError> {
    tx.execute("UPDATE outbox SET state = 'waiting', attempts = 0, due_at = $1 WHERE state = 'dead'", args![now]).await
}
