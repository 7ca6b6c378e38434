//! The ledger as the city publishes it: server, two witnesses and a verifier, each a process of its own.

use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::process::{PATIENCE, Server, run, sanmin, serve};
use crate::support::repository;
use crate::support::witness::Witness;

const ORIGIN: &str = "city.example/2025";

fn verify(server: &Server, keys: &Path) -> (Option<i32>, Value) {
    let place = format!("http://{}/ledger", server.address);
    let mut command = sanmin(&["ledger", "verify", &place, "--statements", "--json", "--vkeys"]);
    command.arg(keys);
    let ended = run(command);
    (ended.code, serde_json::from_str(&ended.stdout).unwrap_or_default())
}

#[test]
fn a_stranger_verifies_what_the_server_publishes_and_witnesses_have_seen() {
    let folder = tempfile::tempdir().expect("the folder for temporary files is writable");
    let data = folder.path().join("data");
    let mut command = sanmin(&["ledger", "key", "--ledger-origin", ORIGIN, "--plan"]);
    command.arg(repository("plans/ordos-2024")).arg("--data").arg(&data);
    let log = run(command).stdout.trim().to_owned();
    assert!(log.starts_with(ORIGIN), "{log}");
    let folders = ["one", "two"].map(|name| folder.path().join(name));
    folders.iter().for_each(|folder| std::fs::create_dir(folder).expect("made"));
    let witnesses = [Witness::start(&folders[0], "notary.example/1", &log), Witness::start(&folders[1], "press.example/2", &log)];
    let serving = || {
        let mut command = serve(&data);
        command.args(["--ledger-origin", ORIGIN, "--witness", &witnesses[0].setting, "--witness", &witnesses[1].setting]);
        command
    };
    let keys = folder.path().join("vkeys");
    std::fs::write(&keys, format!("{log}\n{}\n{}\n", witnesses[0].key(), witnesses[1].key())).expect("written");

    let server = Server::start(serving());
    let until = Instant::now() + PATIENCE;
    let verdict = loop {
        match verify(&server, &keys) {
            (Some(0), verdict) => break verdict,
            (code, verdict) if Instant::now() > until => panic!("{code:?} {verdict}"),
            _ => std::thread::sleep(Duration::from_millis(200)),
        }
    };
    assert_eq!(verdict["cosignatures"].as_array().expect("a list").len(), 2, "{verdict}");
    assert_eq!(verdict["statements"]["plan.adopted"], 1);
    assert!(verdict["statements"]["plan.resolved"].as_u64() > Some(10));
    drop(server);

    // An older database is put back: the server does not start a second history.
    for entry in std::fs::read_dir(&data).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("sanmin.sqlite3")) {
            std::fs::remove_file(path).expect("removed");
        }
    }
    run(serving()).fails_with(&["has cosigned", "the database holds 0", "Nothing was signed", "supervision must be told"]);
}
