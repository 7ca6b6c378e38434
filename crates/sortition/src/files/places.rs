//! Where in the files a fault stands.

use std::collections::HashMap;

use super::File;
use super::error::{FileFault, FileFaults};
use crate::fault::{Fault, Faults};
use crate::{Cell, Entry, Number, Quota};

/// Rows with their lines, and the file they come from.
pub(super) type Rows<'a, T> = Option<(File<'a>, &'a [(u64, T)])>;

/// Where numbers and cells stand.
pub(super) struct Places<'a> {
    pub pool: Rows<'a, Entry>,
    pub quotas: Rows<'a, Quota>,
}

impl Places<'_> {
    /// The faults at their places. Cells that do not fit are all told, of the others the first.
    pub fn of(&self, faults: Faults) -> FileFaults {
        let pool = self.pool.map_or(&[][..], |(_, rows)| rows);
        let quotas = self.quotas.map_or(&[][..], |(_, rows)| rows);
        let mut of_number: HashMap<&Number, Vec<u64>> = HashMap::new();
        pool.iter().for_each(|(line, entry)| of_number.entry(&entry.number).or_default().push(*line));
        let mut of_cell: HashMap<&Cell, Vec<u64>> = HashMap::new();
        quotas.iter().for_each(|(line, quota)| of_cell.entry(&quota.cell).or_default().push(*line));
        let lines = |lines: Option<&Vec<u64>>| {
            let mut lines = lines.into_iter().flatten().copied();
            (lines.next(), lines.next())
        };
        let (pool_file, quotas_file) = (self.pool.map_or("", |(file, _)| file.name), self.quotas.map_or("", |(file, _)| file.name));
        let place = |fault: Fault| {
            let (file, column, first, second) = match &fault {
                Fault::PoolEmpty => (pool_file, None, None, None),
                Fault::QuotasEmpty => (quotas_file, None, None, None),
                Fault::NumberTwice { number, .. } => {
                    let (first, second) = lines(of_number.get(number));
                    (pool_file, Some("number"), first, second)
                }
                Fault::ChannelMissing(number) => (pool_file, Some("channel"), None, lines(of_number.get(number)).0),
                Fault::UnknownCell { number, .. } => (pool_file, Some("cell"), None, lines(of_number.get(number)).0),
                Fault::CellTwice(cell) => {
                    let (first, second) = lines(of_cell.get(cell));
                    (quotas_file, Some("cell"), first, second)
                }
                Fault::TooFew { cell, .. } => (quotas_file, Some("seats"), None, lines(of_cell.get(cell)).0),
            };
            FileFault { first, ..FileFault::new(file, second, column, fault) }
        };
        let placed = faults.0.into_iter().map(place);
        let mut faults = FileFaults::default();
        placed.for_each(|fault| if fault.is_misfit() { faults.told.push(fault) } else { faults.push(fault) });
        faults
    }
}
