//! Phones of a session: who votes when and how, over which network, and what the ballot host answers.

mod conduct;
mod host;
mod raw;

pub use conduct::{Conduct, Voter, voters};
pub use host::{Answer, BallotHost, Receipt};
