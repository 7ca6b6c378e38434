//! The venue's tablets: a kiosk for whoever has no fitting phone, and the keying of paper ballots.

use serde_json::json;

use super::booth::{Booth, CHOICES, expected};
use crate::attendance::film;
use crate::chromium::{Browser, Driver, Kind};
use crate::examine::Variant;

async fn type_card(booth: &Booth, browser: &Browser, card: usize, press: &str) {
    browser.fill("投票码", &booth.election.cards[card].reveal()).await;
    browser.press(press).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kiosk_casts_for_one_after_the_other_and_keeps_nothing() {
    let Some(mut driver) = Driver::start() else { return };
    let mut booth = Booth::new(2).await;
    let kiosk = driver.browser_at(Kind::Desktop, booth.origin()).await;
    kiosk.open(&format!("{}#kiosk", booth.page())).await;
    kiosk.sees("这台设备上不留您的任何内容").await;
    booth.looks(&kiosk, Variant::DESKTOP, "kiosk-start").await;
    kiosk.fill("投票码", "O0O0O").await;
    kiosk.press("开始填写").await;
    kiosk.sees("这不是完整的投票码").await;
    kiosk.clear("投票码").await;
    for card in 0..2 {
        type_card(&booth, &kiosk, card, "开始填写").await;
        kiosk.sees("已评 0 / 10").await;
        booth.grade_all(&kiosk).await;
        kiosk.press("核对并提交").await;
        kiosk.press("提交评议票").await;
        kiosk.sees("已计入").await;
        kiosk.sees("秒后自动清除").await;
        let tracker = kiosk.text_of(".tracker").await;
        if card == 0 {
            booth.looks(&kiosk, Variant::DESKTOP, "kiosk-counted").await;
        }
        kiosk.press("完成，清除并交给下一位").await;
        kiosk.sees("开始填写").await;
        let left =
            kiosk.run("return document.documentElement.outerHTML + JSON.stringify(localStorage) + JSON.stringify(sessionStorage)", vec![]);
        let left = left.await.as_str().expect("a text").to_owned();
        assert!(!left.contains(&tracker) && !left.contains(&*booth.election.cards[card].reveal()) && !left.contains("sanmin:ballots"));
    }
    let stored = booth.ballots().await;
    assert_eq!(booth.election.count(&stored), expected(2));
}

/// Keys these choices for the departments that are asked for.
async fn key(booth: &Booth, browser: &Browser, who: &str, choices: &[(usize, usize)]) {
    browser.sees(&format!("{who}录入")).await;
    for (question, answer) in choices {
        booth.grade(browser, *question, *answer).await;
    }
    browser.press(&format!("{who}录完了")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn paper_ballots_are_keyed_twice_and_differences_are_named() {
    let Some(mut driver) = Driver::start() else { return };
    let mut booth = Booth::new(1).await;
    let desk = driver.browser_at(Kind::Desktop, booth.origin()).await;
    desk.open(&format!("{}#paper", booth.page())).await;
    desk.sees("录入一张纸质票").await;
    desk.sees("已录入并计入 0 张").await;
    booth.looks(&desk, Variant::DESKTOP, "paper-start").await;
    type_card(&booth, &desk, 0, "下一步").await;
    let all: Vec<(usize, usize)> = CHOICES.into_iter().enumerate().collect();
    key(&booth, &desk, "第一人", &all).await;

    desk.sees("请交给第二人").await;
    assert_eq!(
        desk.run("return document.querySelectorAll('input').length", vec![]).await,
        json!(0),
        "the second sees nothing of the first"
    );
    desk.press("我是第二人，开始").await;
    type_card(&booth, &desk, 0, "下一步").await;
    let mut slip = all.clone();
    slip[3] = (3, 0);
    key(&booth, &desk, "第二人", &slip).await;

    desk.sees("两人录得不一样").await;
    let named = desk.run("return [...document.querySelectorAll('main li')].map((e) => e.textContent)", vec![]).await;
    assert_eq!(named, json!(["市财政局"]));
    booth.looks(&desk, Variant::DESKTOP, "paper-differs").await;
    desk.press("第一人再录").await;
    key(&booth, &desk, "第一人", &all[3..4]).await;
    desk.press("我是第二人，开始").await;
    key(&booth, &desk, "第二人", &all[3..4]).await;

    desk.sees("两遍录入完全一样").await;
    desk.press("加密并投入票箱").await;
    desk.sees("已计入").await;
    desk.sees("已录入并计入 1 张").await;
    desk.press("录下一张").await;
    desk.sees("录入一张纸质票").await;
    let stored = booth.ballots().await;
    assert_eq!(booth.election.count(&stored), expected(1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kiosk_scans_with_its_camera_and_clears_what_was_left() {
    let Some(mut driver) = Driver::start() else { return };
    let booth = Booth::new(1).await;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("code.y4m");
    std::fs::write(&file, film(&format!("{}{}", booth.origin(), booth.card(0)))).expect("written");
    let camera = [
        "--use-fake-device-for-media-stream".to_string(),
        "--use-fake-ui-for-media-stream".to_string(),
        format!("--use-file-for-fake-video-capture={}", file.display()),
    ];
    let kiosk = driver.browser_with(Kind::Desktop, booth.origin(), &camera).await;
    kiosk.open(&format!("{}#kiosk", booth.page())).await;
    kiosk.press("用相机扫描").await;
    kiosk.sees("已评 0 / 10").await;
    booth.grade(&kiosk, 0, 3).await;
    // Somebody walks away.
    kiosk.let_time_pass(125_000).await;
    kiosk.sees("还在吗？").await;
    kiosk.press("继续填写").await;
    kiosk.sees("已评 1 / 10").await;
    kiosk.let_time_pass(155_000).await;
    kiosk.sees("这台设备上不留您的任何内容").await;
    assert_eq!(kiosk.run("return document.querySelectorAll('input[type=radio]').length", vec![]).await, json!(0));

    // The next one finishes, and forgets to press.
    kiosk.press("用相机扫描").await;
    kiosk.sees("已评 0 / 10").await;
    booth.grade_all(&kiosk).await;
    kiosk.press("核对并提交").await;
    kiosk.press("提交评议票").await;
    kiosk.sees("已计入").await;
    kiosk.let_time_pass(61_000).await;
    kiosk.sees("这台设备上不留您的任何内容").await;
}
