//! How a command ends without doing its work.

use std::fmt::Display;
use std::path::Path;
use std::process::ExitCode;

/// Exit status for wrong use, or for what cannot be read.
pub const WRONG_USE: u8 = 2;

/// Why a command ended without doing its work.
pub enum Failed {
    /// Exit status 2: an argument or a file given is not what it should be.
    WrongUse(String),
    /// Exit status 1: this machine could not do it, or what was checked is not right.
    Here(String),
}

impl Failed {
    /// Wrong use, with the file at fault.
    pub fn file(path: &Path, reason: impl Display) -> Self {
        Failed::WrongUse(format!("{}: {reason}", path.display()))
    }

    /// A file that this machine cannot write.
    pub fn write(path: &Path, reason: impl Display) -> Self {
        Failed::Here(format!("cannot write {}: {reason}", path.display()))
    }
}

/// The exit status of a command that has ended; wrong use is told here.
pub fn exit_code(done: Result<ExitCode, Failed>) -> Result<ExitCode, String> {
    match done {
        Ok(code) => Ok(code),
        Err(Failed::WrongUse(message)) => {
            eprintln!("sanmin: {message}");
            Ok(ExitCode::from(WRONG_USE))
        }
        Err(Failed::Here(message)) => Err(message),
    }
}
