//! What enters the ledger: typed public statements, each with exactly one encoding.
//!
//! - [`json`]: canonical JSON (RFC 8785) of integers and strings; reading accepts no second encoding of anything.
//! - [`Statement`]: every statement that the activity publishes, `{"v":1,"type":…}`, checked for what it claims.
//! - [`election`]: everything that a ledger says of one election, to hold an election's archive against.
//! - [`Commitment`]: personal data stays outside; its salted hash stands in the statement and can be opened later.
//!
//! # In the order of the activity
//!
//! | chapter | statements |
//! |---|---|
//! | plan, reports, opinions | [`PlanAdopted`], [`PlanResolved`], [`ReportsPublished`], [`OpinionChanged`] |
//! | draw | [`DrawAnnounced`], [`PoolFrozen`], [`SeedSource`], [`SeedFailed`], [`DrawMade`], [`DrawReplaced`], [`DrawReleased`] |
//! | election and cards | [`ElectionSetup`], [`PagePublished`], [`CardsCounted`], [`CardsRevoked`], [`CardChecked`] |
//! | ballot window | [`WindowMoved`], [`PaperPermitted`], [`WindowClosed`], [`BallotsClosed`] |
//! | tally and result | [`TallyEncrypted`], [`ShareCommitted`], [`ResultPreviewed`], [`ResultReleased`], [`Reconciliation`], [`ElectionVoided`] |
//! | afterwards | [`AppraisalMade`], [`ArchiveMade`]; at any time [`AuditHead`] |
//!
//! Fingerprints of elections, ballots, tallies and shares are those of the crate `ballot`, so that an election's archive
//! can be compared with what was stated.
//!
//! # Example
//! ```
//! use record::{AuditHead, Digest, Statement};
//!
//! let statement = Statement::AuditHead(AuditHead { sequence: 7, sha256: Digest::of(b"the last event") });
//! let bytes = statement.to_bytes()?;
//! assert!(bytes.starts_with(br#"{"sequence":7,"sha256":""#));
//! assert_eq!(Statement::from_bytes(&bytes)?, statement);
//! # Ok::<(), record::StatementError>(())
//! ```
#![deny(missing_docs)]

mod commitment;
pub mod election;
pub mod json;
mod statement;

pub use commitment::{BadCommitment, Commitment, Salt};
pub use statement::*;
