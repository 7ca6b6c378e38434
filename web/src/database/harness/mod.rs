//! A fresh database for each test, on every engine that the machine has.
//!
//! ```ignore
//! #[tokio::test]
//! async fn an_account_is_found_by_its_name() {
//!     each_engine(MIGRATIONS, async |database| {
//!         …
//!     })
//!     .await;
//! }
//! ```
//!
//! Without PostgreSQL on the machine its half is skipped, which is said on stderr; with `SANMIN_REQUIRE=postgres` that
//! is a failure.

mod alone;
mod cluster;
mod pair;

use std::fmt;

use super::{Database, DatabaseConfig, Engine, Migration};

pub use alone::Alone;
pub use pair::Pair;

/// An empty place for one database; what is in it vanishes when it is dropped.
pub struct Place {
    config: DatabaseConfig,
    /// How a command is told to use this place: the value of `--database-url`, if any.
    url: Option<String>,
    _folder: Option<tempfile::TempDir>,
}

impl Place {
    /// An empty folder for SQLite.
    pub fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("the folder for temporary files is writable");
        let config = DatabaseConfig::new(folder.path(), &[]).expect("a folder is always a configuration");
        Place { config, url: None, _folder: Some(folder) }
    }

    /// An empty PostgreSQL database, or `None` if the machine has no PostgreSQL.
    ///
    /// # Panics
    /// If there is none and `SANMIN_REQUIRE` contains `postgres`, or if it cannot be started.
    pub async fn postgres() -> Option<Self> {
        let url = cluster::create_database().await?;
        let config = DatabaseConfig::new(std::path::Path::new(""), std::slice::from_ref(&url)).expect("the URL is well-formed");
        Some(Place { config, url: Some(url), _folder: None })
    }

    /// The database of this URL, which somebody else removes.
    ///
    /// # Panics
    /// If it is no URL of a database.
    pub fn at(url: &str) -> Self {
        let config = DatabaseConfig::new(std::path::Path::new(""), &[url.to_owned()]).expect("the URL is well-formed");
        Place { config, url: Some(url.to_owned()), _folder: None }
    }

    /// An empty place on each engine that the machine has.
    pub async fn each() -> Vec<Self> {
        let mut places = vec![Place::sqlite()];
        places.extend(Place::postgres().await);
        places
    }

    /// Where it is.
    pub fn config(&self) -> &DatabaseConfig {
        &self.config
    }

    /// The value of `--database-url` that leads here, none for SQLite.
    pub fn url(&self) -> Option<&str> {
        self.url.as_deref()
    }

    /// Opens the database here.
    ///
    /// # Panics
    /// If it cannot be opened.
    pub async fn open(&self, migrations: &[Migration]) -> Database {
        Database::open(&self.config, migrations).await.unwrap_or_else(|error| panic!("{self}: {error}"))
    }

    /// Removes what cannot vanish by itself.
    pub async fn remove(self) {
        if let Some(url) = &self.url {
            cluster::drop_database(url).await;
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.config {
            DatabaseConfig::Sqlite(_) => "SQLite",
            DatabaseConfig::Postgres(_) => "PostgreSQL",
        })
    }
}

/// Runs a test with a fresh, migrated database on each engine. A failure says on stderr which engine it was.
pub async fn each_engine(migrations: &[Migration], test: impl AsyncFn(Database)) {
    each_place(async |place| {
        let database = place.open(migrations).await;
        test(database.clone()).await;
        database.close().await;
    })
    .await;
}

/// Runs a test with an empty place on each engine, for tests that open databases themselves.
pub async fn each_place(test: impl AsyncFn(&Place)) {
    for place in Place::each().await {
        let engine = Announce(place.to_string());
        test(&place).await;
        drop(engine);
        place.remove().await;
    }
}

/// A fresh, migrated SQLite database with its folder, for tests of what does not depend on the engine.
pub async fn sqlite(migrations: &[Migration]) -> (Database, Place) {
    let place = Place::sqlite();
    (place.open(migrations).await, place)
}

/// Says the engine's name if the test fails.
struct Announce(String);

impl Drop for Announce {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("this failed on {}", self.0);
        }
    }
}

/// Whether a test that needs `what` (`postgres`, `chromium`, …) may be skipped when it is missing.
///
/// # Panics
/// If `SANMIN_REQUIRE` contains it.
pub fn skip(what: &str, reason: &str) {
    let required = std::env::var("SANMIN_REQUIRE").unwrap_or_default();
    assert!(!required.split(',').any(|word| word.trim() == what), "SANMIN_REQUIRE contains {what}, but {reason}");
    eprintln!("skipped, because {reason}");
}

/// Words for a place in messages of tests.
pub fn name(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "SQLite",
        Engine::Postgres => "PostgreSQL",
    }
}
