//! Ballots: casting one, and checking one before it counts (specification, "Ballots", "Encrypted answers",
//! "Proofs of interval membership", "Signatures").
//!
//! A text from outside becomes an [`UnverifiedBallot`], of which only the form is known. [`Poll::verify`] turns it into
//! a [`VerifiedBallot`], the only kind that a tally or an archive accepts. [`Poll::cast`] makes ballots for voters; in their
//! browsers `voter/` does, byte for byte alike. A voter may have a ballot opened instead of casting it: [`Poll::check_revealed`].
//!
//! Nobody who sees a ballot learns its choices, and its [`Tracker`](crate::digest::Tracker) proves only that it was
//! accepted. What one ballot costs is measured by `cargo bench -p ballot`.

mod batch;
mod context;
mod form;
mod prove;
mod refusal;
mod reveal;
mod verify;

pub(crate) use batch::{in_parallel, threads};
pub use context::Poll;
pub use form::{Heading, MAX_BALLOT_BYTES, UnverifiedBallot, VerifiedBallot};
pub use prove::CastError;
pub use refusal::{BallotRefusal, BallotRefusalKind};
pub use reveal::{RevealError, Revealed, RevealedAnswer};
