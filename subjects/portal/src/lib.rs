//! The public portal: the activity explained to everybody, from the plan in force.
#![deny(missing_docs)]

mod api;
mod pages;
mod routes;
mod today;
mod words;

pub use routes::routes;

#[cfg(test)]
mod tests;
