//! Ways out of the outbox: a folder of files, a mail server, a webhook.

mod file;
mod smtp;
mod webhook;

use std::path::PathBuf;

use super::{Kind, MessageId};

/// Where messages go.
pub enum Transport {
    /// One file a message, in a folder.
    File(file::Folder),
    /// E-mail through a mail server.
    Smtp(Box<smtp::MailServer>),
    /// Every message to one HTTP address, which passes it on.
    Webhook(webhook::Webhook),
}

/// A setting that is no transport. Says what is expected without repeating the setting, which may hold a password.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the outbox setting is not usable: {0}")]
pub struct TransportError(pub(super) String);

/// Why a message was not sent, in words without recipient and text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct SendError {
    /// Trying again would only fail again.
    pub is_final: bool,
    /// The words.
    pub reason: String,
}

impl SendError {
    /// A failure that may pass.
    pub(super) fn again(reason: impl Into<String>) -> Self {
        SendError { is_final: false, reason: reason.into() }
    }

    /// A failure that stays.
    pub(super) fn last(reason: impl Into<String>) -> Self {
        SendError { is_final: true, reason: reason.into() }
    }
}

/// A message on its way out, in the clear.
#[derive(Clone)]
pub struct Outgoing {
    /// Also the idempotency key: a message that is sent twice carries the same one.
    pub id: MessageId,
    /// The way it takes.
    pub kind: Kind,
    /// What it is for.
    pub purpose: String,
    /// Telephone number, e-mail address or WeChat id.
    pub recipient: String,
    /// Subject.
    pub subject: String,
    /// Text.
    pub body: String,
    /// When it was queued, in milliseconds.
    pub queued_at: i64,
}

impl Outgoing {
    /// The message as JSON, the form of files and of webhooks.
    fn to_json(&self) -> serde_json::Value {
        serde_json::json!({
            "format": "sanmin-message/v1",
            "id": self.id.as_str(),
            "kind": self.kind,
            "purpose": self.purpose,
            "recipient": self.recipient,
            "subject": self.subject,
            "body": self.body,
            "queued_at": self.queued_at,
        })
    }
}

impl Transport {
    /// Messages that it takes at once. All of them must be over well within a worker's lease.
    pub(super) fn together(&self) -> u32 {
        match self {
            Transport::File(_) => 64,
            // Gateways and mail servers limit connections.
            Transport::Smtp(_) | Transport::Webhook(_) => 8,
        }
    }

    /// Reads the setting: `smtp(s)://user:password@host:port/?from=address` (with `&tls=required` for STARTTLS),
    /// `http(s)://:key@host/path` for a webhook whose requests are signed with the key, or a folder.
    pub fn from_setting(setting: &str) -> Result<Self, TransportError> {
        if setting.starts_with("smtp://") || setting.starts_with("smtps://") {
            return Ok(Transport::Smtp(Box::new(smtp::MailServer::from_setting(setting)?)));
        }
        if setting.starts_with("http://") || setting.starts_with("https://") {
            return Ok(Transport::Webhook(webhook::Webhook::from_setting(setting)?));
        }
        if setting.is_empty() || setting.contains("://") {
            return Err(TransportError("expected a folder, smtp(s)://… or http(s)://…".into()));
        }
        Ok(Transport::File(file::Folder(PathBuf::from(setting))))
    }

    /// Sends one message. That it returns means that the folder, mail server or webhook has taken it over.
    pub async fn send(&self, message: Outgoing) -> Result<(), SendError> {
        match self {
            Transport::File(folder) => folder.send(message).await,
            Transport::Smtp(server) => server.send(message).await,
            Transport::Webhook(webhook) => webhook.send(message).await,
        }
    }
}
