//! The state of the system, for those who run it.

mod pages;
mod routes;

pub(crate) use routes::routes;
