//! Turnout (到位情况): how many people are invited and how many have come, for parts that need the numbers and must know nobody.

use std::pin::Pin;

use crate::App;
use crate::database::DatabaseError;

/// The people of one session at one venue, counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turnout {
    /// The session, from 1.
    pub session: u32,
    /// The venue's id.
    pub venue: String,
    /// People who have a seat.
    pub invited: u32,
    /// Those of them who were checked in.
    pub present: u32,
}

/// What [`TurnoutSource::counts`] gives.
pub type Counting<'a> = Pin<Box<dyn Future<Output = Result<Vec<Turnout>, DatabaseError>> + Send + 'a>>;

/// Whoever counts. Gives numbers and nothing else: no name, no seat, no time and no order of arrival.
pub trait TurnoutSource: Send + Sync {
    /// The counts of every session and venue that has seats, by session, then venue.
    fn counts<'a>(&'a self, app: &'a App) -> Counting<'a>;
}
