//! Checking: what in a plan does not add up, what we assume, what is good to know.

mod apart;
mod ballot;
mod dates;
mod people;
mod quota;
mod report;
mod resolutions;
mod sessions;
mod texts;
mod trust;

use self::report::Findings;
use std::collections::BTreeMap;

pub use self::report::{Finding, Kind, Report};
use crate::model::Plan;

impl Plan {
    /// Checks the plan as printed and as resolved, and says which resolution settles which conflict.
    pub fn check(&self) -> Report {
        let mut findings = resolutions::settle(self);
        findings.sort_by_key(|finding| finding.kind);
        Report { fingerprint: self.fingerprint.clone(), findings }
    }
}

/// Every finding on a plan as it stands, without regard to its resolutions.
fn survey(plan: &Plan) -> Vec<Finding> {
    let mut findings = Findings::default();
    quota::check(plan, &mut findings);
    people::check(plan, &mut findings);
    sessions::check(plan, &mut findings);
    dates::check(plan, &mut findings);
    ballot::check(plan, &mut findings);
    trust::check(plan, &mut findings);
    apart::check(plan, &mut findings);
    texts::check(plan, &mut findings);
    findings.0
}

/// Values that stand more than once, each once, in their order.
fn repeated<T: Ord + Clone>(values: impl Iterator<Item = T>) -> Vec<T> {
    let mut times: BTreeMap<T, usize> = BTreeMap::new();
    for value in values {
        *times.entry(value).or_default() += 1;
    }
    times.into_iter().filter(|(_, n)| *n > 1).map(|(value, _)| value).collect()
}
