//! The one-time set-up link (设置链接): choose a password, bind the second factor.

mod first;
pub(crate) mod link;
mod pages;
mod queries;
mod routes;
mod service;

pub use first::{first_administrator_link, recovery_link};
pub(crate) use pages::{enrolment, link_page, slip};
pub(crate) use routes::routes;
pub(crate) use service::wrong_code;
