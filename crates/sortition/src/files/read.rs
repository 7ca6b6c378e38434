//! `pool.csv` and `quotas.csv` as they come from a desk.

use std::collections::HashMap;

use super::File;
use super::error::{FileFault, FileFaults};
use super::table::{self, Columns};
use crate::fault::{Fault, Faults};
use crate::{ActivityId, Cell, Draw, Entry, Number, Pool, Quota, Quotas, Sessions};

const POOL: Columns = Columns { names: &["number", "cell", "channel"], required: 2, heading: "number,cell[,channel]" };
const QUOTAS: Columns = Columns { names: &["cell", "seats"], required: 2, heading: "cell,seats" };

/// Reads `pool.csv`: `number,cell[,channel]`.
///
/// # Errors
/// Everything that is wrong, with file, line and column.
pub fn read_pool(file: File<'_>) -> Result<Pool, FileFaults> {
    let rows = pool_rows(file)?;
    let entries = rows.iter().map(|(_, entry)| entry.clone()).collect();
    Pool::new(entries).map_err(|faults| Places { pool: Some((file, &rows)), quotas: None }.of(faults))
}

/// Reads `quotas.csv`: `cell,seats`, the seats of one session.
///
/// # Errors
/// Everything that is wrong, with file, line and column.
pub fn read_quotas(file: File<'_>) -> Result<Quotas, FileFaults> {
    let rows = quota_rows(file)?;
    let quotas = rows.iter().map(|(_, quota)| quota.clone()).collect();
    Quotas::new(quotas).map_err(|faults| Places { pool: None, quotas: Some((file, &rows)) }.of(faults))
}

/// Reads both files and puts them together.
///
/// # Errors
/// Everything that is wrong with either file; if nothing is, every cell in which they do not fit each other.
pub fn read_draw(activity: ActivityId, sessions: Sessions, pool_file: File<'_>, quotas_file: File<'_>) -> Result<Draw, FileFaults> {
    let (pool, quotas) = match (read_pool(pool_file), read_quotas(quotas_file)) {
        (Ok(pool), Ok(quotas)) => (pool, quotas),
        (Err(mut faults), Err(others)) => {
            others.told.into_iter().for_each(|fault| faults.push(fault));
            faults.more += others.more;
            return Err(faults);
        }
        (Err(faults), _) | (_, Err(faults)) => return Err(faults),
    };
    Draw::new(activity, sessions, pool, quotas).map_err(|faults| {
        // Read again only to find the lines.
        let rows = pool_rows(pool_file).and_then(|pool| Ok((pool, quota_rows(quotas_file)?)));
        let (pool, quotas) = rows.unwrap_or_default();
        Places { pool: Some((pool_file, &pool)), quotas: Some((quotas_file, &quotas)) }.of(faults)
    })
}

fn pool_rows(file: File<'_>) -> Result<Vec<(u64, Entry)>, FileFaults> {
    table::read(file, &POOL, |row, faults| {
        let (number, cell) = (row.read(0, faults), row.read(1, faults));
        let channel = if row.has(2) { row.read(2, faults).map(Some) } else { Some(None) };
        Some(Entry { number: number?, cell: cell?, channel: channel? })
    })
}

fn quota_rows(file: File<'_>) -> Result<Vec<(u64, Quota)>, FileFaults> {
    table::read(file, &QUOTAS, |row, faults| {
        let (cell, seats) = (row.read(0, faults), row.read(1, faults));
        Some(Quota { cell: cell?, seats: seats? })
    })
}

/// Rows with their lines, and the file they come from.
type Rows<'a, T> = Option<(File<'a>, &'a [(u64, T)])>;

/// Where numbers and cells stand.
struct Places<'a> {
    pool: Rows<'a, Entry>,
    quotas: Rows<'a, Quota>,
}

impl Places<'_> {
    /// The faults at their places, all of them.
    fn of(&self, faults: Faults) -> FileFaults {
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
        FileFaults { told: faults.0.into_iter().map(place).collect(), more: 0 }
    }
}
