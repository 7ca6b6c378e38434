//! What the load did to the server and the server to the load.

use std::collections::BTreeMap;
use std::time::Duration;

use rehearsal::report::Waits;
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
    waits: Waits,
    refused: BTreeMap<String, usize>,
    again: BTreeMap<String, usize>,
    doubled: u32,
    took: Duration,
    used: Option<f64>,
}

impl Report {
    /// Adds everything up; `used` is the server's processor time in seconds.
    pub fn of(outcomes: &[Outcome], took: Duration, used: Option<f64>) -> Self {
        let mut report = Report {
            ballots: outcomes.len(),
            waits: Waits::of(outcomes.iter().filter_map(|outcome| outcome.waited).collect()),
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
        self.waits.count == self.ballots && self.refused.is_empty()
    }

    fn per_second(&self) -> f64 {
        self.waits.count as f64 / self.took.as_secs_f64().max(f64::MIN_POSITIVE)
    }

    /// Milliseconds of the server's processor time for each acknowledged ballot.
    fn processor(&self) -> Option<f64> {
        self.used.filter(|_| self.waits.count > 0).map(|seconds| seconds * 1_000.0 / self.waits.count as f64)
    }

    /// For programs.
    pub fn json(&self) -> String {
        let round = |value: f64| (value * 10.0).round() / 10.0;
        let report = json!({
            "ballots": self.ballots,
            "acknowledged": self.waits.count,
            "refused": self.refused,
            "sent_again": self.again,
            "doubled": self.doubled,
            "seconds": round(self.took.as_secs_f64()),
            "per_second": round(self.per_second()),
            "milliseconds": {
                "p50": self.waits.p50, "p90": self.waits.p90, "p99": self.waits.p99, "max": self.waits.max,
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
            self.waits.count,
            self.ballots,
            self.took.as_secs_f64(),
            self.per_second(),
            self.doubled,
            self.waits.p50,
            self.waits.p90,
            self.waits.p99,
            self.waits.max,
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
        assert_eq!((report.waits.p50, report.waits.p99, report.waits.max), (50.0, 99.0, 100.0));
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
