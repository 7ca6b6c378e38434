//! The ballot host, as phones see it.

use std::time::Duration;

use ballot::digest::Digest;
use ballot::election::Election;
use ed25519_dalek::{Signature, Verifier, VerifyingKey};
use serde::Deserialize;
use serde_json::Value;

use super::raw;
use crate::Stumbled;

/// How long one request may take.
const PATIENCE: Duration = Duration::from_secs(40);
/// How often a ballot is sent before its phone gives up.
const TRIES: usize = 120;
/// The pause where the host names none, and the most that chance adds to any pause, so that not all come back at once. The page's own pause
/// grows; here time is short.
const PAUSE: Duration = Duration::from_millis(250);

/// A receipt (回执) that was checked.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Receipt {
    /// The election.
    pub uuid: String,
    /// The ballot's SHA-256, base64 without padding.
    pub tracker: String,
    /// Ed25519 over `receipt|uuid|tracker`, in hexadecimal digits.
    pub signature: String,
}

/// What the host answers to something that is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It took what was sent.
    Taken(String),
    /// It refused, for good; the last part of the problem's type.
    Refused(String),
    /// It did not answer, or not now: why, and after how long to ask again where it says so.
    Again(String, Option<Duration>),
}

/// What insisting came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Insisted {
    /// The text of the answer, or the word of the refusal.
    pub answer: Result<String, String>,
    /// Why it was sent again, each time.
    pub again: Vec<String>,
}

/// The ballot host for one election.
pub struct BallotHost {
    agent: ureq::Agent,
    origin: String,
    uuid: String,
    receipt_key: VerifyingKey,
}

impl BallotHost {
    /// Asks for what a phone needs: the election, and the key that signs receipts.
    ///
    /// # Errors
    /// It does not answer, or not with these.
    pub fn enter(origin: &str, uuid: &str) -> Result<(Self, Election), Stumbled> {
        let config = ureq::Agent::config_builder().timeout_global(Some(PATIENCE)).http_status_as_error(false).max_redirects(0);
        // Every phone has a connection of its own while it needs one.
        let agent = config.max_idle_connections(256).max_idle_connections_per_host(256).build().new_agent();
        let text = |name: &str| fetch(&agent, &format!("{origin}/v/{uuid}/{name}"));
        let wrong = |what: &str| Stumbled::File(format!("{origin}/v/{uuid}: {what}"));
        let election = Election::from_json(text("election.json")?.as_bytes()).map_err(|error| wrong(&error.to_string()))?;
        let state: Value = serde_json::from_str(&text("state.json")?).map_err(|error| wrong(&error.to_string()))?;
        let key = state.get("receipt_key").and_then(Value::as_str).and_then(|key| data_encoding::HEXLOWER.decode(key.as_bytes()).ok());
        let key = key.and_then(|key| VerifyingKey::try_from(&key[..]).ok()).ok_or_else(|| wrong("no key of receipts"))?;
        Ok((BallotHost { agent, origin: origin.to_owned(), uuid: uuid.to_owned(), receipt_key: key }, election))
    }

    /// The state that the host tells.
    ///
    /// # Errors
    /// It does not answer.
    pub fn state(&self) -> Result<String, Stumbled> {
        let text = fetch(&self.agent, &format!("{}/v/{}/state.json", self.origin, self.uuid))?;
        let state: Value = serde_json::from_str(&text).unwrap_or_default();
        Ok(state.get("state").and_then(Value::as_str).unwrap_or_default().to_owned())
    }

    /// Sends once.
    pub fn post(&self, what: &str, body: &str) -> Answer {
        let sent = self.agent.post(format!("{}{}", self.origin, self.path(what))).content_type("application/json").send(body);
        let Ok(mut answer) = sent else { return no_answer() };
        let wait = answer.headers().get("retry-after").and_then(|value| value.to_str().ok()?.parse().ok()).map(Duration::from_secs);
        let status = answer.status().as_u16();
        answer.body_mut().read_to_string().map_or_else(|_| no_answer(), |text| read(status, text, wait))
    }

    /// Sends in drops; like [`BallotHost::post`] where the host is only reached by TLS.
    pub fn drip(&self, what: &str, body: &str) -> Answer {
        let Some(host) = self.host() else { return self.post(what, body) };
        match raw::drip(host, &self.path(what), body, 8, Duration::from_millis(40)) {
            Ok((status, text)) => read(status, text, None),
            Err(_) => no_answer(),
        }
    }

    /// Sends and loses the network.
    pub fn send_and_vanish(&self, what: &str, body: &str) {
        if let Some(host) = self.host() {
            // Whether it arrived is what nobody knows then.
            let _ = raw::send_and_vanish(host, &self.path(what), body);
        }
    }

    /// Sends until it is taken or refused for good, as the page does.
    ///
    /// # Errors
    /// It is never answered.
    pub fn insist(&self, mut send: impl FnMut() -> Answer) -> Result<Insisted, Stumbled> {
        let mut again = Vec::new();
        while again.len() < TRIES {
            match send() {
                Answer::Taken(text) => return Ok(Insisted { answer: Ok(text), again }),
                Answer::Refused(word) => return Ok(Insisted { answer: Err(word), again }),
                Answer::Again(why, wait) => {
                    again.push(why);
                    let chance = f64::from(getrandom::u32().unwrap_or_default()) / f64::from(u32::MAX);
                    std::thread::sleep(wait.unwrap_or(PAUSE) + PAUSE.mul_f64(chance));
                }
            }
        }
        Err(Stumbled::Awaited(format!("an answer to a ballot (last: {})", again.pop().unwrap_or_default())))
    }

    /// The receipt in an answer, if it is right for this ballot.
    ///
    /// # Errors
    /// It is another's, or its signature is wrong.
    pub fn receipt(&self, answer: &str, ballot: &str) -> Result<Receipt, Stumbled> {
        let wrong = |what: &str| Stumbled::Differs(format!("a receipt: {what}: {answer}"));
        let receipt: Receipt = serde_json::from_str(answer).map_err(|_| wrong("not one"))?;
        let bytes = data_encoding::HEXLOWER.decode(receipt.signature.as_bytes()).unwrap_or_default();
        let signature = Signature::from_slice(&bytes).map_err(|_| wrong("no signature"))?;
        let signed = format!("receipt|{}|{}", receipt.uuid, receipt.tracker);
        self.receipt_key.verify(signed.as_bytes(), &signature).map_err(|_| wrong("the signature is wrong"))?;
        if receipt.uuid == self.uuid && receipt.tracker == Digest::of(ballot.as_bytes()).to_base64() {
            Ok(receipt)
        } else {
            Err(wrong("of another ballot"))
        }
    }

    /// Asks whether a ballot is in the box.
    ///
    /// # Errors
    /// It is not, or the host does not answer.
    pub fn holds(&self, tracker: &str) -> Result<(), Stumbled> {
        let name = tracker.replace('+', "-").replace('/', "_");
        let address = format!("{}/v/{}/receipts/{name}", self.origin, self.uuid);
        let text = fetch(&self.agent, &address)
            .map_err(|error| Stumbled::Differs(format!("an acknowledged ballot is not in the box: {error}")))?;
        if text.contains(tracker) { Ok(()) } else { Err(Stumbled::Differs(format!("the box answers {text} about {tracker}"))) }
    }

    fn path(&self, what: &str) -> String {
        format!("/v/{}/{what}", self.uuid)
    }

    /// Host and port, where no TLS is between.
    fn host(&self) -> Option<&str> {
        self.origin.strip_prefix("http://")
    }
}

fn fetch(agent: &ureq::Agent, address: &str) -> Result<String, Stumbled> {
    let failed = |error: ureq::Error| Stumbled::NoAnswer { asked: format!("GET {address}"), why: error.to_string() };
    let mut answer = agent.get(address).call().map_err(failed)?;
    let status = answer.status().as_u16();
    let text = answer.body_mut().read_to_string().map_err(failed)?;
    match status {
        200 => Ok(text),
        status => Err(Stumbled::Status { asked: format!("GET {address}"), status, expected: 200, told: text.chars().take(400).collect() }),
    }
}

fn no_answer() -> Answer {
    Answer::Again("no-answer".to_owned(), None)
}

/// An answer by its status and problem type (RFC 9457). Only the box's own word ends the sending.
fn read(status: u16, text: String, wait: Option<Duration>) -> Answer {
    if status == 200 {
        return Answer::Taken(text);
    }
    let problem: Value = serde_json::from_str(&text).unwrap_or_default();
    let kind = problem.get("type").and_then(Value::as_str).unwrap_or_default();
    match kind.strip_prefix("urn:sanmin:problem:") {
        Some(word) if status < 500 && !matches!(word, "busy" | "unavailable" | "timed-out" | "body") => Answer::Refused(word.to_owned()),
        Some(word) => Answer::Again(word.to_owned(), wait),
        None => Answer::Again(format!("status-{status}"), wait),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_boxes_own_word_ends_the_sending() {
        let problem = |word: &str| format!("{{\"type\":\"urn:sanmin:problem:{word}\"}}");
        assert_eq!(read(403, problem("closed"), None), Answer::Refused("closed".into()));
        let wait = Some(Duration::from_secs(2));
        assert_eq!(read(503, problem("busy"), wait), Answer::Again("busy".into(), wait));
        assert_eq!(read(502, "<html>".into(), None), Answer::Again("status-502".into(), None));
        assert_eq!(read(200, "{}".into(), None), Answer::Taken("{}".into()));
    }
}
