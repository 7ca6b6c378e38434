//! `quota-main.csv`, `quota-districts.csv`, `classes.csv`.

use super::error::{ReadError, ReadErrors};
use super::table::{Row, Table};
use crate::files::PlanFiles;
use crate::model::{Channel, Class, QuotaRow, QuotaTable, TableName};
use crate::text::Text;

/// The columns before the numbers.
const FIXED: [&str; 4] = ["row", "group", "subgroup", "class"];

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Class,
    SessionTotal,
    AllSessionsTotal,
}

pub(super) fn table(files: &PlanFiles, name: TableName, e: &mut ReadErrors) -> Option<QuotaTable> {
    let table = Table::read(files, name.file(), &FIXED, true, e)?;
    let columns = table.other_columns(&FIXED);
    let kinds = [("class", Kind::Class), ("session-total", Kind::SessionTotal), ("all-sessions-total", Kind::AllSessionsTotal)];
    let mut quota = QuotaTable { name, columns, rows: Vec::new(), session_total: None, all_sessions_total: None };
    if quota.columns.is_empty() {
        let expected = Text::new("至少一个会场的人数栏", "at least one column of numbers");
        e.push(ReadError::new(table.file, Some(1), "", &table.columns.join(","), expected));
    }
    for row in &table.rows {
        let kind = table.word(row, "row", &kinds, e);
        let Some(read) = quota_row(&table, row, &quota.columns, e) else { continue };
        let total = match kind {
            Some(Kind::Class) => {
                quota.rows.push(read);
                continue;
            }
            Some(Kind::SessionTotal) => &mut quota.session_total,
            Some(Kind::AllSessionsTotal) => &mut quota.all_sessions_total,
            None => continue,
        };
        if total.replace(read).is_some() {
            let expected = Text::new("每种合计只有一行", "one row for each kind of total");
            e.push(ReadError::new(table.file, Some(row.line), "row", table.text(row, "row"), expected));
        }
    }
    Some(quota)
}

fn quota_row(table: &Table, row: &Row, columns: &[String], e: &mut ReadErrors) -> Option<QuotaRow> {
    let class = table.some_text(row, "class", e);
    let seats: Vec<_> = columns.iter().map(|column| table.number(row, column, 0, e)).collect();
    Some(QuotaRow {
        group: table.text(row, "group").to_owned(),
        subgroup: table.text(row, "subgroup").to_owned(),
        class: class?,
        seats: seats.into_iter().collect::<Option<_>>()?,
    })
}

pub(super) fn classes(files: &PlanFiles, e: &mut ReadErrors) -> Option<Vec<Class>> {
    let table = Table::read(files, "classes.csv", &["id", "table", "class", "channel"], false, e)?;
    let tables = [("main", TableName::Main), ("districts", TableName::Districts)];
    let channels = [("volunteer", Channel::Volunteer), ("recommendation", Channel::Recommendation)];
    let read = |row| {
        let (id, of) = (table.id(row, "id", e), table.word(row, "table", &tables, e));
        let (name, channel) = (table.some_text(row, "class", e), table.word(row, "channel", &channels, e));
        Some(Class { id: id?, table: of?, name: name?, channel: channel? })
    };
    Some(table.rows.iter().filter_map(read).collect())
}
