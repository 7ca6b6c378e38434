//! The phone ballot in a real browser: the whole way from the card to 「已计入」, and everything that may come between.

mod booth;
mod checks;
mod desks;
mod elsewhere;
mod trouble;

use serde_json::json;

use crate::ballot::booth::{Booth, CHOICES, GRADES};
use crate::chromium::{Driver, Kind};
use crate::examine::Variant;

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_casts_and_the_ballots_open_to_what_was_chosen() {
    let Some(mut driver) = Driver::start() else { return };
    let mut booth = Booth::new(3).await;
    let phone = driver.browser_at(Kind::Phone, booth.origin()).await;

    phone.open(&booth.card(0)).await;
    phone.sees("请给每个部门选一个评价").await;
    assert!(!phone.address().await.contains('#'), "the card is out of the address bar");
    booth.looks(&phone, Variant::PHONE, "ballot-empty").await;
    phone.sees("已评 0 / 10").await;
    phone.sees("剩余").await;
    assert_eq!(phone.run("return document.querySelectorAll('input:checked').length", vec![]).await, json!(0), "nothing is preselected");
    assert_eq!(phone.run("return document.body.innerText.includes('科技创新')", vec![]).await, json!(true), "duties stand there");

    // Back to what was passed over: the button at the foot leads there.
    booth.grade(&phone, 2, 1).await;
    phone.sees("已评 1 / 10").await;
    phone.press("下一个未评（还有 9 个）").await;
    assert_eq!(phone.run("return document.activeElement.name", vec![]).await, json!("question-3"));
    booth.grade_all(&phone).await;
    phone.sees("已评 10 / 10").await;
    booth.looks(&phone, Variant::PHONE, "ballot-full").await;

    phone.press("核对并提交").await;
    phone.sees("提交评议票").await;
    phone.sees("追踪码").await;
    booth.looks(&phone, Variant::PHONE, "ballot-review").await;
    // Thinking again: the tracker is another one, and the choice is the new one.
    let first = phone.text_of(".tracker").await;
    phone.click_on("[aria-label^='修改']").await;
    booth.grade(&phone, 0, CHOICES[1]).await;
    booth.grade(&phone, 0, CHOICES[0]).await;
    phone.press("核对并提交").await;
    phone.sees("提交评议票").await;
    let tracker = phone.text_of(".tracker").await;
    assert_ne!(tracker, first);

    // Twice at once: one ballot.
    phone
        .run(
            "const b = [...document.querySelectorAll('button')].find((b) => b.textContent === '提交评议票'); b.click(); b.click();",
            vec![],
        )
        .await;
    phone.sees("已计入").await;
    phone.sees("可以离开会场").await;
    phone.sees("签名回执已经核对无误").await;
    assert_eq!(phone.text_of(".tracker").await, tracker, "the tracker that was shown before");
    booth.looks(&phone, Variant::PHONE, "ballot-counted").await;
    phone.shows_no_grade(&GRADES).await;

    // The receipt stays; grades are never shown again; the same card is not filled in twice.
    for path in [booth.page(), booth.card(0)] {
        phone.open("/healthz").await;
        phone.open(&path).await;
        phone.sees("已计入").await;
        assert_eq!(phone.text_of(".tracker").await, tracker);
        phone.shows_no_grade(&GRADES).await;
    }
    let kept = phone.run("return JSON.stringify(localStorage) + JSON.stringify(sessionStorage)", vec![]).await;
    let kept = kept.as_str().expect("a text");
    assert!(!kept.contains(&*booth.election.cards[0].reveal()), "the card is not kept: {kept}");
    assert!(!kept.contains("alpha"), "nor the ballot, once it is in the box: {kept}");

    let stored = booth.ballots().await;
    assert_eq!(stored.len(), 1);
    assert_eq!(booth.election.count(&stored), booth::expected(1));
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_desktop_and_in_large_type_the_page_is_as_fit() {
    let Some(mut driver) = Driver::start() else { return };
    let booth = Booth::new(2).await;
    let desk = driver.browser_at(Kind::Desktop, booth.origin()).await;
    desk.open(&booth.card(0)).await;
    desk.sees("请给每个部门选一个评价").await;
    booth.looks(&desk, Variant::DESKTOP, "ballot-empty").await;

    let phone = driver.browser_at(Kind::Phone, booth.origin()).await;
    phone.open(&booth.card(1)).await;
    phone.sees("请给每个部门选一个评价").await;
    phone.press("大字版").await;
    let elder = Variant { kind: Kind::Phone, elder: true };
    assert_eq!(phone.run("return getComputedStyle(document.body).fontSize", vec![]).await, json!("24px"));
    booth.looks(&phone, elder, "ballot-empty").await;
    booth.grade_all(&phone).await;
    phone.press("核对并提交").await;
    phone.sees("提交评议票").await;
    booth.looks(&phone, elder, "ballot-review").await;
    // The narrowest phones there are, in the largest type.
    let narrow = json!({"width": 320, "height": 568, "deviceScaleFactor": 2, "mobile": true});
    phone.devtools("Emulation.setDeviceMetricsOverride", narrow).await;
    let wide = phone.run("return document.documentElement.scrollWidth", vec![]).await;
    assert_eq!(wide, json!(320));
    phone.click_on("[aria-label^='修改']").await;
    assert_eq!(phone.run("return document.documentElement.scrollWidth", vec![]).await, json!(320));
    // It is remembered, without a cookie.
    phone.reload().await;
    phone.sees("页面重新打开过").await;
    assert_eq!(phone.run("return document.documentElement.className + document.cookie", vec![]).await, json!("elder"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_keyboard_is_enough() {
    let Some(mut driver) = Driver::start() else { return };
    let mut booth = Booth::new(1).await;
    let desk = driver.browser_at(Kind::Desktop, booth.origin()).await;
    desk.open(&booth.card(0)).await;
    desk.sees("请给每个部门选一个评价").await;
    for (question, choice) in CHOICES.iter().enumerate() {
        // Tab into the group, then down to the grade; each is a group of native radio buttons.
        while desk.run("return document.activeElement.name || ''", vec![]).await != json!(format!("question-{question}")) {
            desk.keys("\u{e004}").await;
        }
        desk.keys(" ").await;
        for _ in 0..*choice {
            desk.keys("\u{e015}").await;
        }
    }
    desk.sees("已评 10 / 10").await;
    while desk.run("return document.activeElement.textContent", vec![]).await != json!("核对并提交") {
        desk.keys("\u{e004}").await;
    }
    desk.keys("\u{e007}").await;
    desk.sees("提交评议票").await;
    while desk.run("return document.activeElement.textContent", vec![]).await != json!("提交评议票") {
        desk.keys("\u{e004}").await;
    }
    desk.keys("\u{e007}").await;
    desk.sees("已计入").await;
    let stored = booth.ballots().await;
    assert_eq!(booth.election.count(&stored), booth::expected(1));
}
