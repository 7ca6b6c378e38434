//! `discipline.toml`: what organisers, districts and evaluated departments must not do (附件4, M67–M87).

use serde::{Deserialize, Serialize};

use crate::ids::ItemId;

/// The discipline of the activity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Discipline {
    /// What it is for.
    pub purpose: String,
    /// The parties and their prohibitions.
    #[serde(rename = "party")]
    pub parties: Vec<Party>,
    /// How it is supervised.
    pub supervision: Supervision,
}

/// A party and what it must not do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// Stable id.
    pub id: ItemId,
    /// Its name.
    pub name: String,
    /// The sentence above its prohibitions.
    pub heading: String,
    /// The prohibitions.
    #[serde(rename = "rule")]
    pub rules: Vec<Rule>,
}

/// One prohibition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Through all parties, from 1.
    pub number: u32,
    /// Number in the mission list.
    pub mission: String,
    /// The document's words.
    pub text: String,
}

/// The supervision mechanism (监督机制, M67–M69).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Supervision {
    /// The discipline survey on site.
    pub survey: String,
    /// How a violation is handled.
    pub handling: String,
    /// The whole of it.
    pub whole: String,
}
