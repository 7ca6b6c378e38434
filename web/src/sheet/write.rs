//! Tables as files for Excel: .xlsx and .csv, in which no cell is ever a formula.

use axum::response::{IntoResponse, Response};
use http::{HeaderName, HeaderValue, header};
use jiff::Timestamp;
use rust_xlsxwriter::{DocProperties, Format, Workbook, XlsxError};

use super::safe_cell;
use crate::Failure;
use crate::page::date;

/// A table of texts.
pub struct Sheet<'a> {
    /// The sheet's name.
    pub name: &'a str,
    /// The headings.
    pub columns: &'a [&'a str],
    /// The rows, each as long as the headings.
    pub rows: Vec<Vec<String>>,
    /// Who took the file and when: stands above the headings, below the rows, in the footer and in the file's properties.
    pub watermark: Option<String>,
}

impl Sheet<'_> {
    /// As .xlsx; every cell is a text cell, so that Excel computes nothing.
    pub fn xlsx(&self) -> Result<Vec<u8>, XlsxError> {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        sheet.set_name(self.name)?;
        let bold = Format::new().set_bold();
        let head = u32::from(self.watermark.is_some());
        for (column, title) in (0u16..).zip(self.columns) {
            sheet.write_string_with_format(head, column, *title, &bold)?;
        }
        let mut row = head;
        for cells in &self.rows {
            row += 1;
            for (column, cell) in (0u16..).zip(cells) {
                sheet.write_string(row, column, cell)?;
            }
        }
        sheet.set_freeze_panes(head + 1, 0)?;
        sheet.autofit();
        if let Some(mark) = &self.watermark {
            sheet.write_string(0, 0, mark)?;
            // `&` begins a code in a footer.
            sheet.set_footer(format!("&C{}", mark.replace('&', "&&")));
            workbook.set_properties(&DocProperties::new().set_comment(mark).set_author(mark));
        }
        workbook.save_to_buffer()
    }

    /// As .csv with a byte-order mark, by which Excel knows UTF-8. Cells that Excel would compute get an apostrophe.
    pub fn csv(&self) -> Vec<u8> {
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).flexible(true).from_writer(b"\xEF\xBB\xBF".to_vec());
        let lines = std::iter::once(self.columns.iter().map(|title| (*title).to_string()).collect()).chain(self.rows.iter().cloned());
        let mark = |writer: &mut csv::Writer<Vec<u8>>| {
            if let Some(mark) = &self.watermark {
                let _ = writer.write_record([safe_cell(mark).as_ref()]);
            }
        };
        mark(&mut writer);
        for line in lines {
            let line: Vec<String> = line.iter().map(|cell| safe_cell(cell).into_owned()).collect();
            // Writing to memory does not fail; rows are all as long as the heading.
            let _ = writer.write_record(&line);
        }
        mark(&mut writer);
        writer.into_inner().unwrap_or_default()
    }
}

/// How every watermark ends.
const MARK: &str = "内部资料，不得外传";

/// The watermark of a file: who took it, of which unit, and when (milliseconds).
pub fn watermark(name: &str, unit: &str, at: i64) -> String {
    let unit = if unit.is_empty() { String::new() } else { format!("（{unit}）") };
    let at = date::exact(Timestamp::from_millisecond(at).unwrap_or_default());
    format!("{name}{unit} 于 {at} 导出，{MARK}")
}

/// Whether a line of a file is nothing but a watermark.
pub(super) fn is_watermark(cells: &[String]) -> bool {
    let mut filled = cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
    filled.next().is_some_and(|cell| cell.ends_with(MARK)) && filled.next().is_none()
}

/// The media type of .xlsx.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A file to be saved.
pub fn download(name: &str, kind: &'static str, bytes: Vec<u8>) -> Response {
    let disposition = HeaderValue::try_from(format!("attachment; filename=\"{name}\"")).unwrap_or(HeaderValue::from_static("attachment"));
    let headers: [(HeaderName, HeaderValue); 3] = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (headers, bytes).into_response()
}

/// A sheet as a file in the form that the address asks for.
pub fn file(sheet: &Sheet<'_>, stem: &str, form: Form) -> Result<Response, Failure> {
    match form {
        Form::Csv => Ok(download(&format!("{stem}.csv"), "text/csv; charset=utf-8", sheet.csv())),
        Form::Xlsx => {
            let bytes = sheet.xlsx().map_err(|error| Failure::Internal(format!("writing {stem}.xlsx: {error}")))?;
            Ok(download(&format!("{stem}.xlsx"), XLSX, bytes))
        }
    }
}

/// The forms of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Excel's own.
    Xlsx,
    /// Comma-separated text.
    Csv,
}

impl Form {
    /// The ending of the file's name.
    pub fn ending(self) -> &'static str {
        match self {
            Form::Xlsx => "xlsx",
            Form::Csv => "csv",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_watermark_stands_above_below_and_in_the_properties() {
        let mark = "甲 & 乙 2025年1月3日 导出";
        let sheet = Sheet { name: "表", columns: &["列"], rows: vec![vec!["值".into()]], watermark: Some(mark.into()) };
        let text = String::from_utf8(sheet.csv()).unwrap();
        assert_eq!(text, format!("\u{feff}{mark}\r\n列\r\n值\r\n{mark}\r\n"));
        let bytes = sheet.xlsx().unwrap();
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        let mut read = |name: &str| std::io::read_to_string(archive.by_name(name).unwrap()).unwrap();
        assert!(read("docProps/core.xml").contains("2025年1月3日"));
        assert!(read("xl/worksheets/sheet1.xml").contains("oddFooter"));
    }

    #[test]
    fn nothing_that_excel_would_compute_is_left() {
        let sheet = Sheet {
            name: "账号",
            columns: &["账号", "姓名"],
            rows: vec![vec!["a".into(), "=HYPERLINK(\"http://x\",\"y\")".into()]],
            watermark: None,
        };
        let text = String::from_utf8(sheet.csv()).unwrap();
        assert_eq!(text, "\u{feff}账号,姓名\r\na,\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"\r\n");
    }
}
