//! `calendar.csv`, `statements.csv`, `assumptions.csv`.

use jiff::civil::Date;

use super::error::{ReadError, ReadErrors};
use super::table::Table;
use crate::files::PlanFiles;
use crate::model::{Assumption, Calendar, DayKind, Statement};
use crate::text::Text;

pub(super) fn calendar(files: &PlanFiles, e: &mut ReadErrors) -> Option<Calendar> {
    let table = Table::read(files, "calendar.csv", &["date", "kind", "name"], false, e)?;
    let kinds = [("holiday", DayKind::Holiday), ("working", DayKind::Working)];
    let mut calendar = Calendar::default();
    for row in &table.rows {
        // Excel rewrites 2025-01-01 as 2025/1/1 when it saves a CSV.
        let date = day(table.text(row, "date"));
        if date.is_none() {
            let expected = Text::new("日期，如 2025-01-13", "a date such as 2025-01-13");
            e.push(ReadError::new(table.file, Some(row.line), "date", table.text(row, "date"), expected));
        }
        let (kind, name) = (table.word(row, "kind", &kinds, e), table.some_text(row, "name", e));
        let (Some(date), Some(kind), Some(name)) = (date, kind, name) else { continue };
        if calendar.days.insert(date, (kind, name)).is_some() {
            let expected = Text::new("每天只写一行", "each day once");
            e.push(ReadError::new(table.file, Some(row.line), "date", table.text(row, "date"), expected));
        }
    }
    Some(calendar)
}

/// Reads `2025-01-01` or `2025/1/1`.
fn day(text: &str) -> Option<Date> {
    let mut parts = text.split(['-', '/']);
    let mut next = |longest: usize| parts.next().filter(|p| (1..=longest).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_digit()));
    let (year, month, date) = (next(4)?, next(2)?, next(2)?);
    if parts.next().is_some() {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, date.parse().ok()?).ok()
}

pub(super) fn statements(files: &PlanFiles, e: &mut ReadErrors) -> Option<Vec<Statement>> {
    let columns = ["matter", "name", "says", "source", "quote", "missions"];
    let table = Table::read(files, "statements.csv", &columns, false, e)?;
    let read = |row| {
        let (matter, name, says) = (table.id(row, "matter", e), table.some_text(row, "name", e), table.some_text(row, "says", e));
        let (source, quote) = (table.some_text(row, "source", e), table.some_text(row, "quote", e));
        let missions = table.words(row, "missions");
        Some(Statement { matter: matter?, name: name?, says: says?, source: source?, quote: quote?, missions })
    };
    Some(table.rows.iter().filter_map(read).collect())
}

pub(super) fn assumptions(files: &PlanFiles, e: &mut ReadErrors) -> Option<Vec<Assumption>> {
    let table = Table::read(files, "assumptions.csv", &["place", "name", "reason", "reason_en", "missions"], false, e)?;
    let read = |row| {
        let (place, name) = (table.some_text(row, "place", e), table.some_text(row, "name", e));
        let (reason, reason_en) = (table.some_text(row, "reason", e), table.some_text(row, "reason_en", e));
        Some(Assumption { place: place?, name: name?, reason: reason?, reason_en: reason_en?, missions: table.words(row, "missions") })
    };
    Some(table.rows.iter().filter_map(read).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_may_be_written_as_excel_saves_it() {
        assert_eq!(day("2025/1/1"), day("2025-01-01"));
        assert!(day("2025-01-01").is_some());
        for bad in ["", "2025", "2025-13-01", "2025-1-1-1", "x-1-1", "20250101"] {
            assert!(day(bad).is_none(), "{bad}");
        }
    }
}
