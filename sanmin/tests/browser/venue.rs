//! A venue on the day: the pass is made at a desk, and used on a phone.

use jiff::Timestamp;
use web::clock::local_zone;

use crate::chromium::{Browser, Driver, Kind};
use crate::examine::{Variant, is_fit};
use crate::support::http::Visitor;
use crate::support::people::Administration;
use crate::support::process::Server;
use crate::walk;

/// Examines a page as designed and in elder mode, and leaves the browser as it was.
async fn fits_in_both_looks(browser: &Browser, kind: Kind, path: &str) {
    for elder in [true, false] {
        browser.set_cookie("elder", if elder { "1" } else { "0" }).await;
        browser.open(path).await;
        let variant = Variant { kind, elder };
        is_fit(browser, variant).await;
        walk::draw(browser, "venue", variant, path).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn venue_staff_enter_with_the_pass_and_its_pin() {
    let Some(mut driver) = Driver::start() else { return };
    let server = Server::new();
    let organiser = tokio::task::block_in_place(|| {
        Administration::begin(&server).appoint("hall", "会务人员甲", "市人民政府办公室", &["logistics"]).sign_in(&server)
    });
    let (desk, phone) = (driver.browser(Kind::Desktop, &server).await, driver.browser(Kind::Phone, &server).await);

    desk.become_visitor(&organiser).await;
    desk.open("/office").await;
    desk.follow("会场通行码").await;
    desk.select("会场", "东胜区分会场").await;
    desk.fill("用在哪里", "签到台1").await;
    desk.choose("其他日期").await;
    let now = Timestamp::now().to_zoned_datetime(local_zone());
    desk.set("other_day", &now.date().to_string()).await;
    desk.press("建立并显示一次").await;
    desk.sees("二维码和口令只显示这一次").await;
    walk::draw(&desk, "venue", Variant::DESKTOP, "pass").await;
    let (link, pin) = (desk.text_of(".slip-link").await, desk.text_of(".pin").await);

    phone.open(&format!("/venue/enter/{}", link.rsplit('/').next().expect("a link"))).await;
    phone.sees("东胜区分会场").await;
    if now.hour() < 5 {
        // Passes work from five o'clock.
        phone.sees("还没有到使用的日期").await;
        return;
    }
    let entry = format!("/venue/enter/{}", link.rsplit('/').next().expect("a link"));
    fits_in_both_looks(&phone, Kind::Phone, &entry).await;
    let wrong = if pin == "000000" { "111111" } else { "000000" };
    phone.fill("口令", wrong).await;
    phone.press("进入").await;
    phone.sees("口令不正确").await;
    is_fit(&phone, Variant::PHONE).await;
    phone.clear("口令").await;
    phone.fill("口令", &pin).await;
    phone.press("进入").await;
    phone.sees("会场工作台").await;
    phone.sees("签到台1").await;
    fits_in_both_looks(&phone, Kind::Phone, "/venue").await;

    // A computer at the door of the same venue uses the same pass. Entering ends what was signed in there before.
    desk.become_visitor(&Visitor::new(server.address)).await;
    fits_in_both_looks(&desk, Kind::Desktop, &entry).await;
    desk.fill("口令", &pin).await;
    desk.press("进入").await;
    desk.sees("会场工作台").await;
    fits_in_both_looks(&desk, Kind::Desktop, "/venue").await;
    desk.become_visitor(&organiser).await;

    phone.open("/office").await;
    phone.sees("您没有使用此页面的权限").await;

    // Revoked at the desk, the phone is out at once.
    desk.open("/office/venue-passes").await;
    desk.follow("撤销").await;
    desk.fill("原因", "设备遗失").await;
    desk.press("撤销此通行码").await;
    desk.sees("通行码已撤销").await;
    phone.open("/venue").await;
    phone.sees("工作人员登录").await;
}
