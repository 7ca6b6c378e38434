//! Which applications the list shows; kept in the address.

use jiff::civil::Date;
use web::page::link::Link;
use web::text::normal;

use super::queries::Wanted;
use super::reference;
use super::state::State;
use crate::person::{IdentityNumber, Phone, Seal};
use crate::scope::Scope;

/// The list's filter as it stands in the address.
#[derive(Clone, Debug, Default)]
pub(super) struct Filter {
    pub text: String,
    pub venue: String,
    pub class: String,
    pub channel: String,
    pub state: Option<State>,
}

impl Filter {
    /// Reads the filter; what is not understood counts as not set. None if the visitor has nothing to see.
    pub fn of(link: &Link, scope: &Scope) -> Option<Self> {
        let channel = link.get("channel");
        Some(Filter {
            text: normal(link.get("q")),
            venue: scope.venue(link.get("venue"))?,
            class: link.get("class").into(),
            channel: if matches!(channel, "volunteer" | "recommendation") { channel.into() } else { String::new() },
            state: State::from_word(link.get("state")),
        })
    }

    /// Whether anything but the venue is filtered away.
    pub fn is_set(&self) -> bool {
        !(self.text.is_empty() && self.class.is_empty() && self.channel.is_empty()) || self.state.is_some()
    }

    /// What to ask the database. Only whole identity numbers, telephones, references and names can be looked for, because
    /// only their hashes are kept.
    pub fn wanted(&self, seal: &Seal<'_>) -> Wanted {
        Wanted {
            venue: self.venue.clone(),
            class: self.class.clone(),
            channel: self.channel.clone(),
            state: self.state.map_or("", State::word).into(),
            mark: mark(&self.text, seal),
        }
    }
}

pub(crate) fn mark(text: &str, seal: &Seal<'_>) -> String {
    if text.is_empty() {
        return String::new();
    }
    if let Ok(number) = IdentityNumber::read(text, Date::MAX) {
        return seal.identity_hash(&number);
    }
    if let Ok(phone) = Phone::read(text) {
        return seal.phone_hash(&phone);
    }
    reference::read(text).unwrap_or_else(|| seal.name_hash(text))
}
