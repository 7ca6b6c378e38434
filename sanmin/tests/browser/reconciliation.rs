//! The supervision group after a session: the loud case, the explained one, the public page; the camera of the count.

use std::path::PathBuf;

use ballot::group::Element;
use ballotbox::ballots::Polls;
use ballotbox::testing::{Open, open_election, setup};
use ballotbox::{election, tally, window};
use plan::Role;
use record::Statement;
use web::args;
use web::database::harness::sqlite;
use web::database::{DatabaseError, transaction};
use web::ledger::{LedgerError, publish};
use web::rights::RouteTable;
use web::testing::{Client, TestApp, small_plan};
use web::turnout::{Counting, Turnout, TurnoutSource};

use crate::chromium::{Browser, Driver, Kind};
use crate::examine::{Variant, is_fit};
use crate::support::served::Served;

const HOME: &str = "/office/reconciliation/1";

/// Three of four came to either venue.
struct Doors;

impl TurnoutSource for Doors {
    fn counts<'a>(&'a self, _: &'a web::App) -> Counting<'a> {
        let one = |venue: &str| Turnout { session: 1, venue: venue.into(), invited: 4, present: 3 };
        let counts = ["dongsheng", "main"].map(one).to_vec();
        Box::pin(async move { Ok(counts) })
    }
}

async fn write(app: &TestApp, sql: &'static str, uuid: &str, venue: &str, number: i64) {
    transaction!(app.app.database(), |tx| -> Result<(), DatabaseError> { tx.execute(sql, args![uuid, venue, number]).await.map(drop) })
        .expect("written");
}

/// A session with four cards at either venue, of which one is left over; so many ballots are in the box.
async fn house(ballots: usize) -> (Served, Open) {
    let migrations = [web::MIGRATIONS, ballotbox::MIGRATIONS, supervision::MIGRATIONS].concat();
    let routes = RouteTable::new().and(portal::routes()).and(office::routes()).and(accounts::routes());
    let routes = routes.and(ballotbox::routes()).and(supervision::routes());
    let (database, place) = sqlite(&migrations).await;
    let app = TestApp::with_plan(database, routes, &small_plan()).await;
    app.app.count_turnout_by(Doors);
    let now = app.app.clock().millis();
    let open = open_election(app.app.database(), app.app.secrets(), 10, 8, (now, now + 1_200_000)).await;
    let uuid = open.election.uuid.as_str();
    let keys: Vec<Element> = open.cards.iter().map(|card| card.public_key(&open.election.uuid)).collect();
    transaction!(app.app.database(), |tx| -> Result<(), LedgerError> {
        let stored = election::queries::by_uuid(&mut tx, uuid).await?.expect("it was just made");
        publish(&mut tx, &Statement::ElectionSetup(setup(&stored, keys.clone()))).await.map(drop)
    })
    .expect("published");
    for venue in ["dongsheng", "main"] {
        let sql = "INSERT INTO election_venues (uuid, venue, printed, sha256, left_over, void) VALUES ($1, $2, 4, '', $3, 0)";
        write(&app, sql, uuid, venue, 1).await;
    }
    for card in 0..ballots {
        let (text, credential) = (String::from_utf8(open.ballot(card, 0)).expect("a ballot"), open.credential(card));
        let tracker = record::Digest::of(text.as_bytes()).to_string();
        transaction!(app.app.database(), |tx| -> Result<(), DatabaseError> {
            let sql = "INSERT INTO ballots (uuid, tracker, credential, ballot) VALUES ($1, $2, $3, $4)";
            tx.execute(sql, args![uuid, &tracker, &credential, &text]).await.map(drop)
        })
        .expect("a ballot in the box");
    }
    (Served::new(app, place), open)
}

async fn over(served: &Served) {
    let app = &served.house.app;
    app.clock().advance_to(app.clock().now() + jiff::SignedDuration::from_mins(22)).expect("forward");
    assert_eq!(window::close_due(app).await.expect("closed"), 1);
    assert!(tally::make_next(app, &Polls::default()).await.expect("a total"));
}

async fn sign_in(browser: &Browser, client: &Client) {
    browser.open("/about").await;
    browser.set_cookie("sanmin_session", &client.cookies()["sanmin_session"]).await;
}

/// Examines a page as designed and in elder mode, and draws it if pictures are wanted.
async fn fits(browser: &Browser, kind: Kind, path: &str, name: &str) {
    for elder in [true, false] {
        browser.set_cookie("elder", if elder { "1" } else { "0" }).await;
        browser.open(path).await;
        let variant = Variant { kind, elder };
        is_fit(browser, variant).await;
        if let Some(folder) = std::env::var_os("SANMIN_PICTURES").map(PathBuf::from) {
            std::fs::create_dir_all(&folder).expect("a folder for pictures");
            std::fs::write(folder.join(format!("{name}-{}.png", variant.word())), browser.picture().await).expect("a picture");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn supervision_explains_a_lost_card_and_everybody_reads_it() {
    let Some(mut driver) = Driver::start() else { return };
    let (served, open) = house(5).await;
    let uuid = open.election.uuid.as_str();
    let first = served.house.staff("监督甲", "市人民政府办公室", &[], &[Role::Supervision]).await;
    let second = served.house.staff("监督乙", "市人民政府办公室", &[], &[Role::Supervision]).await;
    let maker = served.house.staff("制卡人", "市人民政府办公室", &[], &[Role::CardMaker]).await;
    let desk = driver.browser_at(Kind::Desktop, served.origin()).await;
    let phone = driver.browser_at(Kind::Phone, served.origin()).await;
    sign_in(&desk, &first).await;
    sign_in(&phone, &second).await;
    fits(&desk, Kind::Desktop, HOME, "reconciliation-open").await;
    over(&served).await;
    fits(&phone, Kind::Phone, HOME, "reconciliation-incomplete").await;
    let sql = "INSERT INTO election_used (uuid, venue, used) VALUES ($1, $2, $3)";
    write(&served.house, sql, uuid, "dongsheng", 3).await;
    write(&served.house, sql, uuid, "main", 2).await;

    fits(&desk, Kind::Desktop, HOME, "reconciliation-different").await;
    desk.sees("发出 3 张，用过 2 张，1 张没有投出").await;
    desk.fill("查到的原因", "一名代表领票后离场，票没有找到").await;
    desk.press("写好了，请另一人确认").await;
    desk.sees("原因已记下").await;
    fits(&phone, Kind::Phone, HOME, "reconciliation-second").await;
    phone.press("属实，确认").await;
    phone.sees("已经确认").await;
    desk.open(HOME).await;
    desk.press("提出公布，等待第二人").await;
    desk.sees("已提出公布").await;
    phone.open(HOME).await;
    phone.press("确认：公布").await;
    phone.sees("收发核对已经公布").await;
    fits(&desk, Kind::Desktop, HOME, "reconciliation-published").await;
    for (browser, kind) in [(&desk, Kind::Desktop), (&phone, Kind::Phone)] {
        fits(browser, kind, "/results/reconciliation", "reconciliation-public").await;
        browser.sees("票没有找到").await;
        fits(browser, kind, "/office/supervision", "supervision").await;
        fits(browser, kind, "/office/reconciliation", "reconciliation-list").await;
    }
    sign_in(&desk, &maker).await;
    fits(&desk, Kind::Desktop, "/office/elections/1", "used-form").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn more_used_than_issued_cannot_be_overlooked_and_a_venue_counts_paper() {
    let Some(mut driver) = Driver::start() else { return };
    let (served, open) = house(7).await;
    let uuid = open.election.uuid.as_str();
    let officer = served.house.staff("负责人", "市人民政府办公室", &[], &[Role::Office]).await;
    let supervisor = served.house.staff("监督甲", "市人民政府办公室", &[], &[Role::Supervision]).await;
    let venue = served.house.venue_desk("main", "一号台").await;
    let desk = driver.browser_at(Kind::Desktop, served.origin()).await;
    let phone = driver.browser_at(Kind::Phone, served.origin()).await;
    sign_in(&desk, &officer).await;
    fits(&desk, Kind::Desktop, "/office/elections/1/paper", "paper-office").await;
    fits(&desk, Kind::Desktop, "/office/codes", "venue-codes").await;
    let sql = "INSERT INTO election_papers (uuid, venue, reason, permitted_at) VALUES ($1, $2, '中断 35 分钟：全楼停电', $3)";
    write(&served.house, sql, uuid, "main", served.house.app.clock().millis()).await;
    sign_in(&phone, &officer).await;
    fits(&phone, Kind::Phone, "/office/codes", "venue-codes").await;
    sign_in(&phone, &venue).await;
    fits(&phone, Kind::Phone, "/venue/paper/1", "paper-venue").await;
    phone.fill("录入的纸质评议表（张）", "2").await;
    phone.press("记下张数，请第二人确认").await;
    phone.sees("已记下，等待第二人").await;
    is_fit(&phone, Variant::PHONE).await;
    fits(&phone, Kind::Phone, "/venue/cards/1", "cards-camera").await;
    // There is no camera here, or it is not allowed: the page says so, and the form is there.
    phone.press("用相机扫描").await;
    phone.sees("也可以用扫码枪，或输入编号").await;
    is_fit(&phone, Variant::PHONE).await;

    over(&served).await;
    let sql = "INSERT INTO election_used (uuid, venue, used) VALUES ($1, $2, $3)";
    write(&served.house, sql, uuid, "dongsheng", 3).await;
    write(&served.house, sql, uuid, "main", 4).await;
    sign_in(&phone, &supervisor).await;
    fits(&phone, Kind::Phone, HOME, "reconciliation-impossible").await;
    phone.sees("本场结果不能公布").await;
    sign_in(&desk, &supervisor).await;
    fits(&desk, Kind::Desktop, HOME, "reconciliation-impossible").await;
    fits(&desk, Kind::Desktop, "/office/supervision", "supervision-impossible").await;
    desk.open(HOME).await;
    desk.fill("原因", "主会场用过的票比发出的多一张").await;
    desk.press("提出作废，等待确认").await;
    desk.sees("已经提出本场评议作废").await;
    is_fit(&desk, Variant::DESKTOP).await;
}
