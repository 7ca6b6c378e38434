//! A machine's clock that is set while a server runs: a library between the server and its C library, made with the C compiler that the
//! build needs anyway, adds to every reading of the wall clock what a file says. The clock that nobody sets goes on.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::PathBuf;
use std::process::Command;

use tempfile::TempDir;
use web::database::harness::skip;

use super::repository;

/// The clock of the servers that were started with it.
pub struct SetClock {
    folder: TempDir,
    shift: File,
}

impl SetClock {
    /// One that is right at first; `None`, said on stderr, where it cannot be made.
    pub fn new() -> Option<Self> {
        let folder = tempfile::tempdir().expect("the folder for temporary files is writable");
        let library = folder.path().join("set_clock.so");
        let made = Command::new("cc")
            .args(["-shared", "-fPIC", "-O1", "-o"])
            .arg(&library)
            .arg(repository("sanmin/tests/support/set_clock.c"))
            .output();
        if cfg!(not(target_os = "linux")) || !made.is_ok_and(|made| made.status.success()) {
            skip("cc", "no C compiler makes the library that sets a process's clock");
            return None;
        }
        let shift = File::options().create(true).truncate(true).read(true).write(true).open(folder.path().join("shift"));
        let clock = SetClock { folder, shift: shift.expect("a file") };
        clock.set(0);
        Some(clock)
    }

    /// Sets the clock to so many seconds ahead of the right time, for all that run by it.
    pub fn set(&self, seconds: i64) {
        self.shift.write_all_at(&seconds.to_ne_bytes(), 0).expect("written");
    }

    /// Lets a command run by this clock.
    pub fn of(&self, mut command: Command) -> Command {
        command.env("LD_PRELOAD", self.path("set_clock.so")).env("CLOCK_SHIFT", self.path("shift"));
        command
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}
