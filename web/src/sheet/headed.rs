//! Lines of a file under headings, which are found by their names, wherever they stand.

use super::read::{Line, Unreadable};
use super::write::is_watermark;
use crate::text::normal;

/// Headings stand within so many lines from the top.
const TITLE_LINES: usize = 10;

/// One line under the headings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeadedLine {
    /// As the file counts, from 1.
    pub number: usize,
    /// The cells in the order of the columns asked for, brought into one form; empty where there is none.
    pub cells: Vec<String>,
}

impl HeadedLine {
    /// The cell of a column.
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }
}

/// The lines under the headings, blank lines and watermarks left out. The first `required` of `columns` must be there.
pub fn under_headings(lines: &[Line], columns: &[&str], required: usize) -> Result<Vec<HeadedLine>, Unreadable> {
    let (at, places) = headings(lines, columns, required)?;
    let rest =
        lines.iter().skip(at + 1).filter(|line| line.cells.iter().any(|cell| !normal(cell).is_empty()) && !is_watermark(&line.cells));
    let cell =
        |line: &Line, place: &Option<usize>| place.and_then(|place| line.cells.get(place)).map(|cell| normal(cell)).unwrap_or_default();
    Ok(rest.map(|line| HeadedLine { number: line.number, cells: places.iter().map(|place| cell(line, place)).collect() }).collect())
}

/// The line with the headings, and the place of each column in it.
fn headings(lines: &[Line], columns: &[&str], required: usize) -> Result<(usize, Vec<Option<usize>>), Unreadable> {
    let place_in = |line: &Line, name: &str| line.cells.iter().position(|cell| normal(cell).trim_end_matches('*') == name);
    let (needed, more) = columns.split_at(required.min(columns.len()));
    let found = lines.iter().take(TITLE_LINES).position(|line| columns.first().is_some_and(|first| place_in(line, first).is_some()));
    let Some((at, line)) = found.and_then(|at| Some((at, lines.get(at)?))) else {
        let optional = if more.is_empty() { String::new() } else { format!("（{}可以没有）", more.join("、")) };
        return Err(Unreadable::new(format!("前 {TITLE_LINES} 行中没有找到表头。表头须有：{}{optional}", needed.join("、"))));
    };
    let places: Vec<Option<usize>> = columns.iter().map(|name| place_in(line, name)).collect();
    let missing: Vec<&str> = needed.iter().zip(&places).filter(|(_, place)| place.is_none()).map(|(name, _)| *name).collect();
    if !missing.is_empty() {
        return Err(Unreadable::new(format!("第 {} 行的表头缺少：{}", line.number, missing.join("、"))));
    }
    Ok((at, places))
}
