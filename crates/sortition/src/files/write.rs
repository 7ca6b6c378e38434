//! The canonical files: UTF-8 without a byte order mark, LF, a field quoted only when it holds a comma or a quotation mark.

use std::borrow::Cow;
use std::fmt::Write;

use crate::{Pool, Quotas, Ranking, Replacement};

/// `pool.csv`: `number,cell[,channel]`, ordered by the bytes of the number; the channel's column only when channels are told.
pub fn pool_csv(pool: &Pool) -> String {
    let mut csv = String::from(if pool.has_channels() { "number,cell,channel\n" } else { "number,cell\n" });
    for entry in pool.entries() {
        let _ = write!(csv, "{},{}", entry.number, field(entry.cell.as_str()));
        if pool.has_channels() {
            let _ = write!(csv, ",{}", entry.channel.map_or("", crate::Channel::as_str));
        }
        csv.push('\n');
    }
    csv
}

/// `quotas.csv`: `cell,seats`, the seats of one session, in the order given.
pub fn quotas_csv(quotas: &Quotas) -> String {
    let mut csv = String::from("cell,seats\n");
    for quota in quotas.iter() {
        let _ = writeln!(csv, "{},{}", field(quota.cell.as_str()), quota.seats);
    }
    csv
}

/// `ranking.csv`: `cell,rank,number,session`, cells in the order of the quotas, ranks from 1, session 0 for a reserve.
pub fn ranking_csv(ranking: &Ranking) -> String {
    let mut csv = String::from("cell,rank,number,session\n");
    for cell in ranking.cells() {
        let name = field(cell.cell().as_str());
        for (rank, person) in cell.by_rank() {
            let _ = writeln!(csv, "{name},{rank},{},{}", person.number, person.session.map_or(0, crate::Session::get));
        }
    }
    csv
}

/// `replacements.csv`: `session,cell,left,joined,rank,cause`, in the order in which they were made.
pub fn replacements_csv(replacements: &[Replacement]) -> String {
    let mut csv = String::from("session,cell,left,joined,rank,cause\n");
    for Replacement { session, cell, left, joined, rank, cause } in replacements {
        let _ = writeln!(csv, "{session},{},{left},{joined},{rank},{cause}", field(cell.as_str()));
    }
    csv
}

/// Written here and not by the library that reads CSV, so that no later version of it changes a byte.
fn field(text: &str) -> Cow<'_, str> {
    if text.contains([',', '"']) { Cow::Owned(format!("\"{}\"", text.replace('"', "\"\""))) } else { Cow::Borrowed(text) }
}
