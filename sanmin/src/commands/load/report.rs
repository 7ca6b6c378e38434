//! What the load did to the server and the server to the load.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::json;

/// What became of one ballot.
#[derive(Debug, Default)]
pub struct Outcome {
    /// From when it was due until a right receipt was there.
    pub waited: Option<Duration>,
    /// Why it was not taken.
    pub refused: Option<String>,
    /// Why it was sent again.
    pub again: Vec<String>,
    /// Whether it was posted again after its receipt.
    pub doubled: u32,
}

/// All of them together.
pub struct Report {
    ballots: usize,
    /// Sorted.
    waits: Vec<Duration>,
    refused: BTreeMap<String, usize>,
    again: BTreeMap<String, usize>,
    doubled: u32,
    took: Duration,
    used: Option<f64>,
}

impl Report {
    /// Adds everything up; `used` is the server's processor time in seconds.
    pub fn of(outcomes: &[Outcome], took: Duration, used: Option<f64>) -> Self {
        let mut waits: Vec<Duration> = outcomes.iter().filter_map(|outcome| outcome.waited).collect();
        waits.sort_unstable();
        let mut report = Report {
            ballots: outcomes.len(),
            waits,
            refused: BTreeMap::new(),
            again: BTreeMap::new(),
            doubled: outcomes.iter().map(|outcome| outcome.doubled).sum(),
            took,
            used,
        };
        for outcome in outcomes {
            if let Some(kind) = &outcome.refused {
                *report.refused.entry(kind.clone()).or_default() += 1;
            }
            for kind in &outcome.again {
                *report.again.entry(kind.clone()).or_default() += 1;
            }
        }
        report
    }

    /// Whether every ballot has its receipt.
    pub fn is_complete(&self) -> bool {
        self.waits.len() == self.ballots && self.refused.is_empty()
    }

    /// The wait that this share of the ballots did not exceed, in milliseconds.
    fn wait(&self, share: f64) -> f64 {
        let place = (self.waits.len() as f64 * share).ceil() as usize;
        let wait = self.waits.get(place.saturating_sub(1)).or(self.waits.last()).copied().unwrap_or_default();
        wait.as_secs_f64() * 1_000.0
    }

    fn per_second(&self) -> f64 {
        self.waits.len() as f64 / self.took.as_secs_f64().max(f64::MIN_POSITIVE)
    }

    /// Milliseconds of the server's processor time for each acknowledged ballot.
    fn processor(&self) -> Option<f64> {
        self.used.filter(|_| !self.waits.is_empty()).map(|seconds| seconds * 1_000.0 / self.waits.len() as f64)
    }

    /// For programs.
    pub fn json(&self) -> String {
        let round = |value: f64| (value * 10.0).round() / 10.0;
        let report = json!({
            "ballots": self.ballots,
            "acknowledged": self.waits.len(),
            "refused": self.refused,
            "sent_again": self.again,
            "doubled": self.doubled,
            "seconds": round(self.took.as_secs_f64()),
            "per_second": round(self.per_second()),
            "milliseconds": {
                "p50": round(self.wait(0.5)), "p90": round(self.wait(0.9)), "p99": round(self.wait(0.99)), "max": round(self.wait(1.0)),
            },
            "server_milliseconds_a_ballot": self.processor().map(round),
        });
        format!("{report}\n")
    }

    /// For people.
    pub fn text(&self) -> String {
        let mut text = format!(
            "{} of {} ballots acknowledged in {:.1} s, {:.1} a second; {} posted twice\n\
             acknowledged after p50 {:.0} ms, p90 {:.0} ms, p99 {:.0} ms, at most {:.0} ms\n",
            self.waits.len(),
            self.ballots,
            self.took.as_secs_f64(),
            self.per_second(),
            self.doubled,
            self.wait(0.5),
            self.wait(0.9),
            self.wait(0.99),
            self.wait(1.0),
        );
        for (words, kinds) in [("refused", &self.refused), ("sent again", &self.again)] {
            for (kind, count) in kinds {
                text.push_str(&format!("{words}: {count} × {kind}\n"));
            }
        }
        if let Some(milliseconds) = self.processor() {
            text.push_str(&format!("the server used {milliseconds:.1} ms of processor time a ballot\n"));
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_are_told_by_their_share_and_nothing_refused_is_hidden() {
        let waited = |milliseconds| Outcome { waited: Some(Duration::from_millis(milliseconds)), ..Outcome::default() };
        let mut outcomes: Vec<Outcome> = (1..=100).rev().map(waited).collect();
        let report = Report::of(&outcomes, Duration::from_secs(10), Some(1.0));
        assert_eq!((report.wait(0.5), report.wait(0.99), report.wait(1.0)), (50.0, 99.0, 100.0));
        assert_eq!((report.per_second(), report.processor()), (10.0, Some(10.0)));
        assert!(report.is_complete());
        outcomes.push(Outcome { refused: Some("closed".to_owned()), again: vec!["busy".to_owned()], ..Outcome::default() });
        let report = Report::of(&outcomes, Duration::from_secs(10), None);
        assert!(!report.is_complete());
        let json: serde_json::Value = serde_json::from_str(&report.json()).unwrap();
        assert_eq!((&json["refused"]["closed"], &json["sent_again"]["busy"], &json["ballots"]), (&1.into(), &1.into(), &101.into()));
        assert_eq!(Report::of(&[], Duration::ZERO, Some(1.0)).processor(), None);
    }
}
