//! The witness protocol without its HTTP (c2sp.org/tlog-witness, "add-checkpoint"): what a log sends, how a witness decides, what it answers.
//!
//! [`judge`] is a pure function of what the witness has seen and what it is shown. Its caller must hold a lock from reading what was seen until
//! the new state is durable, and must not answer before ("The witness MUST persist the new checkpoint before responding").

mod judge;
mod request;

pub use judge::{Refusal, Seen, judge};
pub use request::{AddCheckpoint, BadRequest, MAX_REQUEST_BYTES, read_answer, write_answer};
