//! Making the total: every ballot is checked once more, sorted by its SHA-256, and multiplied.

use ballot::archive::ArchiveWriter;
use ballot::cast::{Poll, VerifiedBallot};
use ballot::credential::CredentialList;
use ballot::group::Element;
use ballot::tally::{Counter, VerifiedTally};
use record::{Statement, TallyEncrypted};
use web::background::off_thread;
use web::database::transaction;
use web::{App, Failure, Refusal};

use super::archive;
use super::queries::{self, Total};
use crate::election::{self, Stored};
use crate::{ballots, published};

/// What is read of an election to count it.
struct Closed {
    stored: Stored,
    credentials: Vec<String>,
    ballots: Vec<String>,
    timestamp: u64,
}

/// The archive up to the encrypted total, and the total.
struct Made {
    archive: Vec<u8>,
    total: Total,
}

/// Makes the total of the next closed election that has none; false when there is none. The proofs of 1,500 ballots take seconds, so
/// the transaction only begins when they are checked.
///
/// # Errors
/// When a stored ballot is not the one that was taken: somebody changed the database.
pub async fn make_next(app: &App) -> Result<bool, Failure> {
    let closed = {
        let mut tx = app.database().reader().await?;
        let Some(uuid) = queries::without_total(&mut tx).await?.into_iter().next() else { return Ok(false) };
        let stored = election::queries::by_uuid(&mut tx, &uuid).await?.ok_or(Failure::NotFound)?;
        let window = election::queries::window(&mut tx, &uuid).await?.ok_or(Failure::NotFound)?;
        let timestamp = window.closed_at.unwrap_or(window.closes_at).unsigned_abs() / 1_000;
        Closed {
            stored,
            credentials: queries::credentials(&mut tx, &uuid).await?,
            ballots: queries::ballots(&mut tx, &uuid).await?,
            timestamp,
        }
    };
    let (stored, uuid) = (closed.stored.clone(), closed.stored.uuid.clone());
    let made = off_thread(move || make(&closed)).await?.map_err(Failure::from)?;
    transaction!(app.database(), |tx| -> Result<(), Refusal> {
        if !queries::add(&mut tx, &uuid, &made.total).await? {
            return Ok(());
        }
        archive::append(&mut tx, &uuid, &made.archive).await?;
        let statement = TallyEncrypted {
            uuid: published::uuid(&stored)?,
            sha256: made.total.sha256.parse().map_err(Refusal::internal)?,
            count: u32::try_from(made.total.ballots).map_err(Refusal::internal)?,
        };
        published::publish(&mut tx, &stored, &Statement::TallyEncrypted(statement)).await
    })?;
    ballots::forget_order(app.database()).await?;
    Ok(true)
}

fn make(closed: &Closed) -> Result<Made, Refusal> {
    let (election, trustees) = (closed.stored.read_election()?, closed.stored.read_trustees()?);
    let keys = closed.credentials.iter().map(|text| Element::from_hex(text.as_bytes()).map_err(Refusal::internal));
    let keys = keys.collect::<Result<Vec<_>, _>>()?;
    let credentials = CredentialList::sorted(keys).ok_or_else(|| Refusal::internal("a credential stands twice in the list"))?;
    let poll = Poll::new(&election);
    let ballots = verified(&poll, &credentials, &closed.ballots)?;
    let tally = count(&poll, &ballots)?;
    let write = || -> std::io::Result<Vec<u8>> {
        let mut archive = ArchiveWriter::begin(Vec::new(), closed.timestamp, &election, trustees.trustees(), &credentials)?;
        for ballot in &ballots {
            archive.ballot(ballot)?;
        }
        archive.close()?.tally(&tally)?.finish()
    };
    let archive = write().map_err(Refusal::internal)?;
    let total = Total { ballots: tally.ballots(), sha256: tally.sized().encrypted_tally.to_string() };
    Ok(Made { archive, total })
}

/// All ballots, checked, in the byte order of their SHA-256.
fn verified(poll: &Poll, credentials: &CredentialList, texts: &[String]) -> Result<Vec<VerifiedBallot>, Refusal> {
    let texts: Vec<&[u8]> = texts.iter().map(String::as_bytes).collect();
    let checked = poll.verify_all(&texts, credentials, 0).into_iter().collect::<Result<Vec<_>, _>>();
    let mut ballots = checked.map_err(|refusal| Refusal::internal(format!("a stored ballot is not valid: {refusal}")))?;
    ballots.sort_by_key(VerifiedBallot::tracker);
    Ok(ballots)
}

fn count(poll: &Poll, ballots: &[VerifiedBallot]) -> Result<VerifiedTally, Refusal> {
    let mut counter = Counter::new(poll);
    ballots.iter().for_each(|ballot| counter.add(ballot));
    counter.close().map_err(Refusal::internal)
}
