//! The secret ballot of a session: keys made by trustees, cards by the card maker, a window by two officers, a box that takes encrypted
//! ballots, a total that trustees open, a result that two officers release.
//!
//! **Nothing here knows a person**: this crate depends on none that does, and no table of it has a name, a telephone, a time beside a
//! ballot, or an address. How many are present reaches it as a number (`web::turnout`).
#![deny(missing_docs)]

pub mod ballots;
pub mod cards;
pub mod ceremony;
mod download;
pub mod election;
pub mod host;
mod overview;
pub mod paper;
pub mod proposals;
mod published;
pub mod reconciliation;
pub mod release;
mod results;
pub mod tally;
#[cfg(feature = "testing")]
pub mod testing;
mod view;
pub mod voiding;
pub mod window;

use std::time::{Duration, Instant};

use web::App;
use web::database::Migration;
use web::migrations;
use web::rights::RouteTable;

use crate::ballots::Polls;

/// The tables of this subject.
pub const MIGRATIONS: &[Migration] = migrations![
    "../migrations/0400_create_ceremony_sittings.sql",
    "../migrations/0401_create_elections.sql",
    "../migrations/0402_index_one_election_a_session.sql",
    "../migrations/0403_create_election_venues.sql",
    "../migrations/0404_create_election_credentials.sql",
    "../migrations/0405_create_election_windows.sql",
    "../migrations/0406_create_ballots.sql",
    "../migrations/0407_index_one_ballot_a_credential.sql",
    "../migrations/0408_create_checked_ballots.sql",
    "../migrations/0409_create_election_proposals.sql",
    "../migrations/0410_index_one_open_election_proposal.sql",
    "../migrations/0411_create_election_totals.sql",
    "../migrations/0412_create_election_shares.sql",
    "../migrations/0413_create_election_results.sql",
    "../migrations/0414_create_election_archive_parts.sql",
    "../migrations/0430_create_ceremony_postings.sql",
    "../migrations/0431_index_one_open_real_sitting.sql",
    "../migrations/0432_create_sitting_elections.sql",
    "../migrations/0433_create_card_uploads.sql",
    "../migrations/0434_create_card_scans.sql",
    "../migrations/0435_index_card_scans_by_venue.sql",
    "../migrations/0440_create_checked_texts.sql",
    "../migrations/0441_create_published_pages.sql",
    "../migrations/0450_create_release_openings.sql",
    "../migrations/0451_create_release_shares.sql",
    "../migrations/0452_index_one_working_opening.sql",
    "../migrations/0453_create_election_closings.sql",
    "../migrations/0454_create_election_previews.sql",
    "../migrations/0460_create_election_reconciliations.sql",
    "../migrations/0461_create_election_voids.sql",
    "../migrations/0462_create_election_papers.sql",
    "../migrations/0463_create_election_used.sql",
    "../migrations/0464_index_revoked_credentials.sql",
];

/// Every route of this subject on the portal's host, each with who may use it.
pub fn routes() -> RouteTable {
    RouteTable::new()
        .and(ceremony::routes())
        .and(election::routes())
        .and(overview::routes())
        .and(cards::routes())
        .and(proposals::routes())
        .and(window::routes())
        .and(paper::routes())
        .and(release::routes())
        .and(results::routes())
}

/// Pause between looks at windows and totals.
const PAUSE: Duration = Duration::from_millis(500);

/// Pause after a total that could not be made or opened: each try checks the proofs of all ballots, and windows are still to be closed.
const REST: Duration = Duration::from_secs(60);

/// Closes windows whose time is over, makes the totals of closed elections and opens those that two officers release, for as long as the
/// program runs. Several servers may each do so. Ballots that `polls` has seen need no second look at their proofs.
pub async fn keep(app: App, polls: Polls) {
    let mut ticks = tokio::time::interval(PAUSE);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut rest_until = Instant::now();
    // A process that died, or found the disk full, may have left the order of casting in the files.
    let mut order_may_be_there = true;
    loop {
        ticks.tick().await;
        if let Err(error) = window::close_due(&app).await {
            tracing::error!(%error, "cannot close a window whose time is over");
        }
        if Instant::now() < rest_until {
            continue;
        }
        if let Err(error) = tally::make_next(&app, &polls).await {
            tracing::error!(%error, "cannot make the total of a closed election");
            rest_until = Instant::now() + REST;
            order_may_be_there = true;
        }
        if let Err(error) = release::open_next(&app, &polls).await {
            tracing::error!(%error, "cannot open the totals that two officers release");
            rest_until = Instant::now() + REST;
            order_may_be_there = true;
        }
        if order_may_be_there {
            match tally::forget_what_was_left(&app).await {
                Ok(done) => order_may_be_there = !done,
                Err(error) => {
                    tracing::error!(%error, "cannot remove the order of casting and opened shares from the files");
                    rest_until = Instant::now() + REST;
                }
            }
        }
    }
}
