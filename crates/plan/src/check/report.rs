//! What the check finds, in a form that pages, the command line and JSON share.

use serde::Serialize;

use crate::model::{Place, Resolution, ResolutionKind};
use crate::text::Text;

/// How serious a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Must be resolved before the pool is frozen.
    Conflict,
    /// A default of ours where the document is silent.
    Assumption,
    /// Good to know.
    Note,
}

impl Kind {
    /// The kind in Chinese.
    pub fn chinese(self) -> &'static str {
        match self {
            Kind::Conflict => "冲突",
            Kind::Assumption => "假定",
            Kind::Note => "提示",
        }
    }
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Finding {
    /// How serious it is.
    pub kind: Kind,
    /// Stable word for this sort of finding.
    pub code: &'static str,
    /// Where; a resolution names this place, or for an amendment the cell to change.
    pub place: Place,
    /// What is there: a number, a date or a name of the plan.
    pub found: String,
    /// What should be there; empty when only the message can say it.
    pub expected: String,
    /// The finding in words.
    pub message: Text,
    /// Numbers in the mission list.
    pub missions: Vec<String>,
    /// The kinds of resolution that settle it by naming its place; amendments settle by changing the numbers.
    pub accepts: &'static [ResolutionKind],
    /// The resolutions that settle it; empty for an open conflict, and for assumptions and notes.
    pub resolutions: Vec<Resolution>,
}

impl Finding {
    /// Whether this is a conflict that nobody has resolved.
    pub fn is_open(&self) -> bool {
        self.kind == Kind::Conflict && self.resolutions.is_empty()
    }

    /// Two findings with one key are the same finding, perhaps with other numbers.
    pub(super) fn key(&self) -> (&'static str, &Place) {
        (self.code, &self.place)
    }
}

/// Everything that the check finds: conflicts, then assumptions, then notes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// Fingerprint of the plan that was checked.
    pub fingerprint: String,
    /// The findings.
    pub findings: Vec<Finding>,
}

impl Report {
    /// The findings of one kind.
    pub fn of(&self, kind: Kind) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(move |finding| finding.kind == kind)
    }

    /// Conflicts, resolved or not.
    pub fn conflicts(&self) -> impl Iterator<Item = &Finding> {
        self.of(Kind::Conflict)
    }

    /// Conflicts that nobody has resolved.
    pub fn open(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.is_open())
    }

    /// Whether every conflict is resolved.
    pub fn is_settled(&self) -> bool {
        self.open().next().is_none()
    }
}

/// Findings as they are collected.
#[derive(Default)]
pub(super) struct Findings(pub Vec<Finding>);

impl Findings {
    /// Adds a finding and returns it for details.
    fn add(&mut self, kind: Kind, code: &'static str, place: Place, values: (String, String), message: Text) -> &mut Finding {
        let (found, expected) = values;
        let (missions, resolutions) = (Vec::new(), Vec::new());
        self.0.push(Finding { kind, code, place, found, expected, message, missions, accepts: &[], resolutions });
        let last = self.0.len() - 1;
        &mut self.0[last]
    }

    /// A conflict with what was found and what was expected.
    pub fn conflict(
        &mut self,
        code: &'static str,
        place: Place,
        found: impl ToString,
        expected: impl ToString,
        message: Text,
    ) -> &mut Finding {
        self.add(Kind::Conflict, code, place, (found.to_string(), expected.to_string()), message)
    }

    /// A default of ours.
    pub fn assumption(&mut self, code: &'static str, place: Place, value: impl ToString, message: Text) -> &mut Finding {
        self.add(Kind::Assumption, code, place, (value.to_string(), String::new()), message)
    }

    /// Something good to know.
    pub fn note(&mut self, code: &'static str, place: Place, found: impl ToString, message: Text) -> &mut Finding {
        self.add(Kind::Note, code, place, (found.to_string(), String::new()), message)
    }
}

impl Finding {
    /// Sets the mission numbers.
    pub(super) fn missions(&mut self, numbers: &[&str]) -> &mut Self {
        self.missions = numbers.iter().map(|n| (*n).to_owned()).collect();
        self
    }

    /// Sets the kinds of resolution that settle it.
    pub(super) fn accepts(&mut self, kinds: &'static [ResolutionKind]) -> &mut Self {
        self.accepts = kinds;
        self
    }
}
