//! Lost networks, reloads, cards that do not count, phones that will not do.

use serde_json::json;
use web::args;
use web::clock::Clock;

use super::booth::{Booth, GRADES, expected};
use crate::chromium::{Driver, Kind};
use crate::examine::Variant;

#[tokio::test(flavor = "multi_thread")]
async fn the_network_is_lost_while_sending_and_comes_back() {
    let Some(mut driver) = Driver::start() else { return };
    let mut booth = Booth::new(1).await;
    let phone = driver.browser_at(Kind::Phone, booth.origin()).await;
    booth.review(&phone, 0).await;
    let tracker = phone.text_of(".tracker").await;
    phone.network(false).await;
    phone.press("提交评议票").await;
    phone.sees("手机没有联网").await;
    phone.sees("自动再发").await;
    booth.looks_though_refused(&phone, Variant::PHONE, "ballot-offline").await;
    phone.network(true).await;
    phone.sees("已计入").await;
    assert_eq!(phone.text_of(".tracker").await, tracker, "the same bytes");
    let stored = booth.ballots().await;
    assert_eq!(booth.election.count(&stored), expected(1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_that_is_restarted_while_sending_goes_on_with_the_same_bytes() {
    let Some(mut driver) = Driver::start() else { return };
    let mut booth = Booth::new(1).await;
    let phone = driver.browser_at(Kind::Phone, booth.origin()).await;
    booth.review(&phone, 0).await;
    let tracker = phone.text_of(".tracker").await;
    booth.stop();
    phone.press("提交评议票").await;
    phone.sees("没有收到票箱的回答").await;
    phone.sees("保存在这部设备上").await;
    booth.start();
    // The card's address is gone; what was kept is enough.
    phone.open(&booth.page()).await;
    phone.sees("已计入").await;
    assert_eq!(phone.text_of(".tracker").await, tracker);
    let stored = booth.ballots().await;
    assert_eq!(booth.election.count(&stored), expected(1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reload_before_casting_keeps_the_card_and_no_choice() {
    let Some(mut driver) = Driver::start() else { return };
    let booth = Booth::new(1).await;
    let phone = driver.browser_at(Kind::Phone, booth.origin()).await;
    booth.review(&phone, 0).await;
    phone.reload().await;
    phone.sees("页面重新打开过").await;
    phone.sees("已评 0 / 10").await;
    let kept = phone.run("return JSON.stringify(localStorage)", vec![]).await;
    assert!(!GRADES.iter().any(|grade| kept.as_str().expect("a text").contains(grade)));
}

#[tokio::test(flavor = "multi_thread")]
async fn cards_that_do_not_count_are_told_so_and_what_to_do() {
    let Some(mut driver) = Driver::start() else { return };
    let mut booth = Booth::new(3).await;
    let phone = driver.browser_at(Kind::Phone, booth.origin()).await;

    phone.open(&format!("{}#abc", booth.page())).await;
    phone.sees("投票码不完整").await;
    booth.looks_though_refused(&phone, Variant::PHONE, "ballot-malformed").await;

    // A code of the right form that no list has: another session's, or a made-up one.
    phone.open(&format!("{}#aaaaa-aaaaaa-aaaaa-aaaaaa", booth.page())).await;
    phone.sees("请给每个部门选一个评价").await;
    booth.grade_all(&phone).await;
    phone.press("核对并提交").await;
    phone.press("提交评议票").await;
    phone.sees("这张票不属于本场评议").await;
    phone.sees("请找会场工作人员").await;
    booth.looks_though_refused(&phone, Variant::PHONE, "ballot-unknown").await;

    // A card that another phone has used.
    let other = driver.browser_at(Kind::Phone, booth.origin()).await;
    booth.review(&other, 1).await;
    other.press("提交评议票").await;
    other.sees("已计入").await;
    booth.review(&phone, 1).await;
    phone.press("提交评议票").await;
    phone.sees("这张票已经投过").await;
    phone.sees("马上告诉会场工作人员").await;

    // A card that was counted as left over.
    booth.review(&phone, 2).await;
    booth.stop();
    booth.revoke(2).await;
    booth.start();
    phone.press("提交评议票").await;
    phone.sees("这张票已作废").await;
    phone.reload().await;
    phone.sees("这张票已作废").await;
    assert_eq!(booth.ballots().await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_comes_too_early_waits_and_whoever_comes_too_late_is_told() {
    let Some(mut driver) = Driver::start() else { return };
    let mut booth = Booth::new(1).await;
    let uuid = booth.election.election.uuid.to_string();
    booth.stop();
    booth.change("UPDATE elections SET state = 'carded' WHERE uuid = $1", args![&uuid]).await;
    booth.start();
    let phone = driver.browser_at(Kind::Phone, booth.origin()).await;
    phone.open(&booth.card(0)).await;
    phone.sees("请等候开始").await;
    phone.sees("自动打开评议票").await;
    booth.looks(&phone, Variant::PHONE, "ballot-waiting").await;
    booth.stop();
    booth.change("UPDATE elections SET state = 'open' WHERE uuid = $1", args![&uuid]).await;
    booth.start();
    phone.sees("请给每个部门选一个评价").await;

    booth.stop();
    booth.change("UPDATE elections SET state = 'closed' WHERE uuid = $1", args![&uuid]).await;
    booth.start();
    phone.open("/healthz").await;
    phone.open(&booth.card(0)).await;
    phone.sees("评议已经结束").await;
    booth.looks(&phone, Variant::PHONE, "ballot-too-late").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_test_scan_says_that_a_phone_will_do_and_uses_no_card() {
    let Some(mut driver) = Driver::start() else { return };
    let mut booth = Booth::new(1).await;
    let phone = driver.browser_at(Kind::Phone, booth.origin()).await;
    phone.open(&booth.page()).await;
    phone.sees("可以了，这部手机能投票").await;
    booth.looks(&phone, Variant::PHONE, "ballot-test-scan").await;
    // Without random numbers no phone will do.
    phone.devtools("Page.addScriptToEvaluateOnNewDocument", json!({"source": "window.BigInt = undefined"})).await;
    phone.reload().await;
    phone.sees("这个浏览器不能加密评议票").await;
    phone.sees("投票台").await;
    booth.looks(&phone, Variant::PHONE, "ballot-old-browser").await;
    assert!(booth.ballots().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_busy_box_and_the_page_of_a_wifi_are_no_answers() {
    let Some(mut driver) = Driver::start() else { return };
    let mut booth = Booth::new(1).await;
    let phone = driver.browser_at(Kind::Phone, booth.origin()).await;
    let between = "if (address.endsWith('/ballots')) {
        window.tries = (window.tries || 0) + 1;
        if (window.tries === 1) return new Response('<html>please sign in</html>', {status: 200});
        if (window.tries === 2) return new Response('{\"type\":\"urn:sanmin:problem:busy\",\"title\":\"同时投票的人较多\"}', {status: 503, headers: {'Retry-After': '1'}});
    }";
    phone.between(between).await;
    booth.review(&phone, 0).await;
    phone.press("提交评议票").await;
    phone.sees("收到的不是票箱的回答").await;
    phone.sees("同时投票的人较多").await;
    phone.sees("已计入").await;
    // Held back on the way, the first of them was in the box already: the same bytes count once.
    let stored = booth.ballots().await;
    assert_eq!(booth.election.count(&stored), expected(1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_that_the_box_did_not_sign_is_not_believed() {
    let Some(mut driver) = Driver::start() else { return };
    let booth = Booth::new(1).await;
    let phone = driver.browser_at(Kind::Phone, booth.origin()).await;
    let between = "if (address.endsWith('/ballots') && !window.honest) {
        const {uuid, tracker, signature} = JSON.parse(text);
        return new Response(JSON.stringify({uuid, tracker, signature: signature.replace(/^./, (digit) => digit === '0' ? '1' : '0')}));
    }";
    phone.between(between).await;
    booth.review(&phone, 0).await;
    phone.press("提交评议票").await;
    phone.sees("回执的签名不对").await;
    assert!(!phone.text().await.contains("已计入"));
    booth.looks_though_refused(&phone, Variant::PHONE, "ballot-forged-receipt").await;
    // The ballot is still there.
    phone.run("window.honest = true", vec![]).await;
    phone.press("再试一次").await;
    phone.sees("签名回执已经核对无误").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_that_keeps_nothing_says_so_and_votes_all_the_same() {
    let Some(mut driver) = Driver::start() else { return };
    let mut booth = Booth::new(1).await;
    let phone = driver.browser_at(Kind::Phone, booth.origin()).await;
    let refusing = "Storage.prototype.setItem = () => { throw new Error('refused'); };";
    phone.devtools("Page.addScriptToEvaluateOnNewDocument", json!({"source": refusing})).await;
    phone.open(&booth.page()).await;
    phone.sees("这个浏览器不允许保存内容").await;
    booth.review(&phone, 0).await;
    booth.stop();
    phone.press("提交评议票").await;
    phone.sees("请不要刷新页面").await;
    booth.start();
    phone.sees("已计入").await;
    assert_eq!(booth.ballots().await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_end_comes_by_the_servers_clock_and_not_the_phones() {
    let Some(mut driver) = Driver::start() else { return };
    let mut booth = Booth::new(1).await;
    let uuid = booth.election.election.uuid.to_string();
    booth.stop();
    let end = Clock::system().millis() + 15_000;
    booth.change("UPDATE election_windows SET closes_at = $2 WHERE uuid = $1", args![&uuid, end]).await;
    booth.start();
    let phone = driver.browser_at(Kind::Phone, booth.origin()).await;
    let yesterday = "const now = Date.now; Date.now = () => now() - 86400000;";
    phone.devtools("Page.addScriptToEvaluateOnNewDocument", json!({"source": yesterday})).await;
    phone.open(&booth.card(0)).await;
    phone.sees("剩余 0 分").await;
    phone.sees("评议已经结束").await;
    phone.sees("没有提交，这张票不再计入").await;
    assert!(Clock::system().millis() >= end, "not before");
    assert!(booth.ballots().await.is_empty());
}
