//! The cards of one venue.

use ballot::credential::{Credential, CredentialList};
use ballot::digest::Digest;
use ballot::election::Uuid;
use ballot::group::{Element, system_random};
use plan::{Plan, Venue};
use serde_json::{Map, Value};
use zeroize::Zeroizing;

use crate::commands::failed::Failed;

/// A card: the secret credential, and its public key in this election.
pub struct Card {
    pub credential: Credential,
    pub public: Element,
}

/// All cards of one venue in one session.
pub struct Deck {
    pub venue: String,
    pub name: String,
    pub seats: u32,
    pub cards: Vec<Card>,
    /// The venue's public credentials, sorted.
    list: String,
}

impl Deck {
    /// Fresh cards for a venue's seats and its spares (M56; the plan's `spare_percent`).
    pub fn make(plan: &Plan, venue: &Venue, uuid: &Uuid) -> Result<Deck, Failed> {
        let seats = u32::try_from(plan.seats_of(venue)).map_err(|_| Failed::WrongUse(format!("{}: too many seats", venue.name)))?;
        let card = |_| {
            let credential = Credential::random(&mut system_random());
            Card { public: credential.public_key(uuid), credential }
        };
        let cards: Vec<Card> = (0..plan.ballot.cards.for_seats(seats)).map(card).collect();
        let list = CredentialList::sorted(cards.iter().map(|card| card.public).collect());
        let list = list.ok_or_else(|| Failed::Here("two cards came out alike; nothing was made, try again".to_owned()))?.to_json();
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

/// Every venue's list, for the card maker's safe.
pub fn lists(decks: &[Deck]) -> Zeroizing<Vec<u8>> {
    let lists: Map<String, Value> = decks.iter().map(|deck| (deck.venue.clone(), Value::from(deck.list.as_str()))).collect();
    Zeroizing::new(Value::Object(lists).to_string().into_bytes())
}
