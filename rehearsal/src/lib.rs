//! The activity, played by made-up people through the public HTTP interface: the same forms as a browser's, nothing else.
//!
//! This crate depends on no part of the application: only on the plan, and on the ballot as every phone has it. Offline roles (trustees, the card
//! maker, whoever verifies) run the offline programs. What the play cannot do, a user cannot do either. It is a list of [`acts`], one file
//! each, so that later subjects add theirs.
#![deny(missing_docs)]

pub mod acts;
pub mod chance;
pub mod crowd;
pub mod envelopes;
pub mod hall;
pub mod inbox;
pub mod people;
pub mod phones;
pub mod programs;
pub mod report;
pub mod scale;
pub mod second_factor;
pub mod staff;
pub mod stumbled;
pub mod theatre;
pub mod visitor;

pub use stumbled::Stumbled;
pub use theatre::{House, Stage, Theatre};
