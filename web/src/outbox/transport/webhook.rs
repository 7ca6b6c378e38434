//! Every message as a signed HTTP request to one address, where the city's gateway for SMS or WeChat listens.
//!
//! The body is the message as JSON. `Idempotency-Key` is the message's id. `Sanmin-Timestamp` is the time of sending in
//! seconds, and `Sanmin-Signature` is `sha256=` and the hex HMAC-SHA256, with the key of the setting, of the timestamp,
//! a full stop and the body: a receiver refuses what is not signed or is old.

use std::time::Duration;

use data_encoding::HEXLOWER;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use ureq::Agent;
use zeroize::Zeroizing;

use super::{Outgoing, SendError, TransportError};
use crate::clock::Clock;

/// The address and the key.
pub struct Webhook {
    agent: Agent,
    url: String,
    key: Zeroizing<String>,
}

impl Webhook {
    pub(super) fn from_setting(setting: &str) -> Result<Self, TransportError> {
        let refused = || TransportError("expected https://:key@host/path for a webhook, with the key that signs the requests".into());
        let (scheme, rest) = setting.split_once("://").ok_or_else(refused)?;
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let (user, _) = authority.rsplit_once('@').ok_or_else(refused)?;
        let (_, key) = user.split_once(':').ok_or_else(refused)?;
        let address = rest.get(user.len() + 1..).ok_or_else(refused)?;
        let url = format!("{scheme}://{address}");
        if key.is_empty() || url.parse::<http::Uri>().is_err() {
            return Err(refused());
        }
        let agent = Agent::config_builder()
            .timeout_global(Some(Duration::from_secs(20)))
            .max_redirects(0)
            .http_status_as_error(false)
            .user_agent("sanmin")
            .build()
            .into();
        Ok(Webhook { agent, url, key: Zeroizing::new(key.to_owned()) })
    }

    pub(super) async fn send(&self, message: Outgoing) -> Result<(), SendError> {
        let body = message.to_json().to_string();
        // The receiver compares it with its own clock, so that a rehearsal's clock would not do.
        let timestamp = Clock::system().now().as_second().to_string();
        let request = self
            .agent
            .post(&self.url)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", message.id.as_str())
            .header("Sanmin-Timestamp", &timestamp)
            .header("Sanmin-Signature", signature(&self.key, &timestamp, &body));
        let answered = tokio::task::spawn_blocking(move || request.send(body).map(|answer| answer.status().as_u16())).await;
        match answered {
            Ok(Ok(200..=299)) => Ok(()),
            // Asked to wait, or a gateway's trouble; everything else in 3xx and 4xx would be refused again.
            Ok(Ok(status @ (408 | 425 | 429 | 500..))) => Err(SendError::again(format!("the webhook answered {status}"))),
            Ok(Ok(status)) => Err(SendError::last(format!("the webhook answered {status}"))),
            Ok(Err(error)) => Err(SendError::again(reason(&error))),
            Err(_) => Err(SendError::again("the request was interrupted")),
        }
    }
}

fn signature(key: &str, timestamp: &str, body: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).expect("HMAC takes a key of any length");
    mac.update(timestamp.as_bytes());
    mac.update(b".");
    mac.update(body.as_bytes());
    format!("sha256={}", HEXLOWER.encode(&mac.finalize().into_bytes()))
}

/// The kind of failure alone: the library's words may repeat the address with what stands in it.
fn reason(error: &ureq::Error) -> String {
    match error {
        ureq::Error::Io(error) => format!("the webhook cannot be reached: {}", error.kind()),
        ureq::Error::Timeout(_) => "the webhook did not answer in time".into(),
        ureq::Error::HostNotFound => "the webhook's host is not known".into(),
        _ => "the request to the webhook failed".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_signs_and_does_not_travel() {
        let webhook = Webhook::from_setting("https://:s3:cret@gateway.example/sms?city=1").unwrap();
        assert_eq!(webhook.url, "https://gateway.example/sms?city=1");
        assert_eq!(webhook.key.as_str(), "s3:cret");
    }

    /// What a receiver computes by `printf '1700000000.{}' | openssl dgst -sha256 -hmac s3cret`.
    #[test]
    fn the_signature_can_be_checked_with_openssl() {
        let expected = "sha256=97926816e98fbb41ccb1673225ff29a2f35369099990e1b1561651e7bd097ebf";
        assert_eq!(signature("s3cret", "1700000000", "{}"), expected);
    }
}
