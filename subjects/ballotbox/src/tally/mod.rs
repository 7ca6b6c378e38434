//! The encrypted total (合计): made of all ballots as soon as the window is closed, opened by nobody here.

mod archive;
mod counting;
mod make;
mod published;
mod queries;

pub use archive::{append, streamed, whole};
pub use make::{forget_what_was_left, make_next};
pub use queries::{Total, total};
