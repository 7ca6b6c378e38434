//! The election archive, `.bel` (specification, "Public data"): an append-only chain of events in an old-style tar.
//!
//! Each member but the first is named by the SHA-256 of its body, each event names its parent, and every byte has only
//! one right value: what [`Members`] reads and [`ArchiveWriter`] writes again is the same file. The writer's type says
//! how far the election is: ballots can be added only before it is closed, shares only after the total is in.
//!
//! | data | event |
//! |---|---|
//! | election, trustees, credentials, setup data | `Setup` |
//! | a ballot, as often as there are ballots | `Ballot` |
//! | | `EndBallots` |
//! | encrypted tally, its size | `EncryptedTally` |
//! | a share, its owner, as often as there are shares | `PartialDecryption` |
//! | result | `Result` |

mod event;
mod tar;
mod writer;

pub use event::{ArchiveHeader, Event, EventType};
pub use tar::{Member, MemberKind, Members, TarError};
pub use writer::{ArchiveWriter, Closed, Open, Tallied};
