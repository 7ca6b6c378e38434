//! An election as stored.

use ballot::election::Election;
use ballot::trustee::{Trustees, VerifiedTrustees};
use web::Refusal;
use web::database::{DatabaseError, FromRow, Row};

use super::State;

/// An election as stored: texts to the last byte, because hashes are made of them.
#[derive(Clone, Debug)]
pub struct Stored {
    /// Its id.
    pub uuid: String,
    /// The session, from 1.
    pub session: u32,
    /// Made to try everything out.
    pub dry_run: bool,
    /// Where it stands.
    pub state: State,
    /// `election.json`.
    pub election: String,
    /// `trustees.json`.
    pub trustees: String,
    /// The box's public key for receipts, in hexadecimal digits.
    pub receipt_key: String,
}

impl FromRow for Stored {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        let word = row.text("state")?;
        let unknown = || DatabaseError::Column { column: "state".into(), reason: format!("unknown state {word}") };
        let session = row.int("session")?;
        Ok(Stored {
            uuid: row.text("uuid")?,
            session: u32::try_from(session)
                .map_err(|error| DatabaseError::Column { column: "session".into(), reason: error.to_string() })?,
            dry_run: row.flag("dry_run")?,
            state: State::from_word(&word).ok_or_else(unknown)?,
            election: row.text("election")?,
            trustees: row.text("trustees")?,
            receipt_key: row.text("receipt_key")?,
        })
    }
}

impl Stored {
    /// The election, read from its text.
    ///
    /// # Errors
    /// When the stored text is not the one that was written.
    pub fn read_election(&self) -> Result<Election, Refusal> {
        Election::from_json(self.election.as_bytes()).map_err(Refusal::internal)
    }

    /// The trustees, read from their text and verified.
    ///
    /// # Errors
    /// When the stored text is not the one that was written.
    pub fn read_trustees(&self) -> Result<VerifiedTrustees, Refusal> {
        Trustees::from_json(self.trustees.as_bytes()).map_err(Refusal::internal)?.verify().map_err(Refusal::internal)
    }
}
