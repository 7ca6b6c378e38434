//! A whole session in a main hall and two sub-venues, as people live it: the keys, the cards, five phones, a kiosk, the window, the close, the opening,
//! the release, and a stranger who verifies all of it. Server, witnesses and verifier are processes of their own.

mod counts;
mod election;
mod hall;
mod others;

use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::task::block_in_place;

use crate::chromium::{Browser, Driver, Kind};
use crate::examine::{Variant, examine};
use crate::session::election::{PROPOSALS, Session, Trustees, download};
use crate::session::hall::{Hall, VENUES};
use crate::support::process::{PATIENCE, run, sanmin};
use crate::walk;

/// What each who votes by hand chooses for the ten departments.
const CHOICES: [[usize; 10]; 5] = [
    [0, 1, 2, 3, 4, 0, 1, 2, 3, 4],
    [0, 0, 0, 0, 0, 1, 1, 1, 1, 1],
    [4, 3, 2, 1, 0, 4, 3, 2, 1, 0],
    [1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
    [2, 0, 2, 0, 2, 0, 2, 0, 2, 0],
];

/// How often each grade was chosen for each department.
fn totals(ballots: &[[usize; 10]]) -> Value {
    let of = |question: usize, answer: usize| ballots.iter().filter(|ballot| ballot[question] == answer).count();
    json!((0..10).map(|question| (0..5).map(|answer| of(question, answer)).collect::<Vec<_>>()).collect::<Vec<_>>())
}

async fn fits(browser: &Browser, kind: Kind, elder: bool, name: &str) {
    let variant = Variant { kind, elder };
    walk::draw(browser, "session", variant, name).await;
    // What the console says of a network that was cut, now or on the way, is expected; this looks at the page.
    let problems: Vec<String> = examine(browser, variant).await.into_iter().filter(|problem| !problem.starts_with("console: ")).collect();
    assert!(problems.is_empty(), "{name}: {problems:#?}");
}

/// Scans a card, waits for the departments, chooses.
async fn fill(browser: &Browser, card: &str, choices: &[usize; 10]) {
    browser.open(card).await;
    grade(browser, choices).await;
}

async fn grade(browser: &Browser, choices: &[usize; 10]) {
    browser.sees("请给每个部门选一个评价").await;
    for (question, answer) in choices.iter().enumerate() {
        browser.click_on(&format!("label.choice:has(input[name='question-{question}'][value='{answer}'])")).await;
    }
    browser.press("核对并提交").await;
    browser.sees("追踪码").await;
}

/// Chooses and casts with a keyboard alone.
async fn by_keyboard(desk: &Browser, card: &str, choices: &[usize; 10]) {
    let (tab, down, enter) = ("\u{e004}", "\u{e015}", "\u{e007}");
    desk.open(card).await;
    desk.sees("请给每个部门选一个评价").await;
    for (question, answer) in choices.iter().enumerate() {
        while desk.run("return document.activeElement.name || ''", vec![]).await != json!(format!("question-{question}")) {
            desk.keys(tab).await;
        }
        desk.keys(" ").await;
        for _ in 0..*answer {
            desk.keys(down).await;
        }
    }
    for button in ["核对并提交", "提交评议票"] {
        desk.sees(button).await;
        while desk.run("return document.activeElement.textContent", vec![]).await != json!(button) {
            desk.keys(tab).await;
        }
        desk.keys(enter).await;
    }
}

/// One officer proposes on the page of the windows, the other reads the summary and confirms.
async fn open_window(hall: &mut Hall, first: &Browser, second: &Browser) {
    first.become_visitor(hall.staff("officer1")).await;
    second.become_visitor(hall.staff("officer2")).await;
    first.open("/office/windows").await;
    fits(first, Kind::Desktop, false, "windows-ready").await;
    first.press("提出开启，等待第二人").await;
    first.sees("已提出").await;
    second.open("/office/windows").await;
    second.follow("查看摘要并确认").await;
    second.sees("确认以后").await;
    fits(second, Kind::Desktop, false, "windows-confirm").await;
    second.press("确认：开启评议时段").await;
    second.sees("正在评议").await;
}

/// Waits until the ballot host says that a session is there.
fn await_state(hall: &Hall, session: &Session, state: &str) {
    let until = Instant::now() + PATIENCE;
    while session.state(hall)["state"] != state {
        assert!(Instant::now() < until, "{}", session.state(hall));
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// Waits until anybody can read these words on a page of the portal.
fn await_words(hall: &mut Hall, login: &str, path: &str, words: &str) {
    let until = Instant::now() + PATIENCE;
    loop {
        let page = hall.staff(login).get(path).expect(200);
        if page.body.contains(words) {
            return;
        }
        assert!(Instant::now() < until, "{words} is not on {}", page.body);
        std::thread::sleep(Duration::from_millis(200));
    }
}

/// Waits until the encrypted total of a session is made.
fn await_total(hall: &mut Hall, session: &Session) {
    await_words(hall, "officer1", "/office/release", &format!("{}/total.bel", session.uuid()));
}

/// Everybody at the doors, cards counted; `issued` is how many cards each venue hands out, one a seat.
fn assemble(hall: &mut Hall, session: &Session) {
    for venue in VENUES {
        let came = hall.everybody_comes(venue);
        assert_eq!(came, if venue == "dongsheng" { 3 } else { 2 }, "{venue}");
    }
    session.count(hall, |venue| if venue == "dongsheng" { 3 } else { 2 });
}

/// A session whose phones need no looking at.
fn play_quickly(hall: &mut Hall, session: &Session, (opens, closes): (&str, &str)) {
    assemble(hall, session);
    hall.activity.at(opens);
    hall.both("/office/windows", &format!("/office/windows/{}/opening", session.uuid()), &[], PROPOSALS);
    session.vote(hall, &[("main", 0), ("main", 1), ("dongsheng", 0), ("dongsheng", 1), ("kangbashi", 0)], 1);
    hall.activity.at(closes);
    await_state(hall, session, "closed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_from_the_keys_to_a_receipt_that_anybody_can_look_up() {
    let Some(mut driver) = Driver::start() else { return };
    let (mut hall, trustees, sessions) = block_in_place(|| {
        let mut hall = Hall::open();
        hall.activity.at("2025-01-10T09:00");
        let trustees = Trustees::sit(&mut hall);
        let sessions: Vec<Session> = (1..=3).map(|number| Session::print(&mut hall, number)).collect();
        hall.activity.at("2025-01-13T07:30");
        hall.desks_come_in("2025-01-13");
        assemble(&mut hall, &sessions[0]);
        hall.activity.at("2025-01-13T11:20");
        (hall, trustees, sessions)
    });
    let session = &sessions[0];
    let ballots = hall.ballots.clone();
    let (first, second) =
        (driver.browser(Kind::Desktop, &hall.activity.server).await, driver.browser(Kind::Desktop, &hall.activity.server).await);

    // A phone that is early waits, and goes on by itself.
    let plain = driver.browser_at(Kind::Phone, ballots.clone()).await;
    plain.open(&session.card("main", 0)).await;
    plain.sees("还没有开始").await;
    fits(&plain, Kind::Phone, false, "phone-early").await;
    open_window(&mut hall, &first, &second).await;
    grade(&plain, &CHOICES[0]).await;
    plain.press("提交评议票").await;
    plain.sees("已计入").await;
    let tracker = plain.text_of(".tracker").await;
    fits(&plain, Kind::Phone, false, "phone-counted").await;

    // One loses the network as the ballot is sent; it goes out when the network is back.
    let offline = driver.browser_at(Kind::Phone, ballots.clone()).await;
    fill(&offline, &session.card("dongsheng", 0), &CHOICES[1]).await;
    offline.network(false).await;
    offline.press("提交评议票").await;
    offline.sees("没有联网").await;
    fits(&offline, Kind::Phone, false, "phone-offline").await;

    let elder = driver.browser_at(Kind::Phone, ballots.clone()).await;
    elder.open(&session.card("dongsheng", 1)).await;
    elder.press("大字版").await;
    grade(&elder, &CHOICES[2]).await;
    fits(&elder, Kind::Phone, true, "phone-elder-review").await;
    elder.press("提交评议票").await;
    elder.sees("已计入").await;
    fits(&elder, Kind::Phone, true, "phone-elder-counted").await;

    let keyboard = driver.browser_at(Kind::Desktop, ballots.clone()).await;
    by_keyboard(&keyboard, &session.card("dongsheng", 2), &CHOICES[3]).await;
    keyboard.sees("已计入").await;

    // An inspector checks a card, which never votes.
    let checked = driver.browser_at(Kind::Phone, ballots.clone()).await;
    fill(&checked, &session.card("kangbashi", 0), &CHOICES[4]).await;
    checked.press("检查加密是否如实（此票将作废）").await;
    checked.press("公开并作废这张票").await;
    checked.sees("这张票已用于检查").await;

    offline.network(true).await;
    offline.sees("已计入").await;

    // Somebody without a phone stands at the kiosk as the end comes near: the officers extend.
    let kiosk = driver.browser_at(Kind::Desktop, ballots.clone()).await;
    kiosk.open(&format!("{}#kiosk", session.page())).await;
    kiosk.fill("投票码", &session.secret("main", 1)).await;
    kiosk.press("开始填写").await;
    block_in_place(|| {
        hall.both("/office/windows", &format!("/office/windows/{}/extension", session.uuid()), &[("minutes", "5")], PROPOSALS);
        hall.activity.at("2025-01-13T11:42");
    });
    grade(&kiosk, &CHOICES[4]).await;
    kiosk.press("提交评议票").await;
    kiosk.sees("已计入").await;
    kiosk.press("完成，清除并交给下一位").await;
    fits(&kiosk, Kind::Desktop, false, "kiosk").await;

    // The window closes by its time; a latecomer is told so, and nothing of the card is used.
    block_in_place(|| {
        hall.activity.at("2025-01-13T11:47");
        await_state(&hall, session, "closed");
    });
    let late = driver.browser_at(Kind::Phone, ballots.clone()).await;
    late.open(&session.card("kangbashi", 1)).await;
    late.sees("评议已经结束").await;
    fits(&late, Kind::Phone, false, "phone-late").await;

    // The other sessions, and the opening after the last.
    let files = block_in_place(|| {
        hall.activity.at("2025-01-13T13:30");
        play_quickly(&mut hall, &sessions[1], ("2025-01-13T16:20", "2025-01-13T16:41"));
        hall.activity.at("2025-01-14T07:30");
        hall.desks_come_in("2025-01-14");
        play_quickly(&mut hall, &sessions[2], ("2025-01-14T11:20", "2025-01-14T11:41"));
        for session in &sessions {
            await_total(&mut hall, session);
            // The first is compared in the browser below.
            if session.number > 1 {
                counts::reconcile(&mut hall, session, "代表领票后没有提交，票已收回封存");
            }
        }
        sessions.iter().flat_map(|session| trustees.decrypt(&mut hall, session)).collect::<Vec<String>>()
    });
    second.become_visitor(hall.staff("trustee2")).await;
    second.open("/office/release").await;
    second.sees("份额的 SHA-256").await;
    fits(&second, Kind::Desktop, false, "release-trustee").await;
    // Nothing is released before supervision has compared people, cards and ballots.
    first.become_visitor(hall.staff("officer1")).await;
    first.open("/office/release").await;
    first.sees("现在还不能公布").await;
    fits(&first, Kind::Desktop, false, "release-not-yet").await;
    block_in_place(|| counts::reconcile(&mut hall, session, "一张用于检查，一名代表到时没有提交"));
    second.become_visitor(hall.staff("supervisor1")).await;
    second.open(&counts::page(session)).await;
    second.sees("收发核对已经公布").await;
    fits(&second, Kind::Desktop, false, "reconciliation").await;
    second.open("/results/reconciliation").await;
    second.sees("一名代表到时没有提交").await;
    first.open("/office/release").await;
    fits(&first, Kind::Desktop, false, "release-ready").await;
    first.press("提出公布，等待第二人").await;
    first.sees("已提出公布").await;
    second.become_visitor(hall.staff("officer2")).await;
    second.open("/office/release").await;
    second.sees("确认：公布各场结果").await;
    fits(&second, Kind::Desktop, false, "release-confirm").await;
    block_in_place(|| {
        let shares: Vec<(&str, &str, &[u8])> = files.iter().map(|share| ("file", "share.json", share.as_bytes())).collect();
        let officer = hall.staff("officer2");
        officer.get("/office/release").expect(200);
        officer.upload_files("/office/release/confirm", &[], &shares).expect(303);
        await_words(&mut hall, "officer2", "/office/release", "结果已经公布");
    });

    // Anybody verifies: every archive against the ledger, with the totals of what was chosen.
    let by_hand = [&CHOICES[..4], &[CHOICES[4]]].concat();
    for (session, ballots) in sessions.iter().zip([&by_hand, &vec![[1; 10]; 5], &vec![[1; 10]; 5]]) {
        block_in_place(|| is_right(&mut hall, session, ballots));
    }

    // The first voter looks the receipt up, on the portal, where nothing knows of the card.
    let receipt = driver.browser(Kind::Phone, &hall.activity.server).await;
    receipt.open("/results").await;
    receipt.sees("得分和位次").await;
    fits(&receipt, Kind::Phone, false, "results").await;
    receipt.fill("追踪码", &tracker).await;
    receipt.press("查一查").await;
    receipt.sees("您的评议票已计入").await;
    receipt.press("在我的设备上核对").await;
    receipt.sees("一致：您的票的指纹在公开账本第").await;
    fits(&receipt, Kind::Phone, false, "receipt").await;
    let desk = driver.browser(Kind::Desktop, &hall.activity.server).await;
    desk.open("/results").await;
    fits(&desk, Kind::Desktop, false, "results").await;
}

/// A stranger downloads the archive of a session. `sanmin election verify` accepts it beside the ledger, other people's programs accept it too, all with
/// the totals of what was chosen.
fn is_right(hall: &mut Hall, session: &Session, ballots: &[[usize; 10]]) {
    let folder = tempfile::tempdir().expect("the folder for temporary files is writable");
    let file = folder.path().join(format!("{}.bel", session.uuid()));
    std::fs::write(&file, download(hall, &format!("/results/{}.bel", session.uuid()), None)).expect("written");
    let verdict = verified(hall, &file);
    assert_eq!((&verdict["valid"], &verdict["result"]), (&json!(true), &totals(ballots)), "{verdict}");
    others::accept(&file, ballots.len(), &totals(ballots));
}

/// What `sanmin election verify` says of an archive beside the ledger, with the keys that a stranger has.
fn verified(hall: &Hall, file: &Path) -> Value {
    let until = Instant::now() + PATIENCE;
    loop {
        let mut command = sanmin(&["election", "verify", "--json", "--ledger"]);
        command.arg(format!("http://{}/ledger", hall.activity.server.address)).arg("--vkeys").arg(&hall.vkeys).arg(file);
        let ended = run(command);
        let verdict: Value = serde_json::from_str(&ended.stdout).expect("one JSON object");
        // What was just released is signed for within a second.
        if verdict["error"]["kind"] != "not-in-ledger" || Instant::now() > until {
            assert_eq!(ended.code, Some(0), "{}{}", ended.stdout, ended.stderr);
            return verdict;
        }
        std::thread::sleep(Duration::from_millis(200));
    }
}
