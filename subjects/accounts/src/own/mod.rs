//! One's own account (我的账号): password, second factor, sessions.

mod pages;
mod queries;
mod routes;
mod service;

pub(crate) use routes::routes;
