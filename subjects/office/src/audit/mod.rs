//! The audit log as the audit administrator and supervision read it (M69). Nobody can change it here or anywhere.

mod export;
mod pages;
mod routes;

pub(crate) use routes::routes;
