//! The embedded database: one file, one writer, a few readers.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;
use std::sync::Mutex;
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions as _, Connection as _, SqliteConnection, SqlitePool};

use super::{DatabaseError, SqliteConfig, Tx};

/// How long a request may wait for the writer.
const PATIENCE: Duration = Duration::from_secs(10);

/// The open file.
pub(super) struct SqliteFile {
    /// None if another program is the writer.
    writer: Option<SqlitePool>,
    readers: SqlitePool,
    /// Held for as long as the file is open; the operating system frees it if the program dies.
    lock: Mutex<Option<File>>,
}

impl SqliteFile {
    pub(super) async fn open(config: &SqliteConfig) -> Result<Self, DatabaseError> {
        let path = config.folder.join("sanmin.sqlite3");
        let failed = |reason: String| DatabaseError::Open { place: path.display().to_string(), reason };
        create_private_folder(&config.folder).map_err(|e| failed(format!("the folder cannot be created: {e}")))?;
        let lock = open_private(&config.folder.join("sanmin.lock")).map_err(|e| failed(format!("the folder cannot be written to: {e}")))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(failed("another server is using this folder".into())),
            Err(TryLockError::Error(e)) => return Err(failed(format!("the folder cannot be locked: {e}"))),
        }
        open_private(&path).map_err(|e| failed(format!("the file cannot be written to: {e}")))?;

        let options = options(&path).journal_mode(SqliteJournalMode::Wal);
        let writer = pool(1).connect_with(options.clone()).await.map_err(|e| failed(reason(e)))?;
        let readers = readers(config, options).await.map_err(|e| failed(reason(e)))?;
        Ok(SqliteFile { writer: Some(writer), readers, lock: Mutex::new(Some(lock)) })
    }

    /// Opens the file of a running server, or of one that has ended, to read from it.
    pub(super) async fn attach(config: &SqliteConfig) -> Result<Self, DatabaseError> {
        let path = config.folder.join("sanmin.sqlite3");
        let failed = |reason: String| DatabaseError::Open { place: path.display().to_string(), reason };
        if !path.exists() {
            return Err(failed("there is no such file".into()));
        }
        let readers = readers(config, options(&path)).await.map_err(|e| failed(reason(e)))?;
        sqlx::query("SELECT COUNT(*) FROM sqlite_master").execute(&readers).await.map_err(|e| failed(reason(e)))?;
        Ok(SqliteFile { writer: None, readers, lock: Mutex::default() })
    }

    pub(super) async fn begin(&self) -> Result<Tx, DatabaseError> {
        let Some(writer) = &self.writer else { return Err(DatabaseError::ReadOnly) };
        Tx::begin_sqlite(writer, "BEGIN IMMEDIATE").await
    }

    pub(super) async fn reader(&self) -> Result<Tx, DatabaseError> {
        Tx::begin_sqlite(&self.readers, "BEGIN").await
    }

    /// Writes the file anew without what was deleted, and empties the log of changes beside it.
    pub(super) async fn forget_deleted(&self) -> Result<(), DatabaseError> {
        let Some(writer) = &self.writer else { return Err(DatabaseError::ReadOnly) };
        let mut connection = writer.acquire().await?;
        sqlx::query("VACUUM").execute(&mut *connection).await?;
        sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut *connection).await?;
        Ok(())
    }

    pub(super) async fn close(&self) {
        self.readers.close().await;
        if let Some(writer) = &self.writer {
            writer.close().await;
        }
        self.lock.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).take();
    }
}

fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        // An acknowledged change must survive a loss of power.
        .synchronous(SqliteSynchronous::Full)
        // Only a program other than the server can hold the file's lock; retries wait longer.
        .busy_timeout(Duration::from_secs(1))
        .foreign_keys(true)
        // What is deleted is overwritten, not only unlinked.
        .pragma("secure_delete", "ON")
        .statement_cache_capacity(500)
        // A log line at the moment of a statement would tell when a ballot was stored.
        .disable_statement_logging()
}

fn pool(connections: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(PATIENCE)
        .max_lifetime(None)
        .idle_timeout(None)
        .after_release(|connection, _| Box::pin(is_reusable(connection)))
}

async fn readers(config: &SqliteConfig, options: SqliteConnectOptions) -> Result<SqlitePool, sqlx::Error> {
    pool(config.readers.max(1)).connect_with(options.pragma("query_only", "ON")).await
}

/// SQLite itself rolls back on some errors, such as a full disk, and the driver then believes for ever that a
/// transaction is open: such a connection is closed and replaced.
async fn is_reusable(connection: &mut SqliteConnection) -> Result<bool, sqlx::Error> {
    // Waits for a rollback that a dropped transaction has queued.
    connection.ping().await?;
    Ok(!connection.is_in_transaction())
}

fn reason(error: sqlx::Error) -> String {
    let text = match error.as_database_error() {
        Some(refusal) => refusal.message().to_owned(),
        None => error.to_string(),
    };
    match DatabaseError::from(error) {
        DatabaseError::Disk { .. } => format!("{text} (is the disk full?)"),
        _ => text,
    }
}

#[cfg(unix)]
fn create_private_folder(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn create_private_folder(folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)
}

/// Opens a file for writing, created for this user alone if missing.
fn open_private(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
