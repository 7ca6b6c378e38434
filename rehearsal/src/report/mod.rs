//! What a rehearsal tells at its end: what happened, how long each act took, how long phones waited, and what was checked how.

mod html;
mod plot;
mod waits;

use std::time::Duration;

use serde::Serialize;
use serde_json::Value;

pub use html::page;
pub use waits::Waits;

/// Something that happened, in a number or a few words.
#[derive(Clone, Debug, Serialize)]
pub struct Fact {
    /// For programs.
    pub key: &'static str,
    /// In Chinese.
    #[serde(skip)]
    pub label: String,
    /// The number or the words.
    pub value: Value,
}

/// Something that was held against something else, and agreed.
#[derive(Clone, Debug, Serialize)]
pub struct Check {
    /// For programs.
    pub key: &'static str,
    /// In Chinese: what agrees with what.
    pub label: String,
    /// How anybody checks it again; empty where only the rehearsal knows what should be.
    pub again: String,
}

/// How the phones of a session fared.
#[derive(Clone, Debug, Serialize)]
pub struct Session {
    /// From 1.
    pub number: u32,
    /// People at the doors.
    pub present: usize,
    /// Counted ballots.
    pub counted: usize,
    /// How often each grade was chosen for each department, as the phones chose.
    pub totals: Vec<Vec<u64>>,
    /// How many showed which conduct, the most frequent first.
    pub conduct: Vec<(&'static str, usize)>,
    /// Times that something was sent again, or refused, by the word of the ballot host.
    pub answers: Vec<(String, usize)>,
    /// From 提交 to the receipt.
    pub waits: Waits,
    /// Seconds from the first phone to the last.
    pub seconds: f64,
}

/// An act of the play.
#[derive(Clone, Debug, Serialize)]
pub struct Act {
    /// For programs and `--only`.
    pub name: &'static str,
    /// In Chinese.
    #[serde(skip)]
    pub title: &'static str,
    /// How long it took, in seconds.
    pub seconds: f64,
    /// The most memory held until its end, in MiB, where the system tells it.
    pub memory_mib: Option<u64>,
    /// What happened.
    pub facts: Vec<Fact>,
    /// What was checked.
    pub checks: Vec<Check>,
}

/// The whole rehearsal.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    /// The activity's title.
    pub activity: String,
    /// What people and choices were made from.
    pub seed: u64,
    /// The part of the plan's seats that was played, 1 for all.
    pub scale: f64,
    /// Where the portal answered.
    pub portal: String,
    /// The acts, as they were played.
    pub acts: Vec<Act>,
    /// The sessions.
    pub sessions: Vec<Session>,
    /// Seconds in all.
    pub seconds: f64,
    /// The most memory that server and play held resident at once, in MiB, where the system tells it.
    pub memory_mib: Option<u64>,
    /// Why it did not come to its end.
    pub stumbled: Option<String>,
}

impl Report {
    /// Begins an act.
    pub(crate) fn begin(&mut self, name: &'static str, title: &'static str) {
        self.acts.push(Act { name, title, seconds: 0.0, memory_mib: None, facts: Vec::new(), checks: Vec::new() });
    }

    /// Ends the act that is on.
    pub(crate) fn end(&mut self, took: Duration, memory_mib: Option<u64>) {
        if let Some(act) = self.acts.last_mut() {
            act.memory_mib = memory_mib;
            act.seconds = (took.as_secs_f64() * 100.0).round() / 100.0;
        }
    }

    /// Notes what happened in the act that is on.
    pub fn fact(&mut self, key: &'static str, label: &str, value: impl Into<Value>) {
        if let Some(act) = self.acts.last_mut() {
            act.facts.push(Fact { key, label: label.to_owned(), value: value.into() });
        }
    }

    /// Notes what was checked in the act that is on.
    pub fn checked(&mut self, key: &'static str, label: impl Into<String>, again: impl Into<String>) {
        if let Some(act) = self.acts.last_mut() {
            act.checks.push(Check { key, label: label.into(), again: again.into() });
        }
    }

    /// All checks of all acts.
    pub fn checks(&self) -> impl Iterator<Item = &Check> {
        self.acts.iter().flat_map(|act| &act.checks)
    }

    /// One JSON object.
    pub fn json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}
