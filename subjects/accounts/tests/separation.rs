//! Who may give what to whom, and what the conflict wall says of it.

mod common;

use common::{Person, Reading, administrators, create, grant, story, try_grant, with_role};

async fn revoke(by: &mut Person, id: &str, role: &str) -> web::testing::Answer {
    by.browser.post(&format!("/office/accounts/{id}/roles/{role}/revoke"), &[("reason", "岗位调整")]).await
}

#[tokio::test]
async fn nobody_holds_two_powers_and_nobody_changes_the_own_roles() {
    story(async |house| {
        let (mut system, mut security, audit) = administrators(&house).await;
        let (id, _) = create(&mut system, "officer", "").await;
        grant(&mut security, &id, "card-maker").await;
        for (role, part) in [
            ("trustee:1", "不得再承担“持有密钥份额”"),
            ("venue:main", "不得再承担“会场签到”"),
            ("supervision", "不得再承担“监督和解释差异”"),
            ("card-maker", "已经担任"),
            ("trustee:9", "请选择方案中有的角色"),
            ("department:nowhere", "请选择方案中有的角色"),
            ("emperor", "请选择方案中有的角色"),
            ("", "请选择方案中有的角色"),
        ] {
            let refused = try_grant(&mut security, &id, role).await.expect(422);
            assert!(refused.says(part), "{role}: {}", refused.body);
        }
        let refused = try_grant(&mut security, &audit.id, "system-admin").await.expect(422);
        assert!(refused.says("三者分设"));
        let own = security.id.clone();
        let refused = try_grant(&mut security, &own, "press").await.expect(422);
        assert!(refused.says("不能对自己的账号进行这项操作"));
        let refused = revoke(&mut security, &own, "security-admin").await.expect(422);
        assert!(refused.says("不能对自己的账号进行这项操作"));
        let gone = revoke(&mut security, &id, "press").await;
        gone.expect(404);
        assert!(house.audit_kinds().await.iter().filter(|kind| *kind == "account.role-granted").count() == 4);
    })
    .await;
}

#[tokio::test]
async fn a_change_of_roles_or_ties_holds_at_once() {
    story(async |house| {
        let (mut system, mut security, _) = administrators(&house).await;
        let mut person = with_role(&house, &mut system, &mut security, "logistics", "logistics").await;
        person.browser.get("/office/venue-passes").await.expect(200);
        revoke(&mut security, &person.id, "logistics").await.expect(303);
        person.browser.get("/office/venue-passes").await.expect(303);
        common::sign_in(&house, &mut person).await;
        person.browser.get("/office/venue-passes").await.expect(403);

        let path = format!("/office/accounts/{}/ties", person.id);
        system.browser.get(&path).await.expect(403);
        security.browser.get(&path).await.expect(200);
        let wrong = security.browser.post(&path, &[("unit", "市统计局"), ("posts", "no-such-post"), ("reason", "调动")]).await.expect(422);
        assert!(wrong.says("有的职务不在方案中"));
        security.browser.post(&path, &[("unit", "市统计局"), ("reason", "调动")]).await.expect(303);
        person.browser.get("/office/me").await.expect(303);
        let detail = security.browser.get(&format!("/office/accounts/{}", person.id)).await.expect(200);
        assert!(detail.says("与被评议部门“市统计局”有关联"));
    })
    .await;
}

#[tokio::test]
async fn a_role_with_guarded_rights_is_given_to_tied_people_only_after_a_warning() {
    story(async |house| {
        let (mut system, mut security, _) = administrators(&house).await;
        let (tied, _) = create(&mut system, "budget", "市财政局").await;
        let warned = try_grant(&mut security, &tied, "organisation").await.expect(200);
        assert!(warned.says("利益冲突隔离墙") && warned.says("方案没有例外") && warned.says("市财政局"));
        let path = format!("/office/accounts/{tied}/roles");
        security.browser.post(&path, &[("role", "organisation"), ("confirmed", "1")]).await.expect(303);
        grant(&mut security, &tied, "press").await;

        let (selecting, _) = create(&mut system, "selecting", "市统计局").await;
        let warned = try_grant(&mut security, &selecting, "statistics").await.expect(200);
        assert!(warned.says("依据方案中公开的例外"), "{}", warned.body);
    })
    .await;
}

#[tokio::test]
async fn the_last_administrators_stay_and_others_can_be_disabled() {
    story(async |house| {
        let (mut system, mut security, audit) = administrators(&house).await;
        let path = format!("/office/accounts/{}/disable", security.id);
        system.browser.get(&path).await.expect(200);
        let refused = system.browser.post(&path, &[("reason", "试一试")]).await.expect(422);
        assert!(refused.says("最后一个可以登录的安全管理员"));

        let list = security.browser.get("/office/accounts?q=admin").await.expect(200);
        let first = list.between("href=\"/office/accounts/", "\"").into_iter().next().unwrap_or_default();
        assert!(!first.is_empty());
        let refused = {
            let id = id_of_account(&mut security, "admin").await;
            revoke(&mut security, &id, "system-admin").await.expect(422)
        };
        assert!(refused.says("最后一个可以登录的系统管理员"));

        // A second security administrator makes the first one dispensable.
        let second = with_role(&house, &mut system, &mut security, "second", "security-admin").await;
        system.browser.post(&path, &[("reason", "离岗")]).await.expect(303);
        security.browser.get("/office/me").await.expect(303);
        security.browser.sign_in("security", common::PASSWORD, &security.phone).await.expect(422);
        let mut second = second;
        let detail = second.browser.get(&format!("/office/accounts/{}", security.id)).await.expect(200);
        assert!(detail.says("已停用") && detail.says("没有角色") && detail.says("离岗"));

        // Enabled again the account has no roles and needs to be set up.
        let enable = format!("/office/accounts/{}/enable", security.id);
        let link = system.browser.post(&enable, &[("reason", "返岗")]).await.expect(200);
        let mut back = common::arrive(&house, &security.id, "security", &common::link_of(&link)).await;
        back.browser.get("/office/accounts").await.expect(403);
        assert!(audit.id != back.id);
    })
    .await;
}

async fn id_of_account(by: &mut Person, login_name: &str) -> String {
    let list = by.browser.get(&format!("/office/accounts?q={login_name}")).await.expect(200).body;
    let end = format!("\">{login_name}</a>");
    let before = list.split(&end).next().unwrap().to_string();
    before.rsplit("/office/accounts/").next().unwrap().to_string()
}

#[tokio::test]
async fn the_audit_administrator_and_people_without_roles_see_no_accounts() {
    story(async |house| {
        let (mut system, _, mut audit) = administrators(&house).await;
        let (id, link) = create(&mut system, "nobody", "").await;
        let mut nobody = common::arrive(&house, &id, "nobody", &link).await;
        for path in ["/office/accounts", "/office/accounts/new", "/office/accounts/import", "/office/venue-passes"] {
            audit.browser.get(path).await.expect(403);
            nobody.browser.get(path).await.expect(403);
        }
        let own = nobody.browser.get("/office/me").await.expect(200);
        assert!(own.says("还没有授予角色"));
        house.browser().get("/office/accounts").await.expect(303);
    })
    .await;
}
