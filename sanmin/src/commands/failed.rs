//! Why a command ended without doing its work.

use std::path::Path;
use std::process::ExitCode;

/// Exit status for wrong use, or for what cannot be read.
pub const WRONG_USE: u8 = 2;

/// A command's end in the middle, with the message for stderr.
pub enum Failed {
    /// Exit status 2: an argument or a file given is not what it should be.
    WrongUse(String),
    /// Exit status 1: this machine could not do it.
    Here(String),
}

impl Failed {
    /// Wrong use, with the file at fault.
    pub fn file(path: &Path, reason: impl std::fmt::Display) -> Self {
        Failed::WrongUse(format!("{}: {reason}", path.display()))
    }
}

/// Tells why a command ended and gives its exit status; what this machine could not do is left to the caller to tell.
pub fn end(done: Result<ExitCode, Failed>) -> Result<ExitCode, String> {
    match done {
        Ok(code) => Ok(code),
        Err(Failed::WrongUse(message)) => {
            eprintln!("sanmin: {message}");
            Ok(ExitCode::from(WRONG_USE))
        }
        Err(Failed::Here(message)) => Err(message),
    }
}
