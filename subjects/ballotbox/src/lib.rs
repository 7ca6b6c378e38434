//! The secret ballot of a session: keys made by trustees, cards by the card maker, a window by two officers, a box that takes encrypted
//! ballots, a total that trustees open, a result that two officers release.
//!
//! **Nothing here knows a person**: this crate depends on none that does, and no table of it has a name, a telephone, a time beside a
//! ballot, or an address. How many are present reaches it as a number (`web::turnout`).
#![deny(missing_docs)]

pub mod ballots;
pub mod election;
pub mod host;
#[cfg(feature = "testing")]
pub mod testing;

use web::database::Migration;
use web::migrations;
use web::rights::RouteTable;

/// The tables of this subject.
pub const MIGRATIONS: &[Migration] = migrations![
    "../migrations/0400_create_ceremony_postings.sql",
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
];

/// Every route of this subject on the portal's host, each with who may use it.
pub fn routes() -> RouteTable {
    RouteTable::new()
}
