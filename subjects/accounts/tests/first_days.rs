//! From an empty database to people at work.

mod common;

use common::{Reading, administrators, arrive, create, first_administrator, grant, sign_in, story, try_grant, with_role};
use web::database::transaction;

#[tokio::test]
async fn the_first_administrator_sets_up_and_appoints_the_other_two() {
    story(async |house| {
        let void = accounts::first_administrator_link(house.app()).await.unwrap().unwrap();
        house.browser().get(&void).await.expect(200);
        let newer = accounts::first_administrator_link(house.app()).await.unwrap().unwrap();
        house.browser().get(&void).await.expect(410);
        house.browser().get(&newer).await.expect(200);
        let mut admin = first_administrator(&house).await;
        assert_eq!(accounts::first_administrator_link(house.app()).await.unwrap(), None, "once set up there is no more link");

        let (security_id, security_link) = create(&mut admin, "security", "市委社会工作部").await;
        let (second_id, _) = create(&mut admin, "second", "").await;
        grant(&mut admin, &security_id, "security-admin").await;
        let refused = try_grant(&mut admin, &second_id, "security-admin").await.expect(422);
        assert!(refused.says("已有安全管理员"));
        let refused = try_grant(&mut admin, &second_id, "press").await.expect(422);
        assert!(refused.says("角色由安全管理员授予"));
        grant(&mut admin, &second_id, "audit-admin").await;

        let mut security = arrive(&house, &security_id, "security", &security_link).await;
        let (person_id, person_link) = create(&mut admin, "press", "市委宣传部").await;
        grant(&mut security, &person_id, "press").await;
        let mut person = arrive(&house, &person_id, "press", &person_link).await;
        let own = person.browser.get("/office/me").await.expect(200);
        assert!(own.says("新闻宣传组"));
        person.browser.get("/office/accounts").await.expect(403);

        let kinds = house.audit_kinds().await;
        let beginning = ["plan.adopted", "account.created", "account.role-granted"].map(String::from);
        assert_eq!(kinds[..3], beginning);
        assert!(kinds[3..6].iter().all(|kind| kind == "account.link-issued") && kinds[6] == "account.set-up", "{kinds:?}");
        let count = |kind: &str| kinds.iter().filter(|known| *known == kind).count();
        assert_eq!((count("account.created"), count("account.set-up"), count("account.signed-in")), (4, 3, 3));
    })
    .await;
}

#[tokio::test]
async fn a_set_up_link_works_once_and_for_three_days() {
    story(async |house| {
        let mut admin = first_administrator(&house).await;
        let (_, used) = create(&mut admin, "one", "").await;
        let (id, late) = create(&mut admin, "two", "").await;

        let mut browser = house.browser();
        let page = browser.get(&used).await.expect(200).body;
        assert_eq!(browser.get(&used).await.expect(200).body, page, "a reload shows the same secret");
        let wrong = [("password", "short"), ("repeated", "short"), ("code", "000000")];
        let refused = browser.post(&used, &wrong).await.expect(422);
        assert!(refused.says("至少 10 个字符") && refused.says("动态码不正确"), "both mistakes at once");
        browser.set_up(&used, common::PASSWORD).await;
        let gone = browser.get(&used).await.expect(410);
        assert!(gone.says("链接已失效"));
        browser.post(&used, &wrong).await.expect(410);

        house.wait(jiff::SignedDuration::from_hours(72));
        house.browser().get(&late).await.expect(410);
        house.browser().get("/office/setup/nonsense").await.expect(410);

        sign_in(&house, &mut admin).await;
        let detail = admin.browser.get(&format!("/office/accounts/{id}")).await.expect(200);
        assert!(detail.says("没有可用的链接"));
        admin.browser.get(&format!("/office/accounts/{id}/link")).await.expect(200);
        let again = admin.browser.post(&format!("/office/accounts/{id}/link"), &[("reason", "链接过期")]).await.expect(200);
        arrive(&house, &id, "two", &common::link_of(&again)).await;
    })
    .await;
}

#[tokio::test]
async fn links_of_people_with_roles_come_from_the_security_administrator() {
    story(async |house| {
        let (mut system, mut security, _) = administrators(&house).await;
        let (id, _) = create(&mut system, "officer", "").await;
        grant(&mut security, &id, "office").await;
        system.browser.get(&format!("/office/accounts/{id}/link")).await.expect(200);
        let refused = system.browser.post(&format!("/office/accounts/{id}/link"), &[("reason", "重发")]).await.expect(422);
        assert!(refused.says("由安全管理员发出"));
        security.browser.get(&format!("/office/accounts/{id}/link")).await.expect(200);
        security.browser.post(&format!("/office/accounts/{id}/link"), &[("reason", "重发")]).await.expect(200);
    })
    .await;
}

#[tokio::test]
async fn whoever_lost_the_phone_is_reset_and_loses_every_session() {
    story(async |house| {
        let (mut system, mut security, _) = administrators(&house).await;
        let mut person = with_role(&house, &mut system, &mut security, "press", "press").await;
        let path = format!("/office/accounts/{}/reset", person.id);
        system.browser.post(&path, &[("reason", "丢失手机")]).await.expect(403);
        security.browser.get(&path).await.expect(200);
        let page = security.browser.post(&path, &[("reason", "")]).await.expect(422);
        assert!(page.says("请填写原因"));
        let page = security.browser.post(&path, &[("reason", "丢失手机")]).await.expect(200);

        let sent_away = person.browser.get("/office/me").await.expect(303);
        assert_eq!(sent_away.location(), "/office/sign-in?next=%2Foffice%2Fme");
        house.wait(jiff::SignedDuration::from_secs(60));
        person.browser.sign_in("press", common::PASSWORD, &person.phone).await.expect(422);
        let mut again = arrive(&house, &person.id, "press", &common::link_of(&page)).await;
        assert!(again.browser.get("/office/me").await.says("新闻宣传组"), "the role is kept");

        let link = accounts::recovery_link(house.app(), "press").await.unwrap().unwrap();
        again.browser.get("/office/me").await.expect(303);
        arrive(&house, &person.id, "press", &link).await;
        assert_eq!(accounts::recovery_link(house.app(), "nobody").await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn nothing_secret_is_in_the_database() {
    story(async |house| {
        let link = accounts::first_administrator_link(house.app()).await.unwrap().unwrap();
        let token = link.rsplit('/').next().unwrap().to_string();
        arrive(&house, "", "admin", &link).await;
        let found: i64 = transaction!(house.app().database(), |tx| -> Result<i64, web::database::DatabaseError> {
            tx.one("SELECT COUNT(*) FROM setup_links WHERE token_hash = $1 OR pending_second_factor IS NOT NULL", web::args![&token]).await
        })
        .unwrap();
        assert_eq!(found, 0, "the token is stored as a hash, the pending secret is gone");
    })
    .await;
}
