//! The outcome of a draw.

use crate::{Cell, Channel, Number, Rank, Seats, Session, Sessions};

/// Everybody of the pool, cell by cell, in the order in which they were drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranking {
    sessions: Sessions,
    cells: Vec<RankedCell>,
}

/// A cell with its people by rank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RankedCell {
    pub(crate) cell: Cell,
    pub(crate) seats: Seats,
    pub(crate) ranked: Vec<Ranked>,
}

/// A person in the outcome. The rank is the place in [`RankedCell::ranked`], from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranked {
    /// The pool number.
    pub number: Number,
    /// How the person came into the pool, if that is told.
    pub channel: Option<Channel>,
    /// The session for which the person is drawn; `None` for a reserve (递补).
    pub session: Option<Session>,
}

impl Ranking {
    pub(crate) fn new(sessions: Sessions, cells: Vec<RankedCell>) -> Self {
        Ranking { sessions, cells }
    }

    /// How many sessions are filled.
    pub fn sessions(&self) -> Sessions {
        self.sessions
    }

    /// The cells in the order of the quotas.
    pub fn cells(&self) -> &[RankedCell] {
        &self.cells
    }

    /// Everybody drawn for a session, cell by cell, by rank.
    pub fn drawn_for(&self, session: Session) -> impl Iterator<Item = (&Cell, &Number)> {
        self.cells.iter().flat_map(move |cell| {
            let seated = cell.ranked.iter().filter(move |person| person.session == Some(session));
            seated.map(|person| (&cell.cell, &person.number))
        })
    }
}

impl RankedCell {
    /// The cell.
    pub fn cell(&self) -> &Cell {
        &self.cell
    }

    /// Its seats in one session.
    pub fn seats(&self) -> Seats {
        self.seats
    }

    /// Everybody in the cell, first rank first; who is drawn stands before the reserves.
    pub fn ranked(&self) -> &[Ranked] {
        &self.ranked
    }

    /// Everybody in the cell with their rank.
    pub fn by_rank(&self) -> impl Iterator<Item = (Rank, &Ranked)> {
        self.ranked.iter().enumerate().map(|(place, person)| (Rank::at(place), person))
    }

    /// The reserves, first rank first.
    pub fn reserves(&self) -> impl Iterator<Item = &Ranked> {
        self.ranked.iter().filter(|person| person.session.is_none())
    }
}
