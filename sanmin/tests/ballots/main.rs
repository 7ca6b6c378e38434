//! The ballot host as a process of its own, over real sockets.

mod anonymity;
mod clock;
mod cut_off;
mod disk;
mod failover;
mod growth;
mod hosts;
mod kill;
mod load;
mod measured;
mod prepared;
mod servers;
mod slow;
#[path = "../support/mod.rs"]
mod support;
mod tampered;
