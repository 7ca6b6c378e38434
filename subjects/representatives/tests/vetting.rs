//! Two people look, the police vet an offline list, people appeal, counts are published.

mod common;

use std::collections::HashMap;

use common::{House, Somebody, look_up, nominate_and_sign, sign_up, somebody, story, ticks};
use jiff::SignedDuration;
use web::args;
use web::database::{DatabaseError, transaction};
use web::testing::Answer;

const CLASS: &str = "社区或村居民代表";

/// The list as the police get it: number by identity number, in the file's order.
async fn list(house: &House) -> (Answer, Vec<(String, String)>) {
    let mut organiser = house.staff("组织甲", "organisation").await;
    let file = organiser.post("/office/vetting/list.csv", &[]).await.expect(200);
    let lines = file.body.lines().skip(2).filter(|line| line.starts_with(|c: char| c.is_ascii_digit()));
    let people = lines.map(|line| line.split(',').collect::<Vec<_>>()).map(|cells| (cells[0].to_string(), cells[2].to_string())).collect();
    (file, people)
}

/// The police return the list with those failed who are named, and confirm it.
async fn vet(house: &House, fail: &[(&Somebody, &str)]) {
    let (_, people) = list(house).await;
    let failed: HashMap<&str, &str> = fail.iter().map(|(one, why)| (one.identity.as_str(), *why)).collect();
    let mut file = String::from("核对编号,结果,理由\n");
    for (number, identity) in people {
        let line = match failed.get(identity.as_str()) {
            Some(why) => format!("{number},不通过,{why}\n"),
            None => format!("{number},通过,\n"),
        };
        file.push_str(&line);
    }
    let mut first = house.staff("审查甲", "police").await;
    let uploaded = first.upload("/office/vetting/results", &[], "结果.csv", file.as_bytes()).await.expect(303);
    let report = uploaded.location().split('?').next().unwrap().to_string();
    first.get(&report).await.expect(200).shows("须由另一名审查人员确认");
    first.post(&format!("{report}/confirm"), &[]).await.expect(422).shows("须由另一人");
    let mut second = house.staff("审查乙", "police").await;
    second.get(&report).await.expect(200).shows("确认生效");
    second.post(&format!("{report}/confirm"), &[]).await.expect(303);
    second.post(&format!("{report}/confirm"), &[]).await.expect(422).shows("已经确认");
}

/// The clashes that keep the pool from being frozen.
async fn open_clashes(house: &House) -> i64 {
    let mut tx = house.app().database().reader().await.unwrap();
    tx.one("SELECT COUNT(*) FROM identity_clashes WHERE decision = 'open'", args![]).await.unwrap()
}

#[tokio::test]
async fn volunteers_are_looked_at_by_two_of_their_own_venue() {
    story(async |house| {
        sign_up(&house, &somebody(101), "dongsheng", "dongsheng").await;
        sign_up(&house, &somebody(102), "dongsheng", "main").await;
        let mut first = house.staff("东胜甲", "district:dongsheng").await;
        let page = first.get("/office/candidates/review").await.expect(200).shows("待核对（1 人）");
        let ids = ticks(&page);
        assert_eq!(ids.len(), 1, "who picked the main hall is looked at there");
        first.post("/office/candidates/review", &[("venue", "dongsheng")]).await.expect(422).shows("至少选择一个");
        first.post("/office/candidates/review", &[("venue", "dongsheng"), ("ids", &ids[0])]).await.expect(303);
        first.post("/office/candidates/review/confirm", &[("venue", "dongsheng"), ("ids", &ids[0])]).await.expect(422).shows("另一人办理");
        let mut stranger = house.staff("鄂托克甲", "district:otog").await;
        stranger.post("/office/candidates/review/confirm", &[("venue", "dongsheng"), ("ids", &ids[0])]).await.expect(404);
        let mut second = house.staff("东胜乙", "district:dongsheng").await;
        second.get("/office/candidates/review").await.expect(200).shows("待您复核（1 人）");
        second.post("/office/candidates/review/confirm", &[("venue", "dongsheng"), ("ids", &ids[0])]).await.expect(303);
        second.get(&format!("/office/candidates/{}", ids[0])).await.expect(200).shows("待资格审查");
    })
    .await;
}

#[tokio::test]
async fn the_police_see_a_shuffled_list_without_cell_or_channel_and_two_of_them_return_it() {
    story(async |house| {
        let (east, west): (Vec<_>, Vec<_>) = ((200..215).map(somebody).collect(), (215..230).map(somebody).collect());
        nominate_and_sign(&house, "dongsheng", CLASS, &east).await;
        nominate_and_sign(&house, "otog", CLASS, &west).await;
        let (file, people) = list(&house).await;
        assert_eq!(people.len(), 30);
        assert!(people.is_sorted_by(|a, b| a.0 < b.0), "in the order of random numbers");
        for word in ["东胜", "鄂托克", "社区", "推荐", "dongsheng", "139000"] {
            assert!(!file.body.contains(word), "the list says {word}");
        }
        let mark = file.body.lines().next().unwrap().trim_start_matches('\u{feff}').to_string();
        assert!(mark.starts_with("组织甲（市人民政府办公室） 于 2025年1月3日") && file.body.trim_end().ends_with(&mark), "{mark}");
        let of_east = |identity: &String| east.iter().any(|one| one.identity == *identity);
        let firsts = people.iter().take(15).filter(|(_, identity)| of_east(identity)).count();
        assert!((1..15).contains(&firsts), "shuffled: {firsts} of the first fifteen are of one district");
        let (_, again) = list(&house).await;
        assert_eq!(again, people, "a number once given stays");

        // The police see nothing but their own desk.
        let mut police = house.staff("审查甲", "police").await;
        for path in ["/office/candidates", "/office/pool", "/office/vetting/list", "/office/vetting/duplicates"] {
            police.get(path).await.expect(403);
        }
        let bad = format!("核对编号,结果,理由\n{},通过,\n{},不通过,\n99,通过,\n", people[0].0, people[1].0);
        let page = police.upload("/office/vetting/results", &[], "坏.csv", bad.as_bytes()).await.expect(422);
        page.shows("没有保存任何结果").shows("没有编号“99”").shows("没有写理由").shows(&format!("缺少编号 {}", people[2].0));

        house.messages().await;
        vet(&house, &[(&east[0], "有关规定不符")]).await;
        let told = house.messages().await;
        assert_eq!(told.len(), 1, "only who failed is told now: {told:?}");
        assert!(told[0].0 == east[0].phone && !told[0].1.contains("有关规定"), "the reason is not in the message");
        let mut organiser = house.staff("组织乙", "organisation").await;
        organiser.get("/office/candidates?state=passed").await.expect(200).shows("共 29 个人选");
        organiser.get("/office/vetting/list").await.expect(200).shows("现在没有人等待资格审查");
    })
    .await;
}

#[tokio::test]
async fn who_failed_may_appeal_and_two_decide() {
    story(async |house| {
        let people = [somebody(301), somebody(302)];
        nominate_and_sign(&house, "dongsheng", CLASS, &people).await;
        let told = house.messages().await;
        let reference = |phone: &str| {
            let text = &told.iter().find(|(to, _)| to == phone).unwrap().1;
            let from = text.find("编号 ").unwrap() + "编号 ".len();
            text[from..from + 14].to_string()
        };
        vet(&house, &[(&people[0], "甲理由"), (&people[1], "乙理由")]).await;
        house.messages().await;
        for (person, outcome, state) in [(&people[0], "uphold", "审查通过"), (&people[1], "dismiss", "申诉未成立")] {
            let mut citizen = house.citizen();
            look_up(&house, &mut citizen, &reference(&person.phone), &person.phone).await.shows("理由").shows("申诉");
            citizen.post("/signup/status/appeal", &[("words", "")]).await.expect(422).shows("请写明理由");
            citizen.post("/signup/status/appeal", &[("words", "这不是我，是同名的人")]).await.expect(303);
            citizen.post("/signup/status/appeal", &[("words", "再来一次好不好")]).await.expect(422);

            let mut first = house.staff("组织甲", "organisation").await;
            let page = first.get("/office/vetting/appeals").await.expect(200).shows("这不是我，是同名的人");
            let id = common::between(&page, "/office/vetting/appeals/", "/propose");
            let propose = format!("/office/vetting/appeals/{id}/propose");
            first.post(&propose, &[("outcome", outcome)]).await.expect(422).shows("请写明原因");
            first.post(&propose, &[("outcome", outcome), ("reason", "已与原单位核对")]).await.expect(303);
            first.post(&propose, &[("outcome", outcome), ("reason", "再拟一次")]).await.expect(422).shows("已有人拟定");
            let proposal = common::proposal(&first.get("/office/vetting/appeals").await.expect(200));
            first.post(&format!("{proposal}/confirm"), &[]).await.expect(422).shows("另一人决定");
            let mut second = house.staff("组织乙", "organisation").await;
            second.get("/office/vetting/appeals").await.expect(200).shows("已与原单位核对");
            second.post(&format!("{proposal}/confirm"), &[]).await.expect(303);
            second.post(&format!("{proposal}/confirm"), &[]).await.expect(422).shows("已经办理");
            citizen.get("/signup/status/show").await.expect(200).shows(state);
            let told = house.messages().await;
            assert!(told.iter().any(|(to, text)| *to == person.phone && text.contains("已有决定")), "{told:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn people_who_look_alike_are_judged_by_a_person() {
    story(async |house| {
        let one = somebody(401);
        let mut two = one.clone();
        // One digit of the order differs, and the check character with it.
        two.identity =
            common::with_check(&format!("{}{}", &one.identity[..16], if one.identity.as_bytes()[16] == b'1' { '3' } else { '1' }));
        nominate_and_sign(&house, "dongsheng", CLASS, std::slice::from_ref(&one)).await;
        house.wait(SignedDuration::from_secs(5));
        nominate_and_sign(&house, "otog", CLASS, std::slice::from_ref(&two)).await;
        let mut first = house.staff("组织甲", "organisation").await;
        let page = first.get("/office/vetting/duplicates").await.expect(200).shows("姓名相近，身份证号只差一两位");
        let pair = [common::hidden(&page, "first"), common::hidden(&page, "second")];
        let judgement = |same: &'static str| [("first", pair[0].as_str()), ("second", pair[1].as_str()), ("same", same)];
        let with_reason = |same: &'static str| [judgement(same).as_slice(), &[("reason", "电话核实")]].concat();
        first.post("/office/vetting/likenesses", &judgement("same")).await.expect(422).shows("请写明原因");
        first.post("/office/vetting/likenesses", &with_reason("same")).await.expect(303);

        // Proposed is not decided: nobody is out, the freeze still waits, and nobody decides alone in the meantime.
        let page = first.get("/office/vetting/duplicates").await.expect(200).shows("是您拟定的").shows("共 1 对");
        let proposal = common::proposal(&page);
        first.get("/office/candidates?state=checked").await.expect(200).shows("共 2 个人选");
        first.post(&format!("{proposal}/confirm"), &[]).await.expect(422).shows("另一人决定");
        first.post("/office/vetting/likenesses", &with_reason("different")).await.expect(422).shows("已有人拟定");

        let mut second = house.staff("组织乙", "organisation").await;
        second.get("/office/vetting/duplicates").await.expect(200).shows("电话核实").shows("同意：是同一人");
        second.post(&format!("{proposal}/withdraw"), &[]).await.expect(422).shows("只有拟定人");
        second.post(&format!("{proposal}/reject"), &[]).await.expect(422).shows("请写明原因");
        second.post(&format!("{proposal}/reject"), &[("reason", "请再核实一次")]).await.expect(303);
        second.get("/office/candidates?state=checked").await.expect(200).shows("共 2 个人选");

        // Taken back, then proposed again, and confirmed.
        first.post("/office/vetting/likenesses", &with_reason("same")).await.expect(303);
        let proposal = common::proposal(&first.get("/office/vetting/duplicates").await.expect(200));
        first.post(&format!("{proposal}/withdraw"), &[]).await.expect(303);
        second.post(&format!("{proposal}/confirm"), &[]).await.expect(422).shows("已经办理");
        second.post("/office/vetting/likenesses", &with_reason("same")).await.expect(303);
        let proposal = common::proposal(&first.get("/office/vetting/duplicates").await.expect(200));
        house.messages().await;
        first.post(&format!("{proposal}/confirm"), &[]).await.expect(303);
        assert_eq!(house.messages().await.len(), 1, "the person is told");
        first.get("/office/vetting/duplicates").await.expect(200).shows("没有等待判断的");
        first.get("/office/candidates?venue=otog&state=refused").await.expect(200).shows("共 1 个人选");
        first.get("/office/candidates?venue=dongsheng&state=checked").await.expect(200).shows("共 1 个人选");
        let kinds = house.audit_kinds().await;
        let of = |kind: &str| kinds.iter().filter(|known| *known == kind).count();
        assert_eq!((of("vetting.proposed"), of("vetting.proposal-ended"), of("representative.likeness-decided")), (3, 2, 1));
    })
    .await;
}

#[tokio::test]
async fn whoever_does_not_look_alike_is_taken_out_by_no_pair() {
    story(async |house| {
        nominate_and_sign(&house, "dongsheng", CLASS, &[somebody(411), somebody(412)]).await;
        let ids: Vec<String> =
            house.app().database().reader().await.unwrap().all("SELECT id FROM applications ORDER BY id", args![]).await.unwrap();
        let mut organiser = house.staff("组织甲", "organisation").await;
        let fields = [("first", ids[0].as_str()), ("second", &ids[1]), ("same", "same"), ("reason", "不想要这个人")];
        organiser.post("/office/vetting/likenesses", &fields).await.expect(404);
        let itself = [("first", ids[0].as_str()), ("second", &ids[0]), ("same", "same"), ("reason", "不想要这个人")];
        organiser.post("/office/vetting/likenesses", &itself).await.expect(404);
    })
    .await;
}

#[tokio::test]
async fn a_clash_takes_the_first_out_only_by_two() {
    story(async |house| {
        let person = somebody(421);
        nominate_and_sign(&house, "dongsheng", CLASS, std::slice::from_ref(&person)).await;
        let mut other = house.staff("推荐丙", "district:otog").await;
        let file = common::nominees(CLASS, &[person, somebody(422)]);
        let page = other.upload("/office/nominations", &[("venue", "otog")], "推荐.csv", file.as_bytes()).await.expect(422);
        let lines = common::hidden(&page, "lines");
        let fields = [("venue", "otog"), ("lines", lines.as_str()), ("name", "推荐.csv"), ("count", "1"), ("partial", "1")];
        other.post("/office/nominations/accept", &fields).await.expect(303);

        let mut first = house.staff("组织甲", "organisation").await;
        let page = first.get("/office/vetting/duplicates").await.expect(200).shows("第二份（没有收下）");
        let clash = format!("/office/vetting/clashes/{}", common::between(&page, "action=\"/office/vetting/clashes/", "\""));
        first.post(&clash, &[("decision", "same-person"), ("reason", "怀疑冒名")]).await.expect(303);
        first.post(&clash, &[("decision", "kept-first"), ("reason", "已核实")]).await.expect(422).shows("已有人拟定");
        assert_eq!(open_clashes(&house).await, 1, "the freeze still waits");
        let proposal = common::proposal(&first.get("/office/vetting/duplicates").await.expect(200));
        first.post(&format!("{proposal}/confirm"), &[]).await.expect(422).shows("另一人决定");
        first.get("/office/candidates?venue=dongsheng&state=checked").await.expect(200).shows("共 1 个人选");
        let mut second = house.staff("组织乙", "organisation").await;
        second.get("/office/vetting/duplicates").await.expect(200).shows("怀疑冒名");
        second.post(&format!("{proposal}/confirm"), &[]).await.expect(303);
        assert_eq!(open_clashes(&house).await, 0);
        second.get("/office/candidates?venue=dongsheng&state=refused").await.expect(200).shows("共 1 个人选");
    })
    .await;
}

#[tokio::test]
async fn people_have_until_the_time_of_the_freeze_and_staff_until_the_freeze_itself() {
    story(async |house| {
        let page = sign_up(&house, &somebody(501), "dongsheng", "dongsheng").await;
        nominate_and_sign(&house, "dongsheng", CLASS, &[somebody(502)]).await;
        house.wait_until("2025-01-07T10:00:00+08:00");
        let mut citizen = house.citizen();
        look_up(&house, &mut citizen, &common::reference(&page), &somebody(501).phone).await.shows("已经到封存时间");
        citizen.post("/signup/status/withdraw", &[("sure", "1")]).await.expect(422).shows("封存时间");
        let mut staff = house.staff("东胜甲", "district:dongsheng").await;
        let ids = ticks(&staff.get("/office/candidates/review").await.expect(200));
        // What is open must be finished, or the pool could never be frozen.
        staff.post("/office/candidates/review", &[("venue", "dongsheng"), ("ids", &ids[0])]).await.expect(303);
        let frozen: Result<u64, DatabaseError> =
            transaction!(house.app().database(), |tx| tx.execute("UPDATE draw_state SET stage = 'frozen' WHERE id = 1", args![]).await);
        assert_eq!(frozen.unwrap(), 1);
        staff.post(&format!("/office/candidates/{}/refuse", ids[0]), &[("reason", "迟到的理由")]).await.expect(422).shows("已经封存");
    })
    .await;
}

#[tokio::test]
async fn counts_are_public_but_point_at_nobody() {
    story(async |house| {
        let people: Vec<_> = (600..606).map(somebody).collect();
        nominate_and_sign(&house, "dongsheng", CLASS, &people).await;
        nominate_and_sign(&house, "dongsheng", "新市民代表", &[somebody(610)]).await;
        let mut anybody = house.citizen();
        let page = anybody.get("/signup/counts").await.expect(200).shows("不足 5 人");
        let after = page.body.split("社区或村居民代表").nth(1).unwrap();
        assert!(after.split("</tr>").next().unwrap().contains(">6<"), "{after:.300}");
        let json: serde_json::Value = serde_json::from_str(&anybody.get("/api/v1/pool-counts").await.expect(200).body).unwrap();
        let people = |cell: &str| {
            let cells = json["cells"].as_array().unwrap();
            cells.iter().find(|one| one["cell"] == cell).unwrap()["people"].clone()
        };
        assert_eq!(people("dongsheng/district-residents"), 6);
        assert_eq!(people("dongsheng/district-new-citizens"), serde_json::Value::Null);
        assert_eq!(people("otog/district-residents"), serde_json::Value::Null);

        let mut organiser = house.staff("组织甲", "organisation").await;
        organiser.get("/office/pool?venue=dongsheng").await.expect(200).shows("差 114 人").shows("差 119 人");
        let mut staff = house.staff("鄂托克甲", "district:otog").await;
        let page = staff.get("/office/pool?venue=dongsheng").await.expect(200);
        assert!(!page.body.contains("东胜区分会场"));
    })
    .await;
}

#[tokio::test]
async fn a_stolen_database_names_nobody() {
    story(async |house| {
        let person = somebody(701);
        sign_up(&house, &person, "dongsheng", "dongsheng").await;
        let mut tx = house.app().database().reader().await.unwrap();
        for table in [
            "SELECT person, identity_hash, phone_hash, name_hash FROM applications",
            "SELECT content, phone_hash, code_hash, token_hash FROM phone_checks",
        ] {
            let rows: Vec<(String, String, String, String)> = tx.all(table, &[]).await.unwrap();
            assert!(!rows.is_empty());
            let text = format!("{rows:?}");
            assert!([&person.name, &person.identity, &person.phone].iter().all(|secret| !text.contains(secret.as_str())));
        }
    })
    .await;
}
