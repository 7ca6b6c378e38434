//! The offline programs, run as their users run them: `sanmin …`, files in and files out, on no network.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::Stumbled;

/// The program on this machine.
#[derive(Clone, Debug)]
pub struct Programs {
    sanmin: PathBuf,
}

impl Programs {
    /// The program at this path.
    pub fn new(sanmin: PathBuf) -> Self {
        Programs { sanmin }
    }

    /// The program itself.
    pub fn path(&self) -> &Path {
        &self.sanmin
    }

    /// Runs `sanmin` with these arguments; what it says on stdout.
    ///
    /// # Errors
    /// It does not start, or ends with another status than 0.
    pub fn run(&self, arguments: &[&str]) -> Result<String, Stumbled> {
        let (code, out, err) = self.judge(arguments)?;
        if code == Some(0) { Ok(out) } else { Err(Stumbled::File(format!("sanmin {}: {}{}", arguments.join(" "), out.trim(), err.trim()))) }
    }

    /// Runs a program that gives a verdict by its status; status, stdout and stderr.
    ///
    /// # Errors
    /// It does not start.
    pub fn judge(&self, arguments: &[&str]) -> Result<(Option<i32>, String, String), Stumbled> {
        let output = bare(&self.sanmin).args(arguments).stdin(Stdio::null()).output();
        let output = output.map_err(|error| Stumbled::File(format!("{}: {error}", self.sanmin.display())))?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Ok((output.status.code(), text(&output.stdout), text(&output.stderr)))
    }
}

/// A program without settings that stand in this one's environment, so that a rehearsal never comes near a real activity's data.
pub fn bare(program: &Path) -> Command {
    let mut command = Command::new(program);
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("SANMIN_")) {
        command.env_remove(name);
    }
    command
}

/// Reads a file of this machine.
///
/// # Errors
/// It cannot be read.
pub fn read(path: &Path) -> Result<Vec<u8>, Stumbled> {
    std::fs::read(path).map_err(|error| Stumbled::File(format!("{}: {error}", path.display())))
}

/// Writes a file of this machine, with the folders above it.
///
/// # Errors
/// It cannot be written.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Stumbled> {
    let failed = |error: std::io::Error| Stumbled::File(format!("{}: {error}", path.display()));
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    std::fs::write(path, bytes).map_err(failed)
}
