//! A PostgreSQL server of its own whose tables lie in a folder that a test chooses: on a disk that fills up, and that nobody else needs.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use super::cluster::{programs, unprivileged};

/// One server; stopped and removed when this is dropped, which must be before its tables vanish.
pub struct Alone {
    folder: PathBuf,
    programs: PathBuf,
}

/// Starts a server in the folder `$1` with the programs of `$2`, and a database whose tables lie in `$3`.
const START: &str = r#"
set -e
mkdir "$3/tables"
"$2/initdb" --pgdata="$1/data" --username=sanmin --auth=trust --encoding=UTF8 --locale=C --no-sync
cat >>"$1/data/postgresql.conf" <<END
listen_addresses = ''
unix_socket_directories = '$1'
fsync = off
shared_buffers = 16MB
END
"$2/pg_ctl" --pgdata="$1/data" --log="$1/log" --wait start
"$2/psql" --host="$1" --username=sanmin postgres -c "CREATE TABLESPACE small LOCATION '$3/tables'" -c "CREATE DATABASE small TABLESPACE small"
"#;

const STOP: &str = r#"
"$2/pg_ctl" --pgdata="$1/data" --mode=immediate stop
rm -rf "$1"
"#;

impl Alone {
    /// Starts one with its tables in this folder, into which everybody must be able to write; `None`, said on stderr, if the machine has no
    /// PostgreSQL.
    ///
    /// # Panics
    /// As [`Place::postgres`](super::Place::postgres).
    pub fn start(tables: &Path) -> Option<Self> {
        let Some(programs) = programs() else {
            super::skip("postgres", "no PostgreSQL server is installed");
            return None;
        };
        let made = unprivileged("mktemp").args(["-d", "-t", "sanmin-alone-XXXXXX"]).output().expect("mktemp can be run");
        let folder = PathBuf::from(String::from_utf8_lossy(&made.stdout).trim().to_owned());
        let alone = Alone { folder, programs };
        assert!(alone.run(START, tables), "a PostgreSQL server could not be started in {}", alone.folder.display());
        Some(alone)
    }

    /// The URL of its database.
    pub fn url(&self) -> String {
        format!("postgres://sanmin@localhost/small?host={}", self.folder.display())
    }

    fn run(&self, script: &str, tables: &Path) -> bool {
        let mut command = unprivileged("sh");
        command.args(["-c", script, "sh"]).args([&self.folder, &self.programs]).arg(tables);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
    }
}

impl Drop for Alone {
    fn drop(&mut self) {
        self.run(STOP, Path::new("/"));
    }
}
