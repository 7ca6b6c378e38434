//! The ballot box (票箱): encrypted ballots come in, one a card, and stay.
//!
//! A ballot is looked at in order of cost (`service`): size, heading, window, credential, revocation, and only then, on a thread of its
//! own, signature and proofs (`verification`). What is verified is stored in the transaction of its batch (`storing`), which decides
//! again by the database whether the window is open and the card still good; nothing is acknowledged before the commit. The
//! answer is a signed [`Receipt`].
//!
//! **Nothing here keeps a time, an address, a device or an order**: a row is session, tracker, credential and ciphertext; no log line and
//! no figure says that a ballot came. The order in which rows were written is forgotten at the close (`closing`).

mod about;
mod check;
mod closing;
mod places;
mod polls;
mod queries;
mod receipt;
pub mod refused;
pub mod routes;
mod service;
mod storing;
mod verification;

use web::App;
use web::database::Burst;

pub use check::parts as revealed_parts;
pub use closing::{StoredBallot, count, digests, forget_order, page, rewrite};
pub(crate) use places::add_place;
pub use places::{Found, Places, find, places};
pub use polls::Polls;
pub use receipt::{Receipt, receipt_key};
pub use verification::Verifying;

/// Most ballots that wait for the database; more are sent away for a moment.
const WAITING_TO_BE_STORED: usize = 1_024;

/// The box of one server. Cheap to clone.
#[derive(Clone)]
pub struct BallotBox {
    app: App,
    polls: Polls,
    verifying: Verifying,
    storing: Burst<storing::Storing>,
}

impl BallotBox {
    /// The box of these elections, with `verifying` to look at ballots. Starts the worker that stores them.
    pub fn open(app: &App, polls: &Polls, verifying: Verifying) -> Self {
        BallotBox {
            app: app.clone(),
            polls: polls.clone(),
            verifying,
            storing: Burst::start(app.database().clone(), storing::Storing, WAITING_TO_BE_STORED),
        }
    }
}
