//! The quotas (名额): seats a session for each cell.

use std::collections::BTreeSet;

use crate::fault::{Fault, Faults};
use crate::{Cell, Seats};

/// The seats of a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quota {
    /// The cell.
    pub cell: Cell,
    /// Its seats in one session.
    pub seats: Seats,
}

/// All quotas in the order given, which is the order of the outcome: at least one, each cell once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quotas(Vec<Quota>);

impl Quotas {
    /// These quotas.
    ///
    /// # Errors
    /// Every cell that stands twice, or that there is none.
    pub fn new(quotas: Vec<Quota>) -> Result<Self, Faults> {
        let (mut seen, mut twice) = (BTreeSet::new(), BTreeSet::new());
        for quota in &quotas {
            if !seen.insert(&quota.cell) {
                twice.insert(&quota.cell);
            }
        }
        if quotas.is_empty() {
            return Err(Faults(vec![Fault::QuotasEmpty]));
        }
        if !twice.is_empty() {
            return Err(Faults(twice.into_iter().cloned().map(Fault::CellTwice).collect()));
        }
        Ok(Quotas(quotas))
    }

    /// The quotas in the order given.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Quota> {
        self.0.iter()
    }
}
