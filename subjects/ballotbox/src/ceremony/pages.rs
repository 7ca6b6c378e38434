//! The board as a page: who is awaited, what has come, the words to be read aloud, and what each reader may do.

mod acts;
mod board;
mod parts;

pub(super) use acts::{post, propose_giving_up, propose_keys, remove, start};
pub(super) use board::{current, one};
