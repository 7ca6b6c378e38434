//! Backups: whole, consistent while serving, and restored into either engine.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use web::database::backup::{BackupError, Summary, backup, check, restore};
use web::database::harness::{Place, each_place};
use web::database::{Database, DatabaseError, Migration, SchemaError, args, transaction};

const NOON: i64 = 1_736_740_800_000;

const PURSES: Migration = Migration {
    number: 101,
    name: "create_purses",
    sql: "CREATE TABLE purses (id TEXT NOT NULL PRIMARY KEY, parent TEXT REFERENCES purses (id), coins BIGINT NOT NULL, open BOOLEAN, note TEXT)",
};
const MOVES: Migration = Migration {
    number: 102,
    name: "create_moves",
    sql: "CREATE TABLE moves (purse TEXT NOT NULL REFERENCES purses (id), number BIGINT NOT NULL, PRIMARY KEY (purse, number))",
};
/// A migration that puts a row in, as some do.
const FOUNDER: Migration = Migration { number: 103, name: "found", sql: "INSERT INTO purses (id, coins) VALUES ('founder', 1)" };
const LATER: Migration = Migration { number: 104, name: "add_colour", sql: "ALTER TABLE purses ADD COLUMN colour TEXT" };
const SCHEMA: &[Migration] = &[PURSES, MOVES, FOUNDER];

type Purse = (String, Option<String>, i64, Option<bool>, Option<String>);

async fn purses(database: &Database) -> Vec<Purse> {
    let mut purses: Vec<Purse> =
        database.reader().await.unwrap().all("SELECT id, parent, coins, open, note FROM purses ORDER BY id", &[]).await.unwrap();
    purses.sort();
    purses
}

async fn number_of_moves(database: &Database) -> i64 {
    database.reader().await.unwrap().one("SELECT COUNT(*) FROM moves", &[]).await.unwrap()
}

/// Purses whose parents come after them by name, texts that are awkward to write down, and more moves than one page.
async fn fill(database: &Database) {
    let filled: Result<(), DatabaseError> = transaction!(database, |tx| {
        let insert = "INSERT INTO purses (id, parent, coins, open, note) VALUES ($1, $2, $3, $4, $5)";
        tx.execute(insert, args!["z", None::<&str>, i64::MIN, true, "三民\n\"quoted\" \\ \u{1F4EE} \u{7f}"]).await?;
        tx.execute(insert, args!["y", "z", i64::MAX, false, ""]).await?;
        tx.execute(insert, args!["a", "y", 0, None::<bool>, None::<&str>]).await?;
        tx.execute("UPDATE purses SET coins = 7 WHERE id = 'founder'", &[]).await?;
        for number in 0..1100 {
            tx.execute("INSERT INTO moves (purse, number) VALUES ('a', $1), ('z', $1)", args![number]).await?;
        }
        Ok(())
    });
    filled.unwrap();
}

/// A backup of a filled database, with what was in it.
async fn backup_of(place: &Place, folder: &Path) -> (PathBuf, Summary, Vec<Purse>) {
    let database = place.open(SCHEMA).await;
    fill(&database).await;
    let (file, purses) = (folder.join("sanmin.backup"), purses(&database).await);
    let summary = backup(&database, &file, NOON).await.unwrap();
    database.close().await;
    (file, summary, purses)
}

#[tokio::test]
async fn what_one_engine_saved_every_engine_restores() {
    each_place(async |from| {
        let folder = tempfile::tempdir().unwrap();
        let (file, saved, expected) = backup_of(from, folder.path()).await;
        assert_eq!((saved.made_at, saved.schema, saved.tables, saved.rows), (NOON, 103, 2, 2204));
        assert_eq!(check(&file).unwrap(), saved);
        for to in Place::each().await {
            assert_eq!(restore(to.config(), SCHEMA, &file).await.unwrap(), saved, "from {from} to {to}");
            let database = to.open(SCHEMA).await;
            assert_eq!(purses(&database).await, expected, "from {from} to {to}");
            assert_eq!(number_of_moves(&database).await, 2200);
            let again = backup(&database, &folder.path().join(format!("again from {to}")), NOON).await.unwrap();
            assert_eq!(again.rows, saved.rows);
            // Foreign keys are in force again.
            let mut tx = database.begin().await.unwrap();
            assert!(tx.execute("INSERT INTO moves (purse, number) VALUES ('nobody', 1)", &[]).await.is_err(), "{to}");
        }
    })
    .await;
}

#[cfg(unix)]
#[tokio::test]
async fn the_file_is_private_and_never_overwrites_another() {
    use std::os::unix::fs::PermissionsExt;
    let (place, folder) = (Place::sqlite(), tempfile::tempdir().unwrap());
    let (file, ..) = backup_of(&place, folder.path()).await;
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let before = std::fs::read(&file).unwrap();
    let database = Database::attach(place.config()).await.unwrap();
    assert!(matches!(backup(&database, &file, NOON).await, Err(BackupError::Exists(_))));
    assert_eq!(std::fs::read(&file).unwrap(), before);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing unfinished is left");
    let nowhere = folder.path().join("missing/sanmin.backup");
    assert!(matches!(backup(&database, &nowhere, NOON).await, Err(BackupError::File { .. })));
}

/// Each transfer takes a coin from one purse, puts it into another and writes a move, in one transaction.
async fn transfer(database: &Database, number: i64) -> Result<(), DatabaseError> {
    transaction!(database, |tx| {
        tx.execute("UPDATE purses SET coins = coins - 1 WHERE id = 'from'", &[]).await?;
        tx.execute("INSERT INTO moves (purse, number) VALUES ('to', $1)", args![number]).await?;
        tx.execute("UPDATE purses SET coins = coins + 1 WHERE id = 'to'", &[]).await?;
        Ok(())
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_under_load_holds_whole_transactions_only() {
    each_place(async |from| {
        let serving = from.open(SCHEMA).await;
        let filled: Result<(), DatabaseError> =
            transaction!(serving, |tx| tx.execute("INSERT INTO purses (id, coins) VALUES ('from', 0), ('to', 0)", &[]).await.map(drop));
        filled.unwrap();
        let stop = Arc::new(AtomicBool::new(false));
        let load = tokio::spawn({
            let (database, stop) = (serving.clone(), stop.clone());
            async move {
                let mut number = 0;
                while !stop.load(Ordering::Relaxed) {
                    transfer(&database, number).await.unwrap();
                    number += 1;
                }
                number
            }
        });
        let folder = tempfile::tempdir().unwrap();
        let attached = Database::attach(from.config()).await.unwrap();
        let mut seen = Vec::new();
        for n in 0..5 {
            tokio::time::sleep(std::time::Duration::from_millis(60)).await;
            let file = folder.path().join(n.to_string());
            backup(&attached, &file, NOON).await.unwrap();
            let to = Place::sqlite();
            restore(to.config(), SCHEMA, &file).await.unwrap();
            let restored = to.open(SCHEMA).await;
            let moves = number_of_moves(&restored).await;
            let coins: Vec<(String, i64)> = purses(&restored).await.into_iter().map(|(id, _, coins, ..)| (id, coins)).collect();
            assert_eq!(coins, [("founder".into(), 1), ("from".into(), -moves), ("to".into(), moves)], "{from}");
            seen.push(moves);
        }
        stop.store(true, Ordering::Relaxed);
        let made = load.await.unwrap();
        assert!(seen.is_sorted() && seen[0] < seen[4] && seen[4] <= made, "the load went on: {seen:?} of {made}");
        attached.close().await;
        serving.close().await;
    })
    .await;
}

#[tokio::test]
async fn only_an_empty_database_is_restored_into() {
    let folder = tempfile::tempdir().unwrap();
    let (file, ..) = backup_of(&Place::sqlite(), folder.path()).await;
    each_place(async |to| {
        let database = to.open(&[PURSES]).await;
        database.close().await;
        let error = restore(to.config(), SCHEMA, &file).await.unwrap_err();
        assert!(matches!(error, BackupError::NotEmpty(_)) && error.to_string().contains("purses"), "{error}");
        let database = to.open(&[PURSES]).await;
        assert!(purses(&database).await.is_empty());
        database.close().await;
    })
    .await;
    let (served, place) = web::database::harness::sqlite(SCHEMA).await;
    let error = restore(place.config(), SCHEMA, &file).await.unwrap_err();
    assert!(error.to_string().contains("another server is using this folder"), "{error}");
    served.close().await;
}

#[tokio::test]
async fn an_older_backup_is_brought_up_to_date_and_a_newer_one_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (file, _, expected) = backup_of(&Place::sqlite(), folder.path()).await;
    each_place(async |to| {
        let error = restore(to.config(), &[PURSES, MOVES], &file).await.unwrap_err();
        assert!(matches!(error, BackupError::Schema(SchemaError::Newer { found: 103, newest: 102, .. })), "{error}");
        let changed = Migration { sql: "CREATE TABLE moves (id TEXT NOT NULL PRIMARY KEY)", ..MOVES };
        let error = restore(to.config(), &[PURSES, changed, FOUNDER], &file).await.unwrap_err();
        assert!(matches!(error, BackupError::Schema(SchemaError::Changed { number: 102, .. })), "{error}");

        let newer = [PURSES, MOVES, FOUNDER, LATER];
        restore(to.config(), &newer, &file).await.unwrap();
        let database = to.open(&newer).await;
        assert_eq!(purses(&database).await, expected);
        database.reader().await.unwrap().all::<Option<String>>("SELECT colour FROM purses", &[]).await.unwrap();
        database.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_database_that_is_none_of_ours_is_not_saved() {
    let folder = tempfile::tempdir().unwrap();
    let config = web::database::DatabaseConfig::new(folder.path(), &[]).unwrap();
    let error = Database::attach(&config).await.err().unwrap().to_string();
    assert!(error.contains("there is no such file"), "{error}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "looking makes no file");

    let odd = Migration { number: 101, name: "create_odd", sql: "CREATE TABLE odd (id TEXT NOT NULL PRIMARY KEY, ratio DOUBLE PRECISION)" };
    each_place(async |place| {
        let database = place.open(&[odd]).await;
        let error = backup(&database, &folder.path().join("odd"), NOON).await.unwrap_err().to_string();
        assert!(error.contains("odd.ratio has the type double precision"), "{error}");
        assert!(!folder.path().join("odd").exists());
        database.close().await;
    })
    .await;
}
