//! The outcome of a draw for people and for programs.

use std::fmt::{self, Write};
use std::path::Path;

use serde_json::{Value, json};
use sortition::fairness::Fairness;
use sortition::files::{DrawFile, FileFault, FileFaults, pool_csv, quotas_csv, ranking_csv};
use sortition::{Digest, Draw, Ranking};

/// What is told of a draw.
pub struct Outcome<'a> {
    terms: &'a DrawFile,
    pool: Digest,
    quotas: Digest,
    ranking: Digest,
    fairness: Fairness,
}

impl<'a> Outcome<'a> {
    pub fn new(terms: &'a DrawFile, draw: &Draw, ranking: &Ranking) -> Self {
        let digest = |text: String| Digest::of(text.as_bytes());
        Outcome {
            terms,
            pool: digest(pool_csv(draw.pool())),
            quotas: digest(quotas_csv(draw.quotas())),
            ranking: digest(ranking_csv(ranking)),
            fairness: Fairness::of(ranking),
        }
    }

    /// A draw that was made.
    pub fn json(&self, out: &Path) -> String {
        object(self.value(), [("made", json!(true)), ("out", json!(out.display().to_string()))])
    }

    /// A draw that is right.
    pub fn verified(&self, replacements: Option<usize>) -> String {
        let mut text = format!("right: drawn again, every byte is the same\n{self}");
        if let Some(count) = replacements {
            let _ = writeln!(text, "replacements: {count}, each the next reserve of its cell");
        }
        text.push_str("whether these are the files that were announced: compare the hashes and the seed with the ledger\n");
        text
    }

    /// A draw that is right.
    pub fn verified_json(&self, replacements: Option<usize>) -> String {
        object(self.value(), [("valid", json!(true)), ("replacements", json!(replacements))])
    }

    fn value(&self) -> Value {
        let DrawFile { activity, sessions, seeding } = self.terms;
        let source = |source: &sortition::Source| json!({"name": source.name(), "text": source.text()});
        json!({
            "activity": activity.as_str(),
            "sessions": sessions.get(),
            "seed": seeding.seed().to_string(),
            "sources": seeding.sources().iter().map(source).collect::<Vec<_>>(),
            "sha256": {"pool.csv": self.pool, "quotas.csv": self.quotas, "ranking.csv": self.ranking},
            "fairness": self.fairness,
        })
    }
}

fn object<const N: usize>(mut value: Value, more: [(&str, Value); N]) -> String {
    if let Value::Object(fields) = &mut value {
        fields.extend(more.map(|(name, value)| (name.to_owned(), value)));
    }
    format!("{value}\n")
}

impl fmt::Display for Outcome<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let DrawFile { activity, sessions, seeding } = self.terms;
        let Fairness { people, drawn, channels, margins, cells } = &self.fairness;
        let seats: u64 = cells.iter().map(|cell| u64::from(cell.seats)).sum();
        writeln!(f, "{activity}: {drawn} of {people} drawn; cells {}, sessions {sessions}, seats a session {seats}", cells.len())?;
        for source in seeding.sources() {
            writeln!(f, "source of the seed: {}: {}", source.name(), source.text())?;
        }
        if seeding.sources().is_empty() {
            writeln!(f, "the seed was given as it is, no source is named")?;
        }
        writeln!(f, "seed                    {}", seeding.seed())?;
        writeln!(f, "SHA-256 of pool.csv     {}", self.pool)?;
        writeln!(f, "SHA-256 of quotas.csv   {}", self.quotas)?;
        writeln!(f, "SHA-256 of ranking.csv  {}", self.ranking)?;
        for it in channels {
            let (whole, part) = (it.expected_hundredths / 100, it.expected_hundredths % 100);
            writeln!(f, "{}: people {}, expected {whole}.{part:02}, drawn {}", it.channel, it.people, it.drawn)?;
        }
        let recommended: Vec<_> = self.fairness.by_recommendation().collect();
        let places: usize = recommended.iter().map(|cell| cell.places).sum();
        writeln!(f, "decided by recommendation alone, not drawn: cells {}, places {places}", recommended.len())?;
        for cell in recommended {
            writeln!(f, "    {}: {}", cell.cell, cell.places)?;
        }
        if let (Some(one), Some(all)) = (margins.one_session, margins.all_sessions) {
            writeln!(f, "margin of error, 95 %: {one} points for one session, {all} for all. {}", margins.caveat)?;
        }
        Ok(())
    }
}

/// What is wrong as one JSON object; `verdict` is the name of the field that is false.
pub fn faults_json(verdict: &str, faults: &FileFaults) -> String {
    let fault = |it: &FileFault| json!({"file": it.file, "line": it.line, "column": it.column, "message": it.to_string()});
    format!("{}\n", json!({verdict: false, "errors": faults.told.iter().map(fault).collect::<Vec<_>>(), "more": faults.more}))
}
