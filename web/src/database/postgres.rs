//! PostgreSQL servers: which one is used, and what happens when it goes away.

use std::sync::Arc;
use std::sync::RwLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{ConnectOptions as _, Connection as _, PgConnection, PgPool};

use super::config::Host;
use super::{DatabaseError, PostgresConfig, Tx};

/// How long a request may wait for a connection.
const PATIENCE: Duration = Duration::from_secs(8);
/// How long a search that found nothing answers for those who ask after it.
const RESPITE: Duration = Duration::from_millis(300);
/// How long a host may take to answer when one is looked for.
const PROBE: Duration = Duration::from_secs(3);

/// How a transaction begins.
#[derive(Clone, Copy)]
pub(super) enum Start {
    /// To read from one snapshot.
    Reading,
    /// To write, and to fail if another one collides with it.
    BesideOthers,
    /// To write while no other one does.
    Alone,
    /// To change the schema.
    SchemaChange,
}

impl Start {
    pub(super) fn statement(self) -> &'static str {
        match self {
            Start::Reading => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
            Start::BesideOthers | Start::Alone => "BEGIN ISOLATION LEVEL SERIALIZABLE READ WRITE",
            // Sees what was committed while it waited for another one.
            Start::SchemaChange => "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE",
        }
    }

    /// The lock on the one table that every database has. It comes before the snapshot, which any other first statement would take.
    pub(super) fn lock(self) -> Option<&'static str> {
        match self {
            Start::Reading | Start::SchemaChange => None,
            Start::BesideOthers => Some("LOCK TABLE schema_migrations IN ROW SHARE MODE"),
            Start::Alone => Some("LOCK TABLE schema_migrations IN EXCLUSIVE MODE"),
        }
    }
}

/// The servers, one of which is used.
pub(super) struct PostgresServer {
    hosts: Vec<Host>,
    connections: u32,
    current: RwLock<Current>,
    /// A connection was lost since the server in use was last seen alive.
    suspect: Arc<AtomicBool>,
    /// One looks for a server at a time; when the last one looked in vain, and what it found.
    searching: tokio::sync::Mutex<Option<(Instant, String)>>,
}

#[derive(Clone)]
struct Current {
    index: usize,
    pools: Pools,
}

/// Who writes may have to wait for a standby, and must not keep those who read waiting with them.
#[derive(Clone)]
struct Pools {
    writers: PgPool,
    readers: PgPool,
}

impl Pools {
    /// A third of the connections are for reading.
    fn of(options: &PgConnectOptions, connections: u32) -> Self {
        let readers = (connections / 3).max(1);
        let pool = |most: u32| PgPoolOptions::new().max_connections(most).acquire_timeout(PATIENCE).connect_lazy_with(options.clone());
        Pools { writers: pool(connections.saturating_sub(readers).max(1)), readers: pool(readers) }
    }

    fn to(&self, start: Start) -> &PgPool {
        match start {
            Start::Reading => &self.readers,
            Start::BesideOthers | Start::Alone | Start::SchemaChange => &self.writers,
        }
    }

    async fn close(&self) {
        tokio::join!(self.writers.close(), self.readers.close());
    }
}

impl PostgresServer {
    pub(super) async fn open(config: &PostgresConfig) -> Result<Self, DatabaseError> {
        let timeout = config.statement_timeout.as_millis().to_string();
        let hosts: Vec<Host> = config
            .hosts
            .iter()
            .map(|host| Host {
                options: host
                    .options
                    .clone()
                    .application_name("sanmin")
                    .statement_cache_capacity(500)
                    // A server of ours that stops in the middle of a transaction must not hold up the other one for long.
                    .options([("statement_timeout", timeout.as_str()), ("idle_in_transaction_session_timeout", "10000")])
                    // A log line at the moment of a statement would tell when a ballot was stored.
                    .disable_statement_logging(),
                label: host.label.clone(),
            })
            .collect();
        let index = first_writable(&hosts, 0)
            .await
            .map_err(|reasons| DatabaseError::Open { place: "on a PostgreSQL server".into(), reason: reasons })?;
        let pools = Pools::of(&hosts.get(index).map(|host| host.options.clone()).unwrap_or_default(), config.connections);
        let current = RwLock::new(Current { index, pools });
        Ok(PostgresServer {
            hosts,
            connections: config.connections,
            current,
            suspect: Arc::default(),
            searching: tokio::sync::Mutex::default(),
        })
    }

    /// Begins a transaction; if that fails, looks for a writable host and tries once more.
    pub(super) async fn begin(&self, start: Start) -> Result<Tx, DatabaseError> {
        let mut used = self.current();
        if self.suspect.load(Ordering::Relaxed) {
            used = self.search(&used).await?;
        }
        match Tx::begin_postgres(used.pools.to(start), start, self.suspect.clone()).await {
            Ok(tx) => Ok(tx),
            Err(DatabaseError::Closed) if used.index == self.current().index => Err(DatabaseError::Closed),
            Err(error) => {
                let found = self.search(&used).await?;
                if matches!(error, DatabaseError::Busy) && found.index == used.index {
                    return Err(error);
                }
                Tx::begin_postgres(found.pools.to(start), start, self.suspect.clone()).await
            }
        }
    }

    /// Writes a table anew without rows that were deleted or changed.
    pub(super) async fn forget_deleted(&self, table: &'static str) -> Result<(), DatabaseError> {
        let mut connection = self.current().pools.writers.acquire().await?;
        sqlx::query(sqlx::AssertSqlSafe(format!("VACUUM (FULL) {table}"))).execute(&mut *connection).await?;
        Ok(())
    }

    pub(super) async fn close(&self) {
        self.current().pools.close().await;
    }

    fn current(&self) -> Current {
        self.current.read().unwrap_or_else(|poisoned| poisoned.into_inner()).clone()
    }

    /// Finds the host to use from now on, beginning with the one in use: a first host that returns after a failure may
    /// hold old data, so that nothing ever moves back by itself.
    async fn search(&self, used: &Current) -> Result<Current, DatabaseError> {
        let mut failed = self.searching.lock().await;
        let current = self.current();
        if current.index != used.index {
            return Ok(current);
        }
        if let Some((when, reasons)) = &*failed
            && when.elapsed() < RESPITE
        {
            return Err(DatabaseError::Unreachable(reasons.clone()));
        }
        let index = match first_writable(&self.hosts, current.index).await {
            Ok(index) => index,
            Err(reasons) => {
                self.suspect.store(true, Ordering::Relaxed);
                *failed = Some((Instant::now(), reasons.clone()));
                return Err(DatabaseError::Unreachable(reasons));
            }
        };
        *failed = None;
        self.suspect.store(false, Ordering::Relaxed);
        if index == current.index {
            return Ok(current);
        }
        let Some(host) = self.hosts.get(index) else { return Ok(current) };
        tracing::warn!(host = %host.label, "moving to another database server");
        let next = Current { index, pools: Pools::of(&host.options, self.connections) };
        *self.current.write().unwrap_or_else(|poisoned| poisoned.into_inner()) = next.clone();
        tokio::spawn(async move { current.pools.close().await });
        Ok(next)
    }
}

/// The position of the first host that takes writes, tried in order from `start` and around; or why none does.
async fn first_writable(hosts: &[Host], start: usize) -> Result<usize, String> {
    let mut reasons = Vec::new();
    for index in (0..hosts.len()).map(|step| (start + step) % hosts.len()) {
        let Some(host) = hosts.get(index) else { continue };
        match tokio::time::timeout(PROBE, probe(host)).await {
            Ok(Ok(())) => return Ok(index),
            Ok(Err(reason)) => reasons.push(format!("{}: {reason}", host.label)),
            Err(_) => reasons.push(format!("{}: no answer within {} s", host.label, PROBE.as_secs())),
        }
    }
    Err(reasons.join("; "))
}

async fn probe(host: &Host) -> Result<(), String> {
    let mut connection = PgConnection::connect_with(&host.options).await.map_err(|error| match error.as_database_error() {
        Some(refusal) => refusal.message().to_owned(),
        None => error.to_string(),
    })?;
    let read_only: Result<bool, _> = sqlx::query_scalar("SELECT pg_is_in_recovery()").fetch_one(&mut connection).await;
    let _ = connection.close().await;
    match read_only {
        Ok(false) => Ok(()),
        Ok(true) => Err("it is a read-only standby".into()),
        Err(error) => Err(error.to_string()),
    }
}
