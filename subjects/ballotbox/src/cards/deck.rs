//! The cards of one venue, as the card maker's own machine makes them. The server never has one of these.

use ballot::credential::{Credential, CredentialList};
use ballot::digest::Digest;
use ballot::election::Uuid;
use ballot::group::{Element, system_random};
use plan::{Plan, Venue};
use serde_json::{Map, Value};
use zeroize::Zeroizing;

use super::venues::{self, VenueLine, Venues};

/// A card: the secret credential, and its public key in this election.
pub struct Card {
    /// What votes.
    pub credential: Credential,
    /// What may be seen.
    pub public: Element,
}

/// All cards of one venue in one session.
pub struct Deck {
    /// The venue's id.
    pub venue: String,
    /// The venue's name.
    pub name: String,
    /// Seats of the venue, without spares.
    pub seats: u32,
    /// The cards.
    pub cards: Vec<Card>,
    /// The venue's public credentials, sorted.
    list: String,
}

/// Why no cards are made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DeckError {
    /// More than can be counted.
    #[error("{0}: too many seats")]
    Seats(String),
    /// Chance, or a broken generator.
    #[error("two cards came out alike; nothing was made, try again")]
    Alike,
}

impl Deck {
    /// Fresh cards for a venue's seats and its spares (M56; the plan's `spare_percent`).
    ///
    /// # Errors
    /// Too many seats, or two cards that came out alike.
    pub fn make(plan: &Plan, venue: &Venue, uuid: &Uuid) -> Result<Deck, DeckError> {
        let seats = venues::seats(plan, venue).ok_or_else(|| DeckError::Seats(venue.name.clone()))?;
        let card = |_| {
            let credential = Credential::random(&mut system_random());
            Card { public: credential.public_key(uuid), credential }
        };
        let cards: Vec<Card> = (0..plan.ballot.cards.for_seats(seats)).map(card).collect();
        let list = CredentialList::sorted(cards.iter().map(|card| card.public).collect()).ok_or(DeckError::Alike)?.to_json();
        Ok(Deck { venue: venue.id.to_string(), name: venue.name.clone(), seats, cards, list })
    }

    /// SHA-256 of the venue's list, which is published while the list stays with the card maker.
    pub fn fingerprint(&self) -> String {
        Digest::of(self.list.as_bytes()).to_hex()
    }
}

/// One list of all venues' public credentials, in byte order, so that nothing in it tells the venue. `None` if one comes twice.
pub fn merge(decks: &[Deck]) -> Option<CredentialList> {
    CredentialList::sorted(decks.iter().flat_map(|deck| &deck.cards).map(|card| card.public).collect())
}

/// What the server is told of the venues' lists: counts and fingerprints.
pub fn venues(uuid: &Uuid, session: u32, decks: &[Deck]) -> Venues {
    let line = |deck: &Deck| VenueLine {
        venue: deck.venue.clone(),
        count: u32::try_from(deck.cards.len()).unwrap_or(u32::MAX),
        sha256: deck.fingerprint(),
    };
    Venues { v: 1, uuid: uuid.to_string(), session, venues: decks.iter().map(line).collect() }
}

/// Every venue's list, for the card maker's safe.
pub fn lists(decks: &[Deck]) -> Zeroizing<Vec<u8>> {
    let lists: Map<String, Value> = decks.iter().map(|deck| (deck.venue.clone(), Value::from(deck.list.as_str()))).collect();
    Zeroizing::new(Value::Object(lists).to_string().into_bytes())
}
