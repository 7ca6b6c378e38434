//! The plan in the back office (活动方案): what the check found, every version, and changes, which two officers make
//! together: one proposes a file, another adopts it.

mod pages;
mod proposal;
mod queries;
mod routes;
mod service;

pub(crate) use routes::routes;
