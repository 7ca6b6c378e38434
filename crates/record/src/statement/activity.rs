//! The plan, the reports, the opinions.

use serde::{Deserialize, Serialize};

use super::{Digest, Id, Millis, Text, Vkey, strictly_sorted};
use crate::Commitment;

/// `plan.adopted`: a version of the plan is in force. It carries the trust anchors of the ledger itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanAdopted {
    /// The activity's name in the plan.
    pub activity: Id,
    /// Version, from 1.
    pub version: u32,
    /// SHA-256 of the plan's files.
    pub plan: Digest,
    /// The ledger's key.
    pub log: Vkey,
    /// The witnesses' keys, sorted by text.
    pub witnesses: Vec<Vkey>,
    /// When.
    pub at: Millis,
}

impl PlanAdopted {
    pub(super) fn check(&self) -> Result<(), &'static str> {
        if self.version == 0 {
            return Err("version: they are counted from 1");
        }
        if self.log.key().algorithm() != ledger::Algorithm::Ed25519 {
            return Err("log: not the key of a log");
        }
        if self.witnesses.iter().any(|key| key.key().algorithm() != ledger::Algorithm::CosignatureV1) {
            return Err("witnesses: not the key of a witness");
        }
        let names: Vec<String> = self.witnesses.iter().map(Vkey::to_string).collect();
        if strictly_sorted(&names) { Ok(()) } else { Err("witnesses: not sorted, or one twice") }
    }
}

/// `plan.resolved`: a finding of the plan check was decided by named posts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanResolved {
    /// SHA-256 of the plan's files that hold the resolution.
    pub plan: Digest,
    /// The finding's stable name.
    pub finding: Id,
    /// What was decided.
    pub decision: Text,
    /// The post that decided; never a person's name.
    pub by: Text,
}

/// `reports.published`: a department's written report is public (M12).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportsPublished {
    /// Whose.
    pub department: Id,
    /// Its edition, from 1.
    pub edition: u32,
    /// SHA-256 of the report.
    pub sha256: Digest,
    /// When.
    pub at: Millis,
}

/// `opinion.changed`: an opinion (item) has a state now. Nothing of its content or sender is said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpinionChanged {
    /// Commitment to the item.
    pub opinion: Commitment,
    /// The state's name.
    pub state: Id,
}
