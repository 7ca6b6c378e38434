//! `draw.json`: activity, sessions, seed and its sources.

use serde::{Deserialize, Serialize};

use super::File;
use super::error::{FileFaults, Reason, shown};
use crate::limits::MAX_DRAW_BYTES;
use crate::{ActivityId, BadSources, Seed, Seeding, Sessions, Sources};

/// What a draw needs besides pool and quotas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrawFile {
    /// The activity.
    pub activity: ActivityId,
    /// How many sessions are filled.
    pub sessions: Sessions,
    /// The seed, and where it comes from.
    pub seeding: Seeding,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    activity: String,
    seed: String,
    sessions: u32,
    sources: Vec<WireSource>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WireSource {
    name: String,
    text: String,
}

impl DrawFile {
    /// The file: `{"activity":…,"seed":…,"sessions":…,"sources":[{"name":…,"text":…},…]}` in canonical JSON (RFC 8785: names in this order,
    /// no white space) and a line feed. The list of sources is empty when the seed was given.
    pub fn to_json(&self) -> String {
        let source = |source: &crate::Source| WireSource { name: source.name().to_owned(), text: source.text().to_owned() };
        let wire = Wire {
            activity: self.activity.to_string(),
            seed: self.seeding.seed().to_string(),
            sessions: self.sessions.get(),
            sources: self.seeding.sources().iter().map(source).collect(),
        };
        // Strings and integers cannot fail to be written.
        let mut json = serde_json::to_string(&wire).unwrap_or_default();
        json.push('\n');
        json
    }

    /// Reads the file, in whatever order and spacing its fields stand.
    ///
    /// # Errors
    /// What is wrong with it; also when its sources make another seed.
    pub fn read(file: File<'_>) -> Result<Self, FileFaults> {
        let fault = |line, column, reason| FileFaults::one(file.name, line, column, reason);
        if file.bytes.len() > MAX_DRAW_BYTES {
            return Err(fault(None, None, Reason::TooLarge(MAX_DRAW_BYTES)));
        }
        // The parser repeats names that it does not know.
        let json = |error: serde_json::Error| fault(u64::try_from(error.line()).ok(), None, Reason::Json(shown(&error.to_string())));
        let wire: Wire = serde_json::from_slice(file.bytes).map_err(json)?;
        let activity = wire.activity.parse().map_err(|error| fault(None, Some("activity"), Reason::Text(error)))?;
        let sessions = Sessions::new(wire.sessions).map_err(|error| fault(None, Some("sessions"), Reason::Count(error)))?;
        let seed: Seed = wire.seed.parse().map_err(|error| fault(None, Some("seed"), Reason::Hex(error)))?;
        let seeding = match Sources::new(wire.sources.iter().map(|source| (source.name.as_str(), source.text.as_str()))) {
            Ok(sources) => Seeding::Sources(sources),
            Err(BadSources::None) => Seeding::Given(seed),
            Err(error) => return Err(fault(None, Some("sources"), Reason::Sources(error))),
        };
        if seeding.seed() != seed {
            return Err(fault(None, Some("seed"), Reason::Seed(seeding.seed())));
        }
        Ok(DrawFile { activity, sessions, seeding })
    }
}
