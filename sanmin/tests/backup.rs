//! `sanmin backup` and `sanmin restore` as an operator runs them.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use web::database::harness::{Place, each_place};
use web::database::{Database, DatabaseConfig, DatabaseError, transaction};

fn sanmin(arguments: &[&str], place: &Place) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sanmin"));
    command.args(arguments).env_remove("SANMIN_DATABASE_URL").env_remove("SANMIN_DATA");
    match (place.config(), place.url()) {
        (DatabaseConfig::Sqlite(config), _) => command.arg("--data").arg(&config.folder),
        (_, url) => command.args(["--database-url", url.expect("PostgreSQL has a URL")]),
    };
    command.output().expect("the program runs")
}

fn stdout(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn stderr(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stdout));
    assert!(output.stdout.is_empty());
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

/// Leaves a row behind that can be found again.
async fn mark(database: &Database) {
    let insert = "INSERT INTO outbox (id, kind, purpose, state, attempts, queued_at, due_at, leased_until)
                  VALUES ('mark', 'sms', 'test', 'sent', 1, 0, 0, 0)";
    let marked: Result<u64, DatabaseError> = transaction!(database, |tx| tx.execute(insert, &[]).await);
    assert_eq!(marked.expect("marked"), 1);
}

async fn marks(place: &Place) -> i64 {
    let database = Database::attach(place.config()).await.expect("a database");
    let marks = database.reader().await.expect("a reader").one("SELECT COUNT(*) FROM outbox", &[]).await.expect("a count");
    database.close().await;
    marks
}

#[tokio::test]
async fn a_backup_beside_the_running_server_is_restored_elsewhere() {
    each_place(async |from| {
        let (folder, serving) = (tempfile::tempdir().expect("a folder"), from.open(web::MIGRATIONS).await);
        mark(&serving).await;
        let file = folder.path().join("sanmin.backup").display().to_string();
        let told = stdout(&sanmin(&["backup", &file], from));
        assert!(told.contains("SHA-256") && told.contains("not included: the keys in"), "{told}");
        let again = stderr(&sanmin(&["backup", &file], from));
        assert!(again.contains("exists already"), "{again}");

        let checked: Value = serde_json::from_str(&stdout(&sanmin(&["restore", &file, "--check", "--json"], from))).expect("JSON");
        assert!(told.contains(checked["sha256"].as_str().expect("a digest")), "{told}");
        for to in Place::each().await {
            let told = stdout(&sanmin(&["restore", &file], &to));
            assert!(told.starts_with("restored ") && told.contains("not included: the keys"), "{told}");
            assert_eq!(marks(&to).await, 1, "from {from} to {to}");
            let refused = stderr(&sanmin(&["restore", &file], &to));
            assert!(refused.contains("the database is not empty") && refused.contains("nothing was restored"), "{refused}");
        }
        serving.close().await;
    })
    .await;
}

#[test]
fn what_is_no_backup_is_refused_by_name() {
    let place = Place::sqlite();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml").display().to_string();
    let refused = stderr(&sanmin(&["restore", &file], &place));
    assert!(refused.contains("Cargo.toml is not a backup") && refused.contains("not a gzip file"), "{refused}");
    let empty = stderr(&sanmin(&["backup", "unwritten.backup"], &place));
    assert!(empty.contains("there is no such file"), "{empty}");
    assert!(!Path::new("unwritten.backup").exists());
}
