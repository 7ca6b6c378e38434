//! Collisions of both engines: each is recognised as one, and the same transaction succeeds when it is run again.

use std::time::Duration;

use sqlx::{Connection, SqliteConnection};
use web::database::harness::{Place, sqlite};
use web::database::{DatabaseError, Migration, args, transaction};

const PURSES: &[Migration] =
    &[Migration { number: 101, name: "create_purses", sql: "CREATE TABLE purses (id TEXT NOT NULL PRIMARY KEY, coins BIGINT NOT NULL)" }];
const FILL: &str = "INSERT INTO purses (id, coins) VALUES ('a', 1), ('b', 1)";
const TOTAL: &str = "SELECT CAST(SUM(coins) AS BIGINT) FROM purses";
const TAKE: &str = "UPDATE purses SET coins = coins - 1 WHERE id = $1";

fn conflict(outcome: Result<(), DatabaseError>, code: &str) {
    match outcome {
        Err(error @ DatabaseError::Conflict { .. }) => {
            assert!(error.is_retryable());
            assert!(error.to_string().contains(code), "{error}");
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn write_skew_is_a_collision_in_postgresql() {
    let Some(place) = Place::postgres().await else { return };
    let database = place.open(PURSES).await;
    let filled: Result<u64, DatabaseError> = transaction!(database, |tx| tx.execute(FILL, &[]).await);
    filled.unwrap();
    let (mut one, mut two) = (database.begin().await.unwrap(), database.begin().await.unwrap());
    // Each sees two coins in all and takes one from another purse: together they would take more than the rule allows.
    assert_eq!(one.one::<i64>(TOTAL, &[]).await.unwrap(), 2);
    assert_eq!(two.one::<i64>(TOTAL, &[]).await.unwrap(), 2);
    one.execute(TAKE, args!["a"]).await.unwrap();
    two.execute(TAKE, args!["b"]).await.unwrap();
    one.commit().await.unwrap();
    conflict(two.commit().await, "40001");
}

#[tokio::test]
async fn a_deadlock_is_a_collision_in_postgresql() {
    let Some(place) = Place::postgres().await else { return };
    let database = place.open(PURSES).await;
    let filled: Result<u64, DatabaseError> = transaction!(database, |tx| tx.execute(FILL, &[]).await);
    filled.unwrap();
    let (mut one, mut two) = (database.begin().await.unwrap(), database.begin().await.unwrap());
    one.execute(TAKE, args!["a"]).await.unwrap();
    two.execute(TAKE, args!["b"]).await.unwrap();
    let crosswise = tokio::spawn(async move {
        let outcome = one.execute(TAKE, args!["b"]).await.map(drop);
        (one, outcome)
    });
    let second = two.execute(TAKE, args!["a"]).await.map(drop);
    // The victim's locks are freed with its transaction, on which the other one waits.
    let victim_is_second = second.is_err();
    two.rollback().await;
    let (_one, first) = crosswise.await.unwrap();
    conflict(if victim_is_second { second } else { first }, "40P01");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_program_that_holds_the_file_is_waited_for() {
    let (database, place) = sqlite(PURSES).await;
    let web::database::DatabaseConfig::Sqlite(config) = place.config() else { unreachable!() };
    let mut other = SqliteConnection::connect(&format!("sqlite:{}", config.folder.join("sanmin.sqlite3").display())).await.unwrap();
    let hold = "BEGIN IMMEDIATE";
    sqlx::raw_sql(hold).execute(&mut other).await.unwrap();
    conflict(database.begin().await.map(drop), "(5)");

    let holder = tokio::spawn(async move {
        tokio::time::sleep(Duration::from_millis(1500)).await;
        sqlx::raw_sql("COMMIT").execute(&mut other).await.unwrap();
    });
    let filled: Result<u64, DatabaseError> = transaction!(database, |tx| tx.execute(FILL, &[]).await);
    assert_eq!(filled.unwrap(), 2);
    holder.await.unwrap();
}

#[tokio::test]
async fn a_connection_that_is_cut_is_replaced() {
    let Some(place) = Place::postgres().await else { return };
    let database = place.open(PURSES).await;
    let mut tx = database.begin().await.unwrap();
    tx.execute(FILL, &[]).await.unwrap();
    let mut admin = database.begin().await.unwrap();
    let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
    admin.all::<bool>(cut, &[]).await.unwrap();
    drop(admin);
    let error = tx.one::<i64>(TOTAL, &[]).await.unwrap_err();
    assert!(matches!(error, DatabaseError::Lost(_)) && error.is_retryable(), "{error:?}");
    drop(tx);
    let filled: Result<u64, DatabaseError> = transaction!(database, |tx| tx.execute(FILL, &[]).await);
    assert_eq!(filled.unwrap(), 2, "what was written before the cut is not there");
}
