//! Staff of evaluated departments are found by the departments' own lists, and two decide.

mod common;
mod draw_support;

use common::{House, Somebody, nominate_and_sign, proposal, reference, sign_up, somebody, story};
use jiff::SignedDuration;
use plan::Role;
use representatives::person::{IdentityNumber, Seal};
use web::args;
use web::database::harness::each_engine;
use web::database::{DatabaseError, transaction};
use web::testing::{Answer, Client};

const CLASS: &str = "社区或村居民代表";
const PAGE: &str = "/office/vetting/ties";

/// A department's file.
fn file(people: &[Somebody]) -> String {
    std::iter::once("姓名,身份证号\n".to_string()).chain(people.iter().map(|one| format!("{},{}\n", one.name, one.identity))).collect()
}

async fn upload(organiser: &mut Client, department: &str, content: &[u8]) -> Answer {
    organiser.get(PAGE).await.expect(200);
    organiser.upload(PAGE, &[("department", department)], "名单.csv", content).await
}

/// The address to which a decision on the first hit of the page is proposed.
async fn hit(organiser: &mut Client) -> String {
    let page = organiser.get(PAGE).await.expect(200);
    format!("{PAGE}/{}", common::between(&page, "action=\"/office/vetting/ties/", "\""))
}

async fn hashes(house: &House) -> Vec<String> {
    let mut tx = house.app().database().reader().await.unwrap();
    tx.all("SELECT identity_hash FROM tie_list_people ORDER BY identity_hash", args![]).await.unwrap()
}

#[tokio::test]
async fn a_department_s_list_is_checked_whole_and_kept_as_hashes() {
    story(async |house| {
        let (one, two) = (somebody(801), somebody(802));
        let mut organiser = house.staff("组织甲", "organisation").await;
        organiser.get(PAGE).await.expect(200).shows("还有 30 个部门没有名单").shows("没有等待决定的");
        upload(&mut organiser, "", b"x").await.expect(422).shows("请选择部门");
        upload(&mut organiser, "nothing", b"x").await.expect(422).shows("请选择部门");
        upload(&mut organiser, "finance", b"x").await.expect(422).shows("没有找到表头");

        let wrong = format!("{}某某,123\n", file(&[one.clone(), one.clone()]));
        let page = upload(&mut organiser, "finance", wrong.as_bytes()).await.expect(422);
        page.shows("文件中有 2 处错误").shows("第 3 行").shows("与第 2 行是同一人").shows("第 4 行").shows("须为 18 位");
        assert!(hashes(&house).await.is_empty(), "nothing of a wrong file is kept");

        // As Excel and input methods leave it: GBK, full-width digits, a title, more columns in another order.
        let wide: String = two.identity.chars().map(|c| char::from_u32(u32::from(c) + 0xFEE0).unwrap()).collect();
        let text = format!("市财政局在职人员\n序号,身份证号,姓名\n1,{},{}\n2,{wide},{}\n", one.identity, one.name, two.name);
        let bytes = encoding_rs::GBK.encode(&text).0.into_owned();
        assert_eq!(upload(&mut organiser, "finance", &bytes).await.expect(303).location(), "/office/vetting/ties?done=uploaded");
        let page = organiser.get(PAGE).await.expect(200).shows("还有 29 个部门没有名单").shows("名单.csv").shows("<div>2</div>");

        let kept = hashes(&house).await;
        let seal = Seal(house.app().secrets());
        let number = |one: &Somebody| seal.identity_hash(&IdentityNumber::try_from(one.identity.clone()).unwrap());
        let mut expected = [number(&one), number(&two)];
        expected.sort();
        assert_eq!(kept, expected);
        let log = house.audit_text().await;
        for person in [&one, &two] {
            assert!(!page.body.contains(&person.name) && !page.body.contains(&person.identity), "the list is not shown");
            assert!(!log.contains(&person.name) && !log.contains(&person.identity), "nor logged");
        }
        let fingerprint = data_encoding::HEXLOWER.encode(&<sha2::Sha256 as sha2::Digest>::digest(&bytes));
        assert!(log.contains("vetting.tie-list-uploaded") && log.contains("市财政局") && log.contains(&fingerprint), "{log}");
        assert!(page.body.contains(&fingerprint));

        // A new file takes the place of the old one; another department's stays.
        upload(&mut organiser, "audit", file(std::slice::from_ref(&one)).as_bytes()).await.expect(303);
        upload(&mut organiser, "finance", file(&[somebody(803)]).as_bytes()).await.expect(303);
        let mut expected = [number(&one), number(&somebody(803))];
        expected.sort();
        assert_eq!(hashes(&house).await, expected);
    })
    .await;
}

#[tokio::test]
async fn who_is_on_a_list_is_found_however_late_they_come_and_is_refused_by_two() {
    story(async |house| {
        let (nominee, volunteer) = (somebody(811), somebody(812));
        nominate_and_sign(&house, "otog", CLASS, std::slice::from_ref(&nominee)).await;
        house.wait(SignedDuration::from_secs(5));
        let mut first = house.staff("组织甲", "organisation").await;
        upload(&mut first, "finance", file(&[nominee.clone(), volunteer.clone(), somebody(813)]).as_bytes()).await.expect(303);
        let page = first.get(PAGE).await.expect(200).shows("共 1 处").shows("列在市财政局的名单中").shows(CLASS).shows("组织推荐");
        assert!(!page.body.contains(&nominee.name) && !page.body.contains(&nominee.identity) && page.body.contains("待资格审查"));

        // At the door nobody learns that somebody is on a list.
        let received = sign_up(&house, &volunteer, "dongsheng", "dongsheng").await;
        first.get(PAGE).await.expect(200).shows("共 2 处").shows("自愿报名");

        let (propose, reasoned) = (hit(&mut first).await, [("outcome", "refuse"), ("reason", "与该局核对过")]);
        first.post(&propose, &[("outcome", "refuse")]).await.expect(422).shows("请写明原因");
        first.post(&propose, &[("outcome", "shoot"), ("reason", "与该局核对过")]).await.expect(422).shows("请选择");
        first.post(&propose, &reasoned).await.expect(303);
        first.post(&propose, &reasoned).await.expect(422).shows("已有人拟定");
        let page = first.get(PAGE).await.expect(200).shows("共 2 处").shows("是您拟定的");
        let decision = proposal(&page);
        first.post(&format!("{decision}/confirm"), &[]).await.expect(422).shows("另一人决定");
        first.get("/office/candidates?state=refused").await.expect(200).shows("没有符合条件的人选");

        let mut second = house.staff("组织乙", "organisation").await;
        second.get(PAGE).await.expect(200).shows("与该局核对过").shows("同意：不予受理");
        house.messages().await;
        second.post(&format!("{decision}/confirm"), &[]).await.expect(303);
        second.get("/office/candidates?venue=otog&state=refused").await.expect(200).shows("共 1 个人选");
        second.get(PAGE).await.expect(200).shows("共 1 处").shows("已经决定的").shows("组织甲、组织乙");
        let told = house.messages().await;
        assert!(told.len() == 1 && told[0].0 == nominee.phone && told[0].1.contains("属于被评议部门工作人员"), "{told:?}");
        assert!(!told[0].1.contains("财政"), "not which department");

        // The volunteer too; and may appeal as after any refusal.
        let propose = hit(&mut second).await;
        second.post(&propose, &reasoned).await.expect(303);
        let decision = proposal(&second.get(PAGE).await.expect(200));
        first.post(&format!("{decision}/confirm"), &[]).await.expect(303);
        house.messages().await;
        let mut citizen = house.citizen();
        let page = common::look_up(&house, &mut citizen, &reference(&received), &volunteer.phone).await;
        page.shows("属于被评议部门工作人员").shows("申诉");
        citizen.post("/signup/status/appeal", &[("words", "我前年就调走了")]).await.expect(303);
        let page = first.get("/office/vetting/appeals").await.expect(200);
        let id = common::between(&page, "/office/vetting/appeals/", "/propose");
        first.post(&format!("/office/vetting/appeals/{id}/propose"), &[("outcome", "uphold"), ("reason", "属实")]).await.expect(303);
        let decision = proposal(&first.get("/office/vetting/appeals").await.expect(200));
        second.post(&format!("{decision}/confirm"), &[]).await.expect(303);
        // Two have decided about the same list twice: it is not asked a third time.
        second.get(PAGE).await.expect(200).shows("没有等待决定的");
        second.get("/office/candidates?venue=dongsheng&state=checked").await.expect(200).shows("共 1 个人选");
    })
    .await;
}

#[tokio::test]
async fn who_has_left_is_kept_by_two_until_the_department_names_them_again() {
    story(async |house| {
        let person = somebody(821);
        nominate_and_sign(&house, "otog", CLASS, std::slice::from_ref(&person)).await;
        let (mut first, mut second) = (house.staff("组织甲", "organisation").await, house.staff("组织乙", "organisation").await);
        upload(&mut first, "finance", file(std::slice::from_ref(&person)).as_bytes()).await.expect(303);
        let propose = hit(&mut first).await;
        let keep = [("outcome", "keep"), ("reason", "上月已离职")];
        first.post(&propose, &keep).await.expect(303);
        let decision = proposal(&second.get(PAGE).await.expect(200).shows("上月已离职"));
        second.post(&format!("{decision}/reject"), &[("reason", "没有证明")]).await.expect(303);
        second.get(PAGE).await.expect(200).shows("共 1 处");
        first.post(&propose, &keep).await.expect(303);
        let decision = proposal(&first.get(PAGE).await.expect(200));

        // A newer list in between: what was proposed on the old one does not hold.
        upload(&mut first, "finance", file(&[person.clone(), somebody(822)]).as_bytes()).await.expect(303);
        second.get(PAGE).await.expect(200).shows("共 1 处").shows("拟定，请另一人决定");
        second.post(&format!("{decision}/confirm"), &[]).await.expect(422).shows("已有新的名单");
        second.post(&propose, &keep).await.expect(422).shows("名单已换");

        let propose = hit(&mut second).await;
        second.post(&propose, &keep).await.expect(303);
        let decision = proposal(&first.get(PAGE).await.expect(200));
        house.messages().await;
        first.post(&format!("{decision}/confirm"), &[]).await.expect(303);
        assert!(house.messages().await.is_empty(), "who is kept is told nothing");
        first.get(PAGE).await.expect(200).shows("没有等待决定的").shows("上月已离职");
        first.get("/office/candidates?venue=otog&state=checked").await.expect(200).shows("共 1 个人选");

        upload(&mut first, "finance", file(std::slice::from_ref(&person)).as_bytes()).await.expect(303);
        first.get(PAGE).await.expect(200).shows("共 1 处").shows("（先前的名单）");
        upload(&mut first, "finance", file(&[somebody(822)]).as_bytes()).await.expect(303);
        first.get(PAGE).await.expect(200).shows("没有等待决定的");
    })
    .await;
}

#[tokio::test]
async fn undecided_hits_keep_the_pool_from_being_frozen_and_missing_lists_do_not() {
    use draw_support::*;
    each_engine(&migrations(), async |database| {
        let app = application(database).await;
        fill(&app, VOLUNTEERS, NOMINEES).await;
        insert(&app, &[row("tied", "volunteer", "dongsheng", "district-volunteers", "passed")]).await;
        let number = row("tied", "volunteer", "", "", "passed").person.identity;
        let hash = Seal(app.app.secrets()).identity_hash(&number);
        let sql = "UPDATE applications SET identity_hash = $1 WHERE id = 'SECRET-id-tied'";
        let changed: Result<u64, DatabaseError> = transaction!(app.app.database(), |tx| tx.execute(sql, args![&hash]).await);
        assert_eq!(changed.unwrap(), 1);

        let mut organiser = app.staff("丙", OFFICE, &[], &[Role::Organisation]).await;
        // The list is as long as it may be.
        let rest = (0..19_999_u32).map(|n| common::with_check(&format!("990102{}0101{:03}", 1900 + n / 900, n % 900)));
        let lines = rest.map(|number| format!("某人,{number}\n"));
        let list: String = std::iter::once(format!("姓名,身份证号\n某人,{}\n", number.as_str())).chain(lines).collect();

        let mut officers = officers(&app).await;
        officers.announce().await;
        at(&app, FREEZE).await;
        officers.first.post("/office/draw/freeze", &[]).await.expect(303);
        let freeze = officers.proposal().await;
        upload(&mut organiser, "finance", list.as_bytes()).await.expect(303);
        let told = "有 1 个人选列在被评议部门的人员名单中，尚未决定，请组织保障组在“利益冲突核对”中由两人办理";
        officers.second.post(&format!("{freeze}/confirm"), &[]).await.expect(422).shows(told);
        let propose = hit(&mut organiser).await;
        organiser.post(&propose, &[("outcome", "refuse"), ("reason", "与该局核对过")]).await.expect(303);
        officers.second.post(&format!("{freeze}/confirm"), &[]).await.expect(422).shows(told);
        let mut another = app.staff("丁", OFFICE, &[], &[Role::Organisation]).await;
        let decision = proposal(&another.get(PAGE).await.expect(200).shows("还有 29 个部门没有名单"));
        // Passed by the police, and even so.
        another.post(&format!("{decision}/confirm"), &[]).await.expect(303);
        officers.second.post(&format!("{freeze}/confirm"), &[]).await.expect(303);
        assert_eq!(rows(&app, "SELECT COUNT(*) FROM draw_pool").await, 5_300);
        upload(&mut organiser, "audit", list.as_bytes()).await.expect(422).shows("已经封存");
    })
    .await;
}
