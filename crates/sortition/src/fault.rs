//! What keeps a pool and quotas from making a draw.

use std::collections::BTreeSet;
use std::fmt;

use crate::{Cell, Number};

/// Of a number that stands twice at most so many cells are shown.
const SHOWN_CELLS: usize = 3;

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nobody is in the pool.
    PoolEmpty,
    /// A number stands in the pool more than once; the cells in which it stands.
    NumberTwice {
        /// The number.
        number: Number,
        /// Its cells, as often as it stands there.
        cells: Vec<Cell>,
    },
    /// Some people have a channel and this one has none.
    ChannelMissing(Number),
    /// There is no cell.
    QuotasEmpty,
    /// A cell stands in the quotas more than once.
    CellTwice(Cell),
    /// People of the pool are in a cell that has no quota.
    UnknownCell {
        /// The cell.
        cell: Cell,
        /// One of the people, the first by number.
        number: Number,
        /// How many they are.
        people: usize,
    },
    /// A cell has fewer people than seats in all sessions.
    TooFew {
        /// The cell.
        cell: Cell,
        /// Its people.
        people: usize,
        /// Its seats in all sessions together.
        places: usize,
    },
}

/// Everything that is wrong, in the order of numbers or cells. Never empty when it is an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Faults(pub Vec<Fault>);

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::PoolEmpty => f.write_str("nobody is in the pool"),
            Fault::NumberTwice { number, cells } => {
                let distinct: BTreeSet<_> = cells.iter().collect();
                let shown: Vec<_> = distinct.iter().take(SHOWN_CELLS).map(|cell| format!("`{cell}`")).collect();
                let in_different = if shown.len() > 1 { "different cells, " } else { "" };
                let others = if distinct.len() > SHOWN_CELLS { ", …" } else { "" };
                write!(f, "number {number} stands in the pool more than once, in {in_different}{}{others}", shown.join(", "))
            }
            Fault::ChannelMissing(number) => write!(f, "number {number} has no channel, but others have one"),
            Fault::QuotasEmpty => f.write_str("there are no quotas"),
            Fault::CellTwice(cell) => write!(f, "cell `{cell}` has more than one quota"),
            Fault::UnknownCell { cell, number, people } => {
                write!(f, "cell `{cell}` has no quota; people in it: {people}, the first is number {number}")
            }
            Fault::TooFew { cell, people, places } => {
                write!(f, "too few people in cell `{cell}`: {people} for {places} places, {} missing", places.saturating_sub(*people))
            }
        }
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, fault) in self.0.iter().enumerate() {
            write!(f, "{}{fault}", if n == 0 { "" } else { "\n" })?;
        }
        Ok(())
    }
}

impl std::error::Error for Fault {}
impl std::error::Error for Faults {}
