//! Phones of a session: who votes when and how, over which network, and what the ballot host answers.

mod booth;
mod conduct;
mod host;
mod raw;

pub(crate) use booth::{Booth, Outcome, Phone};
pub use conduct::{Conduct, Voter, voters};
pub use host::{Answer, BallotHost, Insisted, Receipt};
