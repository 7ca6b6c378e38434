//! What is fixed before the seed, besides the people.

use crate::{ActivityId, Digest, Draw, Sessions, SourceName};

use super::DOMAIN;

/// The terms of a draw: the first entry of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// The activity.
    pub activity: ActivityId,
    /// How many sessions are filled.
    pub sessions: Sessions,
    /// People in the pool.
    pub people: usize,
    /// SHA-256 of `quotas.csv` in its canonical form.
    pub quotas: Digest,
    /// SHA-256 of the rule's text, [`crate::RULE`].
    pub rule: Digest,
    /// SHA-256 of the program that draws.
    pub program: Digest,
    /// The sources of the seed in the order in which they will be taken, if they are fixed already.
    pub sources: Vec<SourceName>,
}

impl Terms {
    /// The terms of a draw under [`crate::RULE`].
    pub fn of(draw: &Draw, program: Digest, sources: Vec<SourceName>) -> Self {
        Terms {
            activity: draw.activity().clone(),
            sessions: draw.sessions(),
            people: draw.pool().entries().len(),
            quotas: Digest::of(crate::files::quotas_csv(draw.quotas()).as_bytes()),
            rule: Digest::of(crate::RULE.as_bytes()),
            program,
            sources,
        }
    }

    /// The entry: `pingyi-pool/v1|terms|{activity}|{sessions}|{people}|{quotas}|{rule}|{program}`, then `|{name}` for each source; hashes
    /// in lower-case hexadecimal digits.
    pub fn entry(&self) -> String {
        let Terms { activity, sessions, people, quotas, rule, program, sources } = self;
        let mut entry = format!("{DOMAIN}|terms|{activity}|{sessions}|{people}|{quotas}|{rule}|{program}");
        for name in sources {
            entry.push('|');
            entry.push_str(name.as_str());
        }
        entry
    }
}
