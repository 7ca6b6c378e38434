//! One database type over SQLite and PostgreSQL, with one text of each statement for both.
//!
//! Portable rules for statements and migrations: `$1` placeholders; TEXT, BIGINT and BOOLEAN only; ids are random TEXT;
//! times are BIGINT milliseconds; a PRIMARY KEY on every table; CHECK instead of ENUM; no sequences, triggers, arrays,
//! extensions or `NOW()`; `CAST(SUM(x) AS BIGINT)`; an explicit ORDER BY, never by a nullable or localised column.
//!
//! **Isolation.** Statements cannot say `FOR UPDATE`, which SQLite lacks, so [`Database::begin`] is serialisable on both
//! engines: SQLite has one writer (`BEGIN IMMEDIATE`), PostgreSQL runs `SERIALIZABLE`. What is read in a transaction may
//! be relied on when it commits; a collision is an error that [`transaction!`](crate::transaction) answers by running the
//! body again, [alone](Database::begin_alone), so that no number of others can make it collide for ever.
//! [`Database::reader`] sees one snapshot, taken at its first statement, and never collides.
//!
//! **A failed statement ends its transaction** on both engines, as PostgreSQL does: expect duplicates by
//! `ON CONFLICT DO NOTHING`, not by catching the error.

pub mod backup;
mod bulk;
mod burst;
mod config;
mod error;
#[cfg(feature = "testing")]
pub mod harness;
mod migrate;
mod postgres;
mod retry;
mod row;
mod sqlite;
mod transaction;
mod value;

use std::sync::Arc;

use postgres::Start;

pub use crate::{args, migrations, transaction};
pub use bulk::Bulk;
pub use burst::{Burst, BurstError, Handler};
pub use config::{DatabaseConfig, PostgresConfig, SqliteConfig};
pub use error::{ConstraintKind, DatabaseError};
pub use migrate::{Migration, SchemaError, newest_migration};
pub use retry::{Attempts, Outcome, Retryable};
pub use row::{Column, Field, FromRow, Row};
pub use transaction::Tx;
pub use value::Value;

/// Which engine holds the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// One file, embedded.
    Sqlite,
    /// A server.
    Postgres,
}

/// The database of one activity. Cheap to clone; all clones share the connections.
#[derive(Clone)]
pub struct Database(Arc<Backend>);

enum Backend {
    Sqlite(sqlite::SqliteFile),
    Postgres(postgres::PostgresServer),
}

impl Database {
    /// Opens the database, creating the file if there is none, and applies the migrations that it lacks.
    ///
    /// Fails with the place and the reason if it cannot be opened or if its schema is not one that `migrations` leads to.
    pub async fn open(config: &DatabaseConfig, migrations: &[Migration]) -> Result<Self, DatabaseError> {
        let database = Database::connect(config).await?;
        if let Err(error) = migrate::migrate(&database, migrations).await {
            database.close().await;
            return Err(error);
        }
        Ok(database)
    }

    /// Opens a database beside the server that uses it, to read from; it must exist, and is left as it is.
    pub async fn attach(config: &DatabaseConfig) -> Result<Self, DatabaseError> {
        Ok(Database(Arc::new(match config {
            DatabaseConfig::Sqlite(file) => Backend::Sqlite(sqlite::SqliteFile::attach(file).await?),
            DatabaseConfig::Postgres(server) => Backend::Postgres(postgres::PostgresServer::open(server).await?),
        })))
    }

    /// Opens a database for this program alone, whatever its schema.
    async fn connect(config: &DatabaseConfig) -> Result<Self, DatabaseError> {
        Ok(Database(Arc::new(match config {
            DatabaseConfig::Sqlite(file) => Backend::Sqlite(sqlite::SqliteFile::open(file).await?),
            DatabaseConfig::Postgres(server) => Backend::Postgres(postgres::PostgresServer::open(server).await?),
        })))
    }

    /// The engine behind it. Only set-up code and full-text search may ask.
    pub fn engine(&self) -> Engine {
        match &*self.0 {
            Backend::Sqlite(_) => Engine::Sqlite,
            Backend::Postgres(_) => Engine::Postgres,
        }
    }

    /// Begins a read-write transaction. On SQLite it is the only one until it ends. Prefer
    /// [`transaction!`](crate::transaction), which runs it again after a collision.
    pub async fn begin(&self) -> Result<Tx, DatabaseError> {
        match &*self.0 {
            Backend::Sqlite(file) => file.begin().await,
            Backend::Postgres(server) => server.begin(Start::BesideOthers).await,
        }
    }

    /// Begins a read-write transaction that no other one runs beside, on any server that uses the database: it waits until those
    /// under way have ended, and later ones wait for it. It cannot collide.
    pub async fn begin_alone(&self) -> Result<Tx, DatabaseError> {
        match &*self.0 {
            Backend::Sqlite(file) => file.begin().await,
            Backend::Postgres(server) => server.begin(Start::Alone).await,
        }
    }

    /// Begins a read-only transaction that sees one snapshot; dropping it ends it.
    pub async fn reader(&self) -> Result<Tx, DatabaseError> {
        match &*self.0 {
            Backend::Sqlite(file) => file.reader().await,
            Backend::Postgres(server) => server.begin(Start::Reading).await,
        }
    }

    /// Begins the transaction that changes the schema; the second of two servers that start at once must see what the
    /// first one did, so it may not read from an earlier snapshot.
    async fn begin_schema_change(&self) -> Result<Tx, DatabaseError> {
        match &*self.0 {
            Backend::Sqlite(file) => file.begin().await,
            Backend::Postgres(server) => {
                let mut tx = server.begin(Start::SchemaChange).await?;
                // An index over many rows, or waiting for another server to finish, may take long.
                tx.execute("SET LOCAL statement_timeout = 0", &[]).await?;
                Ok(tx)
            }
        }
    }

    /// Removes from the files, as far as the engine can, what was deleted from a table before: SQLite writes its whole file anew and
    /// empties its write-ahead log, PostgreSQL rewrites the table. What the disk itself, PostgreSQL's write-ahead log, standbys and
    /// backups still hold is out of reach. Not within a transaction; others wait for it.
    pub async fn forget_deleted(&self, table: &'static str) -> Result<(), DatabaseError> {
        match &*self.0 {
            Backend::Sqlite(file) => file.forget_deleted().await,
            Backend::Postgres(server) => server.forget_deleted(table).await,
        }
    }

    /// Whether what is acknowledged is on one machine alone, although the engine could keep it on two: a PostgreSQL server that waits for no
    /// standby. One that waits for a standby acknowledges nothing while none is there.
    ///
    /// # Errors
    /// A database that fails.
    pub async fn lacks_standby(&self) -> Result<bool, DatabaseError> {
        if self.engine() == Engine::Sqlite {
            return Ok(false);
        }
        let sql = "SELECT current_setting('synchronous_standby_names') = '' OR current_setting('synchronous_commit') IN ('off', 'local')";
        self.reader().await?.one(sql, &[]).await
    }

    /// Asks the database a trivial question, for readiness checks.
    pub async fn ping(&self) -> Result<(), DatabaseError> {
        self.reader().await?.one::<i64>("SELECT 1", &[]).await.map(drop)
    }

    /// Closes all connections, waiting for transactions under way. Every later call fails with [`DatabaseError::Closed`].
    pub async fn close(&self) {
        match &*self.0 {
            Backend::Sqlite(file) => file.close().await,
            Backend::Postgres(server) => server.close().await,
        }
    }
}
