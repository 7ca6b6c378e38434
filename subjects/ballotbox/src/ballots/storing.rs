//! Storing ballots, many in one transaction.

use web::database::{DatabaseError, Handler, Tx};

use super::queries;
use crate::election::{self, Window};

/// A verified ballot on its way into the box. `arrived` and `grace` are compared with the window and forgotten.
pub struct Job {
    /// The election.
    pub uuid: String,
    /// SHA-256 of the ballot, in hexadecimal digits.
    pub tracker: String,
    /// The card's public key, in hexadecimal digits.
    pub credential: String,
    /// The ballot, to the last byte.
    pub text: String,
    /// When its last byte was here, in milliseconds.
    pub arrived: i64,
    /// How long after the window's end that may be, in milliseconds.
    pub grace: i64,
}

/// What became of a ballot.
#[derive(Debug, PartialEq, Eq)]
pub enum Stored {
    /// It is in the box, now or before.
    Kept,
    /// The card has voted with another ballot, whose tracker this is.
    Voted(String),
    /// The card is revoked.
    Revoked,
    /// The window does not take it.
    NotOpen(Option<Window>),
}

/// Stores ballots.
pub struct Storing;

impl Handler for Storing {
    type Job = Job;
    type Done = Stored;
    type Error = DatabaseError;

    async fn handle(&self, tx: &mut Tx, job: &Job) -> Result<Stored, DatabaseError> {
        if queries::store(tx, &job.uuid, job).await? {
            return Ok(Stored::Kept);
        }
        if let Some(tracker) = queries::cast_by(tx, &job.uuid, &job.credential).await? {
            return Ok(if tracker == job.tracker { Stored::Kept } else { Stored::Voted(tracker) });
        }
        if queries::is_revoked(tx, &job.uuid, &job.credential).await? != Some(false) {
            return Ok(Stored::Revoked);
        }
        Ok(Stored::NotOpen(election::queries::window(tx, &job.uuid).await?))
    }
}
