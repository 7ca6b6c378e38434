//! The sources of the seed as a list that two people typed.

use super::File;
use super::error::{FileFaults, Reason};
use super::table;
use crate::Sources;

/// Reads a line a source in the order announced: its name, a tab, its text. Empty lines are passed over.
///
/// # Errors
/// The first thing that is wrong, with its line.
pub fn read_sources(file: File<'_>) -> Result<Sources, FileFaults> {
    let text = table::text(file)?;
    let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    let pair = |(line, text): (u64, _)| {
        let pair = str::split_once(text, '\t').ok_or_else(|| FileFaults::one(file.name, Some(line), None, Reason::NoTab))?;
        Ok((line, pair))
    };
    let (lines, pairs): (Vec<u64>, Vec<(&str, &str)>) = lines.map(pair).collect::<Result<Vec<_>, FileFaults>>()?.into_iter().unzip();
    Sources::new(pairs).map_err(|error| {
        let line = error.place().and_then(|place| lines.get(place.checked_sub(1)?)).copied();
        FileFaults::one(file.name, line, None, error)
    })
}
