//! Bulk import (批量导入): a file of people becomes accounts, all of them or none.

mod check;
mod pages;
mod read;
mod routes;
mod service;

use web::sheet::read::Bounds;

pub(crate) use routes::routes;

/// How much of a file of people is read.
const BOUNDS: Bounds = Bounds { bytes: 2 * 1024 * 1024, lines: 2_000 };
