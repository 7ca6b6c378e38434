//! The conflict-of-interest list (利益冲突核对名单): staff of an evaluated department cannot be representatives. Each department delivers
//! a list, of which only keyed hashes are kept; candidates who are on one are shown to the organising group, and two decide.
//!
//! Nobody is refused at sign-up or nomination because of a list: that would tell strangers who is on it. What matches is
//! computed when it is asked for, so that whoever comes later is found too.

mod deciding;
mod file;
mod hits;
mod lists;
mod show;
mod uploading;

pub(super) use deciding::{carry_through, propose};
pub(crate) use hits::open_hits;
pub(super) use show::{page, show};
pub(super) use uploading::upload;

use web::sheet::read::Bounds;

/// The most people of one department.
const MOST_PEOPLE: usize = 20_000;

/// How much of a file is read. More lines than people are taken, so that a longer list is refused in words of its own.
pub(super) const BOUNDS: Bounds = Bounds { bytes: 8 * 1024 * 1024, lines: 2 * MOST_PEOPLE };
