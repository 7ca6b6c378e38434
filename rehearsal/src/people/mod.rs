//! The made-up citizens: as many for each cell of the plan as a city would find, with names from common characters. The same seed makes the
//! same people.

mod identity;
mod name;
mod pool;

pub use pool::{Size, cells, pool};

/// A cell of the plan (名额格): a class at a venue, with its seats in one session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The venue's id.
    pub venue: String,
    /// The class as printed.
    pub class: String,
    /// Seats in one session.
    pub seats: u32,
    /// Whether citizens sign up for it themselves.
    pub volunteers: bool,
}

/// A made-up citizen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citizen {
    /// From common characters.
    pub name: String,
    /// Well-formed; nobody real has its region, 990101.
    pub identity: String,
    /// Nobody else's.
    pub phone: String,
    /// The district they live in, by its venue's id.
    pub district: String,
    /// The venue of their cell.
    pub venue: String,
    /// The class of their cell, as printed.
    pub class: String,
    /// Whether they sign up themselves.
    pub volunteers: bool,
}

impl Citizen {
    /// What they are asked for when something cannot be undone.
    pub fn last_four(&self) -> &str {
        self.identity.get(14..).unwrap_or_default()
    }
}
