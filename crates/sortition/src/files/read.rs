//! `pool.csv` and `quotas.csv` as they come from a desk.

use super::File;
use super::error::FileFaults;
use super::places::Places;
use super::table::{self, Columns};
use crate::{ActivityId, Draw, Entry, Pool, Quota, Quotas, Sessions};

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
