//! Bringing the schema up to date at start.

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use super::{Attempts, Database, DatabaseError, Tx};
use crate::args;
use crate::clock::Clock;

/// One step of the schema: one statement, the same text for both engines. Made by [`migrations!`](crate::migrations).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Migration {
    /// Its place in the order. Every owner has a hundred of its own (`web` 100–199, `accounts` 200–299, …).
    pub number: u32,
    /// What it does, as in `create_outbox`.
    pub name: &'static str,
    /// The statement.
    pub sql: &'static str,
}

/// The schema is not the one that this program knows.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SchemaError {
    /// The program is older than the database.
    #[error(
        "the database was made by a newer program: it has migration {found:04} ({name}), which this program, whose newest is \
         {newest:04}, does not know; start the newer program, or restore a backup made by this one"
    )]
    Newer {
        /// Number of the unknown migration.
        found: i64,
        /// Its name.
        name: String,
        /// Newest number that the program knows.
        newest: u32,
    },
    /// The text of a migration was changed after it had been applied.
    #[error("migration {number:04} ({name}) is not the one that was applied to this database: its checksum differs")]
    Changed {
        /// Number of the migration.
        number: u32,
        /// Its name.
        name: String,
    },
    /// Two migrations of the program carry one number.
    #[error("two migrations have the number {number:04}: {first} and {second}")]
    Twice {
        /// The number.
        number: u32,
        /// Name of one.
        first: String,
        /// Name of the other.
        second: String,
    },
    /// A migration's statement failed; nothing was changed.
    #[error("migration {number:04} ({name}) failed, nothing was changed: {reason}")]
    Failed {
        /// Number of the migration.
        number: u32,
        /// Its name.
        name: String,
        /// The engine's words.
        reason: String,
    },
}

/// Lists migrations from their files, relative to the file that says so, as a `&'static [Migration]`:
/// `pub const MIGRATIONS: &[Migration] = migrations!["../migrations/0101_create_outbox.sql"];`
/// A file that is not named `NNNN_name.sql` does not compile.
#[macro_export]
macro_rules! migrations {
    ($($path:literal),* $(,)?) => {
        const { &[$($crate::database::Migration::from_file($path, include_str!($path))),*] }
    };
}

impl Migration {
    /// Takes number and name from the file's name.
    #[doc(hidden)]
    pub const fn from_file(path: &'static str, sql: &'static str) -> Self {
        let bytes = path.as_bytes();
        let mut start = bytes.len();
        while start > 0 && bytes[start - 1] != b'/' {
            start -= 1;
        }
        let (_, file) = path.split_at(start);
        assert!(file.len() > 9, "a migration is named NNNN_name.sql");
        let (digits, rest) = file.split_at(4);
        let mut number = 0;
        let mut place = 0;
        while place < 4 {
            assert!(digits.as_bytes()[place].is_ascii_digit(), "a migration is named NNNN_name.sql");
            number = number * 10 + (digits.as_bytes()[place] - b'0') as u32;
            place += 1;
        }
        let (name, ending) = rest.split_at(rest.len() - 4);
        assert!(matches!(ending.as_bytes(), b".sql") && name.as_bytes()[0] == b'_', "a migration is named NNNN_name.sql");
        let (_, name) = name.split_at(1);
        Migration { number, name, sql }
    }

    /// SHA-256 of the statement in hex, whatever the line endings of the working copy.
    pub fn sha256(&self) -> String {
        HEXLOWER.encode(&Sha256::digest(self.sql.replace('\r', "")))
    }
}

/// The migrations in their order, each number once.
pub(super) fn ordered(migrations: &[Migration]) -> Result<Vec<Migration>, SchemaError> {
    let mut ordered = migrations.to_vec();
    ordered.sort_by_key(|migration| migration.number);
    for (first, second) in ordered.iter().zip(ordered.iter().skip(1)) {
        if first.number == second.number {
            return Err(SchemaError::Twice { number: first.number, first: first.name.into(), second: second.name.into() });
        }
    }
    Ok(ordered)
}

/// Number and name of the newest migration that the database has.
pub async fn newest_migration(tx: &mut Tx) -> Result<(i64, String), DatabaseError> {
    tx.one("SELECT number, name FROM schema_migrations ORDER BY number DESC LIMIT 1", args![]).await
}

/// Applies what the database lacks, in one transaction, so that a schema is whole or unchanged.
pub(super) async fn migrate(database: &Database, migrations: &[Migration]) -> Result<(), DatabaseError> {
    let ordered = ordered(migrations)?;
    create_table_once(database).await?;
    let mut tx = database.begin_schema_change().await?;
    // Row 0 is the lock: a second server waits here until the first has committed.
    tx.execute("UPDATE schema_migrations SET applied_at = applied_at WHERE number = 0", &[]).await?;
    let missing = missing(&mut tx, &ordered).await?;
    for migration in missing {
        apply_now(&mut tx, &migration).await?;
    }
    tx.commit().await
}

/// Creates the table of migrations with its row 0. Two servers may collide here, so it is tried again.
async fn create_table_once(database: &Database) -> Result<(), DatabaseError> {
    let mut attempts = Attempts::new();
    loop {
        let error = match try_create_table(database).await {
            Ok(()) => return Ok(()),
            Err(error) => error,
        };
        if !attempts.pause().await {
            return Err(error);
        }
    }
}

async fn try_create_table(database: &Database) -> Result<(), DatabaseError> {
    let mut tx = database.begin_schema_change().await?;
    create_table(&mut tx).await?;
    tx.commit().await
}

pub(super) async fn create_table(tx: &mut Tx) -> Result<(), DatabaseError> {
    tx.execute(
        "CREATE TABLE IF NOT EXISTS schema_migrations (
            number BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL, applied_at BIGINT NOT NULL)",
        &[],
    )
    .await?;
    tx.execute(
        "INSERT INTO schema_migrations (number, name, sha256, applied_at) VALUES (0, '', '', 0) ON CONFLICT (number) DO NOTHING",
        &[],
    )
    .await?;
    Ok(())
}

/// Which of the program's migrations the database lacks; an error if it has one that the program does not have.
async fn missing(tx: &mut Tx, ordered: &[Migration]) -> Result<Vec<Migration>, DatabaseError> {
    let applied: Vec<(i64, String, String)> =
        tx.all("SELECT number, name, sha256 FROM schema_migrations WHERE number > 0 ORDER BY number", &[]).await?;
    for (number, name, sha256) in &applied {
        match ordered.iter().find(|known| i64::from(known.number) == *number) {
            None => {
                let newest = ordered.last().map_or(0, |migration| migration.number);
                return Err(SchemaError::Newer { found: *number, name: name.clone(), newest }.into());
            }
            Some(known) if known.sha256() != *sha256 => {
                return Err(SchemaError::Changed { number: known.number, name: name.clone() }.into());
            }
            Some(_) => {}
        }
    }
    let is_applied = |migration: &Migration| applied.iter().any(|(number, ..)| *number == i64::from(migration.number));
    Ok(ordered.iter().filter(|migration| !is_applied(migration)).copied().collect())
}

/// Applies one migration.
pub(super) async fn apply_now(tx: &mut Tx, migration: &Migration) -> Result<(), DatabaseError> {
    apply(tx, migration, Clock::system().millis()).await?;
    tracing::debug!(number = migration.number, name = migration.name, "applied migration");
    Ok(())
}

/// Applies one migration that counts as applied at `applied_at` (milliseconds).
pub(super) async fn apply(tx: &mut Tx, migration: &Migration, applied_at: i64) -> Result<(), DatabaseError> {
    tx.execute(migration.sql, &[]).await.map_err(|error| SchemaError::Failed {
        number: migration.number,
        name: migration.name.into(),
        reason: error.to_string(),
    })?;
    tx.execute(
        "INSERT INTO schema_migrations (number, name, sha256, applied_at) VALUES ($1, $2, $3, $4)",
        args![migration.number, migration.name, migration.sha256(), applied_at],
    )
    .await?;
    Ok(())
}
