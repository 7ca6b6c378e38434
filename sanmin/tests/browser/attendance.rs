//! The door in a real browser: found, compared, checked in, cut off from the network, and merged afterwards.

use std::path::PathBuf;
use std::time::Duration;

use plan::Role;
use serde_json::json;
use web::args;
use web::database::harness::sqlite;
use web::rights::RouteTable;
use web::testing::{Client, TestApp};

use crate::chromium::{Browser, Driver, Kind};
use crate::door_support::{Guest, decline, seat};
use crate::examine::{Variant, examine};
use crate::support::served::Served;

const HALL: &str = "dongsheng";

/// The venue in the morning of the first session.
async fn house() -> (Served, Vec<Guest>) {
    let migrations = [web::MIGRATIONS, representatives::MIGRATIONS].concat();
    let routes = RouteTable::new().and(portal::routes()).and(office::routes()).and(representatives::routes()).and(accounts::routes());
    let (database, place) = sqlite(&migrations).await;
    let app = TestApp::new(database, routes).await;
    app.app.count_turnout_by(representatives::attendance::Doors);
    app.app.clock().advance_to("2025-01-13T08:12:00+08:00".parse().expect("a moment")).expect("forward");
    let mut guests = seat(&app, HALL, "district-residents", 1, 1, 6).await;
    guests.extend(seat(&app, HALL, "district-volunteers", 1, 11, 4).await);
    seat(&app, "uxin", "district-residents", 1, 21, 3).await;
    (Served::new(app, place), guests)
}

async fn sign_in(browser: &Browser, client: &Client) {
    browser.open("/about").await;
    browser.set_cookie("sanmin_session", &client.cookies()["sanmin_session"]).await;
}

async fn present(served: &Served) -> i64 {
    let mut tx = served.house.app.database().reader().await.expect("a reader");
    tx.one("SELECT COUNT(*) FROM arrivals WHERE state = 'in'", args![]).await.expect("a count")
}

/// Examines the page as it stands, without loading it again, and draws it if pictures are wanted.
async fn looks_right(browser: &Browser, kind: Kind, name: &str) {
    for elder in [false, true] {
        // A colour that just changed takes a moment.
        tokio::time::sleep(Duration::from_millis(300)).await;
        let class = if elder { "elder" } else { "" };
        browser.run("document.documentElement.className = arguments[0]; window.scrollTo(0, 0)", vec![json!(class)]).await;
        let variant = Variant { kind, elder };
        let problems = examine(browser, variant).await;
        // The console mentions requests that nobody answered, as this test wants it, and those that were refused.
        let expected = |problem: &String| problem.contains("net::ERR_") || problem.contains("responded with a status of 4");
        let problems: Vec<String> = problems.into_iter().filter(|problem| !expected(problem)).collect();
        assert!(problems.is_empty(), "{name}: {problems:#?}");
        if let Some(folder) = std::env::var_os("SANMIN_PICTURES").map(PathBuf::from) {
            std::fs::create_dir_all(&folder).expect("a folder for pictures");
            std::fs::write(folder.join(format!("door-{name}-{}.png", variant.word())), browser.picture().await).expect("a picture");
        }
    }
    browser.run("document.documentElement.className = ''", vec![]).await;
}

async fn look_up(browser: &Browser, number: &str) {
    browser.fill("入场编号", &format!("{number}\u{e007}")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_goes_on_through_a_network_cut() {
    let Some(mut driver) = Driver::start() else { return };
    let (mut served, guests) = house().await;
    decline(&served.house, &guests[9].entry).await;
    let (first, second) = (served.house.venue_desk(HALL, "签到台1").await, served.house.venue_desk(HALL, "签到台2").await);
    let phone = driver.browser_at(Kind::Phone, served.origin()).await;
    let other = driver.browser_at(Kind::Desktop, served.origin()).await;
    sign_in(&phone, &first).await;
    sign_in(&other, &second).await;
    phone.open("/venue").await;
    phone.follow("签到").await;
    phone.sees("已连上服务器").await;
    phone.sees("已签到 0 / 9 人").await;
    phone.sees("没有网络也能再打开").await;
    looks_right(&phone, Kind::Phone, "empty").await;

    look_up(&phone, &guests[0].entry).await;
    phone.sees("请看身份证原件").await;
    phone.sees(&guests[0].last).await;
    looks_right(&phone, Kind::Phone, "found").await;
    assert_eq!(present(&served).await, 0, "nothing is automatic");
    phone.press("身份已核对，签到").await;
    phone.sees(&format!("已签到：{}", guests[0].name)).await;
    phone.sees("已签到 1 / 9 人").await;
    phone.sees("签到都已送出").await;
    looks_right(&phone, Kind::Phone, "done").await;
    assert_eq!(present(&served).await, 1);

    look_up(&phone, &guests[9].entry).await;
    phone.sees("席位已由候补递补").await;
    looks_right(&phone, Kind::Phone, "refused").await;
    look_up(&phone, "1234 5678").await;
    phone.sees("其中有一位不对").await;

    // The same on a computer with a scanner, which types the code's whole address; the field has the focus by itself.
    other.open("/venue/checkin").await;
    other.sees("已连上服务器").await;
    let focused = other.run("return document.activeElement.id", vec![]).await;
    assert_eq!(focused, "f-number");
    look_up(&other, &format!("https://x.example/venue/checkin/{}", guests[0].entry)).await;
    other.sees("此邀请已经用过：8:12 在签到台1签到").await;
    looks_right(&other, Kind::Desktop, "used").await;

    served.cut().await;
    look_up(&phone, &guests[1].entry).await;
    phone.press("身份已核对，签到").await;
    phone.sees(&format!("已签到：{}", guests[1].name)).await;
    phone.sees("没有网络，可以照常签到。1 条签到存在本机").await;
    looks_right(&phone, Kind::Phone, "offline").await;
    // The page is loaded again, and by the code of the next invitation, as a phone's own camera does it: nothing is lost.
    phone.open(&format!("/venue/checkin/{}", guests[2].entry)).await;
    phone.sees("没有网络，这是").await;
    phone.sees("时保存的页面").await;
    phone.sees(&guests[2].last).await;
    phone.press("身份已核对，签到").await;
    phone.sees("2 条签到存在本机").await;
    looks_right(&phone, Kind::Phone, "reloaded").await;
    // The other desk has two of the same people, and a mistake.
    for guest in [&guests[2], &guests[3]] {
        look_up(&other, &guest.entry).await;
        other.press("身份已核对，签到").await;
        other.sees(&format!("已签到：{}", guest.name)).await;
    }
    look_up(&other, &guests[3].entry).await;
    other.unfold("签错了，撤销签到").await;
    other.fill("原因", "看错了人").await;
    other.press("撤销签到").await;
    other.sees("已撤销签到").await;
    assert_eq!(present(&served).await, 1, "nothing reached the server");

    served.mend();
    for browser in [&phone, &other] {
        browser.sees("签到都已送出").await;
    }
    assert_eq!(present(&served).await, 3);
    let twice = [phone.text().await, other.text().await].iter().filter(|text| text.contains("没有重复计入")).count();
    assert_eq!(twice, 1, "one of the two desks is told of the repeat");
    phone.open("/venue/checkin").await;
    phone.sees("已签到 3 / 9 人").await;
    let kept = phone.run("return document.body.innerText.includes('时保存的页面')", vec![]).await;
    assert_eq!(kept, false, "with a network the page is the server's");

    // Signed out: nothing of the list stays on the device.
    phone.press("退出").await;
    phone.sees("30 个市政府部门").await;
    let left = phone
        .run_async(
            "const done = arguments[0]; caches.keys().then(async (names) => { const all = []; for (const name of names) \
             for (const request of await (await caches.open(name)).keys()) if (request.url.includes('/venue')) all.push(request.url); \
             done(Object.keys(localStorage).filter((key) => key.startsWith('checkin.')).concat(all)); });",
            vec![],
        )
        .await;
    assert_eq!(left, json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_outlives_the_session() {
    let Some(mut driver) = Driver::start() else { return };
    let (mut served, guests) = house().await;
    let first = served.house.venue_desk(HALL, "签到台1").await;
    let phone = driver.browser_at(Kind::Phone, served.origin()).await;
    sign_in(&phone, &first).await;
    phone.open("/venue/checkin").await;
    phone.sees("已连上服务器").await;
    served.cut().await;
    look_up(&phone, &guests[0].entry).await;
    phone.press("身份已核对，签到").await;
    phone.sees("1 条签到存在本机").await;
    // So long that the session runs out meanwhile.
    served.house.app.clock().advance_to("2025-01-13T08:50:00+08:00".parse().expect("a moment")).expect("forward");
    served.mend();
    phone.sees("登录已经失效").await;
    phone.sees("不会丢失").await;
    looks_right(&phone, Kind::Phone, "signed-out").await;
    let left = phone
        .run("return Object.keys(localStorage).filter((key) => key.startsWith('checkin.')).map((key) => key.slice(0, 13))", vec![])
        .await;
    assert_eq!(left, json!(["checkin.wait."]), "the list is gone, what waits is not");
    let again = served.house.venue_desk(HALL, "签到台1").await;
    sign_in(&phone, &again).await;
    phone.open("/venue/checkin").await;
    phone.sees("签到都已送出").await;
    assert_eq!(present(&served).await, 1);
    let at: i64 = {
        let mut tx = served.house.app.database().reader().await.expect("a reader");
        tx.one("SELECT arrived_at FROM arrivals", args![]).await.expect("a row")
    };
    let at = jiff::Timestamp::from_millisecond(at).expect("a moment").to_string();
    assert!(at.starts_with("2025-01-13T00:12"), "the device's clock is in another year, its offset was measured: {at}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_opens_again_without_a_network() {
    let Some(mut driver) = Driver::start() else { return };
    let (mut served, guests) = house().await;
    let phone = driver.browser_at(Kind::Phone, served.origin()).await;
    let page = format!("/me/{}", guests[0].token);
    phone.open(&page).await;
    phone.sees("您是市民代表").await;
    phone.sees("没有网络也能再打开").await;
    looks_right(&phone, Kind::Phone, "invitation").await;
    phone.open("/office/sign-in").await;
    served.cut().await;
    phone.open(&page).await;
    phone.sees("没有网络，这是").await;
    phone.sees(&format!("{} {}", &guests[0].entry[..4], &guests[0].entry[4..])).await;
    looks_right(&phone, Kind::Phone, "invitation-offline").await;
    // The materials that the page links to are there too; nothing else is.
    phone.follow("本场的次序和时间").await;
    phone.sees("没有网络，这是").await;
    let opened =
        phone.run_async("const done = arguments[0]; fetch('/office/sign-in').then(() => done(true), () => done(false))", vec![]).await;
    assert_eq!(opened, false, "nothing of the back office is kept");

    // A link that was replaced is not shown from the device once the server has said so.
    served.mend();
    let number = guests[0].number;
    web::transaction!(served.house.app.database(), |tx| -> Result<(), web::database::DatabaseError> {
        tx.execute("UPDATE notices SET token_hash = 'another' WHERE number = $1", args![number]).await.map(drop)
    })
    .expect("another link");
    phone.open(&page).await;
    phone.sees("链接已失效").await;
    let kept =
        phone.run_async("const done = arguments[0]; caches.match(location.href).then((found) => done(Boolean(found)))", vec![]).await;
    assert_eq!(kept, false);
}

/// A film of one picture, 640 × 480: the code as the invitation shows it, made from the page's own drawing (YUV4MPEG2).
pub fn film(text: &str) -> Vec<u8> {
    const SCALE: usize = 8;
    let (width, height) = (640, 480);
    let svg = web::page::qr::qr(text, "").into_string();
    let mut luma = vec![235_u8; width * height];
    let path = svg.split(" d=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a drawing");
    for run in path.split('z').filter(|run| !run.is_empty()) {
        let numbers: Vec<usize> = run.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse().ok()).collect();
        let [x, y, length, ..] = numbers[..] else { panic!("{run}") };
        for row in y * SCALE..(y + 1) * SCALE {
            luma[row * width + x * SCALE..row * width + (x + length) * SCALE].fill(16);
        }
    }
    let head = format!("YUV4MPEG2 W{width} H{height} F10:1 Ip A1:1 C420jpeg\nFRAME\n");
    [head.into_bytes(), luma, vec![128; width * height / 2]].concat()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_camera_reads_the_code_of_an_invitation() {
    let Some(mut driver) = Driver::start() else { return };
    let (served, guests) = house().await;
    let folder = tempfile::tempdir().expect("the folder for temporary files is writable");
    let file = folder.path().join("code.y4m");
    std::fs::write(&file, film(&format!("{}/venue/checkin/{}", served.origin(), guests[4].entry))).expect("written");
    let camera = [
        "--use-fake-device-for-media-stream".to_string(),
        "--use-fake-ui-for-media-stream".to_string(),
        format!("--use-file-for-fake-video-capture={}", file.display()),
    ];
    let desk = served.house.venue_desk(HALL, "签到台1").await;
    let (with, without) =
        (driver.browser_with(Kind::Desktop, served.origin(), &camera).await, driver.browser_at(Kind::Desktop, served.origin()).await);
    for browser in [&with, &without] {
        sign_in(browser, &desk).await;
        browser.open("/venue/checkin").await;
        browser.sees("已连上服务器").await;
        let loaded = browser.run("return Boolean(window.jsQR)", vec![]).await;
        assert_eq!(loaded, false, "only when the camera is used");
        browser.press("用相机扫描").await;
    }
    with.sees("请看身份证原件").await;
    with.sees(&guests[4].last).await;
    assert_eq!(present(&served).await, 0, "a scan alone checks nobody in");
    with.press("身份已核对，签到").await;
    with.sees(&format!("已签到：{}", guests[4].name)).await;
    // The code is still held up.
    tokio::time::sleep(Duration::from_secs(1)).await;
    with.sees(&format!("已签到：{}", guests[4].name)).await;
    with.press("关闭相机").await;
    assert_eq!(present(&served).await, 1);
    without.sees("也可以用扫码枪，或输入编号。").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_board_counts_live() {
    let Some(mut driver) = Driver::start() else { return };
    let (served, guests) = house().await;
    let organiser = served.house.staff("组织人员甲", "市人民政府办公室", &[], &[Role::Organisation]).await;
    let desktop = driver.browser_at(Kind::Desktop, served.origin()).await;
    let phone = driver.browser_at(Kind::Phone, served.origin()).await;
    for browser in [&desktop, &phone] {
        sign_in(browser, &organiser).await;
        browser.open("/office/attendance").await;
        browser.sees("0.0%（0 / 13）").await;
    }
    let mut desk = served.house.venue_desk(HALL, "签到台1").await;
    for guest in &guests[..7] {
        let card = desk.get(&format!("/venue/checkin/{}?session=1", guest.entry)).await.expect(200);
        let event = crate::common::hidden(&card, "event");
        desk.post(&format!("/venue/checkin/{}?session=1", guest.entry), &[("event", &event)]).await.expect(303);
    }
    for (browser, kind) in [(&desktop, Kind::Desktop), (&phone, Kind::Phone)] {
        browser.sees("53.8%（7 / 13）").await;
        looks_right(browser, kind, "board").await;
    }
    served.house.app.clock().advance_to("2025-01-13T09:00:00+08:00".parse().expect("a moment")).expect("forward");
    let organiser = served.house.staff("组织人员乙", "市人民政府办公室", &[], &[Role::Organisation]).await;
    sign_in(&desktop, &organiser).await;
    desktop.open("/office/attendance/absent?session=1&venue=dongsheng").await;
    desktop.sees("未到 3 人").await;
    looks_right(&desktop, Kind::Desktop, "absent").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_script_the_desk_works_as_forms() {
    let Some(mut driver) = Driver::start() else { return };
    let (served, guests) = house().await;
    let desk = served.house.venue_desk(HALL, "签到台1").await;
    let plain = driver.browser_at(Kind::DesktopWithoutScript, served.origin()).await;
    sign_in(&plain, &desk).await;
    plain.open("/venue/checkin").await;
    look_up(&plain, &guests[0].entry).await;
    plain.sees("请看身份证原件").await;
    plain.press("身份已核对，签到").await;
    plain.sees("请下一位").await;
    plain.sees("已签到 1 / 10 人").await;
    assert_eq!(present(&served).await, 1);
}
