//! Messages to people (SMS, e-mail, WeChat) are rows first: they are queued in the same transaction as the change that
//! they tell of, and sent afterwards by a worker, at least once.
//!
//! Recipient, subject and body are sealed with the server's key while they wait and erased once they are sent. They
//! never reach a log.

mod rows;
mod transport;
mod worker;

use serde::{Deserialize, Serialize};

use crate::database::{DatabaseError, Tx};
use crate::secrets::Secrets;

pub use rows::{Counts, counts, requeue_dead};
pub use transport::{Outgoing, SendError, Transport, TransportError};
pub use worker::{deliver, deliver_due};

crate::id_type! {
    /// A message in the outbox; also its idempotency key at the receiver.
    MessageId
}

/// The way a message takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A text message to a telephone.
    Sms,
    /// An e-mail.
    Email,
    /// A message of the city's WeChat account.
    Wechat,
}

impl Kind {
    /// The word in the database and in messages to a webhook.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Sms => "sms",
            Kind::Email => "email",
            Kind::Wechat => "wechat",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        [Kind::Sms, Kind::Email, Kind::Wechat].into_iter().find(|kind| kind.word() == word)
    }
}

/// A message to be sent.
#[derive(Clone)]
pub struct Message {
    /// The way it takes.
    pub kind: Kind,
    /// What it is for, as in `account.set-up`; stays in the row and in logs, so it must not tell who or what exactly.
    pub purpose: &'static str,
    /// Telephone number, e-mail address or WeChat id.
    pub recipient: String,
    /// Subject; transports without one put it in front of the body.
    pub subject: String,
    /// Text, with lines ended by `\n`.
    pub body: String,
}

/// What is sealed in a row.
#[derive(Serialize, Deserialize)]
struct Content {
    recipient: String,
    subject: String,
    body: String,
}

/// Queues a message for sending once the transaction is committed; `now` in milliseconds.
pub async fn queue(tx: &mut Tx, secrets: &Secrets, now: i64, message: Message) -> Result<MessageId, DatabaseError> {
    let new = new(message);
    let id = new.id.clone();
    rows::insert(tx, secrets, now, &[new]).await?;
    Ok(id)
}

/// As [`queue`], for many messages in few statements.
pub async fn queue_all(tx: &mut Tx, secrets: &Secrets, now: i64, messages: impl IntoIterator<Item = Message>) -> Result<(), DatabaseError> {
    rows::insert(tx, secrets, now, &messages.into_iter().map(new).collect::<Vec<_>>()).await
}

fn new(message: Message) -> rows::New {
    let content = Content { recipient: message.recipient, subject: message.subject, body: message.body };
    rows::New { id: MessageId::new(), kind: message.kind, purpose: message.purpose, content }
}
