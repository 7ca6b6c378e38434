//! From bytes to rows that know their line.

use std::borrow::Cow;

use csv::{ReaderBuilder, StringRecord};
use encoding_rs::GB18030;

use super::File;
use super::error::{FileFault, FileFaults, Reason, shown};
use crate::limits::{MAX_ROWS, MAX_TABLE_BYTES};

const BOM: &[u8] = b"\xEF\xBB\xBF";

/// The columns that a table has, the first `required` of them always.
pub(super) struct Columns {
    pub names: &'static [&'static str],
    pub required: usize,
    /// The heading in full, for messages.
    pub heading: &'static str,
}

/// A row: for each of the columns its field.
pub(super) struct Row<'a> {
    pub line: u64,
    file: &'a str,
    columns: &'a Columns,
    places: &'a [Option<usize>],
    fields: &'a StringRecord,
}

impl Row<'_> {
    /// The field of a column; empty when the table does not have it.
    pub fn field(&self, column: usize) -> &str {
        self.places.get(column).copied().flatten().and_then(|place| self.fields.get(place)).unwrap_or_default()
    }

    /// Whether the table has a column.
    pub fn has(&self, column: usize) -> bool {
        self.places.get(column).copied().flatten().is_some()
    }

    /// The field of a column as a value; `None` when it is not one, which is then told.
    pub fn read<T: std::str::FromStr>(&self, column: usize, faults: &mut FileFaults) -> Option<T>
    where
        Reason: From<T::Err>,
    {
        let told = |error: T::Err| faults.push(FileFault::new(self.file, Some(self.line), self.columns.names.get(column).copied(), error));
        self.field(column).parse().map_err(told).ok()
    }
}

/// Reads a table: CSV in UTF-8 with or without a byte order mark, or GBK, with a heading; the columns in any order, wholly empty rows
/// passed over. Each row is handed to `row` together with the place for its faults.
pub(super) fn read<T>(
    file: File<'_>,
    columns: &Columns,
    mut row: impl FnMut(Row<'_>, &mut FileFaults) -> Option<T>,
) -> Result<Vec<(u64, T)>, FileFaults> {
    let text = text(file)?;
    let mut faults = FileFaults::default();
    let mut rows = Vec::new();
    let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut record = StringRecord::new();
    let mut lines = Lines::new(&text);
    let mut places: Option<Vec<Option<usize>>> = None;
    loop {
        let more = match reader.read_record(&mut record) {
            Ok(more) => more,
            // Text in memory is UTF-8 and can be read; whatever it is, it ends the reading.
            Err(error) => return Err(FileFaults::one(file.name, None, None, Reason::Csv(error.to_string()))),
        };
        if !more {
            break;
        }
        let line = lines.of(record.position().map_or(0, csv::Position::byte));
        if record.iter().all(|field| field.trim().is_empty()) {
            continue;
        }
        let Some(places) = &places else {
            places = Some(heading(file.name, line, columns, &record)?);
            continue;
        };
        let expected = places.iter().flatten().count();
        if record.len() != expected {
            faults.push(FileFault::new(file.name, Some(line), None, Reason::Fields { found: record.len(), expected }));
            continue;
        }
        if rows.len() >= MAX_ROWS {
            return Err(FileFaults::one(file.name, Some(line), None, Reason::TooManyRows(MAX_ROWS)));
        }
        if let Some(read) = row(Row { line, file: file.name, columns, places, fields: &record }, &mut faults) {
            rows.push((line, read));
        }
    }
    if places.is_none() {
        faults.push(FileFault::new(file.name, Some(1), None, Reason::NoHeading(columns.heading)));
    }
    if faults.is_empty() { Ok(rows) } else { Err(faults) }
}

/// The text of a file: UTF-8 with or without a byte order mark, or GBK.
pub(super) fn text(file: File<'_>) -> Result<Cow<'_, str>, FileFaults> {
    let fault = |reason| FileFaults::one(file.name, None, None, reason);
    if file.bytes.len() > MAX_TABLE_BYTES {
        return Err(fault(Reason::TooLarge(MAX_TABLE_BYTES)));
    }
    match std::str::from_utf8(file.bytes.strip_prefix(BOM).unwrap_or(file.bytes)) {
        Ok(text) => Ok(Cow::Borrowed(text)),
        // GB18030 is GBK and more.
        Err(_) => GB18030.decode_without_bom_handling_and_without_replacement(file.bytes).ok_or_else(|| fault(Reason::NotText)),
    }
}

/// For each of the columns its place in the heading.
fn heading(file: &str, line: u64, columns: &Columns, found: &StringRecord) -> Result<Vec<Option<usize>>, FileFaults> {
    let mut faults = FileFaults::default();
    let mut places = vec![None; columns.names.len()];
    for (place, name) in found.iter().enumerate() {
        let known = columns.names.iter().zip(&mut places).find(|(known, _)| **known == name.trim());
        match known {
            None => faults.push(FileFault::new(file, Some(line), None, Reason::ColumnUnknown(shown(name)))),
            Some((known, Some(_))) => faults.push(FileFault::new(file, Some(line), Some(known), Reason::ColumnTwice)),
            Some((_, free)) => *free = Some(place),
        }
    }
    for (name, place) in columns.names.iter().zip(&places).take(columns.required) {
        if place.is_none() {
            faults.push(FileFault::new(file, Some(line), Some(name), Reason::ColumnMissing));
        }
    }
    if faults.is_empty() { Ok(places) } else { Err(faults) }
}

/// Counts lines. The reader's own count stands before empty lines and the line feed of CR LF.
struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u64,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str) -> Self {
        Lines { bytes: text.as_bytes(), at: 0, line: 1 }
    }

    /// The line of the row that begins at this byte or after line ends there. Asked in ascending order.
    fn of(&mut self, byte: u64) -> u64 {
        let begin = usize::try_from(byte).unwrap_or(usize::MAX);
        while let Some(byte) = self.bytes.get(self.at).filter(|byte| self.at < begin || matches!(byte, b'\r' | b'\n')) {
            self.line += u64::from(*byte == b'\n');
            self.at += 1;
        }
        self.line
    }
}
