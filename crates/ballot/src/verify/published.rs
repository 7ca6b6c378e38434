//! An archive against what was published before it: a consistent file can still have been made anew.

use super::refusal::{Place, Refusal, RefusalKind};
use super::{ElectionResult, Verified};
use crate::digest::{Digest, Tracker};
use crate::election::SetupData;
use crate::group::Element;
use std::collections::HashSet;

/// What was published about an election, for instance in a ledger (specification, "Audit": an auditor compares with what
/// was recorded before). Nothing is compared that is `None`.
#[derive(Clone, Debug, Default)]
pub struct Published {
    /// The fingerprints at setup.
    pub setup: Option<SetupData>,
    /// The SHA-256 of all ballots.
    pub ballots: Option<Vec<Digest>>,
    /// Whether the ballots must stand in the byte order of their SHA-256.
    pub ordered: bool,
    /// The credentials of void, left-over and checked cards.
    pub revoked: Vec<Element>,
    /// How many cards were issued.
    pub issued: Option<u64>,
    /// How many ballots the reconciliation counts.
    pub counted: Option<u64>,
    /// The SHA-256 of the encrypted total.
    pub tally: Option<Digest>,
    /// The shares that trustees fixed before the opening: whose, from 1, and their SHA-256.
    pub shares: Vec<(u64, Digest)>,
    /// The result.
    pub result: Option<ElectionResult>,
}

impl Verified {
    /// Compares the archive with what was published, both ways (specification, "Audit").
    ///
    /// # Errors
    /// The first difference.
    pub fn compare(&self, published: &Published) -> Result<(), Refusal> {
        let nowhere = Place::default();
        if let Some(setup) = &published.setup {
            for (published, own, what) in [
                (setup.election, self.setup.election, "election"),
                (setup.trustees, self.setup.trustees, "list of trustees"),
                (setup.credentials, self.setup.credentials, "list of credentials"),
            ] {
                if published != own {
                    return Err(nowhere.refuse(RefusalKind::Published(what)));
                }
            }
        }
        self.compare_ballots(published)?;
        if published.tally.is_some_and(|tally| tally != self.tally.sized().encrypted_tally) {
            return Err(nowhere.refuse(RefusalKind::Published("encrypted tally")));
        }
        for share in &self.shares {
            let fixed = published.shares.iter().find(|(owner, _)| *owner == share.owner());
            if fixed.is_some_and(|(_, digest)| *digest != share.owned().payload) {
                return Err(nowhere.trustee(share.owner()).refuse(RefusalKind::Published("share")));
            }
        }
        if published.result.as_ref().is_some_and(|result| Some(result) != self.result.as_ref()) {
            return Err(nowhere.refuse(RefusalKind::Published("result")));
        }
        Ok(())
    }

    fn compare_ballots(&self, published: &Published) -> Result<(), Refusal> {
        let nowhere = Place::default();
        if let Some(ballots) = &published.ballots {
            let listed: HashSet<_> = ballots.iter().copied().collect();
            let own: HashSet<_> = self.trackers.iter().map(|tracker| tracker.0).collect();
            if let Some(tracker) = self.trackers.iter().find(|tracker| !listed.contains(&tracker.0)) {
                return Err(nowhere.ballot(*tracker).refuse(RefusalKind::UnpublishedBallot));
            }
            if let Some(digest) = ballots.iter().find(|digest| !own.contains(digest)) {
                return Err(nowhere.ballot(Tracker(*digest)).refuse(RefusalKind::MissingBallot));
            }
        }
        if published.ordered
            && let Some([_, later]) = self.trackers.array_windows().find(|[earlier, later]| earlier >= later)
        {
            return Err(nowhere.ballot(*later).refuse(RefusalKind::BallotOrder));
        }
        if let Some(key) = published.revoked.iter().find(|key| self.voted.contains(key.encoding())) {
            return Err(nowhere.refuse(RefusalKind::Revoked(key.to_hex())));
        }
        let ballots = self.trackers.len() as u64;
        if let Some(issued) = published.issued.filter(|issued| ballots > *issued) {
            return Err(nowhere.refuse(RefusalKind::MoreThanIssued { ballots, issued }));
        }
        if let Some(counted) = published.counted.filter(|counted| ballots != *counted) {
            return Err(nowhere.refuse(RefusalKind::BallotCount { ballots, published: counted }));
        }
        Ok(())
    }
}
