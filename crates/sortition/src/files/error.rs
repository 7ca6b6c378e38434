//! What is wrong with a file, said with its place.

use std::fmt;

use crate::limits::MAX_TOLD;
use crate::name::BadCount;
use crate::text::BadText;
use crate::{BadCause, BadChannel, BadHex, BadSources, Fault, ReplaceError};

/// One thing that is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileFault {
    /// The file's name as it was given.
    pub file: String,
    /// The line, from 1; `None` when the whole file is meant.
    pub line: Option<u64>,
    /// The column's heading; `None` when a line or the file is meant.
    pub column: Option<&'static str>,
    /// Another line that has to do with it: where the number or cell stands first.
    pub first: Option<u64>,
    /// What is wrong.
    pub reason: Reason,
}

/// What is wrong with a file, a line or a field.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// It is not there.
    #[error("the file is missing")]
    Missing,
    /// It is larger than this many bytes.
    #[error("larger than {0} bytes")]
    TooLarge(usize),
    /// It has more rows than this.
    #[error("more than {0} rows")]
    TooManyRows(usize),
    /// Neither UTF-8 nor GBK.
    #[error("neither UTF-8 nor GBK")]
    NotText,
    /// A published file is not UTF-8.
    #[error("not UTF-8")]
    NotUtf8,
    /// There is no heading.
    #[error("there is no heading; expected {0}")]
    NoHeading(&'static str),
    /// A column is missing from the heading.
    #[error("the heading has no such column")]
    ColumnMissing,
    /// The heading has a column that does not belong here.
    #[error("the column {0} does not belong here")]
    ColumnUnknown(String),
    /// The heading has a column twice.
    #[error("the heading has this column twice")]
    ColumnTwice,
    /// A row has another number of fields than the heading.
    #[error("{found} fields instead of {expected}")]
    Fields {
        /// How many it has.
        found: usize,
        /// How many it should have.
        expected: usize,
    },
    /// Not a row of CSV.
    #[error("not a row of CSV: {0}")]
    Csv(String),
    /// Not the JSON that it should be.
    #[error("not the JSON of a draw: {0}")]
    Json(String),
    /// A name or number is not what it should be.
    #[error(transparent)]
    Text(#[from] BadText),
    /// A count is not what it should be.
    #[error(transparent)]
    Count(#[from] BadCount),
    /// A seed or hash is not what it should be.
    #[error(transparent)]
    Hex(#[from] BadHex),
    /// No channel.
    #[error(transparent)]
    Channel(#[from] BadChannel),
    /// No cause of a replacement.
    #[error(transparent)]
    Cause(#[from] BadCause),
    /// The sources of the seed are not what they should be.
    #[error(transparent)]
    Sources(#[from] BadSources),
    /// A line of sources has no tab.
    #[error("there is no tab between name and text")]
    NoTab,
    /// The seed is not the one that the sources make.
    #[error("the sources make another seed, {0}")]
    Seed(crate::Seed),
    /// Pool and quotas make no draw.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// A replacement is not the one that the ranking gives.
    #[error(transparent)]
    Replacement(#[from] ReplaceError),
    /// The line is not the one that the draw gives; both shortened.
    #[error("found {found}, but the draw gives {expected}")]
    Differs {
        /// What stands there.
        found: String,
        /// What should stand there.
        expected: String,
    },
}

impl FileFault {
    pub(super) fn new(file: &str, line: Option<u64>, column: Option<&'static str>, reason: impl Into<Reason>) -> Self {
        FileFault { file: file.to_owned(), line, column, first: None, reason: reason.into() }
    }

    /// Whether it is about a cell in which pool and quotas do not fit each other.
    pub(super) fn is_misfit(&self) -> bool {
        matches!(self.reason, Reason::Fault(Fault::UnknownCell { .. } | Fault::TooFew { .. }))
    }
}

impl fmt::Display for FileFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        if let Some(column) = self.column {
            write!(f, ", `{column}`")?;
        }
        write!(f, ": {}", self.reason)?;
        self.first.map_or(Ok(()), |line| write!(f, " (first in line {line})"))
    }
}

/// Everything that is wrong with some files. Of rows that are wrong the first [`MAX_TOLD`] are told and the others counted; cells in
/// which the files do not fit each other are all told. Never empty when it is an error.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileFaults {
    /// What is told.
    pub told: Vec<FileFault>,
    /// How many more there are.
    pub more: usize,
}

impl FileFaults {
    /// One fault alone.
    pub(super) fn one(file: &str, line: Option<u64>, column: Option<&'static str>, reason: impl Into<Reason>) -> Self {
        FileFaults { told: vec![FileFault::new(file, line, column, reason)], more: 0 }
    }

    pub(super) fn push(&mut self, fault: FileFault) {
        if self.told.len() < MAX_TOLD { self.told.push(fault) } else { self.more += 1 }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.told.is_empty()
    }

    /// Whether the files can be read and only do not fit each other: cells without a quota, or without enough people.
    pub fn is_misfit(&self) -> bool {
        self.more == 0 && self.told.iter().all(FileFault::is_misfit)
    }
}

impl fmt::Display for FileFaults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, fault) in self.told.iter().enumerate() {
            write!(f, "{}{fault}", if n == 0 { "" } else { "\n" })?;
        }
        if self.more > 0 { write!(f, "\nand {} more", self.more) } else { Ok(()) }
    }
}

impl std::error::Error for FileFault {}
impl std::error::Error for FileFaults {}

/// A text from outside for a message: on one line, shortened, in backquotes.
pub(super) fn shown(text: &str) -> String {
    const LONGEST: usize = 80;
    let mut shown: String = text.chars().take(LONGEST).map(|c| if crate::text::visible(c) { c } else { '�' }).collect();
    if text.chars().nth(LONGEST).is_some() {
        shown.push('…');
    }
    format!("`{shown}`")
}
