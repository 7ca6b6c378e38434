//! The ground floor of the Sanmin application, on which every subject stands: database, clock, secrets, sign-in,
//! rights and routes, pages, audit and outbox.
#![deny(missing_docs)]

pub mod assets;
pub mod clock;
pub mod database;
pub mod page;
