//! Nominations (组织推荐, M45, M48): districts and the organising group upload files of nominees, which are checked line by
//! line; a second person of the same body signs.

mod batches;
mod check;
mod pages;
mod read;
mod routes;
mod service;
mod template;

use web::sheet::read::Bounds;

pub(crate) use routes::routes;

/// How much of a file of nominees is read.
pub(crate) const BOUNDS: Bounds = Bounds { bytes: 4 * 1024 * 1024, lines: 5_000 };
