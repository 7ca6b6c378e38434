//! The voter's program in the browser (`voter/`) beside this library: vectors that both must make, and ballots of its
//! bundle, checked here.

mod bundle;
mod cases;
mod node;
mod reveal;
mod stream;
#[path = "../support/mod.rs"]
mod support;
mod vectors;
