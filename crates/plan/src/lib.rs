//! The activity as announced: its plan (方案) as data, read, checked and explained. Pure: files come in as bytes.
#![deny(missing_docs)]

mod role;

pub use role::{GuardedRight, Role, UnknownRole};
