//! Schemas: applied once, whole or not at all, and refused when they are not the program's.

use web::database::harness::{Place, each_place};
use web::database::{Database, DatabaseError, Migration, SchemaError};

const FIRST: Migration = Migration { number: 101, name: "create_doors", sql: "CREATE TABLE doors (id TEXT NOT NULL PRIMARY KEY)" };
const SECOND: Migration = Migration { number: 201, name: "create_keys", sql: "CREATE TABLE keys (id TEXT NOT NULL PRIMARY KEY)" };
const LATER: Migration = Migration { number: 102, name: "widen_doors", sql: "ALTER TABLE doors ADD COLUMN width BIGINT" };
const WRONG: Migration = Migration { number: 202, name: "make_nonsense", sql: "CREATE TABEL nonsense" };

async fn schema_error(place: &Place, migrations: &[Migration]) -> SchemaError {
    match Database::open(place.config(), migrations).await {
        Err(DatabaseError::Schema(error)) => error,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("the schema was taken"),
    }
}

async fn applied(place: &Place, migrations: &[Migration]) -> Vec<i64> {
    let database = place.open(migrations).await;
    let numbers = database.reader().await.unwrap().all("SELECT number FROM schema_migrations WHERE number > 0 ORDER BY number", &[]).await;
    database.close().await;
    numbers.unwrap()
}

#[tokio::test]
async fn each_start_applies_what_is_missing_in_order_of_number() {
    each_place(async |place| {
        assert_eq!(applied(place, &[SECOND, FIRST]).await, [101, 201]);
        assert_eq!(applied(place, &[FIRST, SECOND]).await, [101, 201]);
        // A lower owner's hundred grows after a higher one's was applied.
        assert_eq!(applied(place, &[FIRST, SECOND, LATER]).await, [101, 102, 201]);
        let database = place.open(&[FIRST, SECOND, LATER]).await;
        database.reader().await.unwrap().all::<Option<i64>>("SELECT width FROM doors", &[]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_newer_schema_is_refused_by_both_names() {
    each_place(async |place| {
        applied(place, &[FIRST, SECOND]).await;
        let error = schema_error(place, &[FIRST]).await;
        assert_eq!(error, SchemaError::Newer { found: 201, name: "create_keys".into(), newest: 101 });
        let text = error.to_string();
        assert!(text.contains("0201 (create_keys)") && text.contains("0101"), "{text}");
    })
    .await;
}

#[tokio::test]
async fn a_changed_migration_is_refused() {
    each_place(async |place| {
        applied(place, &[FIRST]).await;
        let changed = Migration { sql: "CREATE TABLE doors (id TEXT NOT NULL PRIMARY KEY, colour TEXT)", ..FIRST };
        assert_eq!(schema_error(place, &[changed, SECOND]).await, SchemaError::Changed { number: 101, name: "create_doors".into() });
        // Another system's line endings are no change.
        assert_eq!(applied(place, &[FIRST]).await, [101]);
    })
    .await;
}

#[tokio::test]
async fn a_failing_migration_leaves_the_schema_as_it_was() {
    each_place(async |place| {
        let error = schema_error(place, &[FIRST, SECOND, WRONG]).await;
        assert!(matches!(&error, SchemaError::Failed { number: 202, reason, .. } if reason.contains("TABEL")), "{error}");
        let database = place.open(&[]).await;
        assert!(database.reader().await.unwrap().all::<String>("SELECT id FROM doors", &[]).await.is_err(), "nothing was applied");
    })
    .await;
}

#[tokio::test]
async fn a_number_used_twice_is_refused() {
    let place = Place::sqlite();
    let twin = Migration { name: "create_windows", ..FIRST };
    assert!(matches!(schema_error(&place, &[FIRST, twin]).await, SchemaError::Twice { number: 101, .. }));
}

#[tokio::test]
async fn line_endings_do_not_change_a_checksum() {
    let unix = Migration { sql: "CREATE TABLE a (\n id TEXT)", ..FIRST };
    let windows = Migration { sql: "CREATE TABLE a (\r\n id TEXT)", ..FIRST };
    assert_eq!(unix.sha256(), windows.sha256());
    assert_ne!(unix.sha256(), FIRST.sha256());
}

#[tokio::test(flavor = "multi_thread")]
async fn servers_that_start_at_once_migrate_once() {
    let Some(place) = Place::postgres().await else { return };
    let starters: Vec<_> = (0..6)
        .map(|_| {
            let config = place.config().clone();
            tokio::spawn(async move { Database::open(&config, &[FIRST, LATER, SECOND]).await.map(drop) })
        })
        .collect();
    for starter in starters {
        starter.await.unwrap().unwrap();
    }
    assert_eq!(applied(&place, &[FIRST, LATER, SECOND]).await, [101, 102, 201]);
}

#[tokio::test]
async fn a_second_server_on_one_sqlite_file_is_told_so() {
    let place = Place::sqlite();
    let first = place.open(&[FIRST]).await;
    let error = Database::open(place.config(), &[FIRST]).await.err().unwrap().to_string();
    assert!(error.contains("another server is using this folder") && error.contains("sanmin.sqlite3"), "{error}");
    first.close().await;
    place.open(&[FIRST]).await;
}
