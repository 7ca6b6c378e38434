//! Where the database is.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use sqlx::postgres::PgConnectOptions;

use super::DatabaseError;

/// Where the database is: a file in the data folder, or PostgreSQL servers.
#[derive(Clone, Debug)]
pub enum DatabaseConfig {
    /// One file, `sanmin.sqlite3`, in the data folder.
    Sqlite(SqliteConfig),
    /// A server, with others that may take over.
    Postgres(PostgresConfig),
}

/// The file of an embedded database.
#[derive(Clone, Debug)]
pub struct SqliteConfig {
    /// The data folder; created if missing.
    pub folder: PathBuf,
    /// Connections that only read.
    pub readers: u32,
}

/// The servers of a PostgreSQL database.
#[derive(Clone, Debug)]
pub struct PostgresConfig {
    /// In the order in which they are tried.
    pub(super) hosts: Vec<Host>,
    /// Most connections of this program at once, at least two; a third of them only read.
    pub connections: u32,
    /// A statement that runs longer is ended by the server.
    pub statement_timeout: Duration,
}

/// One server. Its Debug form leaves the password out.
#[derive(Clone)]
pub(super) struct Host {
    pub options: PgConnectOptions,
    pub label: String,
}

impl fmt::Debug for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.label)
    }
}

impl DatabaseConfig {
    /// PostgreSQL at `urls` (`postgres://user:password@host:port/database?sslmode=verify-full`, in the order in which the
    /// hosts are tried), or SQLite in the folder `data` if there are none.
    pub fn new(data: &Path, urls: &[String]) -> Result<Self, DatabaseError> {
        if urls.is_empty() {
            return Ok(DatabaseConfig::Sqlite(SqliteConfig { folder: data.to_owned(), readers: 4 }));
        }
        let hosts = urls.iter().map(|url| host(url)).collect::<Result<Vec<_>, _>>()?;
        Ok(DatabaseConfig::Postgres(PostgresConfig { hosts, connections: 24, statement_timeout: Duration::from_secs(15) }))
    }
}

/// Reads a URL without ever repeating it in an error, because it may hold a password.
fn host(url: &str) -> Result<Host, DatabaseError> {
    let refused = |reason: &str| DatabaseError::Open { place: "given by its URL".into(), reason: reason.into() };
    if !url.starts_with("postgres://") && !url.starts_with("postgresql://") {
        return Err(refused("the URL must have the form postgres://user:password@host:port/database"));
    }
    let options =
        PgConnectOptions::from_str(url).map_err(|_| refused("the URL cannot be read as postgres://user:password@host:port/database"))?;
    let place = match options.get_socket() {
        Some(socket) => socket.display().to_string(),
        None => format!("{}:{}", options.get_host(), options.get_port()),
    };
    let label = format!("{place}/{}", options.get_database().unwrap_or(options.get_username()));
    Ok(Host { options, label })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_repeated() {
        let good = DatabaseConfig::new(Path::new("data"), &["postgres://sanmin:hush@db.example:5433/pingyi".into()]).unwrap();
        assert!(format!("{good:?}").contains("db.example:5433/pingyi"));
        assert!(!format!("{good:?}").contains("hush"));
        for wrong in ["mysql://sanmin:hush@db/x", "postgres://sanmin:hush@db:port/x", "hush", "postgres://sanmin:hush@db/x?sslmode=hush"] {
            let error = DatabaseConfig::new(Path::new("data"), &[wrong.to_owned()]).unwrap_err();
            assert!(!format!("{error} {error:?}").contains("hush"), "{error}");
        }
    }
}
