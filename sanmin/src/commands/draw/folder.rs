//! The folder of a draw: there whole, or not at all.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use super::Failed;

/// Refuses what is no place for a new folder.
pub fn check(out: &Path) -> Result<(), Failed> {
    let refused = |reason: &str| Err(Failed::WrongUse(format!("--out {}: {reason}", out.display())));
    if out.file_name().is_none() {
        return refused("not the name of a new folder");
    }
    match fs::read_dir(out).map(|mut entries| entries.next().is_some()) {
        Ok(false) => Ok(()),
        Ok(true) => refused("the folder is not empty; a draw is never written over another"),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => refused(&error.to_string()),
    }
}

/// Writes the files into a folder beside and gives it its name when all are on the disk.
pub fn write(out: &Path, files: &[(&str, String)]) -> io::Result<()> {
    let parent = out.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut name = out.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.part", std::process::id()));
    let part = parent.join(name);
    fs::create_dir(&part)?;
    let done = fill(&part, files).and_then(|()| fs::rename(&part, out)).and_then(|()| File::open(parent)?.sync_all());
    if done.is_err() {
        // What is left of it is of no use; the first error is the one to tell.
        let _ = fs::remove_dir_all(&part);
    }
    done
}

fn fill(folder: &Path, files: &[(&str, String)]) -> io::Result<()> {
    for (name, text) in files {
        let mut file = File::create_new(folder.join(name))?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
    }
    File::open(folder)?.sync_all()
}
