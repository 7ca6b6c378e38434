//! Making the total of a closed election: the ballots go page by page from the database through [`counting`](super::counting), and the
//! archive comes back.

use std::io::Seek;

use record::{Statement, TallyEncrypted};
use tokio::sync::mpsc;
use web::background::off_thread;
use web::database::transaction;
use web::{App, Failure, Refusal};

use super::archive;
use super::counting::{Closed, count};
use super::published::Published;
use super::queries;
use crate::ballots::{self, Polls, StoredBallot};
use crate::election::{self, State};
use crate::published;

/// Makes the total of the next closed election that has none; false when there is none. Ballots that this server has found right itself, which
/// their SHA-256 tells, are not checked again; the proofs of all others take seconds, so the transaction only begins when they are checked.
///
/// # Errors
/// When the tables do not hold what was published, or a stored ballot is not valid: somebody changed the database.
pub async fn make_next(app: &App, polls: &Polls) -> Result<bool, Failure> {
    let (stored, closed) = {
        let mut tx = app.database().reader().await?;
        let Some(uuid) = queries::without_total(&mut tx).await?.into_iter().next() else { return Ok(false) };
        let stored = election::queries::by_uuid(&mut tx, &uuid).await?.ok_or(Failure::NotFound)?;
        let window = election::queries::window(&mut tx, &uuid).await?.ok_or(Failure::NotFound)?;
        let closed = Closed {
            published: Published::of(&mut tx, &stored).await?,
            stored: stored.clone(),
            credentials: queries::credentials(&mut tx, &uuid).await?,
            timestamp: window.closed_at.unwrap_or(window.closes_at).unsigned_abs() / 1_000,
        };
        (stored, closed)
    };
    let uuid = &stored.uuid;
    let open = polls.known(uuid);
    let (sender, pages) = mpsc::channel(1);
    let (fed, made) =
        tokio::join!(feed(app, uuid, sender), off_thread(move || count(&closed, open.as_deref().map(|open| &open.poll), pages)));
    // Ballots that could not be read are not missing ones.
    fed?;
    let made = made?.map_err(Failure::from)?;
    transaction!(app.database(), |tx| -> Result<(), Refusal> {
        if !queries::add(&mut tx, uuid, &made.total).await? {
            return Ok(());
        }
        // The transaction may be run again.
        let mut file = &made.archive;
        file.rewind().map_err(Refusal::internal)?;
        archive::append(&mut tx, uuid, file).await?;
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

/// Hands over all ballots in the order of their trackers, for as long as they are wanted.
async fn feed(app: &App, uuid: &str, pages: mpsc::Sender<Vec<StoredBallot>>) -> Result<(), Failure> {
    let mut after = String::new();
    loop {
        let page = ballots::page(&mut app.database().reader().await?, uuid, &after).await?;
        let Some(last) = page.last() else { return Ok(()) };
        after.clone_from(&last.tracker);
        if pages.send(page).await.is_err() {
            return Ok(());
        }
    }
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
