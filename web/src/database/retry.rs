//! Running a transaction again when it collided with another one.

use std::time::Duration;

use super::{Database, DatabaseError, Tx};

/// Whether doing the same again may help.
pub trait Retryable {
    /// True for collisions and lost connections, false for everything that would only fail again.
    fn is_retryable(&self) -> bool;
}

/// Counts the attempts at one transaction and waits between them: at most seven, over about two seconds.
#[derive(Debug, Default)]
pub struct Attempts {
    made: u32,
}

impl Attempts {
    const MOST: u32 = 7;
    const FIRST_PAUSE: Duration = Duration::from_millis(10);

    /// None made yet.
    pub fn new() -> Self {
        Attempts::default()
    }

    /// Begins the attempt: the first one beside others, later ones alone, so that of any number that collide each is done at
    /// its second attempt.
    ///
    /// # Errors
    /// As [`Database::begin`].
    pub async fn begin(&self, database: &Database) -> Result<Tx, DatabaseError> {
        if self.made == 0 { database.begin().await } else { database.begin_alone().await }
    }

    /// Waits before the next attempt, twice as long each time and by chance up to half of it shorter: a server that went
    /// away is not asked by all at once. False, at once, when enough attempts have been made.
    pub async fn pause(&mut self) -> bool {
        self.made += 1;
        if self.made >= Self::MOST {
            return false;
        }
        let longest = Self::FIRST_PAUSE * 2u32.pow(self.made);
        let thousandths = getrandom::u32().map_or(500, |chance| 500 + chance % 501);
        tokio::time::sleep(longest * thousandths / 1000).await;
        true
    }
}

/// Runs a body in a read-write transaction, commits it, and runs it again if it collided with another transaction.
///
/// The body sees the transaction by the name given, ends in a `Result`, and is rolled back on `Err`. It must be fit to
/// run more than once: nothing but the database may be changed in it. The error type `E` is any that is
/// `From<DatabaseError> + Retryable`; name it after an arrow if the body uses `?` on more than one.
///
/// ```ignore
/// let id = transaction!(database, |tx| service::create(&mut tx, &form).await)?;
/// let id = transaction!(database, |tx| -> Result<AccountId, AccountError> {
///     let unit = queries::unit(&mut tx, form.unit).await?;
///     Ok(service::create(&mut tx, &form, unit).await?)
/// })?;
/// ```
#[macro_export]
macro_rules! transaction {
    ($database:expr, |$tx:ident| -> $outcome:ty $body:block) => {
        $crate::transaction!(@run $database, $tx, $outcome, $body)
    };
    ($database:expr, |$tx:ident| $body:expr) => {
        $crate::transaction!(@run $database, $tx, ::std::result::Result<_, _>, $body)
    };
    (@run $database:expr, $tx:ident, $outcome:ty, $body:expr) => {{
        let database: &$crate::database::Database = &$database;
        let mut attempts = $crate::database::Attempts::new();
        loop {
            let mut $tx = match attempts.begin(database).await {
                ::std::result::Result::Ok(tx) => tx,
                ::std::result::Result::Err(error) => {
                    if error.is_retryable() && attempts.pause().await {
                        continue;
                    }
                    break <$outcome as $crate::database::Outcome>::from_database(error);
                }
            };
            #[allow(unused_mut, clippy::redundant_async_block)]
            let outcome: $outcome = async { $body }.await;
            let outcome: $outcome = match outcome {
                ::std::result::Result::Ok(value) => match $tx.commit().await {
                    ::std::result::Result::Ok(()) => ::std::result::Result::Ok(value),
                    ::std::result::Result::Err(error) => $crate::database::Outcome::from_database(error),
                },
                ::std::result::Result::Err(error) => {
                    $tx.rollback().await;
                    ::std::result::Result::Err(error)
                }
            };
            let again = outcome.as_ref().is_err_and($crate::database::Retryable::is_retryable);
            if !(again && attempts.pause().await) {
                break outcome;
            }
        }
    }};
}

/// The result of a transaction's body, into which the database's own errors are turned. For [`transaction!`](crate::transaction).
pub trait Outcome {
    /// The failure as the body's own error.
    fn from_database(error: DatabaseError) -> Self;
}

impl<T, E: From<DatabaseError>> Outcome for Result<T, E> {
    fn from_database(error: DatabaseError) -> Self {
        Err(E::from(error))
    }
}
