//! A venue pass from the desk where it is made to the end of its day.

mod common;

use common::{Browser, House, Person, Reading, administrators, story, with_role};
use web::testing::Answer;

const DAY: &str = "2025-01-13";

async fn make(person: &mut Person, label: &str) -> Answer {
    person.browser.get("/office/venue-passes").await.expect(200);
    let fields = [("venue", "dongsheng"), ("label", label), ("day", DAY)];
    person.browser.post("/office/venue-passes", &fields).await
}

/// Path and PIN of the page that shows them once.
fn shown(page: &Answer) -> (String, String) {
    let url = page.between("<p class=\"slip-link\">", "</p>").unwrap();
    let path = url[url.find("/venue/enter/").unwrap()..].to_string();
    (path, page.between("<p class=\"pin\">", "</p>").unwrap())
}

async fn logistics(house: &House) -> Person {
    let (mut system, mut security, _) = administrators(house).await;
    with_role(house, &mut system, &mut security, "logistics", "logistics").await
}

async fn enter(browser: &mut Browser, path: &str, pin: &str) -> Answer {
    browser.post(path, &[("pin", pin)]).await
}

#[tokio::test]
async fn a_pass_works_on_its_day_and_no_longer() {
    story(async |house| {
        let mut maker = logistics(&house).await;
        let (path, pin) = shown(&make(&mut maker, "签到台1").await.expect(200));
        let list = maker.browser.get("/office/venue-passes").await.expect(200);
        assert!(list.says("签到台1") && list.says("未到日期") && !list.says(&pin), "the PIN is shown once");

        let mut tablet = house.browser();
        assert!(tablet.get(&path).await.expect(200).says("还没有到使用的日期"));
        house.wait_until("2025-01-13T04:59:00+08:00");
        enter(&mut tablet, &path, &pin).await.expect(422);
        house.wait_until("2025-01-13T05:00:00+08:00");
        assert!(enter(&mut tablet, &path, "12").await.expect(422).says("口令不正确"));
        assert_eq!(enter(&mut tablet, &path, &pin).await.expect(303).location(), "/venue");
        let home = tablet.get("/venue").await.expect(200);
        assert!(
            home.says("东胜")
                && home.says("签到台1")
                && home.says("1月13日（周一）23:59")
                && home.says("/venue/checkin")
                && home.says("/venue/cards")
        );
        tablet.get("/office/me").await.expect(403);
        tablet.get("/office/accounts").await.expect(403);

        house.wait_until("2025-01-13T23:50:00+08:00");
        tablet.get("/venue").await.expect(303);
        enter(&mut tablet, &path, &pin).await.expect(303);
        tablet.get("/venue").await.expect(200);
        house.wait_until("2025-01-14T00:00:00+08:00");
        tablet.get("/venue").await.expect(303);
        tablet.get(&path).await.expect(410);
        enter(&mut tablet, &path, &pin).await.expect(410);
        let kinds = house.audit_kinds().await;
        let tail: Vec<&str> = kinds.iter().rev().take(3).map(String::as_str).collect();
        assert_eq!(tail, ["venue-pass.entered", "venue-pass.entered", "venue-pass.refused"]);
    })
    .await;
}

#[tokio::test]
async fn five_wrong_pins_lock_for_ten_minutes() {
    story(async |house| {
        let mut maker = logistics(&house).await;
        let (path, pin) = shown(&make(&mut maker, "签到台1").await.expect(200));
        house.wait_until("2025-01-13T08:00:00+08:00");
        let wrong = if pin == "000000" { "000001" } else { "000000" };
        let mut tablet = house.browser();
        for _ in 0..5 {
            enter(&mut tablet, &path, wrong).await.expect(422);
        }
        assert!(enter(&mut tablet, &path, &pin).await.expect(422).says("已暂时锁定"));
        house.wait(jiff::SignedDuration::from_mins(11));
        enter(&mut tablet, &path, &pin).await.expect(303);
        assert!(house.audit_kinds().await.contains(&"venue-pass.locked".to_string()));
    })
    .await;
}

#[tokio::test]
async fn a_revoked_pass_is_out_at_once() {
    story(async |house| {
        let mut maker = logistics(&house).await;
        let (path, pin) = shown(&make(&mut maker, "签到台1").await.expect(200));
        house.wait_until("2025-01-13T08:00:00+08:00");
        let mut tablet = house.browser();
        enter(&mut tablet, &path, &pin).await.expect(303);
        common::sign_in(&house, &mut maker).await;
        let list = maker.browser.get("/office/venue-passes").await.expect(200);
        let id = list.between("/office/venue-passes/", "/revoke").unwrap();
        maker.browser.get(&format!("/office/venue-passes/{id}/revoke")).await.expect(200);
        maker.browser.post(&format!("/office/venue-passes/{id}/revoke"), &[("reason", "打印纸遗失")]).await.expect(303);
        tablet.get("/venue").await.expect(303);
        enter(&mut tablet, &path, &pin).await.expect(410);
        assert!(house.audit_kinds().await.contains(&"venue-pass.revoked".to_string()));
    })
    .await;
}

#[tokio::test]
async fn wrong_forms_and_tied_people_make_no_pass() {
    story(async |house| {
        let (mut system, mut security, _) = administrators(&house).await;
        let mut maker = with_role(&house, &mut system, &mut security, "logistics", "logistics").await;
        maker.browser.get("/office/venue-passes").await.expect(200);
        let past = [("venue", "nowhere"), ("label", ""), ("day", "other"), ("other_day", "2020-01-01")];
        let page = maker.browser.post("/office/venue-passes", &past).await.expect(422);
        assert!(page.says("请选择会场") && page.says("请填写用在哪里") && page.says("这一天已经过去"));
        let odd = [("venue", "main"), ("label", "台"), ("day", "other"), ("other_day", "9999-12-31")];
        let status = maker.browser.post("/office/venue-passes", &odd).await.status;
        assert!(status == 200 || status == 400, "{status}");

        let (id, link) = common::create(&mut system, "tied", "市财政局").await;
        security.browser.get(&format!("/office/accounts/{id}")).await.expect(200);
        let fields = [("role", "technical"), ("confirmed", "1")];
        security.browser.post(&format!("/office/accounts/{id}/roles"), &fields).await.expect(303);
        let mut tied = common::arrive(&house, &id, "tied", &link).await;
        let page = tied.browser.get("/office/venue-passes").await.expect(200);
        assert!(page.says("您不能建立通行码"), "{}", page.body);
        make(&mut tied, "签到台1").await.expect(403);
        assert!(house.audit_kinds().await.contains(&"rights.refused-by-wall".to_string()));
    })
    .await;
}
