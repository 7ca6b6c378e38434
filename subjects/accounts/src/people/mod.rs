//! Accounts (账号): the list, one account, its roles, posts and state.

mod act;
mod acts;
pub(crate) mod create;
mod detail;
mod filter;
mod grants;
mod list;
mod pages;
pub(crate) mod person;
pub(crate) mod queries;
mod routes;
pub(crate) mod service;
mod ties;

pub(crate) use routes::routes;
