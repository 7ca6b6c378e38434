//! Reading a backup and finding whatever is wrong with it. The file may come from anywhere.

use std::fs::File;
use std::io::{self, BufRead, BufReader, ErrorKind, Read};
use std::path::{Path, PathBuf};

use data_encoding::HEXLOWER;
use flate2::bufread::GzDecoder;
use sha2::{Digest, Sha256};

use super::format::{FORMAT, Footer, Header, Table, parse_row};
use super::{BackupError, Summary};
use crate::database::Value;

/// A longer line is damage; the longest that the program stores is far below.
const LONGEST_LINE: u64 = 64 * 1024 * 1024;

/// A backup that is being read.
pub struct Reader {
    path: PathBuf,
    lines: BufReader<GzDecoder<BufReader<File>>>,
    header: Header,
    digest: Sha256,
    line: u64,
    table: usize,
    row: u64,
    rows: u64,
}

/// A row with its place.
pub struct TableRow {
    /// Position of its table in the header.
    pub table: usize,
    /// Its number in the table, from 1.
    pub row: u64,
    /// In the order of the header's columns.
    pub values: Vec<Value>,
}

impl Reader {
    /// Opens a file and reads its header.
    pub fn open(path: &Path) -> Result<Self, BackupError> {
        let failed = |source| BackupError::File { path: path.to_owned(), source };
        let foreign = |reason: &str| BackupError::Foreign { path: path.to_owned(), reason: reason.into() };
        let mut file = BufReader::new(File::open(path).map_err(failed)?);
        if !file.fill_buf().map_err(failed)?.starts_with(&[0x1f, 0x8b]) {
            return Err(foreign("it is not a gzip file"));
        }
        let mut lines = BufReader::new(GzDecoder::new(file));
        let mut line = Vec::new();
        read_line(&mut lines, &mut line).map_err(|_| foreign("its first line cannot be read"))?;
        let header: serde_json::Value = serde_json::from_slice(&line).map_err(|_| foreign("its first line is not a header"))?;
        match header.get("format").and_then(|format| format.as_str()) {
            Some(FORMAT) => {}
            Some(other) if other.starts_with("sanmin-backup/") => {
                return Err(foreign(&format!("its format is {}, this program reads {FORMAT}", other.chars().take(40).collect::<String>())));
            }
            _ => return Err(foreign("its first line is not a header")),
        }
        let header: Header = serde_json::from_value(header).map_err(|error| foreign(&format!("its header is not complete: {error}")))?;
        let mut digest = Sha256::new();
        digest.update(&line);
        Ok(Reader { path: path.to_owned(), lines, header, digest, line: 1, table: 0, row: 0, rows: 0 })
    }

    /// The header.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The next row; `None` after the last one of the last table.
    pub fn next_row(&mut self) -> Result<Option<TableRow>, BackupError> {
        while self.header.tables.get(self.table).is_some_and(|table| self.row >= table.rows) {
            self.table += 1;
            self.row = 0;
        }
        let Some(table) = self.header.tables.get(self.table).cloned() else { return Ok(None) };
        self.row += 1;
        self.rows += 1;
        let line = self.next_line()?;
        self.digest.update(&line);
        let Table { name, columns, .. } = table;
        let values = parse_row(&line, &columns).map_err(|reason| self.damaged(format!("row {} of {name}: {reason}", self.row)))?;
        Ok(Some(TableRow { table: self.table, row: self.row, values }))
    }

    /// Checks the footer against everything read, and that nothing follows it.
    pub fn finish(mut self) -> Result<Summary, BackupError> {
        let line = self.next_line()?;
        let footer: Footer = serde_json::from_slice(&line).map_err(|_| self.damaged("expected the footer"))?;
        let sha256 = HEXLOWER.encode(&self.digest.clone().finalize());
        if footer.sha256 != sha256 {
            return Err(self.damaged("the content does not match the digest in the footer"));
        }
        if footer.rows != self.rows {
            return Err(self.damaged(format!("{} rows, but the footer counts {}", self.rows, footer.rows)));
        }
        self.expect_end()?;
        let header = self.header;
        Ok(Summary {
            made_at: header.made_at,
            engine: header.engine,
            schema: header.migrations.iter().map(|migration| migration.number).max().unwrap_or(0),
            tables: header.tables.len(),
            rows: self.rows,
            sha256,
        })
    }

    fn expect_end(&mut self) -> Result<(), BackupError> {
        let mut byte = [0];
        // Reading to the end also makes the decoder compare its own checksum.
        match self.lines.read(&mut byte) {
            Ok(0) => {}
            Ok(_) => return Err(self.damaged("something follows the footer")),
            Err(error) => return Err(self.unreadable(&error)),
        }
        match self.lines.get_mut().get_mut().read(&mut byte) {
            Ok(0) => Ok(()),
            Ok(_) => Err(self.damaged("something follows the footer")),
            Err(error) => Err(self.unreadable(&error)),
        }
    }

    fn next_line(&mut self) -> Result<Vec<u8>, BackupError> {
        self.line += 1;
        let mut line = Vec::new();
        read_line(&mut self.lines, &mut line).map_err(|error| self.unreadable(&error))?;
        Ok(line)
    }

    fn unreadable(&self, error: &io::Error) -> BackupError {
        match error.kind() {
            ErrorKind::UnexpectedEof => self.damaged("the file ends too early"),
            _ => self.damaged(error.to_string()),
        }
    }

    fn damaged(&self, reason: impl Into<String>) -> BackupError {
        BackupError::Damaged { path: self.path.clone(), line: self.line, reason: reason.into() }
    }
}

/// Reads a line with its end; an error if it has none.
fn read_line(lines: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<()> {
    lines.take(LONGEST_LINE).read_until(b'\n', line)?;
    match line.last() {
        Some(b'\n') => Ok(()),
        _ if line.len() as u64 >= LONGEST_LINE => Err(io::Error::other("the line is too long")),
        _ => Err(ErrorKind::UnexpectedEof.into()),
    }
}
