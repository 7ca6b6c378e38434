//! Starting: what cannot work is refused at once, with the reason and the place, and leaves nothing behind.

use std::fs;
use std::net::TcpListener;
use std::path::Path;

use tempfile::TempDir;
use web::args;
use web::database::{Database, DatabaseConfig, DatabaseError, transaction};

use crate::support::http::get;
use crate::support::process::{Server, run, sanmin, serve};
use crate::support::{migrations, repository};

fn folder() -> TempDir {
    tempfile::tempdir().expect("the folder for temporary files is writable")
}

/// A copy of the shipped plan to change.
fn copied_plan() -> TempDir {
    let copy = folder();
    for entry in fs::read_dir(repository("plans/ordos-2024")).expect("the shipped plan") {
        let path = entry.expect("an entry").path();
        fs::copy(&path, copy.path().join(path.file_name().expect("a name"))).expect("a copy");
    }
    copy
}

#[test]
fn wrong_use_is_status_two() {
    for arguments in [&[][..], &["nonsense"], &["serve", "--nonsense"], &["serve", "--listen", "everywhere"]] {
        let ended = run(sanmin(arguments));
        assert_eq!(ended.code, Some(2), "{arguments:?}");
        assert!(ended.stderr.contains("--help"), "{arguments:?}: {}", ended.stderr);
        assert_eq!(ended.stdout, "", "{arguments:?}");
    }
    for arguments in [["--version"], ["--help"]] {
        assert_eq!(run(sanmin(&arguments)).code, Some(0), "{arguments:?}");
    }
}

#[test]
fn a_port_in_use_is_named_and_nothing_is_written() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = taken.local_addr().expect("an address").to_string();
    let data = folder();
    let data = data.path().join("new");
    let mut command = sanmin(&["serve", "--listen", &address, "--data"]);
    command.arg(&data);
    run(command).fails_with(&[&address, "--listen"]);
    assert!(!data.exists());
}

#[test]
fn a_data_folder_that_cannot_be_used_is_named() {
    let place = folder();
    let file = place.path().join("a-file");
    fs::write(&file, "not a folder").expect("a file");
    run(serve(&file)).fails_with(&["a-file"]);
    run(serve(&file.join("below"))).fails_with(&["a-file"]);
    assert_eq!(fs::read_to_string(&file).expect("the file"), "not a folder");
    if cfg!(target_os = "linux") {
        // Nobody can write there, root neither.
        run(serve(Path::new("/proc/sanmin"))).fails_with(&["/proc/sanmin"]);
    }
}

#[test]
fn a_wrong_database_is_named_without_its_password() {
    let data = folder();
    for (url, place) in [
        ("postgres://sanmin:hush-hush@127.0.0.1:1/pingyi", "127.0.0.1:1"),
        ("mysql://sanmin:hush-hush@db/pingyi", "postgres://"),
        ("postgres://sanmin:hush-hush@db:port/pingyi", "postgres://"),
    ] {
        let mut command = serve(data.path());
        command.args(["--database-url", url]);
        let ended = run(command);
        ended.fails_with(&[place]);
        assert!(!ended.stderr.contains("hush"), "{}", ended.stderr);
    }
}

#[tokio::test]
async fn a_database_of_a_newer_program_is_left_alone() {
    let data = folder();
    assert_eq!(stopped(data.path()), Some(0));
    let config = DatabaseConfig::new(data.path(), &[]).expect("a folder");
    let database = Database::open(&config, &migrations()).await.expect("the database just made");
    transaction!(database, |tx| -> Result<u64, DatabaseError> {
        let sql = "INSERT INTO schema_migrations (number, name, sha256, applied_at) VALUES (9999, 'of tomorrow', '', 0)";
        tx.execute(sql, args![]).await
    })
    .expect("a row");
    database.close().await;
    run(serve(data.path())).fails_with(&["of tomorrow", "newer"]);
}

#[test]
fn a_second_server_on_the_same_file_is_refused_and_the_first_goes_on() {
    let data = folder();
    let first = Server::start(serve(data.path()));
    run(serve(data.path())).fails_with(&["sanmin.sqlite3"]);
    get(first.address, "/readyz").expect(200);
}

#[test]
fn broken_settings_are_named_with_file_and_line() {
    let data = folder();
    fs::write(data.path().join("sanmin.toml"), "log-format = 'text'\nlisten = 7300\n").expect("written");
    run(serve(data.path())).fails_with(&["sanmin.toml", "line 2", "listen"]);
    fs::write(data.path().join("sanmin.toml"), "lisen = '127.0.0.1:0'\n").expect("written");
    run(serve(data.path())).fails_with(&["sanmin.toml", "line 1", "lisen"]);
}

#[test]
fn without_a_plan_nothing_starts_and_with_one_it_does() {
    let data = folder();
    run(with_plan(data.path(), &data.path().join("no-plan"))).fails_with(&["no-plan"]);

    let plan = copied_plan();
    let departments = fs::read_to_string(plan.path().join("departments.csv")).expect("departments");
    let broken: Vec<String> =
        departments.lines().enumerate().map(|(at, line)| if at == 4 { "broken".to_string() } else { line.to_string() }).collect();
    fs::write(plan.path().join("departments.csv"), broken.join("\n")).expect("written");
    run(with_plan(data.path(), plan.path())).fails_with(&["departments.csv", "5"]);

    // Nothing half-written: the same folder starts with a good plan, as version 1, with a set-up link.
    let server = Server::start(serve(data.path()));
    assert!(server.set_up_path().starts_with("/office/setup/"));
    get(server.address, "/readyz").expect(200).shows("\"plan_version\":1");
}

#[test]
fn a_ledger_cannot_be_begun_under_a_name_that_is_none() {
    let data = folder();
    let mut command = serve(data.path());
    command.args(["--ledger-origin", "a name with spaces"]);
    run(command).fails_with(&["a name with spaces", "is not a host name with a path"]);
    drop(Server::start(serve(data.path())));
}

#[test]
fn somebody_locked_out_gets_a_new_link_from_the_machine_itself() {
    let data = folder();
    assert_eq!(stopped(data.path()), Some(0));
    let recover = |name: &str| {
        let mut command = sanmin(&["recover", name, "--data"]);
        command.arg(data.path());
        run(command)
    };
    recover("nobody").fails_with(&["nobody"]);
    let given = recover("admin");
    assert_eq!(given.code, Some(0), "{}", given.stderr);
    let path = given.stdout.split_once("/office/setup/").expect("a link").1.split_whitespace().next().expect("a token").to_string();
    // A start gives an account that was never set up a link of its own, which would void this one.
    let server = Server::start(serve(data.path()));
    get(server.address, &server.set_up_path()).expect(200).shows("设置您的账号");
    get(server.address, &format!("/office/setup/{path}")).expect(410).shows("链接已失效");
    drop(server);

    // Beside a running server the file is taken, and that is said.
    let running = Server::start(serve(data.path()));
    recover("admin").fails_with(&["another server is using this folder"]);
    drop(running);
}

fn with_plan(data: &Path, plan: &Path) -> std::process::Command {
    let mut command = sanmin(&["serve", "--listen", "127.0.0.1:0", "--ballot-listen", "127.0.0.1:0", "--data"]);
    command.arg(data).arg("--plan").arg(plan);
    command
}

/// A data folder that a server has used and left.
fn stopped(data: &Path) -> Option<i32> {
    let mut server = Server::start(serve(data));
    server.terminate();
    server.ended()
}
