//! Backups: one file, taken while the server runs, restored into either engine.
//!
//! A backup is a gzip stream of lines of JSON: a header (format, schema, tables with columns and row counts), the rows of
//! each table in the header's order as arrays, and a footer with the number of rows and the SHA-256 of every byte before
//! it. All rows come from one snapshot. The digest finds damage, not malice: who can change the file can also compute it,
//! so note it down where the file is not. The folder of secrets is no part of a backup.

mod catalogue;
mod format;
mod reading;
mod restoring;
mod taking;

use std::path::{Path, PathBuf};

use super::{Database, DatabaseConfig, DatabaseError, Migration, SchemaError};

/// What was saved or restored.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Summary {
    /// When the backup was made, in milliseconds.
    pub made_at: i64,
    /// The engine that it was made from, `sqlite` or `postgres`.
    pub engine: String,
    /// The newest migration of its schema.
    pub schema: u32,
    /// Number of tables.
    pub tables: usize,
    /// Number of rows in all tables.
    pub rows: u64,
    /// SHA-256 over the content, in hex; the same whenever the file is read.
    pub sha256: String,
}

/// Why a backup could not be made or restored.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The file cannot be read or written.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// The system's words.
        source: std::io::Error,
    },
    /// There is a file of this name already; none is ever overwritten.
    #[error("{0} exists already; choose another name")]
    Exists(PathBuf),
    /// The file is something else, or of a later format.
    #[error("{path} is not a backup that this program can read: {reason}")]
    Foreign {
        /// The file.
        path: PathBuf,
        /// What was expected.
        reason: String,
    },
    /// The file was cut off or changed.
    #[error("{path} is damaged, nothing was restored: line {line}: {reason}")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// The line of the unpacked content, from 1.
        line: u64,
        /// What is wrong there.
        reason: String,
    },
    /// A backup is restored into an empty database only.
    #[error("the database is not empty (it has the table {0}), nothing was restored; choose a new data folder or create an empty database")]
    NotEmpty(String),
    /// The backup's schema is not one that this program knows.
    #[error("the backup cannot be restored by this program, nothing was restored: {0}")]
    Schema(#[from] SchemaError),
    /// The database does not hold what it should: no Sanmin database, or a table that cannot be saved.
    #[error("{0}")]
    Unsuitable(String),
    /// A row of the backup is refused by the database; nothing was restored.
    #[error("row {row} of table {table} is refused, nothing was restored: {source}")]
    Row {
        /// The table.
        table: String,
        /// The row, from 1.
        row: u64,
        /// The refusal.
        source: DatabaseError,
    },
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

/// Saves everything as of one moment into a new file, which is whole as soon as it has its name. `made_at` in
/// milliseconds. The database may be [attached](Database::attach) beside a running server.
pub async fn backup(database: &Database, file: &Path, made_at: i64) -> Result<Summary, BackupError> {
    taking::take(database, file, made_at).await
}

/// Restores a file into the empty database at `config`, in one transaction, after the whole file was verified. A backup
/// of an older schema is restored as such and then brought up to date by the `migrations` that it lacks.
pub async fn restore(config: &DatabaseConfig, migrations: &[Migration], file: &Path) -> Result<Summary, BackupError> {
    restoring::restore(config, migrations, file).await
}

/// Verifies a file from its first byte to its last without a database.
pub fn check(file: &Path) -> Result<Summary, BackupError> {
    let mut reader = reading::Reader::open(file)?;
    while reader.next_row()?.is_some() {}
    reader.finish()
}
