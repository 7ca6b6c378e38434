//! Several hosts: a standby is passed over, and when the server goes away the one that took over is found.

use std::path::Path;
use std::time::Duration;

use web::database::harness::Pair;
use web::database::{Database, DatabaseConfig, DatabaseError, Migration, args, transaction};

const SLIPS: &[Migration] = &[Migration { number: 101, name: "create_slips", sql: "CREATE TABLE slips (id BIGINT NOT NULL PRIMARY KEY)" }];

async fn put(database: &Database, id: i64) -> Result<u64, DatabaseError> {
    transaction!(database, |tx| tx.execute("INSERT INTO slips (id) VALUES ($1) ON CONFLICT (id) DO NOTHING", args![id]).await)
}

async fn open(urls: &[String]) -> Result<Database, DatabaseError> {
    Database::open(&DatabaseConfig::new(Path::new("unused"), urls).unwrap(), SLIPS).await
}

#[tokio::test(flavor = "multi_thread")]
async fn when_the_server_goes_away_the_next_host_is_found_and_kept() {
    let Some(pair) = Pair::start() else { return };
    let alone = open(&[pair.second()]).await.err().unwrap().to_string();
    assert!(alone.contains("it is a read-only standby"), "{alone}");

    let database = open(&[pair.second(), pair.first()]).await.unwrap();
    assert_eq!(put(&database, 1).await.unwrap(), 1);
    let under_way = {
        let mut tx = database.begin().await.unwrap();
        tx.execute("INSERT INTO slips (id) VALUES (2)", &[]).await.unwrap();
        tx
    };
    tokio::task::block_in_place(|| pair.fail_over());
    assert!(matches!(under_way.commit().await, Err(DatabaseError::OutcomeUnknown)), "nobody can say what became of it");
    assert_eq!(put(&database, 3).await.unwrap(), 1);
    let kept: Vec<i64> = database.reader().await.unwrap().all("SELECT id FROM slips ORDER BY id", &[]).await.unwrap();
    assert_eq!(kept, [1, 3]);

    let writers: Vec<_> = (10..30)
        .map(|id| {
            let database = database.clone();
            tokio::spawn(async move { put(&database, id).await })
        })
        .collect();
    for writer in writers {
        assert_eq!(writer.await.unwrap().unwrap(), 1);
    }
    drop(pair);
    assert!(matches!(put(&database, 4).await, Err(DatabaseError::Unreachable(_))), "both hosts are gone");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_its_standby_nothing_is_acknowledged_everybody_may_read_and_what_waited_is_kept() {
    let Some(pair) = Pair::synchronous() else { return };
    let database = open(&[pair.first()]).await.unwrap();
    put(&database, 1).await.unwrap();
    pair.lose_second();
    // More than there are connections.
    let mut writers = tokio::task::JoinSet::new();
    for id in 2..32 {
        let database = database.clone();
        writers.spawn(async move { put(&database, id).await });
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    for _ in 0..50 {
        assert_eq!(database.reader().await.unwrap().one::<i64>("SELECT COUNT(*) FROM slips", &[]).await.unwrap(), 1);
    }
    assert!(writers.try_join_next().is_none(), "nobody is told that it is kept");
    pair.go_on_alone();
    while let Some(writer) = writers.join_next().await {
        assert_eq!(writer.unwrap().unwrap(), 1);
    }
    assert_eq!(database.reader().await.unwrap().one::<i64>("SELECT COUNT(*) FROM slips", &[]).await.unwrap(), 31);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_waits_for_no_standby_is_told_from_one_that_does() {
    let Some(pair) = Pair::start() else { return };
    assert!(open(&[pair.first()]).await.unwrap().lacks_standby().await.unwrap());
    drop(pair);
    let Some(pair) = Pair::synchronous() else { return };
    assert!(!open(&[pair.first()]).await.unwrap().lacks_standby().await.unwrap());
}
