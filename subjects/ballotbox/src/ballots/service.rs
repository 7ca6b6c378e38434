//! What happens to a ballot that is posted, in order of cost.

use std::sync::Arc;

use ballot::cast::{BallotRefusal, BallotRefusalKind, Heading, UnverifiedBallot, VerifiedBallot};
use ballot::digest::{Digest, Tracker};
use web::database::BurstError;

use super::polls::Open;
use super::receipt::Receipt;
use super::refused::Refused;
use super::storing::{Job, Stored};
use super::{BallotBox, queries};
use crate::election::Window;

impl BallotBox {
    /// Takes a ballot whose last byte has just come; the receipt once it is durable.
    ///
    /// # Errors
    /// The first thing that is wrong. Nothing is stored then, or, when that is not known, the words say so.
    pub(super) async fn cast(&self, open: &Arc<Open>, text: Vec<u8>) -> Result<Receipt, Refused> {
        let arrived = self.app.clock().millis();
        let tracker = Tracker(Digest::of(&text));
        if open.knows(tracker) {
            return Ok(self.receipt(open, tracker));
        }
        match self.look(open, &text, arrived).await {
            Ok(()) => {}
            // The ballot may have come in time and only its answer was lost.
            Err(Refused::Closed | Refused::Revoked) if self.is_stored(open, tracker).await? => return Ok(self.receipt(open, tracker)),
            Err(refused) => return Err(refused),
        }
        let ballot = self.verify(open, text).await?;
        let job = Job {
            uuid: open.stored.uuid.clone(),
            tracker: tracker.0.to_hex(),
            credential: ballot.credential().to_hex(),
            text: String::from_utf8(ballot.text().to_vec()).map_err(|error| Refused::Internal(error.utf8_error().to_string()))?,
            arrived,
            grace: i64::from(self.grace_seconds()) * 1_000,
        };
        match self.storing.submit(job).await {
            Ok(Stored::Kept) => {
                open.poll.remember(&ballot);
                Ok(self.receipt(open, tracker))
            }
            Ok(Stored::Voted(other)) => Err(Refused::Voted(stored_tracker(&other)?)),
            Ok(Stored::Revoked) => Err(Refused::Revoked),
            Ok(Stored::NotOpen(window)) => Err(not_open(window, arrived)),
            Err(BurstError::QueueFull) => Err(Refused::Busy),
            Err(BurstError::Stopped) => Err(Refused::Unavailable("the server is stopping".to_owned())),
            Err(BurstError::Failed(error)) => Err(error.into()),
        }
    }

    /// Everything that costs little: form of the beginning, election, window, credential, revocation.
    pub(super) async fn look(&self, open: &Open, text: &[u8], arrived: i64) -> Result<(), Refused> {
        let heading = Heading::of(text).map_err(wrong)?;
        if heading.uuid() != open.poll.uuid() {
            return Err(Refused::Ballot(BallotRefusalKind::WrongUuid));
        }
        if heading.election() != open.poll.fingerprint() {
            return Err(Refused::Ballot(BallotRefusalKind::WrongElectionHash));
        }
        if !open.live(&self.app).await?.accepts(arrived, self.grace_seconds()) {
            let now = open.live_now(&self.app).await?;
            if !now.accepts(arrived, self.grace_seconds()) {
                return Err(not_open(now.window, arrived));
            }
        }
        if open.credentials.place(heading.credential()).is_none() {
            return Err(Refused::Ballot(BallotRefusalKind::UnknownCredential));
        }
        // A card is never made good again, so that what was known a moment ago suffices.
        if open.live(&self.app).await?.revoked.contains(heading.credential()) { Err(Refused::Revoked) } else { Ok(()) }
    }

    /// Signature and proofs, on a thread of its own.
    pub(super) async fn verify(&self, open: &Arc<Open>, text: Vec<u8>) -> Result<VerifiedBallot, Refused> {
        let election = open.clone();
        let verify = move || UnverifiedBallot::from_json(&text).and_then(|ballot| election.poll.verify(ballot, &election.credentials));
        self.verifying.run(verify).await?.map_err(wrong)
    }

    /// Signs for a ballot that is durable.
    fn receipt(&self, open: &Open, tracker: Tracker) -> Receipt {
        open.note_kept(tracker);
        open.receipts.sign(&open.stored.uuid, tracker.0)
    }

    /// Whether a ballot is in the box.
    pub(super) async fn is_stored(&self, open: &Open, tracker: Tracker) -> Result<bool, Refused> {
        let mut tx = self.app.database().reader().await?;
        Ok(queries::is_stored(&mut tx, &open.stored.uuid, &tracker.0.to_hex()).await?)
    }

    pub(super) fn grace_seconds(&self) -> u32 {
        self.app.plan().plan.ballot.window.grace_seconds
    }
}

pub(super) fn wrong(refusal: BallotRefusal) -> Refused {
    Refused::Ballot(refusal.kind)
}

pub(super) fn stored_tracker(text: &str) -> Result<Digest, Refused> {
    Digest::from_hex(text.as_bytes()).ok_or_else(|| Refused::Internal("a stored tracker has not its form".to_owned()))
}

pub(super) fn not_open(window: Option<Window>, arrived: i64) -> Refused {
    match window {
        Some(window) if arrived >= window.opened_at => Refused::Closed,
        _ => Refused::NotOpenYet,
    }
}
