//! A phone: posts, and does not give up.

use std::thread;
use std::time::{Duration, Instant};

use ballot::digest::Digest;
use ballot::election::Election;
use ballotbox::ballots::Receipt;
use serde::Deserialize;
use url::Url;

use super::report::Outcome;
use crate::commands::failed::Failed;

/// How long one request may take.
const PATIENCE: Duration = Duration::from_secs(40);
/// How often a ballot is sent before its phone gives up, as the page does.
const TRIES: u32 = 40;
/// The pause after a lost connection, and the most that chance adds to any pause.
const PAUSE: Duration = Duration::from_millis(500);
const CHANCE: u32 = 1_000;

/// One phone's connection.
pub struct Client {
    agent: ureq::Agent,
    base: String,
}

#[derive(Deserialize)]
struct State {
    receipt_key: String,
}

/// A problem document.
#[derive(Deserialize)]
struct Problem {
    #[serde(rename = "type")]
    kind: String,
}

enum Answer {
    Receipt(Receipt),
    Refused(String),
    /// To be sent again, after so long, for this reason.
    Later(Duration, String),
}

impl Client {
    /// For the election at this address.
    pub fn new(url: &Url) -> Result<Self, Failed> {
        if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
            return Err(Failed::WrongUse(format!("--url {url}: expected an address such as http://localhost:7301/v/3qTgG8y7oP1zXk")));
        }
        let mut base = url.clone();
        base.set_fragment(None);
        base.set_query(None);
        Ok(Client { agent: agent(), base: base.as_str().trim_end_matches('/').to_owned() })
    }

    /// Another phone, with a connection of its own.
    pub fn another(&self) -> Self {
        Client { agent: agent(), base: self.base.clone() }
    }

    /// The election and the key that signs its receipts.
    pub fn election(&self) -> Result<(Election, String), Failed> {
        let text = |name: &str| {
            let address = format!("{}/{name}", self.base);
            let failed = |error: ureq::Error| Failed::WrongUse(format!("{address}: {error}"));
            self.agent.get(&address).call().map_err(failed)?.body_mut().read_to_string().map_err(failed)
        };
        let wrong = |error: &dyn std::fmt::Display| Failed::WrongUse(format!("{}: {error}", self.base));
        let election = Election::from_json(text("election.json")?.as_bytes()).map_err(|error| wrong(&error))?;
        let state: State = serde_json::from_str(&text("state.json")?).map_err(|error| wrong(&error))?;
        Ok((election, state.receipt_key))
    }

    /// Posts a ballot until it is acknowledged or refused; `twice` posts it again afterwards.
    pub fn cast(&self, ballot: &str, receipt_key: &str, due: Instant, twice: bool) -> Outcome {
        let mut outcome = Outcome::default();
        for _ in 0..TRIES {
            match self.post(ballot) {
                Answer::Receipt(receipt) => {
                    let right = receipt.is_of(receipt_key) && receipt.tracker == Digest::of(ballot.as_bytes()).to_base64();
                    if outcome.waited.is_none() {
                        outcome.waited = right.then(|| due.elapsed());
                    }
                    if !right {
                        outcome.refused = Some("wrong-receipt".to_owned());
                    }
                    if !(right && twice && outcome.doubled == 0) {
                        return outcome;
                    }
                    outcome.doubled = 1;
                }
                Answer::Refused(kind) => {
                    outcome.refused = Some(kind);
                    return outcome;
                }
                Answer::Later(pause, reason) => {
                    outcome.again.push(reason);
                    let chance = getrandom::u32().unwrap_or_default() % CHANCE;
                    thread::sleep(pause + Duration::from_millis(chance.into()));
                }
            }
        }
        outcome.refused = Some("gave-up".to_owned());
        outcome
    }

    fn post(&self, ballot: &str) -> Answer {
        let sent = self.agent.post(format!("{}/ballots", self.base)).content_type("application/json").send(ballot);
        let Ok(mut response) = sent else { return Answer::Later(PAUSE, "no-answer".to_owned()) };
        let wait = response.headers().get("retry-after").and_then(|value| value.to_str().ok()?.parse().ok()).map(Duration::from_secs);
        let status = response.status().as_u16();
        let Ok(text) = response.body_mut().read_to_string() else { return Answer::Later(PAUSE, "no-answer".to_owned()) };
        if status == 200 {
            return serde_json::from_str(&text).map_or_else(|_| Answer::Refused("no-receipt".to_owned()), Answer::Receipt);
        }
        let problem: Option<Problem> = serde_json::from_str(&text).ok();
        let kind = problem.map_or_else(|| format!("status-{status}"), |problem| problem.kind.replace("urn:sanmin:problem:", ""));
        match wait {
            Some(pause) => Answer::Later(pause, kind),
            None if matches!(status, 408 | 500..) => Answer::Later(PAUSE, kind),
            None => Answer::Refused(kind),
        }
    }
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder().timeout_global(Some(PATIENCE)).http_status_as_error(false).max_redirects(0).build().new_agent()
}
