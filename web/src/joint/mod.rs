//! What takes two people (两人共同办理): one proposes, another confirms or rejects; only the first may withdraw. A subject keeps its own
//! proposals and says what they do; who may answer how, the words and the pages are here.

mod not_done;
pub mod pages;
mod standing;

pub use not_done::NotDone;
pub use standing::{Answer, Standing, State, Unanswerable};
