//! Wrong passwords, used codes, lock-outs and sessions that end.

mod common;

use common::{PASSWORD, Reading, administrators, first_administrator, sign_in, story, with_role};
use jiff::SignedDuration;

const REFUSED: &str = "账号、密码或动态码不正确";

#[tokio::test]
async fn five_wrong_tries_lock_and_time_or_the_security_administrator_unlocks() {
    story(async |house| {
        let (mut system, mut security, _) = administrators(&house).await;
        let person = with_role(&house, &mut system, &mut security, "press", "press").await;
        house.wait(SignedDuration::from_secs(60));
        let mut stranger = house.browser();
        for _ in 0..5 {
            let answer = stranger.sign_in("press", "Wrong-password-1", &person.phone).await.expect(422);
            assert!(answer.says(REFUSED) && !answer.says("暂时锁定"), "a stranger learns nothing about locks");
        }
        let locked = stranger.sign_in("press", PASSWORD, &person.phone).await.expect(422);
        assert!(locked.says("账号暂时锁定") && locked.says("9:"), "who knows all three is told until when");

        let list = security.browser.get("/office/accounts?status=locked").await.expect(200);
        assert!(list.says("press") && list.says("已锁定"));
        let path = format!("/office/accounts/{}/unlock", person.id);
        system.browser.get(&path).await.expect(403);
        security.browser.get(&path).await.expect(200);
        security.browser.post(&path, &[("reason", "已向本人核实")]).await.expect(303);
        stranger.sign_in("press", PASSWORD, &person.phone).await.expect(303);

        let kinds = house.audit_kinds().await;
        let tail: Vec<&str> = kinds.iter().rev().take(9).map(String::as_str).collect();
        let expected = ["account.signed-in", "account.unlocked", "account.sign-in-failed", "account.locked"];
        assert_eq!(tail[..4], expected);
        assert!(tail[4..].iter().all(|kind| *kind == "account.sign-in-failed"));
    })
    .await;
}

#[tokio::test]
async fn a_lock_ends_by_itself() {
    story(async |house| {
        let admin = first_administrator(&house).await;
        let mut browser = house.browser();
        for _ in 0..5 {
            browser.sign_in("admin", "Wrong-password-1", &admin.phone).await.expect(422);
        }
        house.wait(SignedDuration::from_mins(14));
        assert!(browser.sign_in("admin", PASSWORD, &admin.phone).await.expect(422).says("账号暂时锁定"));
        house.wait(SignedDuration::from_mins(2));
        browser.sign_in("admin", PASSWORD, &admin.phone).await.expect(303);
    })
    .await;
}

#[tokio::test]
async fn a_code_opens_once_and_an_unknown_account_sounds_like_a_wrong_password() {
    story(async |house| {
        let admin = first_administrator(&house).await;
        house.wait(SignedDuration::from_secs(60));
        let mut one = house.browser();
        one.sign_in("admin", PASSWORD, &admin.phone).await.expect(303);
        let replayed = house.browser().sign_in("admin", PASSWORD, &admin.phone).await.expect(422);
        assert!(replayed.says(REFUSED));

        let unknown = house.browser().sign_in("nobody", PASSWORD, &admin.phone).await.expect(422);
        assert_eq!(unknown.body.replace("nobody", "admin"), replayed.body);
        let odd = house.browser().sign_in("<b>'\"--", PASSWORD, &admin.phone).await.expect(422);
        assert!(odd.says(REFUSED) && !odd.says("<b>'"));

        let mut tx = house.app().database().reader().await.unwrap();
        let failed = web::audit::EntryFilter { kind: "account.sign-in-failed".into(), ..Default::default() };
        let failed = web::audit::page(&mut tx, &failed, 10).await.unwrap();
        assert!(failed.iter().all(|entry| !entry.details.contains("nobody")), "what was typed for an unknown account is not kept");
        assert!(failed.iter().any(|entry| entry.details.contains("wrong-code") && entry.details.contains("admin")));
    })
    .await;
}

#[tokio::test]
async fn signing_in_leads_on_only_within_the_site_and_ends_the_session_before() {
    story(async |house| {
        let mut admin = first_administrator(&house).await;
        let mut before = admin.browser.copy();
        for (next, leads_to) in
            [("/office/accounts?q=a", "/office/accounts?q=a"), ("https://evil.example/", "/office"), ("//evil.example", "/office")]
        {
            house.wait(SignedDuration::from_secs(60));
            let code = admin.browser.code(&admin.phone);
            let fields = [("account", "ＡＤＭＩＮ"), ("password", PASSWORD), ("code", code.as_str()), ("next", next)];
            let answer = admin.browser.post("/office/sign-in", &fields).await.expect(303);
            assert_eq!(answer.location(), leads_to);
        }
        before.get("/office/me").await.expect(303);
        admin.browser.get("/office/me").await.expect(200);
        admin.browser.post("/office/sign-out", &[]).await.expect(303);
        admin.browser.get("/office/me").await.expect(303);
    })
    .await;
}

#[tokio::test]
async fn half_an_hour_without_a_click_ends_the_session() {
    story(async |house| {
        let mut admin = first_administrator(&house).await;
        house.wait(SignedDuration::from_mins(29));
        admin.browser.get("/office/me").await.expect(200);
        house.wait(SignedDuration::from_mins(29));
        admin.browser.get("/office/me").await.expect(200);
        house.wait(SignedDuration::from_mins(31));
        admin.browser.get("/office/me").await.expect(303);
        sign_in(&house, &mut admin).await;
        for _ in 0..30 {
            house.wait(SignedDuration::from_mins(25));
            admin.browser.get("/office/me").await;
        }
        assert_eq!(admin.browser.get("/office/me").await.status, 303, "twelve hours are the longest");
    })
    .await;
}

#[tokio::test]
async fn a_form_of_another_session_changes_nothing() {
    story(async |house| {
        let mut admin = first_administrator(&house).await;
        let fields = [("login_name", "x1"), ("display_name", "x")];
        let mut forged = admin.browser.copy().without_token();
        let refused = forged.post("/office/accounts/new", &fields).await.expect(403);
        assert!(refused.says("页面已过期"));
        assert!(!admin.browser.get("/office/accounts").await.expect(200).says("x1"));
    })
    .await;
}
