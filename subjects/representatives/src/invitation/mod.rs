//! Invitations (邀请): after the draw everybody of the pool is told the outcome by a link to their own page. Who is chosen answers there,
//! reads, asks; who cannot come makes room for the next reserve of the same cell; staff call, remind, say where the venue is, and print
//! lists and badges.
//!
//! A pool number leads to a person only in here and in `attendance`; the audit log and addresses of pages name applications instead.

pub(crate) mod arrangements;
pub(crate) mod entry_number;
mod events;
mod mine;
mod notices;
mod office;
mod papers;
pub(crate) mod queries;
mod questions;
pub(crate) mod replaced;
pub(crate) mod seat;
mod seating;
pub(crate) mod times;
mod token;

pub use notices::queue_next;
pub use questions::Questions;

use web::rights::RouteTable;

pub(crate) fn routes() -> RouteTable {
    RouteTable::new().and(mine::routes()).and(office::routes()).and(papers::routes())
}
