//! Tables as files for Excel: .xlsx and .csv, in which no cell is ever a formula.

use axum::response::{IntoResponse, Response};
use http::{HeaderName, HeaderValue, header};
use rust_xlsxwriter::{Format, Workbook, XlsxError};
use web::Failure;
use web::sheet::safe_cell;

/// A table of texts.
pub(crate) struct Sheet<'a> {
    pub name: &'a str,
    pub columns: &'a [&'a str],
    pub rows: Vec<Vec<String>>,
}

impl Sheet<'_> {
    /// As .xlsx; every cell is a text cell, so that Excel computes nothing.
    pub fn xlsx(&self) -> Result<Vec<u8>, XlsxError> {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        sheet.set_name(self.name)?;
        let bold = Format::new().set_bold();
        for (column, title) in (0u16..).zip(self.columns) {
            sheet.write_string_with_format(0, column, *title, &bold)?;
        }
        for (row, cells) in (1u32..).zip(&self.rows) {
            for (column, cell) in (0u16..).zip(cells) {
                sheet.write_string(row, column, cell)?;
            }
        }
        sheet.set_freeze_panes(1, 0)?;
        sheet.autofit();
        workbook.save_to_buffer()
    }

    /// As .csv with a byte-order mark, by which Excel knows UTF-8. Cells that Excel would compute get an apostrophe.
    pub fn csv(&self) -> Vec<u8> {
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(b"\xEF\xBB\xBF".to_vec());
        let lines = std::iter::once(self.columns.iter().map(|title| (*title).to_string()).collect()).chain(self.rows.iter().cloned());
        for line in lines {
            let line: Vec<String> = line.iter().map(|cell| safe_cell(cell).into_owned()).collect();
            // Writing to memory does not fail; rows are all as long as the heading.
            let _ = writer.write_record(&line);
        }
        writer.into_inner().unwrap_or_default()
    }
}

/// A file to be saved.
pub(crate) fn download(name: &str, kind: &'static str, bytes: Vec<u8>) -> Response {
    let disposition = HeaderValue::try_from(format!("attachment; filename=\"{name}\"")).unwrap_or(HeaderValue::from_static("attachment"));
    let headers: [(HeaderName, HeaderValue); 3] = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (headers, bytes).into_response()
}

/// A sheet as a file in the form that the address asks for.
pub(crate) fn file(sheet: &Sheet<'_>, stem: &str, form: Form) -> Result<Response, Failure> {
    match form {
        Form::Csv => Ok(download(&format!("{stem}.csv"), "text/csv; charset=utf-8", sheet.csv())),
        Form::Xlsx => {
            let bytes = sheet.xlsx().map_err(|error| Failure::Internal(format!("writing {stem}.xlsx: {error}")))?;
            Ok(download(&format!("{stem}.xlsx"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes))
        }
    }
}

/// The forms of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Xlsx,
    Csv,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_excel_would_compute_is_left() {
        let sheet =
            Sheet { name: "账号", columns: &["账号", "姓名"], rows: vec![vec!["a".into(), "=HYPERLINK(\"http://x\",\"y\")".into()]] };
        let text = String::from_utf8(sheet.csv()).unwrap();
        assert_eq!(text, "\u{feff}账号,姓名\r\na,\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"\r\n");
    }
}
