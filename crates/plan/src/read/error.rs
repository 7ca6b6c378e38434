//! What is wrong with a file, said with its place and what was expected.

use std::fmt;

use serde::Serialize;

use crate::text::Text;

/// One thing that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReadError {
    /// The file.
    pub file: String,
    /// The line, from 1; None when the whole file is meant.
    pub line: Option<usize>,
    /// The field or column; empty when a line or file is meant.
    pub field: String,
    /// What was found, shortened.
    pub found: String,
    /// What was expected.
    pub expected: Text,
}

impl ReadError {
    /// An error at a place; what was found is cut to 60 characters.
    pub(crate) fn new(file: &str, line: Option<usize>, field: &str, found: &str, expected: Text) -> Self {
        let mut found: String = found.chars().take(61).map(|c| if c.is_control() { ' ' } else { c }).collect();
        if found.chars().count() > 60 {
            found.pop();
            found.push('…');
        }
        ReadError { file: file.into(), line, field: field.chars().take(80).collect(), found, expected }
    }

    /// The error in Chinese.
    pub fn chinese(&self) -> String {
        let line = self.line.map(|n| format!(" 第{n}行")).unwrap_or_default();
        let field = if self.field.is_empty() { String::new() } else { format!("“{}”", self.field) };
        let found = if self.found.is_empty() { "空白".to_owned() } else { format!("“{}”", self.found) };
        format!("{}{line}{field}：读到{found}，应为{}", self.file, self.expected.zh)
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        if !self.field.is_empty() {
            write!(f, ", `{}`", self.field)?;
        }
        let found = if self.found.is_empty() { "nothing".to_owned() } else { format!("`{}`", self.found) };
        write!(f, ": found {found}, expected {}", self.expected.en)
    }
}

/// Everything that could not be read, in the order of files and lines. Never empty when it is an error.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct ReadErrors(pub Vec<ReadError>);

impl ReadErrors {
    pub(crate) fn push(&mut self, error: ReadError) {
        self.0.push(error);
    }

    /// The errors.
    pub fn iter(&self) -> impl Iterator<Item = &ReadError> {
        self.0.iter()
    }
}

impl fmt::Display for ReadErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, error) in self.0.iter().enumerate() {
            write!(f, "{}{error}", if n == 0 { "" } else { "\n" })?;
        }
        Ok(())
    }
}

impl std::error::Error for ReadErrors {}
