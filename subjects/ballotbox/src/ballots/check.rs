//! 检查: a card whose ballot is revealed instead of cast. It can then never vote.

use std::sync::Arc;

use ballot::cast::{RevealError, Revealed, UnverifiedBallot, VerifiedBallot};
use ballot::digest::Tracker;
use record::{CardChecked, Credential, Digest, Statement};
use serde::Serialize;
use web::{Refusal, transaction};

use super::polls::Open;
use super::refused::Refused;
use super::service::{not_open, stored_tracker, wrong};
use super::{BallotBox, queries};
use crate::election::{self, State, Window};
use crate::published;

/// The answer: the ballot encrypts what the caller said.
#[derive(Debug, Serialize)]
pub struct Checked {
    /// The election.
    pub uuid: String,
    /// The ballot's SHA-256, base64 without padding.
    pub tracker: String,
    /// What was revealed of each question, from 0; nothing that the caller did not send.
    pub choices: Vec<usize>,
}

/// What a transaction found.
enum Found {
    Done,
    Voted(String),
    Revoked,
    NotOpen(Option<Window>),
}

/// `{"ballot":B,"revealed":R}`, B and R to the last byte as the page has them. A ballot cannot contain what stands between them.
pub fn parts(body: &[u8]) -> Option<(&str, &str)> {
    let text = std::str::from_utf8(body).ok()?;
    text.strip_prefix("{\"ballot\":")?.strip_suffix('}')?.split_once(",\"revealed\":")
}

impl BallotBox {
    /// What was revealed of a checked ballot, in the form in which it was posted.
    ///
    /// # Errors
    /// [`Refused::NotChecked`] where nothing was revealed.
    pub(super) async fn checked(&self, uuid: &str, tracker: Tracker) -> Result<String, Refused> {
        let mut tx = self.app.database().reader().await?;
        let found = queries::checked_text(&mut tx, uuid, &tracker.0.to_hex()).await?;
        let (ballot, revealed) = found.ok_or(Refused::NotChecked)?;
        Ok(format!("{{\"ballot\":{ballot},\"revealed\":{revealed}}}"))
    }

    /// Checks that a ballot is good and encrypts what was revealed; revokes its card.
    ///
    /// # Errors
    /// The first thing that is wrong; the card is as it was then.
    pub(super) async fn check(&self, open: &Arc<Open>, body: &[u8]) -> Result<Checked, Refused> {
        let arrived = self.app.clock().millis();
        let (ballot, text_revealed) = parts(body).ok_or(Refused::RevealedForm)?;
        let revealed = Revealed::from_json(text_revealed.as_bytes()).map_err(|_| Refused::RevealedForm)?;
        match self.look(open, ballot.as_bytes(), arrived).await {
            // Sent again: the transaction knows which ballot revoked the card.
            Ok(()) | Err(Refused::Revoked) => {}
            Err(refused) => return Err(refused),
        }
        let (text, election) = (ballot.as_bytes().to_vec(), open.clone());
        let (verified, choices) = self.verifying.run(move || compare(&election, &text, &revealed)).await??;
        let (uuid, tracker) = (&open.stored.uuid, verified.tracker());
        let found = transaction!(self.app.database(), |tx| -> Result<Found, Refusal> {
            revoke(&mut tx, uuid, &verified, text_revealed, arrived, self.grace_seconds()).await
        })?;
        match found {
            Found::Done => Ok(Checked { uuid: uuid.clone(), tracker: tracker.to_string(), choices }),
            Found::Voted(cast) => Err(Refused::Voted(stored_tracker(&cast)?)),
            Found::Revoked => Err(Refused::Revoked),
            Found::NotOpen(window) => Err(not_open(window, arrived)),
        }
    }
}

fn compare(open: &Open, text: &[u8], revealed: &Revealed) -> Result<(VerifiedBallot, Vec<usize>), Refused> {
    let ballot = UnverifiedBallot::from_json(text).map_err(wrong)?;
    let choices = open.poll.check_revealed(&ballot, revealed).map_err(|error| match error {
        RevealError::Differs { question, answer } => Refused::Differs(Some((question, answer))),
        _ => Refused::Differs(None),
    })?;
    Ok((open.poll.verify(ballot, &open.credentials).map_err(wrong)?, choices))
}

/// Everything in one transaction, so that of a check and a vote with one card exactly one happens.
async fn revoke(
    tx: &mut web::database::Tx,
    uuid: &str,
    ballot: &VerifiedBallot,
    revealed: &str,
    arrived: i64,
    grace_seconds: u32,
) -> Result<Found, Refusal> {
    let (tracker, credential) = (ballot.tracker().0.to_hex(), ballot.credential().to_hex());
    if let Some(cast) = queries::cast_by(tx, uuid, &credential).await? {
        return Ok(Found::Voted(cast));
    }
    if queries::checked_with(tx, uuid, &credential).await?.as_ref() == Some(&tracker) {
        return Ok(Found::Done);
    }
    let window = election::queries::window(tx, uuid).await?;
    let stored = election::queries::by_uuid(tx, uuid).await?.ok_or(Refusal::NotFound)?;
    if stored.state != State::Open || !window.is_some_and(|window| window.accepts(arrived, grace_seconds)) {
        return Ok(Found::NotOpen(window));
    }
    if !queries::revoke_checked(tx, uuid, &credential).await? {
        return Ok(Found::Revoked);
    }
    queries::add_checked(tx, uuid, &credential, &tracker).await?;
    let text = std::str::from_utf8(ballot.text()).map_err(Refusal::internal)?;
    queries::add_checked_text(tx, uuid, &tracker, text, revealed).await?;
    let statement = CardChecked {
        uuid: published::uuid(&stored)?,
        credential: Credential::from_bytes(*ballot.credential().encoding()),
        ballot: Digest::from_bytes(*ballot.tracker().0.as_bytes()),
    };
    published::publish(tx, &stored, &Statement::CardChecked(statement)).await?;
    Ok(Found::Done)
}
