//! A PostgreSQL server with a standby, for tests of what happens when the first one goes away.

use std::path::PathBuf;
use std::process::Stdio;

use super::cluster::{programs, unprivileged};

/// Two servers of their own; stopped and removed when this is dropped.
pub struct Pair {
    folder: PathBuf,
    programs: PathBuf,
}

/// Starts a server and a standby that follows it, in the folder `$1` with the programs of `$2`.
const START: &str = r#"
set -e
"$2/initdb" --pgdata="$1/first" --username=sanmin --auth=trust --encoding=UTF8 --locale=C --no-sync
cat >>"$1/first/postgresql.conf" <<END
listen_addresses = ''
unix_socket_directories = '$1'
fsync = off
shared_buffers = 16MB
END
"$2/pg_ctl" --pgdata="$1/first" --log="$1/log" --wait start -o '-p 5433'
"$2/pg_basebackup" --pgdata="$1/second" --write-recovery-conf --checkpoint=fast --no-sync --host="$1" --port=5433 --username=sanmin
"$2/pg_ctl" --pgdata="$1/second" --log="$1/log" --wait start -o '-p 5434'
"#;

/// From now on a commit is acknowledged only when the standby has it too.
const WAIT_FOR_STANDBY: &str = r#"
set -e
ask() { "$2/psql" --host="$1" --port=5433 --username=sanmin postgres -Atc "$3"; }
ask "$1" "$2" "ALTER SYSTEM SET synchronous_standby_names = '*'"
ask "$1" "$2" "SELECT pg_reload_conf()"
until [ "$(ask "$1" "$2" "SELECT COUNT(*) FROM pg_stat_replication WHERE sync_state = 'sync'")" = 1 ]; do sleep 0.1; done
"#;

/// Kills the first server in the middle of whatever it does, and lets the standby take over with what it has.
const LOSE_FIRST: &str = r#"
kill -KILL "$(head -n 1 "$1/first/postmaster.pid")"
"$2/pg_ctl" --pgdata="$1/second" --wait promote
"$2/psql" --host="$1" --port=5434 --username=sanmin postgres -Atc "ALTER SYSTEM SET synchronous_standby_names = ''" -c "SELECT pg_reload_conf()"
"#;

/// Kills the standby, for which the first server waits from now on.
const LOSE_SECOND: &str = r#"kill -KILL "$(head -n 1 "$1/second/postmaster.pid")""#;

/// The first server waits for no standby any more.
const GO_ON_ALONE: &str = r#"
"$2/psql" --host="$1" --port=5433 --username=sanmin postgres -Atc "ALTER SYSTEM SET synchronous_standby_names = ''" -c "SELECT pg_reload_conf()"
"#;

/// Waits until the standby has everything, kills the first server, and lets the standby take over.
const FAIL_OVER: &str = r#"
set -e
at=$("$2/psql" --host="$1" --port=5433 --username=sanmin postgres -Atc 'SELECT pg_current_wal_lsn()')
until [ "$("$2/psql" --host="$1" --port=5434 --username=sanmin postgres -Atc "SELECT pg_last_wal_replay_lsn() >= '$at'")" = t ]; do sleep 0.1; done
"$2/pg_ctl" --pgdata="$1/first" --mode=immediate --wait stop
"$2/pg_ctl" --pgdata="$1/second" --wait promote
"#;

const STOP: &str = r#"
for server in first second; do "$2/pg_ctl" --pgdata="$1/$server" --mode=immediate stop; done
rm -rf "$1"
"#;

impl Pair {
    /// Starts both; `None`, said on stderr, if the machine has no PostgreSQL.
    ///
    /// # Panics
    /// As [`Place::postgres`](super::Place::postgres).
    pub fn start() -> Option<Self> {
        let Some(programs) = programs() else {
            super::skip("postgres", "no PostgreSQL server is installed");
            return None;
        };
        let made = unprivileged("mktemp").args(["-d", "-t", "sanmin-pair-XXXXXX"]).output().expect("mktemp can be run");
        let folder = PathBuf::from(String::from_utf8_lossy(&made.stdout).trim().to_owned());
        let pair = Pair { folder, programs };
        assert!(pair.run(START), "two PostgreSQL servers could not be started in {}", pair.folder.display());
        Some(pair)
    }

    /// The same; the first server acknowledges nothing that its standby has not.
    ///
    /// # Panics
    /// As [`Pair::start`].
    pub fn synchronous() -> Option<Self> {
        let pair = Pair::start()?;
        assert!(pair.run(WAIT_FOR_STANDBY), "the standby does not follow in {}", pair.folder.display());
        Some(pair)
    }

    /// Kills the first server at once, whatever it is doing, and makes the second one take writes.
    ///
    /// # Panics
    /// If that fails.
    pub fn lose_first(&self) {
        assert!(self.run(LOSE_FIRST), "the standby could not take over");
    }

    /// Kills the standby at once.
    ///
    /// # Panics
    /// If that fails.
    pub fn lose_second(&self) {
        assert!(self.run(LOSE_SECOND), "the standby could not be killed");
    }

    /// What an operator does whose standby is lost: the first server acknowledges alone.
    ///
    /// # Panics
    /// If that fails.
    pub fn go_on_alone(&self) {
        assert!(self.run(GO_ON_ALONE), "the first server could not be told");
    }

    /// The URL of the server that takes writes at first.
    pub fn first(&self) -> String {
        self.url(5433)
    }

    /// The URL of its standby.
    pub fn second(&self) -> String {
        self.url(5434)
    }

    /// Kills the first server and makes the second one take writes.
    ///
    /// # Panics
    /// If that fails.
    pub fn fail_over(&self) {
        assert!(self.run(FAIL_OVER), "the standby could not take over");
    }

    fn url(&self, port: u16) -> String {
        format!("postgres://sanmin@localhost:{port}/postgres?host={}", self.folder.display())
    }

    fn run(&self, script: &str) -> bool {
        let mut command = unprivileged("sh");
        command.args(["-c", script, "sh"]).args([&self.folder, &self.programs]);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
    }
}

impl Drop for Pair {
    fn drop(&mut self) {
        self.run(STOP);
    }
}
