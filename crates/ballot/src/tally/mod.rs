//! From verified ballots to the published result (specification, "Encrypted tally", "Partial decryptions",
//! "Election result").
//!
//! A [`Counter`] multiplies ciphertexts ballot by ballot; closing it gives the [`EncryptedTally`]. Each trustee turns
//! that into a [`PartialDecryption`], which is checked into a [`VerifiedShare`]; enough of them give the
//! [`ElectionResult`] ([`decrypt`]). Nothing here can open a single ballot: a share can only be made of a
//! [`VerifiedTally`], a tally that was checked against the ballots that it is said to be the total of.

mod count;
mod encrypted;
mod result;
mod share;

pub use count::{Counter, TallyError, VerifiedTally};
pub use encrypted::{EncryptedTally, SizedEncryptedTally};
pub use result::{ElectionResult, ResultError, decrypt};
pub use share::{OwnedShare, PartialDecryption, ShareError, VerifiedShare};
