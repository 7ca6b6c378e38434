//! A session from the opening of its window to the encrypted total, as two officers and the clock make it.

mod played;

use axum::body::Body;
use ballot::verify::{Options, verify_total};
use ballotbox::ballots::Polls;
use ballotbox::election::State;
use ballotbox::{host, tally, window};
use http::Request;
use plan::Role;
use record::Statement;
use tower::ServiceExt;
use web::args;
use web::ballot_window::WindowState;
use web::database::harness::each_engine;
use web::database::{DatabaseError, Engine, transaction};

use crate::played::{HOME, Session};

/// What the halls are told of the window.
async fn told(session: &Session) -> Option<WindowState> {
    let windows = session.app.app.windows().await.unwrap();
    assert!(windows.len() <= 1 && windows.iter().all(|window| window.session == 1));
    windows.first().map(|window| window.state)
}

#[tokio::test]
async fn a_window_opens_by_two_is_extended_closes_by_its_time_and_leaves_a_total_that_nobody_has_opened() {
    let migrations = [web::MIGRATIONS, ballotbox::MIGRATIONS].concat();
    each_engine(&migrations, async |database| {
        let session = Session::new(database, 5).await;
        session.app.app.tell_windows_by(window::Windows);
        assert_eq!(told(&session).await, Some(WindowState::Waiting));
        let (mut logistics, page) = (session.app.staff("会务甲", "市人民政府办公室", &[], &[Role::Logistics]).await, &session.stored.uuid);
        logistics.get("/office/codes").await.expect(200).shows("试扫码").shows(&format!("/v/{page}<")).shows(&format!("/v/{page}#kiosk<"));
        session.both("opening", &[]).await;
        assert_eq!(session.state().await, State::Open);
        assert_eq!(told(&session).await, Some(WindowState::Open));
        session.vote(5).await;
        let mut officer = session.officer("丙").await;
        let page = officer.get(HOME).await.expect(200).shows("正在评议").shows("距结束还有");
        let alone = session.app.app.database().engine() == Engine::Postgres;
        assert_eq!(page.body.contains("评议票只存在一台机器上"), alone, "a server without a standby is warned of");
        assert!(!page.body.contains('票') || !page.body.contains("已投"), "no count of ballots while the window is open");

        // Twenty minutes by the plan, five more by the officers, half a minute of grace, five seconds for what waits to be checked.
        officer.post(&format!("{HOME}/{}/extension", session.stored.uuid), &[("minutes", "0")]).await.expect(422).shows("1 到 60");
        session.both("extension", &[("minutes", "５")]).await;
        for act in ["extension", "closing"] {
            officer.post(&format!("{HOME}/{}/{act}", session.stored.uuid), &[("minutes", "5")]).await.expect(303);
        }
        officer.get(HOME).await.expect(200).shows("等待第二人：延长评议时段").shows("等待第二人：关闭评议时段");
        session.wait(25 * 60 + 34);
        assert_eq!(window::close_due(&session.app.app).await.unwrap(), 0);
        session.wait(1);
        assert_eq!(window::close_due(&session.app.app).await.unwrap(), 1);
        assert_eq!(window::close_due(&session.app.app).await.unwrap(), 0, "once");
        assert_eq!(session.state().await, State::Closed);
        let by: String = {
            let mut tx = session.app.app.database().reader().await.unwrap();
            tx.one("SELECT actor_name FROM audit_log WHERE kind = 'window.closed'", args![]).await.unwrap()
        };
        assert_eq!(by, "系统", "closed by its time, not by a visitor");
        assert_eq!(told(&session).await, Some(WindowState::Closed));
        logistics.get("/office/codes").await.expect(200).shows("现在没有要用的码");
        let page = officer.get(HOME).await.expect(200);
        assert!(!page.body.contains("等待第二人"), "nobody is asked for what is no longer possible: {}", page.body);

        assert!(tally::make_next(&session.app.app, &Polls::default()).await.unwrap());
        assert!(!tally::make_next(&session.app.app, &Polls::default()).await.unwrap(), "once");
        let statements = session.statements().await;
        let kinds: Vec<&str> = statements.iter().map(Statement::kind).collect();
        assert_eq!(kinds, ["window.opened", "window.extended", "window.closed", "ballots.closed", "tally.encrypted"]);
        let archive = {
            let mut tx = session.app.app.database().reader().await.unwrap();
            tally::whole(&mut tx, &session.stored.uuid).await.unwrap()
        };
        let verified = verify_total(archive.as_slice(), Options::default()).unwrap_or_else(|refusal| panic!("{refusal}"));
        assert_eq!((verified.tally.ballots(), verified.result), (5, None));
        let (Statement::BallotsClosed(closed), Statement::TallyEncrypted(total)) = (&statements[3], &statements[4]) else { panic!() };
        let trackers: Vec<String> = closed.hashes.iter().map(ToString::to_string).collect();
        assert!(trackers.is_sorted(), "in byte order, which says nothing of who came first");
        assert_eq!((trackers.len(), total.count), (5, 5));
        assert_eq!(total.sha256.to_string(), verified.tally.sized().encrypted_tally.to_string());
    })
    .await;
}

#[tokio::test]
async fn what_a_process_left_in_the_files_that_died_after_the_close_is_removed_by_the_next_one() {
    let migrations = [web::MIGRATIONS, ballotbox::MIGRATIONS].concat();
    each_engine(&migrations, async |database| {
        let session = Session::new(database.clone(), 5).await;
        session.both("opening", &[]).await;
        session.vote(5).await;
        assert!(!tally::forget_what_was_left(&session.app.app).await.unwrap(), "not while ballots would wait for it");
        session.wait(21 * 60);
        // The rows are written anew in byte order; then the process dies. The old rows are in the files.
        window::close_due(&session.app.app).await.unwrap();
        let left = async || -> i64 {
            let mut tx = database.reader().await.unwrap();
            match database.engine() {
                Engine::Sqlite => tx.one("SELECT freelist_count FROM pragma_freelist_count", args![]).await.unwrap(),
                Engine::Postgres => tx.one("SELECT pg_relation_size('ballots')", args![]).await.unwrap(),
            }
        };
        let before = left().await;
        assert!(tally::forget_what_was_left(&session.app.app).await.unwrap());
        let after = left().await;
        assert!(if database.engine() == Engine::Sqlite { after == 0 } else { after <= before }, "{before} → {after}");
        let mut tx = database.reader().await.unwrap();
        if database.engine() == Engine::Postgres {
            let first: i64 = tx.one("SELECT COUNT(*) FROM ballots WHERE ctid = '(0,1)'", args![]).await.unwrap();
            assert_eq!(first, 1, "the table begins with a row that is alive");
        }
    })
    .await;
}

#[tokio::test]
async fn a_server_that_took_the_ballots_itself_still_finds_what_was_changed_since() {
    let migrations = [web::MIGRATIONS, ballotbox::MIGRATIONS].concat();
    each_engine(&migrations, async |database| {
        let (session, polls) = (Session::new(database, 5).await, Polls::default());
        session.both("opening", &[]).await;
        let host = host::service(&session.app.app, &polls).unwrap();
        for (_, ballot) in session.ballots(5) {
            let address = format!("/v/{}/ballots", session.stored.uuid);
            let request = Request::post(address).header("host", "ballot.test").body(Body::from(ballot)).unwrap();
            let Ok(answer) = host.clone().oneshot(request).await;
            assert_eq!(answer.status(), 200);
        }
        // One digit of a proof, in the rows alone; nothing else of the database contradicts it.
        let changed = transaction!(session.app.app.database(), |tx| -> Result<u64, DatabaseError> {
            let ballots: Vec<(String, String)> = tx.all("SELECT tracker, ballot FROM ballots ORDER BY tracker", args![]).await?;
            let (tracker, ballot) = &ballots[2];
            let at = ballot.rfind(|c: char| c.is_ascii_digit()).unwrap();
            let other = if &ballot[at..=at] == "7" { "8" } else { "7" };
            let ballot = format!("{}{other}{}", &ballot[..at], &ballot[at + 1..]);
            let digest = record::Digest::of(ballot.as_bytes()).to_string();
            tx.execute("UPDATE ballots SET ballot = $2, tracker = $3 WHERE tracker = $1", args![tracker, ballot, digest]).await
        });
        assert_eq!(changed.unwrap(), 1);
        session.wait(21 * 60);
        assert_eq!(window::close_due(&session.app.app).await.unwrap(), 1);
        let error = tally::make_next(&session.app.app, &polls).await.unwrap_err().to_string();
        assert!(error.contains("a stored ballot is not valid"), "{error}");
    })
    .await;
}

#[tokio::test]
async fn a_dry_run_is_opened_voted_in_and_counted_without_a_trace_in_the_ledger() {
    let migrations = [web::MIGRATIONS, ballotbox::MIGRATIONS].concat();
    each_engine(&migrations, async |database| {
        let session = Session::new(database, 5).await;
        transaction!(session.app.app.database(), |tx| -> Result<(), DatabaseError> {
            tx.execute("UPDATE elections SET dry_run = $1", args![true]).await.map(drop)
        })
        .unwrap();
        session.app.app.tell_windows_by(window::Windows);
        session.play().await;
        assert_eq!(session.state().await, State::Closed);
        assert_eq!(told(&session).await, None, "a dry run is no window for the halls");
        assert!(session.statements().await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn too_few_people_uncounted_cards_and_one_officer_alone_keep_it_shut() {
    let migrations = [web::MIGRATIONS, ballotbox::MIGRATIONS].concat();
    each_engine(&migrations, async |database| {
        let session = Session::new(database, 4).await;
        transaction!(session.app.app.database(), |tx| -> Result<(), DatabaseError> {
            tx.execute("UPDATE election_venues SET left_over = NULL", args![]).await.map(drop)
        })
        .unwrap();
        let mut officer = session.officer("甲").await;
        let opening = format!("{HOME}/{}/opening", session.stored.uuid);
        officer.post(&opening, &[]).await.expect(422).shows("到会代表 4 人，少于 5 人").shows("市主会场没有清点剩余和作废的票");
        for act in ["extension", "closing"] {
            officer.post(&format!("{HOME}/{}/{act}", session.stored.uuid), &[("minutes", "5")]).await.expect(422);
        }
        officer.post(&format!("{HOME}/nothing/opening"), &[]).await.expect(404);
        assert_eq!(session.state().await, State::Carded);
        assert!(session.statements().await.is_empty());
        let mut tied = session.app.staff("关联人员", "市统计局", &[], &[Role::Office]).await;
        tied.get(HOME).await.expect(403);
    })
    .await;
}

#[tokio::test]
async fn a_ballot_page_that_is_not_the_ledgers_keeps_it_shut() {
    let migrations = [web::MIGRATIONS, ballotbox::MIGRATIONS].concat();
    each_engine(&migrations, async |database| {
        let session = Session::new(database, 5).await;
        let app = &session.app.app;
        ballotbox::host::publish_page(app).await.unwrap();
        // Another server, with other files, has published since.
        transaction!(app.database(), |tx| -> Result<(), DatabaseError> {
            tx.execute("UPDATE published_pages SET files = '[]'", args![]).await.map(drop)
        })
        .unwrap();
        let mut officer = session.officer("甲").await;
        let opening = format!("{HOME}/{}/opening", session.stored.uuid);
        officer.post(&opening, &[]).await.expect(422).shows("投票页文件与公开账本里的不一致");
        ballotbox::host::publish_page(app).await.unwrap();
        officer.post(&opening, &[]).await.expect(303);
    })
    .await;
}
