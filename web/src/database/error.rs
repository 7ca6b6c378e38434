//! What can go wrong between the program and its database, in English, without values of rows and without passwords.

use super::migrate::SchemaError;
use super::retry::Retryable;

/// A failure of the database. Its text names the place and the reason, never a password or a stored value.
#[derive(Debug, thiserror::Error)]
pub enum DatabaseError {
    /// The database cannot be opened as asked: wrong URL, unwritable folder, not a database, in use by another server.
    #[error("cannot open the database {place}: {reason}")]
    Open {
        /// File or host, without password.
        place: String,
        /// What is wrong with it.
        reason: String,
    },
    /// No host answers as a writable server at the moment.
    #[error("no database server is reachable: {0}")]
    Unreachable(String),
    /// Every connection, or what the transaction needed, stayed in use for as long as a request may wait; nothing of it is kept.
    #[error("the database was too busy to answer in time")]
    Busy,
    /// The connection was lost before the transaction was committed; nothing of it is kept.
    #[error("the connection to the database was lost: {0}")]
    Lost(String),
    /// The connection was lost while committing: whether the transaction is kept is not known.
    #[error("the connection was lost while committing; the outcome is not known")]
    OutcomeUnknown,
    /// The transaction collided with another one and was rolled back.
    #[error("the transaction collided with another one ({code}): {message}")]
    Conflict {
        /// SQLSTATE, or SQLite's extended result code.
        code: String,
        /// The engine's words.
        message: String,
    },
    /// A constraint of a table refused the change.
    #[error("a constraint refused the change: {message}")]
    Constraint {
        /// Which kind of constraint.
        kind: ConstraintKind,
        /// The engine's words, which name the constraint.
        message: String,
    },
    /// The engine's disk is full or does not write. What was being written is not kept, unless this came of the commit itself; what was
    /// acknowledged before is, and the same can be tried again when there is room.
    #[error("the database cannot write to its disk ({code}): {message}")]
    Disk {
        /// SQLSTATE, or SQLite's extended result code.
        code: String,
        /// The engine's words.
        message: String,
    },
    /// The engine refused a statement for another reason.
    #[error("the database refused a statement ({code}): {message}")]
    Statement {
        /// SQLSTATE, or SQLite's extended result code.
        code: String,
        /// The engine's words.
        message: String,
    },
    /// A column is missing or is of another type than the one asked for.
    #[error("column {column}: {reason}")]
    Column {
        /// Its name or position.
        column: String,
        /// What was found instead.
        reason: String,
    },
    /// Exactly one row was expected.
    #[error("expected one row, found {0}")]
    RowCount(usize),
    /// An earlier statement of this transaction failed or was interrupted, so that it can only be rolled back.
    #[error("an earlier statement of this transaction failed; it cannot continue")]
    Spoiled,
    /// The database was opened to read from it.
    #[error("the database was opened for reading only")]
    ReadOnly,
    /// The database has been closed.
    #[error("the database has been closed")]
    Closed,
    /// The schema in the database is not the one that this program knows.
    #[error(transparent)]
    Schema(#[from] SchemaError),
}

/// The kinds of constraints that a table has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConstraintKind {
    /// PRIMARY KEY or UNIQUE.
    Unique,
    /// REFERENCES.
    ForeignKey,
    /// NOT NULL.
    NotNull,
    /// CHECK.
    Check,
}

impl DatabaseError {
    /// A row with this key is there already. The transaction is lost by then: where this is to be expected, write
    /// `ON CONFLICT DO NOTHING` and look at the number of rows instead.
    pub fn is_unique_violation(&self) -> bool {
        matches!(self, DatabaseError::Constraint { kind: ConstraintKind::Unique, .. })
    }

    /// The same transaction may succeed if it is run again from its start.
    pub fn is_retryable(&self) -> bool {
        matches!(self, DatabaseError::Conflict { .. } | DatabaseError::Lost(_) | DatabaseError::Unreachable(_))
    }
}

impl DatabaseError {
    /// Nothing is wrong with what was asked: the database cannot do it now, or cannot say whether it did.
    pub fn is_passing(&self) -> bool {
        let passing =
            matches!(self, DatabaseError::OutcomeUnknown | DatabaseError::Busy | DatabaseError::Closed | DatabaseError::Disk { .. });
        passing || self.is_retryable()
    }
}

impl Retryable for DatabaseError {
    fn is_retryable(&self) -> bool {
        DatabaseError::is_retryable(self)
    }
}

impl From<sqlx::Error> for DatabaseError {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::Database(refusal) => from_engine(&*refusal),
            sqlx::Error::PoolTimedOut => DatabaseError::Busy,
            sqlx::Error::PoolClosed => DatabaseError::Closed,
            sqlx::Error::RowNotFound => DatabaseError::RowCount(0),
            sqlx::Error::ColumnNotFound(column) => DatabaseError::Column { column, reason: "no such column".into() },
            sqlx::Error::ColumnIndexOutOfBounds { index, len } => {
                DatabaseError::Column { column: index.to_string(), reason: format!("there are only {len} columns") }
            }
            sqlx::Error::ColumnDecode { index, source } => DatabaseError::Column { column: index, reason: source.to_string() },
            lost @ (sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::WorkerCrashed | sqlx::Error::BeginFailed) => {
                DatabaseError::Lost(lost.to_string())
            }
            other => DatabaseError::Statement { code: "driver".into(), message: other.to_string() },
        }
    }
}

fn from_engine(refusal: &dyn sqlx::error::DatabaseError) -> DatabaseError {
    let code = refusal.code().map(|code| code.into_owned()).unwrap_or_default();
    let message = refusal.message().to_owned();
    let constraint = match refusal.kind() {
        sqlx::error::ErrorKind::UniqueViolation => Some(ConstraintKind::Unique),
        sqlx::error::ErrorKind::ForeignKeyViolation => Some(ConstraintKind::ForeignKey),
        sqlx::error::ErrorKind::NotNullViolation => Some(ConstraintKind::NotNull),
        sqlx::error::ErrorKind::CheckViolation => Some(ConstraintKind::Check),
        _ => None,
    };
    if let Some(kind) = constraint {
        return DatabaseError::Constraint { kind, message };
    }
    if refusal.try_downcast_ref::<sqlx::sqlite::SqliteError>().is_some() {
        // The low byte of an extended result code is the primary one: 5 is SQLITE_BUSY, 6 is SQLITE_LOCKED, 10 is SQLITE_IOERR,
        // 13 is SQLITE_FULL.
        return match code.parse::<i64>().unwrap_or(0) & 0xff {
            5 | 6 => DatabaseError::Conflict { code, message },
            10 | 13 => DatabaseError::Disk { code, message },
            _ => DatabaseError::Statement { code, message },
        };
    }
    match code.as_str() {
        // Serialisation failure, deadlock.
        "40001" | "40P01" => DatabaseError::Conflict { code, message },
        // Connection exceptions, administrator's shutdown, starting up; a server that has become a standby.
        "57P01" | "57P02" | "57P03" | "57P05" | "25006" => DatabaseError::Lost(message),
        _ if code.starts_with("08") => DatabaseError::Lost(message),
        // The time of a statement, or of a wait for a lock, ran out.
        "57014" | "55P03" => DatabaseError::Busy,
        // Disk full, input or output that fails.
        "53100" | "58030" => DatabaseError::Disk { code, message },
        _ => DatabaseError::Statement { code, message },
    }
}
