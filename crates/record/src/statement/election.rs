//! Elections before the window opens: set-up, page, cards.

use serde::{Deserialize, Serialize};

use super::{Credential, Digest, Id, Uuid, strictly_sorted};

/// `election.setup`: the fingerprints that an election's archive must have, and the box's key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ElectionSetup {
    /// Which election.
    pub uuid: Uuid,
    /// Which session, from 1.
    pub session: u32,
    /// SHA-256 of the election.
    pub election: Digest,
    /// SHA-256 of the trustees.
    pub trustees: Digest,
    /// SHA-256 of the merged, sorted list of public credentials.
    pub credentials: Digest,
    /// How many credentials.
    pub count: u32,
    /// The box's Ed25519 public key for receipts, as 64 hexadecimal digits.
    pub receipts: Digest,
    /// The venues' shares of the cards, sorted by venue.
    pub venues: Vec<VenueCards>,
}

/// A venue's share of an election's cards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VenueCards {
    /// Which venue.
    pub venue: Id,
    /// How many cards, spares included.
    pub count: u32,
    /// SHA-256 of the venue's sorted list of public credentials, which stays with the card maker.
    pub sha256: Digest,
}

impl ElectionSetup {
    pub(super) fn check(&self) -> Result<(), &'static str> {
        if !self.venues.is_sorted_by(|a, b| a.venue < b.venue) {
            return Err("venues: not sorted, or one twice");
        }
        let cards: u64 = self.venues.iter().map(|venue| u64::from(venue.count)).sum();
        if cards == u64::from(self.count) { Ok(()) } else { Err("venues: their counts do not add up to the number of credentials") }
    }
}

/// `page.published`: what the ballot page consists of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PagePublished {
    /// The files, sorted by path.
    pub files: Vec<PageFile>,
}

/// A file of the ballot page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageFile {
    /// Its path on the host.
    pub path: Id,
    /// SHA-256 of its content.
    pub sha256: Digest,
}

impl PagePublished {
    pub(super) fn check(&self) -> Result<(), &'static str> {
        let sorted = self.files.is_sorted_by(|a, b| a.path < b.path);
        if sorted && !self.files.is_empty() { Ok(()) } else { Err("files: none, not sorted, or one twice") }
    }
}

/// `cards.counted`: a venue's cards before the window opens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CardsCounted {
    /// Which election.
    pub uuid: Uuid,
    /// Which venue.
    pub venue: Id,
    /// Cards made for the venue.
    pub printed: u32,
    /// Cards that nobody took.
    pub left: u32,
    /// Damaged cards.
    pub void: u32,
    /// Cards that people took.
    pub issued: u32,
}

impl CardsCounted {
    pub(super) fn check(&self) -> Result<(), &'static str> {
        let sum = u64::from(self.left) + u64::from(self.void) + u64::from(self.issued);
        if sum == u64::from(self.printed) { Ok(()) } else { Err("issued: left, void and issued do not add up to printed") }
    }
}

/// `cards.revoked`: these cards can no longer vote. More than fit one entry stand in several statements.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CardsRevoked {
    /// Which election.
    pub uuid: Uuid,
    /// Public credentials, sorted.
    pub credentials: Vec<Credential>,
}

impl CardsRevoked {
    pub(super) fn check(&self) -> Result<(), &'static str> {
        let right = !self.credentials.is_empty() && strictly_sorted(&self.credentials);
        if right { Ok(()) } else { Err("credentials: none, not sorted, or one twice") }
    }
}

/// `card.checked`: an inspector used this card to check the page (检查); it is revoked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CardChecked {
    /// Which election.
    pub uuid: Uuid,
    /// The card.
    pub credential: Credential,
    /// SHA-256 of the ballot that the page made.
    pub ballot: Digest,
}
