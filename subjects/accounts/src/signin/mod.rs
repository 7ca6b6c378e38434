//! Signing in with account, password and code, and signing out.

pub(crate) mod hashing;
mod pages;
pub(crate) mod queries;
mod routes;
pub(crate) mod service;

pub(crate) use routes::{routes, with_cookie};
