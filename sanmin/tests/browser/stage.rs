//! A session on stage in real browsers: the operator's tablet, the hall's screen, the phones of the public, and what happens when the stream
//! does not come through.

use std::path::PathBuf;

use plan::Role;
use serde_json::{Value, json};
use web::database::harness::sqlite;
use web::questions::{Asking, Question, QuestionSource};
use web::testing::{Client, TestApp};

use crate::chromium::{Browser, Driver, Kind};
use crate::door_support::seat;
use crate::examine::{Variant, examine};
use crate::support::http::Visitor;
use crate::support::people::Administration;
use crate::support::process::Server;
use crate::support::served::Served;

const OFFICE: &str = "市人民政府办公室";

/// Two questions for whatever department.
struct Questions;

impl QuestionSource for Questions {
    fn questions<'a>(&'a self, _: &'a web::App, _: u32, _: &'a str) -> Asking<'a> {
        let ask = |id: &str, words: &str| Question { id: id.into(), words: words.into() };
        Box::pin(async move {
            Ok(vec![ask("q1", "老旧小区改造的钱今年够不够？"), ask("q2", "惠民补贴为什么到账慢？")])
        })
    }
}

/// The main hall at 8:58 on the first day; some people have come.
async fn house() -> Served {
    let migrations = [web::MIGRATIONS, representatives::MIGRATIONS, ballotbox::MIGRATIONS, stage::MIGRATIONS].concat();
    let routes = web::rights::RouteTable::new()
        .and(portal::routes())
        .and(office::routes())
        .and(representatives::routes())
        .and(ballotbox::routes())
        .and(stage::routes())
        .and(accounts::routes());
    let (database, place) = sqlite(&migrations).await;
    let app = TestApp::new(database, routes).await;
    app.app.count_turnout_by(representatives::attendance::Doors);
    app.app.tell_windows_by(ballotbox::window::Windows);
    app.app.ask_questions_by(Questions);
    web::ledger::integrate(app.app.database(), app.app.ledger()).await.expect("a first checkpoint");
    go(&app, "08:58:00");
    seat(&app, "main", "main-media", 1, 1, 6).await;
    Served::new(app, place)
}

fn go(app: &TestApp, time: &str) {
    app.app.clock().advance_to(format!("2025-01-13T{time}+08:00").parse().expect("a moment")).expect("forward");
    // As the act that moves a rehearsal's clock does, or the next second.
    app.app.live().wake();
}

async fn sign_in(browser: &Browser, client: &Client) {
    browser.open("/about").await;
    browser.set_cookie("sanmin_session", &client.cookies()["sanmin_session"]).await;
}

/// Examines the page as it stands, and draws it if pictures are wanted.
async fn looks_right(browser: &Browser, kind: Kind, name: &str) {
    for elder in [true, false] {
        let class = if elder { "elder" } else { "" };
        browser.run("document.documentElement.className = arguments[0]; window.scrollTo(0, 0)", vec![json!(class)]).await;
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        let variant = Variant { kind, elder };
        let problems = examine(browser, variant).await;
        // The console mentions streams that ended, as this test wants it.
        let expected = |problem: &String| problem.contains("net::ERR_") || problem.contains("responded with a status of 4");
        let problems: Vec<String> = problems.into_iter().filter(|problem| !expected(problem)).collect();
        assert!(problems.is_empty(), "{name} {}: {problems:#?}", variant.word());
        keep_picture(browser, &format!("{name}-{}", variant.word())).await;
    }
}

async fn keep_picture(browser: &Browser, name: &str) {
    if let Some(folder) = std::env::var_os("SANMIN_PICTURES").map(PathBuf::from) {
        std::fs::create_dir_all(&folder).expect("a folder for pictures");
        std::fs::write(folder.join(format!("stage-{name}.png")), browser.picture().await).expect("a picture");
    }
}

/// What does not fit the screen of a hall, on which nobody scrolls.
async fn fits_the_hall(hall: &Browser, name: &str) {
    let script = r#"
        const foot = document.querySelector(".stage-foot").getBoundingClientRect();
        return [...document.querySelectorAll(".stage-screen > :not(.stage-foot)")]
            .filter((e) => !e.hidden && (e.getBoundingClientRect().bottom > foot.top + 1 || e.getBoundingClientRect().right > innerWidth + 1))
            .map((e) => e.outerHTML.slice(0, 100)).concat(foot.bottom > innerHeight + 1 ? ["the foot"] : [])
    "#;
    let beyond: Value = hall.run(script, vec![]).await;
    keep_picture(hall, name).await;
    assert_eq!(beyond, json!([]), "{name}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_is_run_and_everybody_sees_it_as_it_happens() {
    let Some(mut driver) = Driver::start() else { return };
    let mut served = house().await;
    let keeper = tokio::spawn(stage::keep(served.house.app.clone()));
    let tablet = driver.browser_at(Kind::Desktop, served.origin()).await;
    let hall = driver.browser_at(Kind::Desktop, served.origin()).await;
    let phone = driver.browser_at(Kind::Phone, served.origin()).await;
    let operator = served.house.staff("会务甲", OFFICE, &[], &[Role::Logistics]).await;
    sign_in(&tablet, &operator).await;
    phone.open("/live").await;
    hall.open("/screen/main").await;
    phone.sees("距开始还有").await;
    phone.sees("本页随会场自动更新。").await;
    looks_right(&phone, Kind::Phone, "live-before").await;
    looks_right(&hall, Kind::Desktop, "screen-before").await;
    hall.on_a_screen_of(1920, 1080).await;
    hall.sees("本会场到场").await;
    fits_the_hall(&hall, "hall-before").await;

    // The first report.
    tablet.open("/office/stage").await;
    tablet.press("生成本场次序").await;
    tablet.sees("现在没有进行中的项目").await;
    go(&served.house, "09:00:00");
    tablet.press("开始：市发展和改革委员会").await;
    phone.sees("剩余 10:00").await;
    hall.sees("市发展和改革委员会").await;
    hall.sees("市科学技术局（现场述职）").await;
    fits_the_hall(&hall, "hall-on").await;
    looks_right(&tablet, Kind::Desktop, "operator-on").await;
    looks_right(&phone, Kind::Phone, "live-on").await;
    // The same on a tablet held upright.
    tablet.on_a_screen_of(820, 1180).await;
    let wide = tablet.run("return document.documentElement.scrollWidth", vec![]).await;
    assert!(wide.as_u64().is_some_and(|wide| wide <= 820), "{wide}");
    keep_picture(&tablet, "operator-tablet").await;
    tablet.on_a_screen_of(1280, 900).await;
    go(&served.house, "09:09:13");
    hall.sees("即将到时，剩余").await;
    hall.sees("0:47").await;
    fits_the_hall(&hall, "hall-warning").await;
    looks_right(&phone, Kind::Phone, "live-warning").await;
    go(&served.house, "09:11:05");
    hall.sees("超时").await;
    phone.sees("超时 1:05").await;
    tablet.sees("超时 1:05").await;
    fits_the_hall(&hall, "hall-over").await;

    // Another operator ends it; this page is fetched again by itself, and its buttons are true.
    let mut second = served.house.staff("文稿乙", OFFICE, &[], &[Role::Drafting]).await;
    end(&mut second).await;
    tablet.sees("下一项：市科学技术局").await;
    tablet.sees("超时 1 分 05 秒").await;
    phone.sees("请稍候").await;
    tablet.press("开始：市科学技术局").await;
    hall.sees("市科学技术局").await;
    tablet.press("暂停").await;
    phone.sees("暂停，剩余 10:00").await;
    looks_right(&tablet, Kind::Desktop, "operator-paused").await;
    tablet.press("继续").await;
    phone.no_longer_sees("暂停，剩余").await;
    phone.sees("剩余 10:00").await;

    // The stream is cut: the page asks, and nothing is lost.
    served.house.app.live().end();
    phone.sees("本页每隔几秒更新一次。").await;
    end(&mut second).await;
    phone.sees("请稍候").await;
    phone.sees("市工业和信息化局（现场述职）").await;
    served.cut().await;
    phone.sees("暂时连不上服务器").await;
    looks_right(&phone, Kind::Phone, "live-cut").await;
    served.mend();
    phone.sees("本页每隔几秒更新一次。").await;
    keeper.abort();
}

/// Ends what is on, as another operator does on a page of their own.
async fn end(operator: &mut Client) {
    press(operator, "end").await;
}

async fn press(operator: &mut Client, act: &str) {
    let page = operator.get("/office/stage?session=1").await.expect(200).body;
    let form = page.split(&format!("/office/stage/1/{act}")).nth(1).expect("a button").to_owned();
    let value =
        |name: &str| form.split(&format!("name=\"{name}\" value=\"")).nth(1).and_then(|rest| rest.split('"').next()).expect("a field");
    let fields = [("version", value("version")), ("item", value("item"))];
    operator.post(&format!("/office/stage/1/{act}"), &fields).await.expect(303);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_is_interviewed_and_what_was_promised_is_followed() {
    let Some(mut driver) = Driver::start() else { return };
    let served = house().await;
    let keeper = tokio::spawn(stage::keep(served.house.app.clone()));
    let desk = driver.browser_at(Kind::Desktop, served.origin()).await;
    let phone = driver.browser_at(Kind::Phone, served.origin()).await;
    let office = served.house.staff("综合协调", OFFICE, &[], &[Role::Office, Role::Logistics]).await;
    sign_in(&desk, &office).await;
    desk.open("/office/channel").await;
    looks_right(&desk, Kind::Desktop, "channel-empty").await;
    desk.select("部门", "市财政局（第一组述职报告会）").await;
    desk.press("确定接受访谈").await;
    desk.sees("已确定").await;
    looks_right(&desk, Kind::Desktop, "channel").await;
    desk.follow("选择问题").await;
    desk.press("随机抽取一个").await;
    desk.sees("已列入").await;
    desk.fill("问题", "今年的预算什么时候公开？").await;
    looks_right(&desk, Kind::Desktop, "interview").await;
    desk.press("列入").await;

    // On stage, with a question as long as any.
    let hall = driver.browser_at(Kind::Desktop, served.origin()).await;
    hall.open("/screen/dongsheng").await;
    hall.on_a_screen_of(1920, 1080).await;
    let mut operator = served.house.staff("会务甲", OFFICE, &[], &[Role::Logistics]).await;
    for _ in 0..10 {
        press(&mut operator, "start").await;
        press(&mut operator, "end").await;
    }
    press(&mut operator, "start").await;
    hall.sees("局长通道，限时 5 分钟").await;
    let channel = desk.path().await;
    let long = "老旧小区改造的钱今年够不够，".repeat(14);
    desk.open(&channel).await;
    desk.fill("问题", &long).await;
    desk.run("[...document.querySelectorAll('form')].find((form) => form.action.endsWith('/hall')).requestSubmit()", vec![]).await;
    desk.sees(&long).await;
    desk.run(
        "[...document.querySelectorAll('li')].find((li) => li.textContent.includes(arguments[0])).querySelector('button').click()",
        vec![json!(long)],
    )
    .await;
    hall.sees("正在回答：").await;
    fits_the_hall(&hall, "hall-question").await;

    desk.open("/office/promises/new").await;
    desk.select("部门", "市财政局").await;
    desk.fill("承诺", "三月底前公开全部惠民补贴的到账时间").await;
    desk.set("due", "2025-03-31").await;
    looks_right(&desk, Kind::Desktop, "promise-new").await;
    desk.press("登记并公开").await;
    desk.sees("已登记").await;
    looks_right(&desk, Kind::Desktop, "promise").await;
    desk.open("/office/promises").await;
    looks_right(&desk, Kind::Desktop, "promises").await;
    phone.open("/live/promises").await;
    phone.sees("三月底前公开").await;
    looks_right(&phone, Kind::Phone, "public-promises").await;
    desk.open("/office/stage/1/record").await;
    looks_right(&desk, Kind::Desktop, "record").await;
    keeper.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn without_script_the_page_says_how_to_see_it_anew() {
    let Some(mut driver) = Driver::start() else { return };
    let served = house().await;
    let plain = driver.browser_at(Kind::DesktopWithoutScript, served.origin()).await;
    plain.open("/live").await;
    plain.sees("第一组述职报告会").await;
    plain.sees("要看最新情况，请").await;
    plain.follow("刷新本页").await;
    plain.sees("距开始还有").await;
}

/// A real server with the real clock: the timer ticks between two messages of the server.
#[tokio::test(flavor = "multi_thread")]
async fn a_timer_ticks_by_the_server_s_clock() {
    let Some(mut driver) = Driver::start() else { return };
    let server = Server::new();
    tokio::task::block_in_place(|| {
        let mut administration = Administration::begin(&server);
        let mut operator: Visitor = administration.appoint("stage", "会务甲", OFFICE, &["logistics"]).sign_in(&server);
        operator.get("/office/stage?session=3").expect(200);
        operator.post("/office/stage/3/prepare", &[]).expect(303);
        let page = operator.get("/office/stage?session=3").expect(200);
        let form = page.between("/office/stage/3/start", "</form>").to_owned();
        let value = |name: &str| {
            form.split(&format!("name=\"{name}\" value=\"")).nth(1).and_then(|rest| rest.split('"').next()).expect("a field").to_owned()
        };
        operator.post("/office/stage/3/start", &[("version", &value("version")), ("item", &value("item"))]).expect(303);
    });
    let hall = driver.browser(Kind::Desktop, &server).await;
    hall.open("/screen/dongsheng").await;
    hall.sees("剩余").await;
    let first = hall.text_of(".stage-timer-left").await;
    assert!(first.starts_with("9:") || first == "10:00", "{first}");
    for _ in 0..400 {
        if hall.text_of(".stage-timer-left").await != first {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("the timer stands still at {first}");
}
