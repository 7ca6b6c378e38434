//! Collisions of both engines: each is recognised as one, and the same transaction succeeds when it is run again, however many
//! others want the same.

use std::time::Duration;

use sqlx::{Connection, SqliteConnection};
use web::database::harness::{Place, each_place, sqlite};
use web::database::{Database, DatabaseConfig, DatabaseError, Engine, Migration, args, transaction};

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

/// Looks at all purses, thinks about it, and adds one: no two that do so at once can both be kept.
async fn add(database: &Database, id: String) -> Result<u64, DatabaseError> {
    transaction!(database, |tx| -> Result<u64, DatabaseError> {
        let coins: i64 = tx.one("SELECT COUNT(*) FROM purses", &[]).await?;
        tokio::time::sleep(Duration::from_millis(100)).await;
        tx.execute("INSERT INTO purses (id, coins) VALUES ($1, $2)", args![&id, coins]).await
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_that_collide_all_the_time_each_is_done_in_its_turn() {
    each_place(async |place| {
        // Two servers with one database, where there can be two.
        let first = place.open(PURSES).await;
        let second = if first.engine() == Engine::Sqlite { first.clone() } else { place.open(PURSES).await };
        let all: Vec<_> = (0..30)
            .map(|number| {
                let database = if number % 2 == 0 { first.clone() } else { second.clone() };
                tokio::spawn(async move { add(&database, number.to_string()).await })
            })
            .collect();
        for one in all {
            assert_eq!(one.await.unwrap().unwrap(), 1);
        }
        let counted: Vec<i64> = first.reader().await.unwrap().all("SELECT coins FROM purses ORDER BY coins", &[]).await.unwrap();
        assert_eq!(counted, (0..30).collect::<Vec<_>>(), "each saw all that were before it");
        second.close().await;
        first.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_turn_that_does_not_come_is_given_up_and_the_connection_is_used_again() {
    let Some(place) = Place::postgres().await else { return };
    let mut config = place.config().clone();
    if let DatabaseConfig::Postgres(server) = &mut config {
        (server.connections, server.statement_timeout) = (3, Duration::from_millis(500));
    }
    let database = Database::open(&config, PURSES).await.unwrap();
    let beside = database.begin().await.unwrap();
    let error = database.begin_alone().await.err().unwrap();
    assert!(matches!(error, DatabaseError::Busy) && error.is_passing(), "{error:?}");
    drop(beside);
    let mut alone = database.begin_alone().await.unwrap();
    assert_eq!(alone.execute(FILL, &[]).await.unwrap(), 2);
    assert!(matches!(database.begin().await.err(), Some(DatabaseError::Busy)), "nobody runs beside it");
    assert_eq!(
        database.reader().await.unwrap().one::<i64>("SELECT COUNT(*) FROM purses", &[]).await.unwrap(),
        0,
        "who reads waits for nobody"
    );
    alone.commit().await.unwrap();
    assert_eq!(database.begin().await.unwrap().one::<i64>(TOTAL, &[]).await.unwrap(), 2);
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
