//! A person changes the own password, phone and sessions.

mod common;

use common::{PASSWORD, Reading, first_administrator, story};
use jiff::SignedDuration;
use web::login::SecondFactor;

const NEW: &str = "山坡-Walks-8";

#[tokio::test]
async fn a_new_password_needs_the_old_one_and_ends_other_sessions() {
    story(async |house| {
        let mut admin = first_administrator(&house).await;
        house.wait(SignedDuration::from_secs(60));
        let mut elsewhere = house.browser();
        elsewhere.sign_in("admin", PASSWORD, &admin.phone).await.expect(303);

        let path = "/office/me/password";
        let weak = admin.browser.post(path, &[("current", PASSWORD), ("password", "weak"), ("repeated", "weak")]).await.expect(422);
        assert!(weak.says("密码太短"));
        let wrong = admin.browser.post(path, &[("current", "x"), ("password", NEW), ("repeated", NEW)]).await.expect(422);
        assert!(wrong.says("现在的密码不正确"));
        admin.browser.post(path, &[("current", PASSWORD), ("password", NEW), ("repeated", NEW)]).await.expect(303);

        admin.browser.get("/office/me").await.expect(200);
        elsewhere.get("/office/me").await.expect(303);
        house.wait(SignedDuration::from_secs(60));
        elsewhere.sign_in("admin", PASSWORD, &admin.phone).await.expect(422);
        elsewhere.sign_in("admin", NEW, &admin.phone).await.expect(303);
        assert!(house.audit_kinds().await.contains(&"account.password-changed".to_string()));
    })
    .await;
}

#[tokio::test]
async fn guessing_the_password_in_a_stolen_session_locks_it_out() {
    story(async |house| {
        let admin = first_administrator(&house).await;
        let mut thief = admin.browser.copy();
        let guess = [("current", "Guess-guess-1"), ("password", NEW), ("repeated", NEW)];
        for _ in 0..4 {
            thief.post("/office/me/password", &guess).await.expect(422);
        }
        thief.post("/office/me/password", &guess).await;
        thief.get("/office/me").await.expect(303);
    })
    .await;
}

#[tokio::test]
async fn another_phone_is_bound_by_the_old_one() {
    story(async |house| {
        let mut admin = first_administrator(&house).await;
        house.wait(SignedDuration::from_secs(60));
        let code = admin.browser.code(&admin.phone);
        let page = admin.browser.post("/office/me/second-factor", &[("renew-current", PASSWORD), ("code", &code)]).await.expect(200);
        let new = SecondFactor::from_typed(&page.between("<p class=\"code\">", "</p>").unwrap()).unwrap();
        let pending = page.between("name=\"pending\" value=\"", "\"").unwrap();

        let confirm = "/office/me/second-factor/confirm";
        let wrong = admin.browser.post(confirm, &[("pending", &pending), ("code", "000000")]).await.expect(422);
        assert!(wrong.says("动态码不正确"));
        let code = admin.browser.code(&new);
        admin.browser.post(confirm, &[("pending", "made-up"), ("code", &code)]).await.expect(403);
        admin.browser.post(confirm, &[("pending", &pending), ("code", &code)]).await.expect(303);

        house.wait(SignedDuration::from_secs(60));
        let mut browser = house.browser();
        browser.sign_in("admin", PASSWORD, &admin.phone).await.expect(422);
        browser.sign_in("admin", PASSWORD, &new).await.expect(303);
        let sessions = browser.get("/office/me").await.expect(200);
        assert!(sessions.says("另一处"));
        browser.post("/office/me/end-others", &[]).await.expect(303);
        admin.browser.get("/office/me").await.expect(303);
    })
    .await;
}
