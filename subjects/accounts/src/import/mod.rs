//! Bulk import (批量导入): a file of people becomes accounts, all of them or none.

mod check;
mod pages;
mod read;
mod routes;
mod service;
mod table;
mod xlsx;

pub(crate) use routes::routes;
