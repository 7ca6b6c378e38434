//! The ballot host as a process of its own, over real sockets.

mod anonymity;
mod hosts;
mod kill;
mod load;
mod prepared;
mod slow;
#[path = "../support/mod.rs"]
mod support;
