//! The clock of a rehearsal (演练时钟): where it stands, and how a system administrator advances it.

mod moments;
mod pages;
mod routes;
mod service;

pub(crate) use routes::routes;
