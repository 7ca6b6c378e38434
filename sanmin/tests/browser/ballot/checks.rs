//! 检查: a phone reveals how it encrypted, a second device computes it again.

use super::booth::{Booth, CHOICES, GRADES};
use crate::chromium::{Driver, Kind};
use crate::examine::Variant;

#[tokio::test(flavor = "multi_thread")]
async fn a_second_device_shows_what_was_encrypted_and_the_card_never_votes() {
    let Some(mut driver) = Driver::start() else { return };
    let mut booth = Booth::new(1).await;
    let (phone, other) = (driver.browser_at(Kind::Phone, booth.origin()).await, driver.browser_at(Kind::Desktop, booth.origin()).await);
    booth.review(&phone, 0).await;
    let tracker = phone.text_of(".tracker").await;
    phone.press("检查加密是否如实（此票将作废）").await;
    phone.sees("检查以后，这张票作废").await;
    assert_eq!(phone.text_of(".tracker").await, tracker, "fixed before anybody said that it would be checked");
    booth.looks(&phone, Variant::PHONE, "check-before").await;

    // The tracker is typed before anything is revealed; a wrong one is told at once.
    other.open(&format!("{}#check", booth.page())).await;
    other.fill("追踪码", "abc").await;
    other.press("继续").await;
    other.sees("这不是完整的追踪码").await;
    booth.looks(&other, Variant::DESKTOP, "check-second-asked").await;
    other.clear("追踪码").await;
    other.fill("追踪码", &tracker).await;
    other.press("继续").await;
    other.sees("正在等第一台设备公开").await;

    phone.press("公开并作废这张票").await;
    phone.sees("这张票已用于检查").await;
    phone.sees("已经作废").await;
    booth.looks(&phone, Variant::PHONE, "check-done").await;
    other.sees("这张票里加密的是").await;
    let shown = other.run("return [...document.querySelectorAll('.lines strong')].map((e) => e.textContent)", vec![]).await;
    assert_eq!(shown, serde_json::json!(CHOICES.map(|choice| GRADES[choice])));
    booth.looks_though_refused(&other, Variant::DESKTOP, "check-second").await;

    phone.reload().await;
    phone.sees("这张票已用于检查").await;
    // Nor does another phone vote with it.
    booth.review(&other, 0).await;
    other.press("提交评议票").await;
    other.sees("这张票已作废").await;
    assert!(booth.ballots().await.is_empty());
}
