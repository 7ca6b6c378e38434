//! An application (报名或推荐): one person, one cell.

use plan::Channel;
use web::Refusal;
use web::database::{DatabaseError, FromRow, Row};

use super::state::State;
use crate::person::{Person, Seal};

web::id_type! {
    /// An application. People never see it; they are told a [`reference`](crate::candidates::reference).
    ApplicationId
}

/// An application as stored.
#[derive(Clone, Debug)]
pub struct Application {
    /// Its id.
    pub id: ApplicationId,
    /// What the person is told.
    pub reference: String,
    /// How the person came.
    pub channel: Channel,
    /// The venue's id.
    pub venue: String,
    /// The class's id.
    pub class: String,
    /// The district's id, may be empty.
    pub district: String,
    /// Where it stands.
    pub state: State,
    /// The person, sealed.
    pub sealed: String,
    /// The identity number, hashed.
    pub identity_hash: String,
    /// The telephone, hashed.
    pub phone_hash: String,
    /// The batch in which the person was nominated.
    pub batch: Option<String>,
    /// Who recommends, in words; empty for volunteers.
    pub recommended_by: String,
    /// The account that reviewed or nominated.
    pub first_by: Option<String>,
    /// The account that agreed.
    pub second_by: Option<String>,
    /// The number under which the police know the person.
    pub vetting_number: Option<String>,
    /// Why it was refused, sealed.
    pub reason: Option<String>,
    /// When it came, in milliseconds.
    pub created_at: i64,
    /// When its state last changed.
    pub changed_at: i64,
}

/// The word of a channel in the database.
pub fn channel_word(channel: Channel) -> &'static str {
    match channel {
        Channel::Volunteer => "volunteer",
        Channel::Recommendation => "recommendation",
    }
}

/// The channel of a word from the database.
pub fn channel_of(word: &str) -> Channel {
    if word == "volunteer" { Channel::Volunteer } else { Channel::Recommendation }
}

impl FromRow for Application {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        let word = row.text("state")?;
        let state = State::from_word(&word)
            .ok_or_else(|| DatabaseError::Column { column: "state".into(), reason: format!("unknown state {word}") })?;
        Ok(Application {
            id: row.text("id")?.into(),
            reference: row.text("reference")?,
            channel: channel_of(&row.text("channel")?),
            venue: row.text("venue")?,
            class: row.text("class")?,
            district: row.text("district")?,
            state,
            sealed: row.text("person")?,
            identity_hash: row.text("identity_hash")?,
            phone_hash: row.text("phone_hash")?,
            batch: row.optional_text("batch_id")?,
            recommended_by: row.text("recommended_by")?,
            first_by: row.optional_text("first_by")?,
            second_by: row.optional_text("second_by")?,
            vetting_number: row.optional_text("vetting_number")?,
            reason: row.optional_text("reason")?,
            created_at: row.int("created_at")?,
            changed_at: row.int("changed_at")?,
        })
    }
}

impl Application {
    /// The person in the clear.
    pub fn person(&self, seal: &Seal<'_>) -> Result<Person, Refusal> {
        seal.open(self.id.as_str(), &self.sealed).map_err(Refusal::internal)
    }

    /// Why it was refused, in the clear; empty if it was not.
    pub fn reason(&self, seal: &Seal<'_>) -> Result<String, Refusal> {
        self.reason.as_ref().map_or(Ok(String::new()), |sealed| seal.open_text(self.id.as_str(), sealed).map_err(Refusal::internal))
    }
}
