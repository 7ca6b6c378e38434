//! One PostgreSQL cluster for all test processes of a run: started by the first that needs it, found by the others,
//! and stopped within a minute after the last has ended.

use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::{AssertSqlSafe, Connection, PgConnection};

/// Starts the server in the folder `$1` with the programs of `$2`, returns when it takes connections, and leaves a
/// watchman behind: every process that uses the cluster holds a shared lock on the file `$3`, so that it may stop when
/// that lock can be had alone. Nothing here needs to survive, so nothing waits for the disk.
const START: &str = r#"
folder=$1 programs=$2 users=$3
"$programs/initdb" --pgdata="$folder/data" --username=sanmin --auth=trust --encoding=UTF8 --locale=C --no-sync >"$folder/log" 2>&1 &&
cat >>"$folder/data/postgresql.conf" <<END &&
listen_addresses = ''
unix_socket_directories = '$folder'
max_connections = 300
fsync = off
full_page_writes = off
synchronous_commit = off
END
"$programs/pg_ctl" --pgdata="$folder/data" --log="$folder/log" --wait --timeout=60 start >>"$folder/log" 2>&1 || { cat "$folder/log" >&2; exit 1; }
(
    while sleep 20; do
        flock --nonblock --exclusive "$users" sh -c '"$1/pg_ctl" --pgdata="$2/data" --mode=immediate stop && rm -rf "$2"' - "$programs" "$folder" && break
    done
) </dev/null >/dev/null 2>&1 &
"#;

/// Creates an empty database and gives its URL; `None`, said on stderr, if the machine has no PostgreSQL.
pub(super) async fn create_database() -> Option<String> {
    static SOCKET: OnceLock<Option<PathBuf>> = OnceLock::new();
    static CREATED: AtomicU32 = AtomicU32::new(0);
    let socket =
        tokio::task::spawn_blocking(|| SOCKET.get_or_init(find_or_start).clone()).await.expect("starting PostgreSQL does not panic");
    let Some(socket) = socket else {
        super::skip("postgres", "no PostgreSQL server is installed");
        return None;
    };
    let name = format!("test_{}_{}", std::process::id(), CREATED.fetch_add(1, Ordering::Relaxed));
    let mut admin = connect(&socket).await;
    run(&mut admin, format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
    run(&mut admin, format!("CREATE DATABASE {name}")).await;
    let _ = admin.close().await;
    Some(url(&socket, &name))
}

/// Drops a database that [`create_database`] made.
pub(super) async fn drop_database(url: &str) {
    let Some((rest, socket)) = url.split_once("?host=") else { return };
    let Some((_, name)) = rest.rsplit_once('/') else { return };
    let mut admin = connect(Path::new(socket)).await;
    run(&mut admin, format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
    let _ = admin.close().await;
}

fn url(socket: &Path, database: &str) -> String {
    format!("postgres://sanmin@localhost/{database}?host={}", socket.display())
}

async fn connect(socket: &Path) -> PgConnection {
    PgConnection::connect(&url(socket, "postgres")).await.expect("the test cluster takes connections")
}

async fn run(admin: &mut PgConnection, statement: String) {
    sqlx::raw_sql(AssertSqlSafe(statement)).execute(admin).await.expect("the test cluster creates and drops databases");
}

/// The folder of the running cluster's socket, or `None` if no PostgreSQL is installed.
fn find_or_start() -> Option<PathBuf> {
    let programs = programs()?;
    let temporary = std::env::temp_dir();
    let owner = owner(&temporary);
    // Held until this process ends, which tells the watchman that the cluster is in use.
    let users = open(&temporary.join(format!("sanmin-postgres-{owner}.users")));
    users.lock_shared().expect("the lock can be had");
    std::mem::forget(users.try_clone());
    std::mem::forget(users);

    let starting = open(&temporary.join(format!("sanmin-postgres-{owner}.starting")));
    starting.lock().expect("the lock can be had");
    let address = temporary.join(format!("sanmin-postgres-{owner}.socket"));
    if let Ok(known) = std::fs::read_to_string(&address) {
        let known = PathBuf::from(known);
        if std::os::unix::net::UnixStream::connect(known.join(".s.PGSQL.5432")).is_ok() {
            return Some(known);
        }
    }
    let folder = start(&programs, &temporary.join(format!("sanmin-postgres-{owner}.users")));
    std::fs::write(&address, folder.to_string_lossy().as_bytes()).expect("the folder for temporary files is writable");
    Some(folder)
}

fn start(programs: &Path, users: &Path) -> PathBuf {
    let made = unprivileged("mktemp").args(["-d", "-t", "sanmin-postgres-XXXXXX"]).output().expect("mktemp can be run");
    let folder = PathBuf::from(String::from_utf8_lossy(&made.stdout).trim().to_owned());
    let started = unprivileged("sh")
        .args(["-c", START, "sh"])
        .args([&folder, programs, users])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .status()
        .expect("sh can be run");
    assert!(started.success(), "PostgreSQL could not be started in {}", folder.display());
    folder
}

/// A command that runs without root's rights, which PostgreSQL refuses.
pub(super) fn unprivileged(program: &str) -> Command {
    let root = std::env::var("USER").is_ok_and(|user| user == "root") || owner(Path::new("/proc/self")) == 0;
    if !root {
        return Command::new(program);
    }
    let user =
        ["postgres", "nobody"].into_iter().find(|user| Command::new("id").arg(user).output().is_ok_and(|found| found.status.success()));
    let mut command = Command::new("runuser");
    command.args(["-u", user.unwrap_or("nobody"), "--", program]).current_dir("/");
    command
}

/// The folder of the newest PostgreSQL's programs.
pub(super) fn programs() -> Option<PathBuf> {
    let installed = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|entry| entry.path().join("bin"));
    let on_path = std::env::var_os("PATH").map(|path| std::env::split_paths(&path).collect::<Vec<_>>()).unwrap_or_default();
    let newest = installed.filter(|folder| folder.join("initdb").exists()).max();
    newest.or_else(|| on_path.into_iter().find(|folder| folder.join("initdb").exists()))
}

fn owner(path: &Path) -> u32 {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata(path).map_or(u32::MAX, |found| found.uid())
}

/// Opens a lock file that other users, such as PostgreSQL's own, may lock too.
fn open(path: &Path) -> File {
    use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
    let file =
        OpenOptions::new().read(true).create(true).append(true).mode(0o644).open(path).expect("the folder for temporary files is writable");
    let _ = file.set_permissions(std::fs::Permissions::from_mode(0o644));
    file
}
