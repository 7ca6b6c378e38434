//! A file system of a few megabytes, in memory, which a test can fill.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;
use web::database::harness::skip;

/// Mounted until the value is dropped. Whoever uses files in it must have ended by then.
pub struct SmallDisk {
    folder: TempDir,
}

impl SmallDisk {
    /// One of so many megabytes; `None`, said on stderr, where this machine lets nobody mount.
    pub fn mount(megabytes: u32) -> Option<Self> {
        let folder = tempfile::tempdir().expect("the folder for temporary files is writable");
        let mut command = Command::new("mount");
        command.args(["-t", "tmpfs", "-o", &format!("size={megabytes}m"), "tmpfs"]).arg(folder.path());
        match command.output() {
            Ok(done) if done.status.success() => Some(SmallDisk { folder }),
            Ok(refused) => {
                skip("mount", &format!("nothing can be mounted here: {}", String::from_utf8_lossy(&refused.stderr).trim()));
                None
            }
            Err(error) => {
                skip("mount", &format!("there is no program to mount with: {error}"));
                None
            }
        }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Takes all the room that is left, to the last byte.
    pub fn fill(&self) -> Ballast {
        let path = self.folder.path().join("ballast");
        let mut file = OpenOptions::new().create(true).append(true).open(&path).expect("a file");
        let mut size = 1 << 20;
        while size > 0 {
            if write(&mut file, size).is_err() {
                size /= 2;
            }
        }
        Ballast(path)
    }
}

fn write(file: &mut File, size: usize) -> std::io::Result<()> {
    file.write_all(&vec![0; size])
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazily, so that a process that was just killed does not hold it.
        let _ = Command::new("umount").arg("-l").arg(self.folder.path()).status();
    }
}

/// What fills the disk; the room is there again when it is removed.
pub struct Ballast(PathBuf);

impl Ballast {
    pub fn remove(self) {
        std::fs::remove_file(&self.0).expect("removed");
    }
}
