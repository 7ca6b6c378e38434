//! What a database is first used as, a rehearsal or the real activity, it stays for ever, wherever it is taken.

use plan::Plan;
use web::clock::Clock;
use web::database::backup::{backup, restore};
use web::database::harness::{Place, each_engine, each_place};
use web::database::{Database, DatabaseError, args, transaction};
use web::ledger::Ledger;
use web::rehearsal::{self, NotAdvanced, NotEntered};
use web::secrets::Secrets;
use web::testing::real_plan;
use web::{MIGRATIONS, adoption};

/// Nine o'clock on the day before the first node of the real plan.
const BEGINNING: &str = "2024-12-29T09:00:00+08:00";
const REAL: &str = "city.example/2025";
const REHEARSAL: &str = "city.example/2025/rehearsal";

fn plan() -> Plan {
    Plan::read(&real_plan()).unwrap()
}

async fn enter(database: &Database, wanted: bool) -> Result<Clock, NotEntered> {
    rehearsal::enter(database, wanted, &plan(), if wanted { REHEARSAL } else { REAL }).await
}

async fn ledger_of(database: &Database) -> String {
    database.reader().await.unwrap().one("SELECT origin FROM ledger_state", args![]).await.unwrap()
}

async fn marks(database: &Database) -> i64 {
    database.reader().await.unwrap().one("SELECT COUNT(*) FROM rehearsal", args![]).await.unwrap()
}

#[tokio::test]
async fn a_rehearsal_begins_the_morning_before_the_timetable_and_is_never_taken_for_the_real_activity() {
    each_engine(MIGRATIONS, async |database| {
        let clock = enter(&database, true).await.unwrap();
        assert!(clock.is_virtual());
        assert_eq!(clock.now(), BEGINNING.parse().unwrap());
        assert_eq!(ledger_of(&database).await, REHEARSAL);
        let refused = enter(&database, false).await.unwrap_err();
        assert!(matches!(refused, NotEntered::Rehearsal) && refused.to_string().contains("start it with --rehearsal"), "{refused}");
        assert_eq!(enter(&database, true).await.unwrap().now(), clock.now());
        assert_eq!((ledger_of(&database).await.as_str(), marks(&database).await), (REHEARSAL, 1));
    })
    .await;
}

#[tokio::test]
async fn a_real_activity_never_becomes_a_rehearsal_and_its_clock_cannot_be_moved() {
    each_engine(MIGRATIONS, async |database| {
        assert!(!enter(&database, false).await.unwrap().is_virtual());
        let refused = enter(&database, true).await.unwrap_err();
        assert!(matches!(refused, NotEntered::Real) && refused.to_string().contains("start it without --rehearsal"), "{refused}");
        assert!(!enter(&database, false).await.unwrap().is_virtual());
        let moved: Result<_, NotAdvanced> =
            transaction!(&database, |tx| rehearsal::advance(&mut tx, "2052-01-13T09:00:00Z".parse().unwrap()).await);
        assert!(matches!(moved, Err(NotAdvanced::Real)));
        assert_eq!((ledger_of(&database).await.as_str(), marks(&database).await), (REAL, 0));
    })
    .await;
}

#[tokio::test]
async fn a_database_that_adopted_its_plan_before_there_were_ledgers_is_real() {
    each_engine(MIGRATIONS, async |database| {
        let ledger = Ledger::open(&database, &Secrets::ephemeral(), REAL, Vec::new()).await.unwrap();
        adoption::in_force_or_first(&database, &Clock::system(), &real_plan(), &ledger).await.unwrap();
        let forgotten: Result<u64, DatabaseError> =
            transaction!(&database, |tx| tx.execute("UPDATE ledger_state SET origin = ''", args![]).await);
        forgotten.unwrap();
        assert!(matches!(enter(&database, true).await, Err(NotEntered::Real)));
        assert_eq!((ledger_of(&database).await.as_str(), marks(&database).await), ("", 0), "a refusal leaves nothing behind");
        assert!(!enter(&database, false).await.unwrap().is_virtual());
    })
    .await;
}

#[tokio::test]
async fn of_two_that_start_at_once_the_first_decides() {
    each_engine(MIGRATIONS, async |database| {
        let (real, rehearsal) = tokio::join!(enter(&database, false), enter(&database, true));
        assert!(real.is_ok() != rehearsal.is_ok(), "{:?} {:?}", real.err(), rehearsal.err());
        let expected = if rehearsal.is_ok() { (REHEARSAL, 1) } else { (REAL, 0) };
        assert_eq!((ledger_of(&database).await.as_str(), marks(&database).await), expected);
    })
    .await;
}

#[tokio::test]
async fn a_restored_rehearsal_is_one_and_goes_on_where_it_stood() {
    each_place(async |from| {
        let (folder, database) = (tempfile::tempdir().unwrap(), from.open(MIGRATIONS).await);
        enter(&database, true).await.unwrap();
        let noon = "2025-01-13T12:00:00+08:00".parse().unwrap();
        transaction!(&database, |tx| rehearsal::advance(&mut tx, noon).await).unwrap();
        let file = folder.path().join("rehearsal.backup");
        backup(&database, &file, 0).await.unwrap();
        for to in Place::each().await {
            restore(to.config(), MIGRATIONS, &file).await.unwrap();
            let restored = to.open(MIGRATIONS).await;
            assert!(matches!(enter(&restored, false).await, Err(NotEntered::Rehearsal)), "from {from} to {to}");
            assert_eq!(enter(&restored, true).await.unwrap().now(), noon, "from {from} to {to}");
            restored.close().await;
        }
        database.close().await;
    })
    .await;
}
