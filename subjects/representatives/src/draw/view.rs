//! What all pages of the ceremony are made of.

use data_encoding::HEXLOWER;
use maud::{Markup, html};
use web::database::{DatabaseError, Tx};
use web::spoken::spoken;

use super::queries::{self, Ceremony, FrozenCell, Step, StepKind};
use super::source::{Source, State};
use crate::invitation::replaced::{self, CellReplaced};

/// Words of a fingerprint that are read aloud.
const SPOKEN: usize = 6;

/// The ceremony as everybody may see it: counts and hashes.
pub struct View {
    /// Where it stands.
    pub ceremony: Ceremony,
    /// What happened.
    pub steps: Vec<Step>,
    /// The sources.
    pub sources: Vec<Source>,
    /// Hashes of the files, by name.
    hashes: Vec<(String, String)>,
    /// The frozen cells.
    pub cells: Vec<FrozenCell>,
    /// The cells in which somebody left; None before the notices.
    pub replaced: Option<Vec<CellReplaced>>,
}

impl View {
    /// Reads all of it.
    pub async fn read(tx: &mut Tx) -> Result<Self, DatabaseError> {
        Ok(View {
            ceremony: queries::ceremony(tx).await?,
            steps: queries::steps(tx).await?,
            sources: queries::sources(tx).await?,
            hashes: queries::hashes(tx).await?,
            cells: queries::cells(tx).await?,
            replaced: replaced::by_cell(tx).await?,
        })
    }

    /// The last step of a kind.
    pub fn step(&self, kind: StepKind) -> Option<&Step> {
        self.steps.iter().rev().find(|step| step.kind == kind)
    }

    /// The step that settled a source.
    pub fn settled(&self, place: i64) -> Option<&Step> {
        self.steps.iter().rev().find(|step| step.kind == StepKind::Source && step.place == place)
    }

    /// The times that a source failed.
    pub fn failures(&self, place: i64) -> impl Iterator<Item = &Step> {
        self.steps.iter().filter(move |step| step.kind == StepKind::Failed && step.place == place)
    }

    /// The source whose text is awaited.
    pub fn awaited(&self) -> Option<&Source> {
        self.sources.iter().find(|source| source.state == State::Awaited).filter(|_| self.ceremony.stage.is_frozen())
    }

    /// The hash of a file, in hexadecimal digits.
    pub fn hash(&self, name: &str) -> Option<&str> {
        self.hashes.iter().find(|(known, _)| known == name).map(|(_, sha256)| sha256.as_str())
    }

    /// Places in all sessions.
    pub fn places(&self) -> i64 {
        self.cells.iter().map(|cell| cell.seats).sum::<i64>() * i64::from(self.ceremony.sessions)
    }
}

/// A fingerprint in everyday words, to be compared by ear.
pub fn words(hex: &str) -> String {
    spoken(&HEXLOWER.decode(hex.as_bytes()).unwrap_or_default(), SPOKEN)
}

/// A fingerprint in full and in words.
pub fn fingerprint(hex: &str) -> Markup {
    html! { code { (hex) } br; span.secondary { "口读：" (words(hex)) } }
}

/// Where a step stands in the ledger.
pub fn in_ledger(step: &Step) -> Markup {
    html! { "第 " (step.position) " 条（从 0 数起）" }
}
