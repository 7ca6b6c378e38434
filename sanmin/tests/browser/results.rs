//! `/results` as the public meets it: what will come, the look-up of a receipt with and without script, and the released results.

use std::path::PathBuf;

use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use record::{ResultReleased, Statement};
use serde_json::json;
use web::args;
use web::database::harness::sqlite;
use web::database::transaction;
use web::ledger::{self, LedgerError};

use crate::chromium::{Browser, Driver, Kind};
use crate::examine::{Variant, examine};
use crate::played::{Round, Session};
use crate::support::served::Served;

/// Examines the page, in elder mode too, and draws it whole if pictures are wanted.
async fn fits(browser: &Browser, kind: Kind, name: &str) {
    for elder in [false, true] {
        let class = if elder { "elder" } else { "" };
        browser.run("document.documentElement.className = arguments[0]; window.scrollTo(0, 0)", vec![json!(class)]).await;
        let variant = Variant { kind, elder };
        let problems: Vec<String> = examine(browser, variant).await;
        let problems: Vec<String> = problems.into_iter().filter(|problem| !problem.contains("responded with a status of 4")).collect();
        assert!(problems.is_empty(), "{name}: {problems:#?}");
        let Some(folder) = std::env::var_os("SANMIN_PICTURES").map(PathBuf::from) else { continue };
        std::fs::create_dir_all(&folder).expect("a folder for pictures");
        std::fs::write(folder.join(format!("{name}-{}.png", variant.word())), browser.picture().await).expect("a picture");
    }
    browser.run("document.documentElement.className = ''; scrollTo(0, 0)", vec![]).await;
}

/// Results of three sessions as large as the real ones, by a fixed rule; here the page is looked at, not the counting.
async fn publish(session: &Session) {
    let plan = session.app.app.plan();
    let rounds = [&session.stored, &Round::add(&session.app, 2).await.stored, &Round::add(&session.app, 3).await.stored].map(Clone::clone);
    for stored in rounds {
        let departments = plan.plan.departments_of(stored.session).len();
        let counts = |at: usize| {
            let at = at as u32;
            let (cast, step) = (1_400 + stored.session, (at * 37 + stored.session * 11) % 97);
            let (worst, unknown) = (20 + step, 31 + at);
            let (fair, basic) = (300 + step * 2, 180 + step);
            vec![cast - fair - basic - worst - unknown, fair, basic, worst, unknown]
        };
        let counts: Vec<Vec<u32>> = (0..departments).map(counts).collect();
        let (result, archive) = (json!(counts).to_string(), "5e".repeat(32));
        let now = session.app.app.clock().millis();
        // The page shows nothing that was not published.
        let statement = Statement::ResultReleased(ResultReleased {
            uuid: stored.uuid.parse().expect("a uuid"),
            count: counts[0].iter().sum(),
            result: counts,
            archive: archive.parse().expect("a digest"),
            at: now.try_into().expect("a time"),
        });
        transaction!(session.app.app.database(), |tx| -> Result<(), LedgerError> {
            tx.execute("UPDATE elections SET state = 'released' WHERE uuid = $1", args![&stored.uuid]).await?;
            tx.execute("UPDATE election_venues SET printed = 1650, left_over = 160, void = 4 WHERE uuid = $1", args![&stored.uuid]).await?;
            let sql = "INSERT INTO election_results (uuid, result, sha256, released_at) VALUES ($1, $2, $3, $4)";
            tx.execute(sql, args![&stored.uuid, &result, &archive, now]).await?;
            ledger::publish(&mut tx, &statement).await.map(drop)
        })
        .expect("a result");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_citizen_finds_the_own_ballot_and_the_results() {
    let Some(mut driver) = Driver::start() else { return };
    let migrations = [web::MIGRATIONS, ballotbox::MIGRATIONS].concat();
    let (database, place) = sqlite(&migrations).await;
    let session = Session::new(database, 5).await;
    session.play().await;
    while ledger::integrate(session.app.app.database(), session.app.app.ledger()).await.expect("the ledger grows").is_some() {}
    let trackers: Vec<String> = {
        let mut tx = session.app.app.database().reader().await.expect("a reader");
        tx.all("SELECT tracker FROM ballots ORDER BY tracker", args![]).await.expect("trackers")
    };
    let tracker = BASE64URL_NOPAD.encode(&HEXLOWER.decode(trackers[2].as_bytes()).expect("digits"));
    let origin = Served::of(&session.app, place);
    let phone = driver.browser_at(Kind::Phone, origin.origin()).await;
    let desk = driver.browser_at(Kind::Desktop, origin.origin()).await;
    let plain = driver.browser_at(Kind::DesktopWithoutScript, origin.origin()).await;

    for (browser, kind) in [(&phone, Kind::Phone), (&desk, Kind::Desktop)] {
        browser.open("/results").await;
        browser.sees("结果还没有公布").await;
        fits(browser, kind, "results-before").await;
    }
    // Typed in groups, as it is shown on the phone that voted.
    let grouped: Vec<String> = tracker.as_bytes().chunks(4).map(|part| String::from_utf8_lossy(part).into_owned()).collect();
    phone.fill("追踪码", &grouped.join(" ")).await;
    phone.press("查一查").await;
    phone.sees("您的评议票已计入").await;
    phone.press("在我的设备上核对").await;
    phone.sees("一致：您的票的指纹在公开账本第").await;
    fits(&phone, Kind::Phone, "results-receipt").await;
    desk.open(&format!("/results?tracker={tracker}")).await;
    desk.press("在我的设备上核对").await;
    desk.sees("账本的签名正确").await;
    fits(&desk, Kind::Desktop, "results-receipt").await;
    // The browser judges by itself: an entry or a path that was changed is not taken.
    let judged = desk
        .run_async(
            "const [address, module, done] = arguments; (async () => {\
             const { wrong } = await import(module); const proof = await (await fetch(address)).json();\
             const changed = (fields) => wrong({ ...proof, ...fields }, proof.tracker);\
             const path = [...proof.path]; path[0] = path[0].replace(/^../, (two) => two === '00' ? '11' : '00');\
             done([await changed({}), await changed({ entry: proof.entry + ' ' }), await changed({ path }), await changed({ position: proof.position + 1 }),\
             await wrong(proof, 'ab'.repeat(32)), await changed({ checkpoint: proof.checkpoint.replace(/\\n\\d+\\n/, (size) => size + 'x') })]);\
             })().catch((error) => done(['' + error]));",
            vec![json!(format!("/api/v1/results/receipts/{tracker}")), json!(web::assets::href("receipt-proof.js"))],
        )
        .await;
    let judged: Vec<&str> = judged.as_array().expect("verdicts").iter().filter_map(|it| it.as_str()).collect();
    assert!(judged.len() == 6 && judged[0].is_empty() && judged[1..].iter().all(|verdict| !verdict.is_empty()), "{judged:?}");

    plain.open(&format!("/results?tracker={tracker}")).await;
    plain.sees("您的评议票已计入").await;
    plain.sees("下载证明").await;
    assert!(!plain.text().await.contains("在我的设备上核对"), "no button that does nothing");
    phone.open("/results?tracker=abc").await;
    phone.sees("这不是一个追踪码").await;
    fits(&phone, Kind::Phone, "results-no-tracker").await;

    publish(&session).await;
    for (browser, kind) in [(&phone, Kind::Phone), (&desk, Kind::Desktop)] {
        browser.open("/results").await;
        browser.sees("得分和位次").await;
        fits(browser, kind, "results").await;
    }
    desk.unfold("查看数据").await;
    desk.sees("约 95% 的范围").await;
}
