//! The clock of a rehearsal: who advances it, what moves with it, and what never does.

use plan::Role;
use web::database::harness::each_engine;
use web::database::{Database, DatabaseError, transaction};
use web::rehearsal;
use web::testing::TestApp;
use web::{args, audit};

const OFFICE: &str = "市人民政府办公室";

async fn kept(database: &Database) -> Option<i64> {
    database.reader().await.unwrap().optional("SELECT clock FROM rehearsal", args![]).await.unwrap()
}

#[tokio::test]
async fn the_system_administrator_advances_the_clock_and_nobody_is_signed_out() {
    each_engine(web::MIGRATIONS, async |database| {
        let app = TestApp::new(database, office::routes()).await;
        let mut system = app.staff("系统管理员", OFFICE, &[], &[Role::SystemAdmin]).await;
        let mut officer = app.staff("综合人员", OFFICE, &[], &[Role::Office]).await;
        officer.get("/office/clock").await.expect(403);
        assert!(!officer.get("/office").await.expect(200).body.contains("/office/clock"), "the menu leads nowhere that is closed");

        system.get("/office").await.expect(200).shows("演练环境").shows("/office/clock");
        let page = system.get("/office/clock").await.expect(200).shows("2024年12月27日（周五）9:00").shows("第一组述职报告会");
        let (_, button) = page.body.split_once("12月30日（周一）0:00").map(|(before, _)| before.rsplit_once("value=\"").unwrap()).unwrap();
        assert!(button.starts_with("2024-12-30T00:00\""), "{button}");
        let answer = system.post("/office/clock", &[("to", "2024-12-30T00:00")]).await.expect(303);
        system.get(answer.location()).await.expect(200).shows("时钟已经推进").shows("2024年12月30日 00:00:00");
        officer.get("/office").await.expect(200);
        let at = app.app.clock().millis();
        assert_eq!(kept(app.app.database()).await, Some(at), "the time is kept where a restart finds it");
        let mut tx = app.app.database().reader().await.unwrap();
        let entries = audit::page(&mut tx, &audit::EntryFilter::default(), 1).await.unwrap();
        assert_eq!((entries[0].kind.as_str(), entries[0].actor_name.as_str()), ("rehearsal.clock-advanced", "系统管理员"));
        assert_eq!(audit::particulars(&app.app.plan().plan, &entries[0]), "原为：12月27日（周五）9:00；改为：12月30日（周一）0:00");
    })
    .await;
}

#[tokio::test]
async fn the_clock_neither_goes_back_nor_leaps_out_of_the_rehearsal() {
    each_engine(web::MIGRATIONS, async |database| {
        let app = TestApp::new(database, office::routes()).await;
        let mut system = app.staff("系统管理员", OFFICE, &[], &[Role::SystemAdmin]).await;
        system.get("/office/clock").await.expect(200);
        for (to, why) in [
            ("2024-12-27T08:59", "时钟只能向前：现在是12月27日（周五）9:00"),
            ("2024-12-27T09:00", "时钟只能向前"),
            ("2052-01-13T09:00", "请核对年份"),
            ("+999999-01-13T09:00", "请填写日期和时间"),
            ("2025-01-13", "请填写日期和时间"),
            ("", "请填写日期和时间"),
        ] {
            system.post("/office/clock", &[("to", to)]).await.expect(422).shows(why);
        }
        system.get("/office/clock").await.expect(200).shows("2024年12月27日（周五）9:00");
        assert_eq!(kept(app.app.database()).await, Some(app.app.clock().millis()));
    })
    .await;
}

#[tokio::test]
async fn who_was_signed_out_by_idleness_stays_out_and_a_venue_pass_ends_with_its_day() {
    each_engine(web::MIGRATIONS, async |database| {
        let app = TestApp::new(database, office::routes()).await;
        let mut idle = app.staff("离开的人", OFFICE, &[], &[Role::Office]).await;
        let _venue = app.venue_staff("main").await;
        let stale = "UPDATE sessions SET last_used_at = last_used_at - 1800001 WHERE account_id IS NOT NULL";
        let aged: Result<u64, DatabaseError> = transaction!(app.app.database(), |tx| tx.execute(stale, args![]).await);
        assert_eq!(aged.unwrap(), 1);
        let mut system = app.staff("系统管理员", OFFICE, &[], &[Role::SystemAdmin]).await;
        idle.get("/office").await.expect(303);
        let mut tx = app.app.database().reader().await.unwrap();
        let ends = "SELECT expires_at FROM sessions WHERE venue_pass_id IS NOT NULL";
        let before: i64 = tx.one(ends, args![]).await.unwrap();
        drop(tx);
        system.get("/office/clock").await.expect(200);
        system.post("/office/clock", &[("to", "2024-12-27T09:10")]).await.expect(303);
        idle.get("/office").await.expect(303);
        let mut tx = app.app.database().reader().await.unwrap();
        assert_eq!(tx.one::<i64>(ends, args![]).await.unwrap(), before);
    })
    .await;
}

#[tokio::test]
async fn another_server_on_the_same_database_follows() {
    each_engine(web::MIGRATIONS, async |database| {
        let here = TestApp::new(database.clone(), office::routes()).await;
        let there = TestApp::new(database, office::routes()).await;
        let mut system = here.staff("系统管理员", OFFICE, &[], &[Role::SystemAdmin]).await;
        system.get("/office/clock").await.expect(200);
        system.post("/office/clock", &[("to", "2025-01-13T09:00")]).await.expect(303);
        assert!(there.app.clock().now() < here.app.clock().now());
        rehearsal::follow(&there.app).await.unwrap();
        assert_eq!(there.app.clock().now(), here.app.clock().now());
    })
    .await;
}
