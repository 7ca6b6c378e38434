//! The database type itself: both engines answer alike.

use std::sync::LazyLock;

use web::database::harness::{Place, each_engine};
use web::database::{Bulk, ConstraintKind, Database, DatabaseError, Engine, FromRow, Migration, Retryable, Row, Value, args, transaction};

const ACCOUNTS: &[Migration] = &[
    Migration {
        number: 101,
        name: "create_purses",
        sql: "CREATE TABLE purses (id TEXT NOT NULL PRIMARY KEY, coins BIGINT NOT NULL CHECK (coins >= 0), open BOOLEAN NOT NULL, note TEXT, seen BIGINT)",
    },
    Migration {
        number: 102,
        name: "create_coins",
        sql: "CREATE TABLE gifts (id TEXT NOT NULL PRIMARY KEY, purse TEXT NOT NULL REFERENCES purses (id))",
    },
];

async fn put(database: &Database, id: &str, coins: i64) {
    let done: Result<(), DatabaseError> = transaction!(database, |tx| {
        tx.execute("INSERT INTO purses (id, coins, open, note, seen) VALUES ($1, $2, $3, NULL, $4)", args![id, coins, true, None::<i64>])
            .await?;
        Ok(())
    });
    done.unwrap();
}

async fn coins(database: &Database, id: &str) -> Option<i64> {
    database.reader().await.unwrap().optional("SELECT coins FROM purses WHERE id = $1", args![id]).await.unwrap()
}

#[derive(Debug, PartialEq)]
struct Purse {
    id: String,
    coins: i64,
    open: bool,
    note: Option<String>,
    seen: Option<i64>,
}

impl FromRow for Purse {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        Ok(Purse {
            id: row.text("id")?,
            coins: row.int("coins")?,
            open: row.flag("open")?,
            note: row.optional_text("note")?,
            seen: row.optional_int("seen")?,
        })
    }
}

#[tokio::test]
async fn what_is_written_is_read_back_with_its_types() {
    each_engine(ACCOUNTS, async |database| {
        put(&database, "a", i64::MAX).await;
        let mut tx = database.reader().await.unwrap();
        let purse: Purse = tx.one("SELECT * FROM purses WHERE id = $1", args!["a"]).await.unwrap();
        assert_eq!(purse, Purse { id: "a".into(), coins: i64::MAX, open: true, note: None, seen: None });
        let counted: (i64, bool, i64, Option<String>) =
            tx.one("SELECT COUNT(*), EXISTS (SELECT 1 FROM purses WHERE open), 7, MAX(note) FROM purses", &[]).await.unwrap();
        assert_eq!(counted, (1, true, 7, None));
        let sum: i64 = tx.one("SELECT CAST(SUM(coins) AS BIGINT) FROM purses", &[]).await.unwrap();
        assert_eq!(sum, i64::MAX);
        let wrong = tx.one::<i64>("SELECT note FROM purses", &[]).await.unwrap_err();
        assert!(matches!(wrong, DatabaseError::Column { .. }), "{wrong}");
        assert!(matches!(tx.one::<Purse>("SELECT id FROM purses", &[]).await, Err(DatabaseError::Column { .. })));
        assert!(matches!(tx.one::<i64>("SELECT coins FROM purses WHERE id = 'b'", &[]).await, Err(DatabaseError::RowCount(0))));
    })
    .await;
}

#[tokio::test]
async fn one_argument_may_stand_in_two_places() {
    each_engine(ACCOUNTS, async |database| {
        let mut tx = database.begin().await.unwrap();
        let insert = "INSERT INTO purses (id, note, coins, open) VALUES ($2, $2, $1, $3)";
        assert_eq!(tx.execute(insert, args![3u32, "x".to_owned(), false]).await.unwrap(), 1);
        tx.commit().await.unwrap();
        assert_eq!(coins(&database, "x").await, Some(3));
    })
    .await;
}

#[tokio::test]
async fn a_transaction_that_is_dropped_leaves_nothing() {
    each_engine(ACCOUNTS, async |database| {
        let mut tx = database.begin().await.unwrap();
        tx.execute("INSERT INTO purses (id, coins, open) VALUES ('a', 1, true)", &[]).await.unwrap();
        drop(tx);
        let mut tx = database.begin().await.unwrap();
        tx.execute("INSERT INTO purses (id, coins, open) VALUES ('b', 1, true)", &[]).await.unwrap();
        tx.rollback().await;
        put(&database, "c", 1).await;
        let ids: Vec<String> = database.reader().await.unwrap().all("SELECT id FROM purses ORDER BY id", &[]).await.unwrap();
        assert_eq!(ids, ["c"]);
    })
    .await;
}

#[tokio::test]
async fn a_failed_statement_ends_its_transaction_on_both_engines() {
    each_engine(ACCOUNTS, async |database| {
        put(&database, "a", 1).await;
        for (sql, kind) in [
            ("INSERT INTO purses (id, coins, open) VALUES ('a', 1, true)", ConstraintKind::Unique),
            ("INSERT INTO purses (id, coins, open) VALUES ('b', -1, true)", ConstraintKind::Check),
            ("INSERT INTO purses (id, coins, open) VALUES ('b', NULL, true)", ConstraintKind::NotNull),
            ("INSERT INTO gifts (id, purse) VALUES ('g', 'nobody')", ConstraintKind::ForeignKey),
        ] {
            let mut tx = database.begin().await.unwrap();
            tx.execute("UPDATE purses SET coins = 99", &[]).await.unwrap();
            let error = tx.execute(sql, &[]).await.unwrap_err();
            assert!(matches!(error, DatabaseError::Constraint { kind: found, .. } if found == kind), "{error:?}");
            assert_eq!(error.is_unique_violation(), kind == ConstraintKind::Unique);
            assert!(!error.is_retryable());
            assert!(matches!(tx.execute("UPDATE purses SET coins = 98", &[]).await, Err(DatabaseError::Spoiled)));
            assert!(matches!(tx.commit().await, Err(DatabaseError::Spoiled)));
        }
        assert_eq!(coins(&database, "a").await, Some(1));
    })
    .await;
}

#[tokio::test]
async fn a_reader_keeps_its_snapshot_and_cannot_write() {
    each_engine(ACCOUNTS, async |database| {
        put(&database, "a", 1).await;
        let mut reader = database.reader().await.unwrap();
        let count = "SELECT COUNT(*) FROM purses";
        assert_eq!(reader.one::<i64>(count, &[]).await.unwrap(), 1);
        put(&database, "b", 1).await;
        assert_eq!(reader.one::<i64>(count, &[]).await.unwrap(), 1, "the snapshot has not moved");
        assert!(reader.execute("UPDATE purses SET coins = 5", &[]).await.is_err());
        drop(reader);
        assert_eq!(database.reader().await.unwrap().one::<i64>(count, &[]).await.unwrap(), 2);
        assert_eq!(coins(&database, "a").await, Some(1));
    })
    .await;
}

#[derive(Debug, thiserror::Error)]
enum Refusal {
    #[error("too poor")]
    TooPoor,
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

impl Retryable for Refusal {
    fn is_retryable(&self) -> bool {
        matches!(self, Refusal::Database(error) if error.is_retryable())
    }
}

fn enough(coins: i64, asked: i64) -> Result<i64, Refusal> {
    if coins < asked { Err(Refusal::TooPoor) } else { Ok(coins - asked) }
}

/// Reads, thinks, writes: loses updates under anything weaker than a serialisable transaction.
async fn spend(database: &Database, asked: i64) -> Result<i64, Refusal> {
    transaction!(database, |tx| -> Result<i64, Refusal> {
        let before: i64 = tx.one("SELECT coins FROM purses WHERE id = 'a'", &[]).await?;
        let left = enough(before, asked)?;
        tokio::task::yield_now().await;
        tx.execute("UPDATE purses SET coins = $1 WHERE id = 'a'", args![left]).await?;
        Ok(left)
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_collides_is_run_again_until_it_holds() {
    each_engine(ACCOUNTS, async |database| {
        put(&database, "a", 40).await;
        let spenders: Vec<_> = (0..4)
            .map(|_| {
                let database = database.clone();
                // Also proves that the macro's future is Send.
                tokio::spawn(async move {
                    for _ in 0..5 {
                        spend(&database, 2).await.unwrap();
                    }
                })
            })
            .collect();
        for spender in spenders {
            spender.await.unwrap();
        }
        assert_eq!(coins(&database, "a").await, Some(0));
        assert!(matches!(spend(&database, 1).await, Err(Refusal::TooPoor)));
    })
    .await;
}

#[tokio::test]
async fn a_closed_database_says_so() {
    each_engine(ACCOUNTS, async |database| {
        database.ping().await.unwrap();
        database.close().await;
        assert!(matches!(database.ping().await, Err(DatabaseError::Closed)));
        assert!(matches!(database.begin().await.err(), Some(DatabaseError::Closed)));
    })
    .await;
}

#[tokio::test]
async fn each_engine_is_what_it_says() {
    assert_eq!(Place::sqlite().open(ACCOUNTS).await.engine(), Engine::Sqlite);
    if let Some(place) = Place::postgres().await {
        assert_eq!(place.open(ACCOUNTS).await.engine(), Engine::Postgres);
    }
}

#[tokio::test]
async fn any_number_of_rows_is_added_and_changed_in_few_statements() {
    static ADD: LazyLock<Bulk> = LazyLock::new(|| Bulk::insert("INSERT INTO purses (id, coins, open, note)", 4));
    static ADD_NEW: LazyLock<Bulk> = LazyLock::new(|| Bulk::insert_new("INSERT INTO purses (id, coins, open, note)", 4));
    static CHANGE: LazyLock<Bulk> = LazyLock::new(|| {
        Bulk::update("UPDATE purses SET coins = v.column2, open = v.column3, note = v.column4", 4, "purses.id = v.column1")
    });
    static TAKE: LazyLock<Bulk> =
        LazyLock::new(|| Bulk::update("UPDATE purses SET coins = 0", 2, "purses.id = v.column1 AND purses.coins = v.column2 RETURNING id"));
    each_engine(ACCOUNTS, async |database| {
        for count in [0, 1, 3, 4, 21, 256, 600] {
            let rows = |coins: i64, open: bool, note: Option<&str>| -> Vec<[Value; 4]> {
                (0..count).map(|id: i64| [format!("p{id}").into(), (coins + id).into(), open.into(), note.into()]).collect()
            };
            let outcome = transaction!(&database, |tx| -> Result<_, DatabaseError> {
                tx.execute("DELETE FROM purses", args![]).await?;
                let added = ADD.rows(&mut tx, &rows(0, false, None)).await?;
                let again = ADD_NEW.rows(&mut tx, &rows(7, true, Some("twice"))).await?;
                let changed = CHANGE.rows(&mut tx, &rows(1_000, true, Some("changed"))).await?;
                let right: i64 = tx
                    .one("SELECT COUNT(*) FROM purses WHERE note = 'changed' AND open AND id = 'p' || CAST(coins - 1000 AS TEXT)", args![])
                    .await?;
                // Of every purse but one the wrong number of coins is named.
                let takes =
                    (0..count).map(|id| [format!("p{id}").into(), if id == 2 { 1_002 } else { 3 }.into()]).collect::<Vec<[Value; 2]>>();
                let taken: Vec<String> = TAKE.answers(&mut tx, &takes).await?;
                Ok((added, again, changed, right, taken))
            });
            let all = count.unsigned_abs();
            let taken: &[&str] = if count > 2 { &["p2"] } else { &[] };
            assert_eq!(outcome.unwrap(), (all, 0, all, count, taken.iter().map(|id| (*id).to_owned()).collect()));
        }
    })
    .await;
}
