//! A sitting: the members make the keys of several elections together, over a board that everybody can read.
//!
//! The protocol's ceremony has three messages a member. Two things are added outside its format. Each message stands
//! once for every election of the sitting, so that the keys of all sessions of a day are made at one table; and before
//! anybody shows a polynomial's coefficients, everybody has fixed theirs by a SHA-256, so that the last to speak cannot
//! choose the election's key.
//!
//! | step | posted by each member |
//! |---|---|
//! | [`Step::Certificate`] | certificates |
//! | [`Step::Commitment`] | SHA-256 of the texts of the next step |
//! | [`Step::Polynomial`] | coefficients, and values encrypted for each member |
//! | [`Step::Key`] | the member's verification keys |
//!
//! A [`Board`] takes a [`Posting`] only after checking all that can be checked without secrets. A [`Member`] knows what to post next.

mod board;
mod member;
mod posting;

pub use board::{Board, BoardError};
pub use member::{Member, MemberError};
pub use posting::{MAX_ELECTIONS, Posting, Step};
