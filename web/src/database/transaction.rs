//! A transaction that owns its connection.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use sqlx::{AssertSqlSafe, Database as Driver, Pool, Postgres, SqlSafeStr, SqlStr, Sqlite, Transaction};

use super::postgres::Start;
use super::{DatabaseError, FromRow, Row, Value};

/// A transaction under way. Dropping it rolls it back.
pub struct Tx {
    connection: Connection,
    state: State,
    /// Set when the connection is lost, so that the next transaction looks for a server first.
    suspect: Arc<AtomicBool>,
}

enum Connection {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Statements may follow.
    Open,
    /// A statement failed or is under way (its future may have been dropped): only a rollback may follow.
    Spoiled,
}

/// Runs one expression for either driver, with `$c` as its connection.
macro_rules! on_each {
    ($connection:expr, |$c:ident, $driver:ident| $body:expr) => {
        match $connection {
            Connection::Sqlite($c) => {
                type $driver = Sqlite;
                $body
            }
            Connection::Postgres($c) => {
                type $driver = Postgres;
                $body
            }
        }
    };
}

/// Builds the query with its arguments for either driver.
macro_rules! bound {
    ($sql:expr, $args:expr) => {{
        let mut query = sqlx::query($sql);
        for value in $args {
            query = match value {
                Value::Text(text) => query.bind(text.clone()),
                Value::Int(number) => query.bind(*number),
                Value::Flag(flag) => query.bind(*flag),
            };
        }
        query
    }};
}

impl Tx {
    pub(super) async fn begin_sqlite(pool: &Pool<Sqlite>, statement: &'static str) -> Result<Self, DatabaseError> {
        let connection = Connection::Sqlite(pool.begin_with(statement).await?);
        Ok(Tx { connection, state: State::Open, suspect: Arc::default() })
    }

    pub(super) async fn begin_postgres(pool: &Pool<Postgres>, start: Start, suspect: Arc<AtomicBool>) -> Result<Self, DatabaseError> {
        let mut transaction = pool.begin_with(start.statement()).await?;
        if let Some(lock) = start.lock() {
            sqlx::raw_sql(lock).execute(&mut *transaction).await?;
        }
        Ok(Tx { connection: Connection::Postgres(transaction), state: State::Open, suspect })
    }

    /// Runs a statement that answers nothing; the number of rows that it changed.
    pub async fn execute(&mut self, sql: &'static str, args: &[Value]) -> Result<u64, DatabaseError> {
        self.execute_text(sql.into_sql_str(), args).await
    }

    /// All rows of an answer.
    pub async fn all<T: FromRow>(&mut self, sql: &'static str, args: &[Value]) -> Result<Vec<T>, DatabaseError> {
        self.rows_text(sql.into_sql_str(), args).await?.iter().map(T::from_row).collect()
    }

    /// The row of an answer that has at most one; more than one is an error.
    pub async fn optional<T: FromRow>(&mut self, sql: &'static str, args: &[Value]) -> Result<Option<T>, DatabaseError> {
        let mut rows = self.all(sql, args).await?;
        match rows.len() {
            0 | 1 => Ok(rows.pop()),
            many => Err(DatabaseError::RowCount(many)),
        }
    }

    /// The row of an answer that has exactly one.
    pub async fn one<T: FromRow>(&mut self, sql: &'static str, args: &[Value]) -> Result<T, DatabaseError> {
        self.optional(sql, args).await?.ok_or(DatabaseError::RowCount(0))
    }

    /// Like [`Tx::execute`] for set-up code that composes its statements, without data from outside in them.
    pub(super) async fn execute_composed(&mut self, sql: String, args: &[Value]) -> Result<u64, DatabaseError> {
        self.execute_text(AssertSqlSafe(sql).into_sql_str(), args).await
    }

    /// The rows of a composed statement, for columns that are not known before.
    pub(super) async fn rows_composed(&mut self, sql: String, args: &[Value]) -> Result<Vec<Row>, DatabaseError> {
        self.rows_text(AssertSqlSafe(sql).into_sql_str(), args).await
    }

    /// Makes all changes durable, then returns.
    pub async fn commit(self) -> Result<(), DatabaseError> {
        if self.state != State::Open {
            return Err(DatabaseError::Spoiled);
        }
        let outcome = match self.connection {
            Connection::Sqlite(transaction) => transaction.commit().await,
            Connection::Postgres(transaction) => transaction.commit().await,
        };
        outcome.map_err(|error| match noted(&self.suspect, error.into()) {
            DatabaseError::Lost(_) => DatabaseError::OutcomeUnknown,
            refused => refused,
        })
    }

    /// Undoes everything, and waits until it is undone. Dropping does the same without waiting.
    pub async fn rollback(self) {
        // A connection that cannot roll back is not used again, which undoes everything as well.
        let _ = match self.connection {
            Connection::Sqlite(transaction) => transaction.rollback().await,
            Connection::Postgres(transaction) => transaction.rollback().await,
        };
    }

    async fn execute_text(&mut self, sql: SqlStr, args: &[Value]) -> Result<u64, DatabaseError> {
        self.start()?;
        let outcome = on_each!(&mut self.connection, |c, D| {
            bound!(sql, args).execute(&mut **c).await.map(|done: <D as Driver>::QueryResult| done.rows_affected())
        });
        self.finish(outcome)
    }

    async fn rows_text(&mut self, sql: SqlStr, args: &[Value]) -> Result<Vec<Row>, DatabaseError> {
        self.start()?;
        let outcome = on_each!(&mut self.connection, |c, D| {
            let rows: Result<Vec<<D as Driver>::Row>, sqlx::Error> = bound!(sql, args).fetch_all(&mut **c).await;
            rows.map(|rows| rows.into_iter().map(Row::from).collect::<Vec<Row>>())
        });
        self.finish(outcome)
    }

    fn start(&mut self) -> Result<(), DatabaseError> {
        match std::mem::replace(&mut self.state, State::Spoiled) {
            State::Open => Ok(()),
            State::Spoiled => Err(DatabaseError::Spoiled),
        }
    }

    fn finish<T>(&mut self, outcome: Result<T, sqlx::Error>) -> Result<T, DatabaseError> {
        let value = outcome.map_err(|error| noted(&self.suspect, error.into()))?;
        self.state = State::Open;
        Ok(value)
    }
}

fn noted(suspect: &AtomicBool, error: DatabaseError) -> DatabaseError {
    if matches!(error, DatabaseError::Lost(_)) {
        suspect.store(true, Ordering::Relaxed);
    }
    error
}
