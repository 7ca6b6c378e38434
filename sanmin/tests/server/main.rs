//! The server as its operator and its enemies meet it: over real sockets, as a process of its own.

mod hostile;
mod ledger;
mod live;
mod manners;
mod rehearsal;
mod secrecy;
mod start;
mod stop;
#[path = "../support/mod.rs"]
mod support;
mod tls;
