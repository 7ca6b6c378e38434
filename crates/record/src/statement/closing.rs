//! Tally, result, reconciliation, archive.

use serde::{Deserialize, Serialize};

use super::{Digest, Id, Millis, Text, Uuid, strictly_sorted};

/// `tally.encrypted`: the product of all ballots; nothing is opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TallyEncrypted {
    /// Which election.
    pub uuid: Uuid,
    /// SHA-256 of the encrypted tally.
    pub sha256: Digest,
    /// How many ballots it holds.
    pub count: u32,
}

/// `share.committed`: a trustee's partial decryption is fixed; the share itself is shown at release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShareCommitted {
    /// Which election.
    pub uuid: Uuid,
    /// Which trustee, from 1.
    pub trustee: u32,
    /// SHA-256 of the share.
    pub sha256: Digest,
}

/// `result.previewed`: trustees opened the total offline for leaders before the release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResultPreviewed {
    /// Which election.
    pub uuid: Uuid,
    /// The trustees, sorted, from 1.
    pub trustees: Vec<u32>,
    /// When.
    pub at: Millis,
}

impl ResultPreviewed {
    pub(super) fn check(&self) -> Result<(), &'static str> {
        let right = !self.trustees.is_empty() && strictly_sorted(&self.trustees);
        if right { Ok(()) } else { Err("trustees: none, not sorted, or one twice") }
    }
}

/// `result.released`: how often each answer of each question was chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResultReleased {
    /// Which election.
    pub uuid: Uuid,
    /// How many ballots were counted.
    pub count: u32,
    /// Question by question, answer by answer.
    pub result: Vec<Vec<u32>>,
    /// SHA-256 of the election's archive.
    pub archive: Digest,
    /// When.
    pub at: Millis,
}

impl ResultReleased {
    /// Every ballot has exactly one answer to each question.
    pub(super) fn check(&self) -> Result<(), &'static str> {
        let adds_up = |answers: &Vec<u32>| answers.iter().map(|answer| u64::from(*answer)).sum::<u64>() == u64::from(self.count);
        let right = !self.result.is_empty() && self.result.iter().all(adds_up);
        if right { Ok(()) } else { Err("result: no question, or answers that do not add up to count") }
    }
}

/// `audit.head`: where the audit log stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditHead {
    /// Number of the latest event.
    pub sequence: u64,
    /// Its hash, which covers all before it.
    pub sha256: Digest,
}

/// `reconciliation`: cards and ballots of an election (M61).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reconciliation {
    /// Which election.
    pub uuid: Uuid,
    /// Cards that people took, over all venues.
    pub issued: u32,
    /// Ballots counted.
    pub ballots: u32,
    /// Issued cards that were revoked later: voids and checks.
    pub revoked: u32,
    /// Issued cards that did not vote.
    pub not_cast: u32,
    /// The venues' figures, by venue.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub venues: Vec<VenueReconciled>,
    /// What supervision says about differences, sorted by venue and kind. Names nobody.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub explanations: Vec<Explanation>,
}

/// A venue's people, cards and ballots.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VenueReconciled {
    /// The venue.
    pub venue: Id,
    /// People who had a seat.
    pub invited: u32,
    /// Those who were checked in.
    pub present: u32,
    /// Cards made.
    pub printed: u32,
    /// Cards that nobody took.
    pub left: u32,
    /// Cards that were damaged before the opening.
    pub void: u32,
    /// Cards that people took.
    pub issued: u32,
    /// Cards that a ballot was cast with, by the card maker's own list.
    pub used: u32,
    /// Ballots that were filled in on paper and keyed in, counted by hand; they are among `used`, unless an explanation says why not.
    pub paper: u32,
}

/// What two people of supervision say about a difference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Explanation {
    /// The venue.
    pub venue: Id,
    /// The kind of difference, such as `present-issued`.
    pub about: Id,
    /// What they found.
    pub text: Text,
}

impl Reconciliation {
    /// More ballots than cards cannot be reconciled: such a session is void, and no such statement exists.
    pub(super) fn check(&self) -> Result<(), &'static str> {
        let sum = u64::from(self.ballots) + u64::from(self.revoked) + u64::from(self.not_cast);
        if sum != u64::from(self.issued) {
            return Err("issued: ballots, revoked and not_cast do not add up to it");
        }
        if !self.venues.is_empty() {
            self.check_venues()?;
        }
        let known = |it: &Explanation| self.venues.iter().any(|venue| venue.venue == it.venue);
        let sorted = self.explanations.is_sorted_by(|a, b| (a.venue.as_str(), a.about.as_str()) < (b.venue.as_str(), b.about.as_str()));
        if sorted && self.explanations.iter().all(known) {
            Ok(())
        } else {
            Err("explanations: not sorted, one twice, or of a venue without figures")
        }
    }

    fn check_venues(&self) -> Result<(), &'static str> {
        if !self.venues.is_sorted_by(|a, b| a.venue.as_str() < b.venue.as_str()) {
            return Err("venues: not sorted, or one twice");
        }
        let sum = |value: fn(&VenueReconciled) -> u32| self.venues.iter().map(|venue| u64::from(value(venue))).sum::<u64>();
        if sum(|venue| venue.issued) != u64::from(self.issued) || sum(|venue| venue.used) != u64::from(self.ballots) {
            return Err("venues: issued or used do not add up to the whole");
        }
        self.venues.iter().try_for_each(VenueReconciled::check)
    }
}

impl VenueReconciled {
    fn check(&self) -> Result<(), &'static str> {
        let [printed, left, void, issued] = [self.printed, self.left, self.void, self.issued].map(u64::from);
        if left + void + issued != printed {
            return Err("venues: left, void and issued do not add up to printed");
        }
        if self.used > self.issued { Err("venues: more used than issued") } else { Ok(()) }
    }
}

/// `election.voided`: nothing of this election counts, and its result is never opened; a new vote is called (M77).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ElectionVoided {
    /// Which election.
    pub uuid: Uuid,
    /// Its session, from 1.
    pub session: u32,
    /// Why.
    pub reason: Text,
    /// When.
    pub at: Millis,
}

/// `appraisal.made`: the table for the year-end appraisal (M59).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AppraisalMade {
    /// SHA-256 of the table.
    pub sha256: Digest,
    /// When.
    pub at: Millis,
}

/// `archive.made`: the archive of the whole activity (M116).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArchiveMade {
    /// SHA-256 of the archive.
    pub sha256: Digest,
    /// How many entries of this ledger it holds.
    pub entries: u64,
    /// When.
    pub at: Millis,
}
