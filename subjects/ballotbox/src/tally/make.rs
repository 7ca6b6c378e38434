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
use super::published::Published;
use super::queries::{self, Total};
use crate::election::{self, State, Stored};
use crate::{ballots, published};

/// What is read of an election to count it.
struct Closed {
    stored: Stored,
    credentials: Vec<String>,
    ballots: Vec<String>,
    published: Published,
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
/// When the tables do not hold what was published, or a stored ballot is not valid: somebody changed the database.
pub async fn make_next(app: &App) -> Result<bool, Failure> {
    let closed = {
        let mut tx = app.database().reader().await?;
        let Some(uuid) = queries::without_total(&mut tx).await?.into_iter().next() else { return Ok(false) };
        let stored = election::queries::by_uuid(&mut tx, &uuid).await?.ok_or(Failure::NotFound)?;
        let window = election::queries::window(&mut tx, &uuid).await?.ok_or(Failure::NotFound)?;
        let timestamp = window.closed_at.unwrap_or(window.closes_at).unsigned_abs() / 1_000;
        Closed {
            published: Published::of(&mut tx, &stored).await?,
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

/// Removes from the files what a process left there that ended between a commit and this: the order of casting, sealed shares. Not while a
/// window is open, because ballots would wait for it; true when there was nothing in the way.
///
/// # Errors
/// A database that fails, for want of room for instance; it can be done again.
pub async fn forget_what_was_left(app: &App) -> Result<bool, Failure> {
    {
        let mut tx = app.database().reader().await?;
        let all = election::queries::all(&mut tx).await?;
        let is = |state: State| all.iter().any(|it| it.state == state);
        if is(State::Open) {
            return Ok(false);
        }
        if !(is(State::Closed) || is(State::Released)) {
            return Ok(true);
        }
    }
    ballots::forget_order(app.database()).await?;
    app.database().forget_deleted("release_shares").await?;
    Ok(true)
}

fn make(closed: &Closed) -> Result<Made, Refusal> {
    let (election, trustees) = (closed.stored.read_election()?, closed.stored.read_trustees()?);
    let keys = closed.credentials.iter().map(|text| Element::from_hex(text.as_bytes()).map_err(Refusal::internal));
    let keys = keys.collect::<Result<Vec<_>, _>>()?;
    let credentials = CredentialList::sorted(keys).ok_or_else(|| Refusal::internal("a credential stands twice in the list"))?;
    closed.published.compare(&closed.stored, &credentials, &closed.ballots)?;
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
