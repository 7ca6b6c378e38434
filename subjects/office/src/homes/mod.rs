//! The home of whoever signed in: what is coming up, what their roles are for, and where to go.

mod pages;
mod queries;
mod routes;

pub(crate) use routes::routes;
