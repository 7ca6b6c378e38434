//! Verifiable secret ballots: the Belenios protocol, version 1 (as of release 3.3.0), over Ed25519.
//!
//! A voter's phone encrypts each choice and proves that it is one valid choice; anybody can check the proofs, multiply
//! the ciphertexts, and see that the trustees opened exactly that product. Nobody opens a single ballot. This crate
//! holds the whole protocol and its election archive, byte for byte, so that programs of others can check our
//! elections and ours can check theirs. It does no I/O of its own: archives are read from [`std::io::Read`] and written
//! to [`std::io::Write`]. "Specification" always means the *Belenios specification* (`doc/specification.tex` of that
//! release), whose sections are cited by name.
//!
//! # In the order of an election
//!
//! | | chapter | what happens | specification |
//! |---|---|---|---|
//! | 1 | [`ceremony`] | trustees make a key that any K of them can use together | "Messages specific to threshold decryption support" |
//! | 2 | [`trustee`] | their public keys are checked and give the election's key | "Verification keys", "Trustees" |
//! | 3 | [`credential`] | cards get secrets, the server gets the list of their public keys | "Credentials" |
//! | 4 | [`election`] | the questions are fixed under the trustees' key | "Questions", "Elections" |
//! | 5 | [`cast`] | voters cast ballots, the server checks them | "Vote", "Encrypted answers", "Signatures", "Ballots" |
//! | 6 | [`tally`] | ballots multiply into a total, which trustees open together | "Tally", "Encrypted tally", "Election result" |
//! | 7 | [`archive`] | one file holds all of this | "Public data" |
//! | 8 | [`verify`] | anybody checks such a file | "Audit" |
//!
//! The types keep this order: only a [`cast::VerifiedBallot`] can be counted, only a [`tally::VerifiedTally`] can be
//! opened, and [`archive::ArchiveWriter`] takes each part only at its place.
//!
//! Below these: [`group`] and [`elgamal`] ("Ed25519", "Common structures"), [`proof`], [`digest`] ("Basic types"), and
//! [`json`] ("Conventions"), which reads only one text of each message.
//!
//! # A whole election
//! ```
//! use ballot::archive::ArchiveWriter;
//! use ballot::cast::{Poll, UnverifiedBallot};
//! use ballot::ceremony::{Certificates, Seed};
//! use ballot::credential::{Credential, CredentialList};
//! use ballot::election::{Election, Question, Uuid};
//! use ballot::group::system_random;
//! use ballot::tally::{Counter, PartialDecryption, decrypt};
//! use ballot::trustee::{TrusteeKind, Trustees};
//! use ballot::verify::{Options, verify};
//!
//! let rng = &mut system_random();
//!
//! // Three trustees make a key that any two of them can use. Each keeps a seed and shows it to nobody.
//! let seeds = [(); 3].map(|()| Seed::random(rng));
//! let certificates = seeds.iter().zip(1..).map(|(seed, index)| seed.certificate(3, 2, index, rng)).collect();
//! let certificates = Certificates::new(certificates, 2)?;
//! let polynomials = seeds.iter().map(|seed| seed.polynomial(&certificates, rng)).collect::<Result<_, _>>()?;
//! let polynomials = certificates.check_polynomials(polynomials)?;
//! let outputs = seeds.iter().zip(polynomials.inputs()).map(|(seed, input)| seed.finish(&certificates, &input, rng));
//! let outputs = outputs.collect::<Result<Vec<_>, _>>()?;
//! let trustees = Trustees(vec![TrusteeKind::Pedersen(polynomials.assemble(&outputs)?)]).verify()?;
//!
//! // Three cards are made; the server gets their public keys only.
//! let uuid = Uuid::random(rng);
//! let cards = [(); 3].map(|()| Credential::random(rng));
//! let keys = cards.iter().map(|card| card.public_key(&uuid)).collect();
//! let credentials = CredentialList::sorted(keys).ok_or("two cards with one key")?;
//!
//! // The election asks one question.
//! let question = Question { question: "Department 1".into(), answers: vec!["good".into(), "fair".into(), "poor".into()] };
//! let election = Election {
//!     name: "Appraisal".into(),
//!     description: String::new(),
//!     public_key: trustees.election_key(),
//!     questions: vec![question],
//!     uuid,
//!     administrator: None,
//!     credential_authority: None,
//! };
//! let poll = Poll::new(&election);
//!
//! // Each voter's phone makes a ballot, and the server checks what arrives.
//! let mut ballots = Vec::new();
//! for (card, choice) in cards.iter().zip([0, 2, 0]) {
//!     let sent = poll.cast(card, &[choice], rng)?.text().to_vec();
//!     ballots.push(poll.verify(UnverifiedBallot::from_json(&sent)?, &credentials)?);
//! }
//! // The order in which they were cast is forgotten.
//! ballots.sort_by_key(|ballot| ballot.tracker());
//!
//! // At close all ballots enter the archive and the total.
//! let mut archive = ArchiveWriter::begin(Vec::new(), 1_700_000_000, &election, trustees.trustees(), &credentials)?;
//! let mut counter = Counter::new(&poll);
//! for ballot in &ballots {
//!     archive.ballot(ballot)?;
//!     counter.add(ballot);
//! }
//! let tally = counter.close()?;
//! let mut archive = archive.close()?.tally(&tally)?;
//!
//! // Two trustees open the total, and nothing but the total.
//! let mut shares = Vec::new();
//! for (seed, output) in seeds.iter().zip(&outputs).skip(1) {
//!     let key = seed.private_key(&output.private_key)?;
//!     let share = PartialDecryption::make(&tally, &trustees, &key, rng)?;
//!     archive.share(&share)?;
//!     shares.push(share);
//! }
//! let file = archive.result(&decrypt(&tally, &trustees, &shares)?)?;
//!
//! // Anybody checks the file from its first byte to its last.
//! let verified = verify(file.as_slice(), Options::default())?;
//! assert_eq!(verified.result.ok_or("no result")?.0, [[2, 0, 1]]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What is left out
//! Questions with other than exactly one choice, blank votes, weights, non-homomorphic questions, lists, shuffles and
//! other groups give an error that says "not supported". A credential votes once: the specification ("Ballots", Tallied
//! ballots) counts its last ballot, here a second one is refused. Everlasting privacy and receipt-freeness are not
//! offered by the protocol.
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
