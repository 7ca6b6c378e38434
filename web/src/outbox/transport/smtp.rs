//! E-mail through a mail server.

use std::time::Duration;

use lettre::message::header::ContentType;
use lettre::message::{Mailbox, Mailboxes};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

use super::{Outgoing, SendError, TransportError};
use crate::outbox::Kind;

/// A mail server and the address that messages come from.
pub struct MailServer {
    connection: AsyncSmtpTransport<Tokio1Executor>,
    from: Address,
}

impl MailServer {
    pub(super) fn from_setting(setting: &str) -> Result<Self, TransportError> {
        let form = "expected smtps://user:password@host:port/?from=sanmin@example.org";
        let (server, query) = setting.split_once('?').unwrap_or((setting, ""));
        let (from, others): (Vec<&str>, Vec<&str>) =
            query.split('&').filter(|pair| !pair.is_empty()).partition(|pair| pair.starts_with("from="));
        let from = match from.as_slice() {
            [pair] => pair
                .trim_start_matches("from=")
                .replace("%40", "@")
                .parse()
                .map_err(|_| TransportError(format!("{form}; the sender is no address")))?,
            _ => return Err(TransportError(format!("{form}; the sender is missing"))),
        };
        // The library's own words may repeat the URL, and with it the password.
        let connection = AsyncSmtpTransport::<Tokio1Executor>::from_url(&format!("{server}?{}", others.join("&")))
            .map_err(|_| TransportError(form.into()))?
            .timeout(Some(Duration::from_secs(20)))
            .build();
        Ok(MailServer { connection, from })
    }

    pub(super) async fn send(&self, message: Outgoing) -> Result<(), SendError> {
        if message.kind != Kind::Email {
            return Err(SendError::last(format!("a mail server cannot send {}", message.kind.word())));
        }
        let mail = self.compose(message)?;
        match self.connection.send(mail).await {
            Ok(_) => Ok(()),
            Err(error) => Err(reason(&error)),
        }
    }

    fn compose(&self, message: Outgoing) -> Result<Message, SendError> {
        let recipient: Address = message.recipient.parse().map_err(|_| SendError::last("the recipient is no e-mail address"))?;
        let host = self.from.domain();
        Message::builder()
            .from(Mailbox::new(Some("三民".into()), self.from.clone()))
            .mailbox(lettre::message::header::To::from(Mailboxes::from(Mailbox::new(None, recipient))))
            .subject(message.subject)
            // The same when a message is sent twice, so that mail programs show it once.
            .message_id(Some(format!("<{}@{host}>", message.id)))
            .header(ContentType::TEXT_PLAIN)
            .body(message.body)
            .map_err(|_| SendError::last("the message cannot be written as an e-mail"))
    }
}

/// Servers like to repeat the recipient in their answers, so only its number is taken.
fn reason(error: &lettre::transport::smtp::Error) -> SendError {
    let status = error.status().map(|code| format!("the mail server answered {code}"));
    let is_about_tls = error.is_tls();
    let words = status.unwrap_or_else(|| if is_about_tls { "TLS failed".into() } else { "the mail server cannot be reached".into() });
    SendError { is_final: error.is_permanent(), reason: words }
}
