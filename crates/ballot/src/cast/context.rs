//! What every ballot of one election is checked against.

use super::form::VerifiedBallot;
use crate::digest::{Digest, Tracker};
use crate::election::{Election, Uuid};
use crate::group::{Element, FixedBase, SecretBase, Transcript};
use std::collections::HashSet;
use std::sync::{LazyLock, PoisonError, RwLock};

/// An election made ready for its ballots: fingerprint, shape, and tables for its key (specification, "Elections"). Ballots that it is
/// told to [remember](Poll::remember) need no second look at their proofs.
pub struct Poll {
    pub(super) uuid: Uuid,
    pub(super) fingerprint: Digest,
    pub(super) shape: Vec<usize>,
    pub(super) key: Element,
    pub(super) key_table: FixedBase,
    /// Made at the first cast: a server that only verifies never needs it.
    pub(super) key_secret: LazyLock<SecretBase, Box<dyn FnOnce() -> SecretBase + Send>>,
    /// SHA-256 of texts whose signature and proofs are right: they depend on nothing but the text and this election.
    remembered: RwLock<HashSet<Tracker>>,
}

impl Poll {
    /// Makes the tables, about a millisecond.
    pub fn new(election: &Election) -> Poll {
        let key = election.public_key;
        Poll {
            uuid: election.uuid.clone(),
            fingerprint: election.fingerprint(),
            shape: election.shape(),
            key,
            key_table: FixedBase::new(key.point()),
            key_secret: LazyLock::new(Box::new(move || SecretBase::new(&key))),
            remembered: RwLock::default(),
        }
    }

    /// The election's identifier.
    pub fn uuid(&self) -> &Uuid {
        &self.uuid
    }

    /// The SHA-256 of the election; its base64 is φ (specification, "Elections").
    pub fn fingerprint(&self) -> Digest {
        self.fingerprint
    }

    /// The number of answers of each question.
    pub fn shape(&self) -> &[usize] {
        &self.shape
    }

    /// The election's key y (specification, "Elections", public_key).
    pub fn key(&self) -> Element {
        self.key
    }

    /// From now on [`Poll::verify`] does not look at signature and proofs of this very text again. 32 bytes are kept; only ballots that are in
    /// the box should be remembered, because a card can make any number of right ones.
    pub fn remember(&self, ballot: &VerifiedBallot) {
        self.remembered.write().unwrap_or_else(PoisonError::into_inner).insert(ballot.tracker());
    }

    pub(super) fn remembers(&self, tracker: Tracker) -> bool {
        self.remembered.read().unwrap_or_else(PoisonError::into_inner).contains(&tracker)
    }

    /// `prove|S0`, S0 being φ and the voter's public key: the beginning of every proof in a ballot.
    pub(super) fn transcript(&self, credential: &[u8; 32]) -> Transcript {
        Transcript::new("prove|").text(&self.fingerprint.to_base64()).text("|").encoding(credential)
    }
}
