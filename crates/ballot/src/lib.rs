//! Verifiable secret ballots: the Belenios protocol, version 1 (as of release 3.3.0), over Ed25519.
//!
//! A voter's phone encrypts each choice and proves that it is one valid choice; anybody can check the proofs, multiply
//! the ciphertexts, and see that the trustees opened exactly that product. Nobody opens a single ballot. This crate
//! holds the whole protocol and its election archive, byte for byte, so that programs of others can check our
//! elections and ours can check theirs. It does no I/O of its own: archives are read from [`std::io::Read`] and written
//! to [`std::io::Write`]. "Specification" always means the *Belenios specification*, whose sections are cited by name.
//!
//! # In the order of an election
//! 1. [`trustee`]: trustees make their keys. Each holds a [`trustee::TrusteeKey`], alone or as member of a group of whom
//!    any K can open, made in a [`ceremony`]; [`trustee::Trustees::verify`] checks all proofs and gives the election's key.
//! 2. [`credential`]: secrets for the cards, and the list of their public keys.
//! 3. [`election`]: the questions, under the trustees' key.
//! 4. [`cast`]: [`cast::Poll`] is an election made ready; it casts ballots and checks those of others. Only a
//!    [`cast::VerifiedBallot`] can be counted.
//! 5. [`tally`]: ballots multiply into a total, trustees turn it into shares, shares into the result.
//! 6. [`archive`]: the file that holds all of this.
//! 7. [`verify`]: the strict verifier of such a file.
//!
//! Below these: [`group`], [`elgamal`], [`proof`], [`digest`], and [`json`], which reads only one text of each message.
//!
//! # What is left out
//! Questions with other than exactly one choice, blank votes, weights, non-homomorphic questions, lists, shuffles and
//! other groups give an error that says "not supported". Everlasting privacy and receipt-freeness are not offered by
//! the protocol.
#![deny(missing_docs)]

pub mod archive;
mod base58;
pub mod cast;
pub mod ceremony;
pub mod credential;
pub mod digest;
pub mod election;
pub mod elgamal;
pub mod group;
pub mod json;
pub mod proof;
pub mod tally;
pub mod trustee;
pub mod verify;
