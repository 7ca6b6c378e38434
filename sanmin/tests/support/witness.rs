//! `sanmin ledger witness` as a process of its own.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Stdio};

use super::process::sanmin;

/// A witness that ends with the value.
pub struct Witness {
    child: Child,
    /// Key and address, as the server's setting has them.
    pub setting: String,
}

impl Witness {
    /// Starts one that cosigns the log of this key, with its own key in a folder.
    pub fn start(folder: &Path, name: &str, log: &str) -> Self {
        let mut command = sanmin(&["ledger", "witness", "--listen", "127.0.0.1:0", "--vkey", log, "--new", name, "--key"]);
        command.arg(folder.join("witness.key")).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().expect("the program starts");
        let mut lines = BufReader::new(child.stdout.take().expect("a piped stream")).lines().map(|line| line.expect("a line"));
        let key = lines.next().expect("the key").strip_prefix("witness ").expect("the key").to_owned();
        let url = lines.next().expect("the address").strip_prefix("listening on ").expect("the address").to_owned();
        Witness { child, setting: format!("{key} {url}") }
    }

    /// Its key.
    pub fn key(&self) -> &str {
        self.setting.split(' ').next().expect("a key")
    }
}

impl Drop for Witness {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
