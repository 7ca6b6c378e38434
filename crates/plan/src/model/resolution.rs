//! `resolutions.toml`: named, published decisions on what does not add up. And `statements.csv`, `assumptions.csv`.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::ids::ItemId;

/// What a resolution does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ResolutionKind {
    /// Changes a value (更正).
    Amend,
    /// The post or unit takes no part in that right (回避); the wall stays.
    Recuse,
    /// Allowed by name within limits (例外); supervision sees each use.
    Exception,
    /// Says how texts that contradict are read (解释).
    Interpret,
}

impl ResolutionKind {
    /// The kind in Chinese.
    pub fn chinese(self) -> &'static str {
        match self {
            ResolutionKind::Amend => "更正",
            ResolutionKind::Recuse => "回避",
            ResolutionKind::Exception => "例外许可",
            ResolutionKind::Interpret => "解释",
        }
    }
}

/// One decision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resolution {
    /// Stable id.
    pub id: ItemId,
    /// What it does.
    pub kind: ResolutionKind,
    /// The places that it settles; an amendment has exactly one.
    pub places: Vec<String>,
    /// The value that is there.
    pub old: String,
    /// The value, reading or arrangement that holds instead.
    pub new: String,
    /// Who decided.
    pub decided_by: String,
    /// When.
    pub decided_on: Date,
    /// Why.
    pub why: String,
    /// Why, in English.
    pub why_en: Option<String>,
    /// Limits of an exception.
    #[serde(default)]
    pub limits: Vec<String>,
    /// Whether this is our assumption, which the city has not yet decided.
    #[serde(default)]
    pub ours: bool,
}

/// The resolutions file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Resolutions {
    #[serde(default, rename = "resolution")]
    pub list: Vec<Resolution>,
}

/// What the document says on a matter in one of its places: a row of `statements.csv`. Rows on one matter that say
/// different things contradict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Statement {
    /// The matter.
    pub matter: ItemId,
    /// The matter's name.
    pub name: String,
    /// What this place says.
    pub says: String,
    /// Where in the document.
    pub source: String,
    /// The document's words.
    pub quote: String,
    /// Numbers in the mission list.
    pub missions: Vec<String>,
}

/// A default of ours where the document is silent: a row of `assumptions.csv`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Assumption {
    /// Where the value stands: `ballot.toml#window.minutes`.
    pub place: String,
    /// What it is called.
    pub name: String,
    /// Why this default.
    pub reason: String,
    /// Why, in English.
    pub reason_en: String,
    /// Numbers in the mission list.
    pub missions: Vec<String>,
}

/// A place in the plan: `file#path`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(into = "String")]
pub struct Place {
    /// The file.
    pub file: String,
    /// The path in it; CSV: `row/column`, TOML: keys with dots.
    pub path: String,
}

impl Place {
    /// A place.
    pub fn new(file: &str, path: impl Into<String>) -> Self {
        Place { file: file.into(), path: path.into() }
    }

    /// Reads `file#path`; None without `#`.
    pub fn parse(text: &str) -> Option<Self> {
        let (file, path) = text.split_once('#')?;
        Some(Place::new(file, path))
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", self.file, self.path)
    }
}

impl From<Place> for String {
    fn from(place: Place) -> String {
        place.to_string()
    }
}
