//! Files in the way that commands need them: read up to a limit, written once and whole.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use super::failed::Failed;

/// Reads a file of at most this many bytes.
pub fn read_capped(path: &Path, limit: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(limit as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > limit { Err(io::Error::other(format!("longer than {limit} bytes"))) } else { Ok(bytes) }
}

/// Reads a file of at most this many bytes; one that cannot be read is wrong use.
pub fn read(path: &Path, limit: usize) -> Result<Vec<u8>, Failed> {
    read_capped(path, limit).map_err(|error| Failed::file(path, error))
}

/// Who may read a new file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Readers {
    /// Its owner alone.
    Owner,
    /// As the system has it.
    Usual,
}

/// Writes a file that must not be there yet. It is durable when this returns.
pub fn write_new(path: &Path, content: &[u8], readers: Readers) -> Result<(), Failed> {
    create(path, content, readers).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => Failed::WrongUse(format!("{} is there already; nothing was changed", path.display())),
        _ => Failed::write(path, error),
    })
}

/// Puts a file that only its owner reads in the place of another: a power cut leaves the former or the new one, never a piece.
pub fn replace_private(path: &Path, content: &[u8]) -> io::Result<()> {
    let beside = path.with_extension("new");
    match fs::remove_file(&beside) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    create(&beside, content, Readers::Owner)?;
    fs::rename(&beside, path)?;
    // The new name is durable only when its folder is.
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => File::open(folder)?.sync_all(),
        _ => Ok(()),
    }
}

/// Writes a file that is not there yet, durably.
pub fn create(path: &Path, content: &[u8], readers: Readers) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if readers == Readers::Owner {
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    }
    #[cfg(not(unix))]
    let _ = readers;
    let mut file = options.open(path)?;
    file.write_all(content)?;
    file.sync_all()
}

/// A folder to put results in: made if it is not there, refused if something is in it.
pub fn empty_folder(folder: &Path) -> Result<PathBuf, Failed> {
    fs::create_dir_all(folder).map_err(|error| Failed::write(folder, error))?;
    let mut entries = fs::read_dir(folder).map_err(|error| Failed::file(folder, error))?;
    if entries.next().is_some() {
        return Err(Failed::WrongUse(format!("{}: the folder must be empty; nothing was changed", folder.display())));
    }
    Ok(folder.to_owned())
}
