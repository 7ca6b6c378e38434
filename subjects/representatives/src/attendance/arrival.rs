//! What a desk sends, and what becomes of it.

use serde::{Deserialize, Serialize};

/// An arrival as the page tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Arrived {
    /// The event that counts.
    pub event: String,
    /// The desk's label.
    pub desk: String,
    /// When, in milliseconds.
    pub at: i64,
}

/// One thing done at a desk, as its device kept it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Sent {
    /// The id of the check-in: random, made by the device.
    pub event: String,
    /// The entry number of whom it concerns.
    pub entry: String,
    /// The session for which the desk worked.
    pub session: u32,
    /// When, by the device's clock put right, in milliseconds.
    pub at: i64,
    /// For taking the check-in back: why. None for the check-in itself.
    pub undo: Option<String>,
}

/// What became of it. Asked again about the same event, the answer is the same as long as nobody takes something back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "outcome", rename_all = "kebab-case")]
pub(super) enum Outcome {
    /// It counts.
    In(Arrived),
    /// Another check-in of this seat counts; here is which.
    Repeat(Arrived),
    /// It was taken back, and nothing of this seat counts.
    Undone,
    /// It was not taken, and never will be.
    Refused {
        /// Why, and what to do, in Chinese.
        why: String,
    },
}

/// The longest batch.
pub(super) const MOST: usize = 100;

/// Whether a text can be an event's id: what `web::id::new_id` or a device makes.
pub(super) fn is_event(id: &str) -> bool {
    (16..=64).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}
