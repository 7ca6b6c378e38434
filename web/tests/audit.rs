//! The audit log: written with the change, in one chain, and every way of altering it is noticed.

use web::args;
use web::audit::{self, Actor, ChainError, EntryFilter};
use web::database::harness::each_engine;
use web::database::{Database, DatabaseError, transaction};

web::audit_events! {
    Noted = "test.noted" "记下" { what: &'static str }
}

fn noted(what: &'static str) -> Noted {
    Noted { subject: what.into(), what }
}

async fn note(database: &Database, what: &'static str, at: i64) {
    let written: Result<(), DatabaseError> = transaction!(database, |tx| audit::record(&mut tx, &Actor::system(), at, &noted(what)).await);
    written.unwrap();
}

async fn verify(database: &Database) -> Result<i64, ChainError> {
    audit::verify(&mut database.reader().await.unwrap()).await.map(|head| head.position)
}

async fn tamper(database: &Database, sql: &'static str) {
    let done: Result<u64, DatabaseError> = transaction!(database, |tx| tx.execute(sql, args![]).await);
    assert_eq!(done.unwrap(), 1, "{sql}");
}

#[tokio::test]
async fn a_change_that_is_rolled_back_leaves_no_entry_and_one_that_commits_leaves_exactly_one() {
    each_engine(web::MIGRATIONS, async |database| {
        let mut abandoned = database.begin().await.unwrap();
        audit::record(&mut abandoned, &Actor::system(), 1, &noted("abandoned")).await.unwrap();
        drop(abandoned);
        note(&database, "kept", 2).await;
        let entries = audit::page(&mut database.reader().await.unwrap(), &EntryFilter::default(), 10).await.unwrap();
        assert_eq!(entries.len(), 1);
        assert_eq!((entries[0].position, entries[0].subject.as_str(), entries[0].at), (1, "kept", 2));
        assert_eq!(verify(&database).await.unwrap(), 1);
    })
    .await;
}

#[tokio::test]
async fn entries_are_found_by_kind_subject_and_page() {
    each_engine(web::MIGRATIONS, async |database| {
        for (at, what) in ["first", "second", "third"].into_iter().enumerate() {
            note(&database, what, at as i64).await;
        }
        let mut tx = database.reader().await.unwrap();
        let mut found = async |filter: EntryFilter| -> Vec<String> {
            audit::page(&mut tx, &filter, 2).await.unwrap().into_iter().map(|entry| entry.subject).collect()
        };
        let kind = |kind: &str| EntryFilter { kind: kind.into(), ..EntryFilter::default() };
        assert_eq!(found(EntryFilter::default()).await, ["third", "second"]);
        assert_eq!(found(EntryFilter { before: 2, ..EntryFilter::default() }).await, ["first"]);
        assert_eq!(found(EntryFilter { subject: "second".into(), ..EntryFilter::default() }).await, ["second"]);
        assert_eq!(found(kind("test.")).await.len(), 2);
        assert_eq!(found(kind("test.noted")).await.len(), 2);
        assert_eq!(found(kind("test")).await.len(), 0);
        assert_eq!(found(kind("%.")).await.len(), 0);
    })
    .await;
}

#[tokio::test]
async fn writers_at_the_same_moment_get_a_chain_without_gaps() {
    each_engine(web::MIGRATIONS, async |database| {
        let writers: Vec<_> = (0..12)
            .map(|at| {
                let database = database.clone();
                tokio::spawn(async move { note(&database, "together", at).await })
            })
            .collect();
        for writer in writers {
            writer.await.unwrap();
        }
        assert_eq!(verify(&database).await.unwrap(), 12);
    })
    .await;
}

#[tokio::test]
async fn every_way_of_altering_the_log_is_noticed() {
    const FORGED: &str = "INSERT INTO audit_log (position, recorded_at, actor_id, actor_name, address, kind, title, subject, details, hash) \
        SELECT 4, recorded_at, actor_id, actor_name, address, kind, title, subject, details, hash FROM audit_log WHERE position = 3";
    let ways = [
        ("a changed word", "UPDATE audit_log SET subject = 'other' WHERE position = 2", 2),
        ("a changed time", "UPDATE audit_log SET recorded_at = 7 WHERE position = 1", 1),
        ("a changed actor", "UPDATE audit_log SET actor_name = 'nobody' WHERE position = 3", 3),
        // A letter that moves from one field to the next must not keep the hash.
        ("a moved boundary", "UPDATE audit_log SET title = '记', subject = '下second' WHERE position = 2", 2),
        ("a removed entry", "DELETE FROM audit_log WHERE position = 2", 2),
        ("a changed head", "UPDATE audit_head SET hash = 'x' WHERE id = 1", 3),
        ("a forged entry", FORGED, 4),
    ];
    for (way, sql, place) in ways {
        each_engine(web::MIGRATIONS, async |database| {
            for (at, what) in ["first", "second", "third"].into_iter().enumerate() {
                note(&database, what, at as i64).await;
            }
            tamper(&database, sql).await;
            match verify(&database).await {
                Err(ChainError::Broken(found)) => assert_eq!(found, place, "{way}"),
                other => panic!("{way}: {other:?}"),
            }
        })
        .await;
    }
}

#[tokio::test]
async fn a_log_cut_off_at_its_end_is_noticed() {
    each_engine(web::MIGRATIONS, async |database| {
        note(&database, "first", 1).await;
        note(&database, "second", 2).await;
        tamper(&database, "DELETE FROM audit_log WHERE position = 2").await;
        assert!(matches!(verify(&database).await, Err(ChainError::Length { found: 1, expected: 2 })));
    })
    .await;
}
