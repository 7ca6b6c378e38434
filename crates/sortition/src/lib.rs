//! A public draw by quota that anybody can replay.
//!
//! The book in one page, chapter by chapter:
//!
//! 1. **What is drawn** ([`Pool`], [`Quotas`], [`Draw`]): people with numbers, each in one *cell*; each cell with seats a session. A
//!    [`Draw`] exists only when every cell has people for all its places.
//! 2. **Chance** ([`Seed`], [`Sources`], [`KeyedHash`]): 32 public bytes, made from sources that were named before. All chance is
//!    HMAC-SHA256 under this seed ([RFC 2104](https://www.rfc-editor.org/rfc/rfc2104)); no random generator, whose values change between versions.
//! 3. **The outcome** ([`Ranking`]): each cell ranked by keyed hash; the first are drawn, the rest are reserves in this order. Everybody in
//!    a cell has the chance places ÷ people. Disjoint sessions come from a second rank among those drawn.
//! 4. **Replacements** ([`Roster`]): the next reserve of the same cell takes a free seat.
//! 5. **Commitment** ([`commitment`]): a salted Merkle root over people, quotas, rule and program, published before the seed.
//! 6. **Fairness** ([`fairness`]): chances, cells that were not drawn at all, channels, margins of error and their caveat.
//! 7. **Files** ([`files`]): reading what a desk delivers, the canonical files, and the replay.
//!
//! The rule itself, as it is committed to, is [`RULE`]. `docs/draw_verify.py` in the repository is the same rule in ten lines of Python.
//! The crate does no I/O and does not panic on any input; everything that is read has a cap (module [`limits`]).
//!
//! # Example
//! ```
//! use sortition::files::{File, ranking_csv, read_draw};
//! use sortition::{Seed, Sessions};
//!
//! let pool = File { name: "pool.csv", bytes: b"number,cell\n1,north\n2,north\n3,north\n4,south\n5,south\n" };
//! let quotas = File { name: "quotas.csv", bytes: b"cell,seats\nnorth,1\nsouth,1\n" };
//! let draw = read_draw("town-2026".parse()?, Sessions::new(2)?, pool, quotas)?;
//!
//! let ranking = draw.rank(&Seed::new([7; 32]));
//! assert_eq!(draw.standings().next().expect("north").chance.to_string(), "2/3");
//! assert_eq!(ranking_csv(&ranking).lines().count(), 6);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![deny(missing_docs)]
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

pub mod commitment;
mod digest;
mod draw;
pub mod fairness;
mod fault;
pub mod files;
mod keyed;
pub mod limits;
mod name;
mod pool;
mod quota;
mod ranking;
mod replacement;
mod seed;
#[cfg(feature = "testing")]
pub mod testing;
mod text;

pub use digest::{BadHex, Digest};
pub use draw::{Draw, Standing};
pub use fault::{Fault, Faults};
pub use keyed::{KeyedHash, RULE_NAME, Tag};
pub use name::{ActivityId, BadCount, Cell, Number, Rank, Seats, Session, Sessions};
pub use pool::{BadChannel, Channel, Entry, Pool};
pub use quota::{Quota, Quotas};
pub use ranking::{Ranked, RankedCell, Ranking};
pub use replacement::{BadCause, Cause, ReplaceError, Replacement, Roster};
pub use seed::{BadSources, Seed, Seeding, Source, SourceName, Sources};
pub use text::BadText;

/// The rule of the draw, version 1, word by word; its hash stands in the commitment.
pub const RULE: &str = include_str!("rule.txt");
