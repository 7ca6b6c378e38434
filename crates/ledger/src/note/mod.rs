//! Signed notes: text with signature lines (c2sp.org/signed-note).

mod key;
mod secret;
mod text;

pub use key::{Algorithm, BadKey, KeyId, KeyName, VerifierKey, read_keys};
pub use secret::LogSigner;
pub(crate) use secret::SecretKey;
pub(crate) use text::read_lines;
pub use text::{Note, NoteError, NoteVerdict, Signature};
