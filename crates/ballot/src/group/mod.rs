//! The group Ed25519 (specification, "Ed25519") and numbers modulo its order q.
//!
//! An [`Element`] that came from outside is always a canonical encoding of a point of prime order: the curve has
//! cofactor 8, and a point with a small component would let two different texts stand for one vote. The identity,
//! whose order is 1, is refused too: no honest key, ciphertext or factor is ever the identity.
//!
//! Numbers come in two types. A [`Scalar`] is public (challenge, response) and may be handled in variable time; a
//! [`SecretScalar`] (keys, randomness) is overwritten when dropped, is never printed, and is only used in constant time.

mod element;
mod powers;
mod scalar;
mod secret;
mod table;
mod transcript;

pub use element::{Element, ElementError};
pub use scalar::{Scalar, ScalarError};
pub use secret::{SecretScalar, SystemRandom, system_random};

pub(crate) use element::{Candidate, encode_all};
pub(crate) use powers::Digits;
pub(crate) use table::{FixedBase, SecretBase, generator_table};
pub(crate) use transcript::Transcript;

/// The name of this group in an election (specification, "Ed25519").
pub const GROUP: &str = "Ed25519";
