//! `trust.toml`: who is trusted with what, and who is given rights that the conflict wall guards.

use serde::{Deserialize, Serialize};

use crate::ids::ItemId;
use crate::role::GuardedRight;

/// The whole distribution of trust.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trust {
    /// Roles of trust.
    #[serde(rename = "trust")]
    pub roles: Vec<TrustRole>,
    /// Guarded rights and their holders (M117).
    #[serde(rename = "right")]
    pub rights: Vec<RightHolders>,
    /// Powers of which nobody may hold two.
    #[serde(rename = "power")]
    pub powers: Vec<Power>,
}

/// One row of the public table "who can do what, and what never".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrustRole {
    /// The role word; departments and witnesses have none here. Checked, not parsed, so that a wrong one is a finding.
    pub role: Option<String>,
    /// Name on the page.
    pub name: String,
    /// The group or unit that holds it.
    pub holder: Option<String>,
    /// What it can do.
    pub can: String,
    /// What it can never do.
    pub never: String,
    /// Whether this is our assumption and not the document's.
    pub ours: bool,
}

/// Who is given a guarded right, by the document or by our design.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RightHolders {
    /// The right.
    pub right: GuardedRight,
    /// Ids of groups and units, or role words.
    pub holders: Vec<String>,
    /// What it is needed for.
    pub why: String,
}

/// One of the powers that must stay apart: cards, share, check-in, explaining differences.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Power {
    /// Stable id.
    pub id: ItemId,
    /// Name on the page.
    pub name: String,
    /// Groups or units that have it by the document's words.
    pub by_document: Vec<String>,
    /// Groups or units that have it in our allocation.
    pub held_by: Vec<String>,
}
