//! A CSV file as rows of named cells that know their line.

use std::str::FromStr;

use super::bytes::{plain_digits, utf8_or_gbk};
use super::error::{ReadError, ReadErrors};
use crate::files::PlanFiles;
use crate::text::Text;

/// Largest number that a cell may hold; sums of all cells stay far inside 64 bits.
const MAX_NUMBER: u32 = 1_000_000;
/// Most rows a file and columns a row.
const MAX_ROWS: usize = 2_000;
const MAX_COLUMNS: usize = 200;
/// Longest cell, in characters.
const MAX_CELL: usize = 500;

/// A table with its heading.
pub(super) struct Table {
    pub file: &'static str,
    pub columns: Vec<String>,
    pub rows: Vec<Row>,
}

/// A row and its line.
pub(super) struct Row {
    pub line: usize,
    cells: Vec<String>,
}

impl Table {
    /// Reads a file that has the `fixed` columns first, in any order, and no others unless `open`.
    /// None when there is no use in looking at rows; what is wrong is in `errors`.
    pub fn read(files: &PlanFiles, file: &'static str, fixed: &[&str], open: bool, errors: &mut ReadErrors) -> Option<Self> {
        let Some(bytes) = files.get(file) else {
            errors.push(ReadError::new(file, None, "", "", Text::new("这个文件", "this file")));
            return None;
        };
        let Some(text) = utf8_or_gbk(bytes) else {
            let found = "bytes that are neither UTF-8 nor GBK";
            errors.push(ReadError::new(file, None, "", found, Text::new("UTF-8 或 GBK 编码的 CSV 文件", "CSV in UTF-8 or GBK")));
            return None;
        };
        let mut records = lines(file, &text, errors);
        if records.is_empty() {
            let expected = Text::new(format!("表头：{}", fixed.join(",")), format!("a heading: {}", fixed.join(",")));
            errors.push(ReadError::new(file, Some(1), "", "", expected));
            return None;
        }
        let heading = records.remove(0);
        let before = errors.0.len();
        for name in fixed {
            if !heading.cells.iter().any(|c| c == name) {
                let expected = Text::new(format!("表头中有“{name}”一栏"), format!("a column `{name}` in the heading"));
                errors.push(ReadError::new(file, Some(heading.line), name, &heading.cells.join(","), expected));
            }
        }
        for (n, name) in heading.cells.iter().enumerate() {
            let known = fixed.contains(&name.as_str());
            if heading.cells.iter().take(n).any(|c| c == name) {
                let expected = Text::new("每一栏只出现一次", "each column once");
                errors.push(ReadError::new(file, Some(heading.line), name, name, expected));
            } else if !known && (!open || name.is_empty()) {
                let expected = Text::new(format!("只有这些栏：{}", fixed.join("、")), format!("only the columns {}", fixed.join(", ")));
                errors.push(ReadError::new(file, Some(heading.line), name, name, expected));
            }
        }
        if errors.0.len() > before {
            return None;
        }
        let width = heading.cells.len();
        records.retain(|row| {
            let fits = row.cells.len() == width;
            if !fits {
                let expected = Text::new(format!("{width} 个单元格"), format!("{width} cells"));
                errors.push(ReadError::new(file, Some(row.line), "", &format!("{} cells", row.cells.len()), expected));
            }
            fits
        });
        Some(Table { file, columns: heading.cells, rows: records })
    }

    /// The columns that are not in `fixed`.
    pub fn other_columns(&self, fixed: &[&str]) -> Vec<String> {
        self.columns.iter().filter(|c| !fixed.contains(&c.as_str())).cloned().collect()
    }

    /// The text of a cell; empty when there is no such column.
    pub fn text<'a>(&self, row: &'a Row, column: &str) -> &'a str {
        self.columns.iter().position(|c| c == column).and_then(|n| row.cells.get(n)).map_or("", String::as_str)
    }

    /// The text of a cell that must not be empty.
    pub fn some_text(&self, row: &Row, column: &str, errors: &mut ReadErrors) -> Option<String> {
        let text = self.text(row, column);
        if text.is_empty() {
            errors.push(ReadError::new(self.file, Some(row.line), column, "", Text::new("文字，不能空着", "some text")));
            return None;
        }
        Some(text.to_owned())
    }

    /// A whole number from `least` to a million.
    pub fn number(&self, row: &Row, column: &str, least: u32, errors: &mut ReadErrors) -> Option<u32> {
        let text = self.text(row, column);
        let plain = plain_digits(text);
        let number = plain.bytes().all(|b| b.is_ascii_digit()).then(|| plain.parse().ok()).flatten();
        let number = number.filter(|n| (least..=MAX_NUMBER).contains(n));
        if number.is_none() {
            let expected = Text::new(format!("{least} 到 {MAX_NUMBER} 的整数"), format!("a whole number from {least} to {MAX_NUMBER}"));
            errors.push(ReadError::new(self.file, Some(row.line), column, text, expected));
        }
        number
    }

    /// A cell that parses as `T`, such as an id or a date.
    pub fn parsed<T: FromStr>(&self, row: &Row, column: &str, expected: Text, errors: &mut ReadErrors) -> Option<T> {
        let text = self.text(row, column);
        let parsed = text.parse().ok();
        if parsed.is_none() {
            errors.push(ReadError::new(self.file, Some(row.line), column, text, expected));
        }
        parsed
    }

    /// An id.
    pub fn id<T: FromStr>(&self, row: &Row, column: &str, errors: &mut ReadErrors) -> Option<T> {
        let expected = Text::new(
            "编号：1到40个字符，小写字母、数字或连字符，以字母开头",
            "an id: 1 to 40 characters a-z, 0-9 and -, beginning with a letter",
        );
        self.parsed(row, column, expected, errors)
    }

    /// An id or nothing.
    pub fn optional_id<T: FromStr>(&self, row: &Row, column: &str, errors: &mut ReadErrors) -> Option<Option<T>> {
        if self.text(row, column).is_empty() { Some(None) } else { self.id(row, column, errors).map(Some) }
    }

    /// One word of a list.
    pub fn word<T: Copy>(&self, row: &Row, column: &str, words: &[(&str, T)], errors: &mut ReadErrors) -> Option<T> {
        let text = self.text(row, column);
        let found = words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
        if found.is_none() {
            let list: Vec<_> = words.iter().map(|(word, _)| *word).collect();
            let expected = Text::new(format!("以下之一：{}", list.join("、")), format!("one of {}", list.join(", ")));
            errors.push(ReadError::new(self.file, Some(row.line), column, text, expected));
        }
        found
    }

    /// Several words with spaces between them.
    pub fn words(&self, row: &Row, column: &str) -> Vec<String> {
        self.text(row, column).split_whitespace().map(str::to_owned).collect()
    }
}

/// Splits a text into rows of trimmed cells, passing over rows that are wholly empty, as Excel leaves them.
fn lines(file: &str, text: &str, errors: &mut ReadErrors) -> Vec<Row> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().and_then(|p| usize::try_from(p.line()).ok());
                errors.push(ReadError::new(file, line, "", &error.to_string(), Text::new("一行 CSV", "a row of CSV")));
                continue;
            }
        };
        let line = record.position().and_then(|p| usize::try_from(p.line()).ok()).unwrap_or(1);
        if record.iter().all(str::is_empty) {
            continue;
        }
        if let Some(long) = record.iter().find(|cell| cell.chars().count() > MAX_CELL) {
            let expected = Text::new(format!("每格不超过 {MAX_CELL} 字"), format!("at most {MAX_CELL} characters a cell"));
            errors.push(ReadError::new(file, Some(line), "", long, expected));
        }
        if record.len() > MAX_COLUMNS || rows.len() >= MAX_ROWS {
            let expected =
                Text::new(format!("不超过{MAX_ROWS}行、{MAX_COLUMNS}栏"), format!("at most {MAX_ROWS} rows of {MAX_COLUMNS} columns"));
            errors.push(ReadError::new(file, Some(line), "", "more", expected));
            break;
        }
        rows.push(Row { line, cells: record.iter().map(str::to_owned).collect() });
    }
    rows
}
