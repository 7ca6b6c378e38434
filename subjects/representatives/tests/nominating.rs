//! Districts nominate: good and bad files, the second signature, who sees what.

mod common;

use std::io::Cursor;

use calamine::{Reader, Xlsx};
use common::{hidden, nominate, nominate_and_sign, nominees, somebody, story};

const CLASS: &str = "社区或村居民代表";

#[tokio::test]
async fn a_large_batch_is_read_page_by_page_and_nobody_is_left_out_or_shown_twice() {
    story(async |house| {
        let people: Vec<_> = (1_000..1_180).map(somebody).collect();
        // Two classes, so that the pages divide one of them.
        let (file, more) = (nominees(CLASS, &people[..60]), nominees("新市民代表", &people[60..]));
        let file = file + more.split_once('\n').unwrap().1;
        let mut staff = house.staff("东胜甲", "district:dongsheng").await;
        let batch = nominate(&mut staff, "dongsheng", &file).await;
        let page = staff.get(&format!("{batch}?done=accepted")).await.expect(200).shows("已经收下").shows("本页 100 个人选，共 180 个人选");
        assert!(!page.body.contains("上一页"));
        let people_on = |page: &web::testing::Answer| -> Vec<String> {
            let ids = page.body.split("/office/candidates/").skip(1).filter_map(|rest| rest.split('"').next());
            ids.map(str::to_string).collect()
        };
        let next = common::between(&page, "<a href=\"", "\" rel=\"next\"");
        let next = next.rsplit('"').next().unwrap().replace("&amp;", "&");
        let rest = staff.get(&next).await.expect(200).shows("本页 80 个人选，共 180 个人选").shows("上一页");
        assert!(!rest.body.contains("下一页") && !rest.body.contains("已经收下"));
        let mut seen = [people_on(&page), people_on(&rest)].concat();
        assert_eq!(seen.len(), 180);
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 180);

        // The signature is for all of them, whichever page it is given on.
        let mut second = house.staff("东胜乙", "district:dongsheng").await;
        second.get(&next).await.expect(200).shows("联署这 180 人");
        second.post(&format!("{batch}/sign"), &[]).await.expect(303);
        second.get(&batch).await.expect(200).shows("0 / 180 人");
    })
    .await;
}

#[tokio::test]
async fn one_nominates_another_signs_and_the_nominees_are_told() {
    story(async |house| {
        let people = [somebody(11), somebody(12)];
        let mut first = house.staff("推荐甲", "district:dongsheng").await;
        first.get("/office/nominations").await.expect(200).shows("东胜区分会场").shows("还没有推荐人选");
        let file = nominees(CLASS, &people);
        let gbk = encoding_rs_gbk(&file);
        let page =
            first.upload("/office/nominations", &[("venue", "dongsheng")], "推荐.csv", &gbk).await.expect(200).shows("检查无误，共 2 人");
        assert!(first.get("/office/candidates").await.body.contains("还没有人选"), "nothing is kept before it is accepted");
        let batch = nominate(&mut first, "dongsheng", &file).await;
        first.get(&batch).await.expect(200).shows("等待联署").shows("待复核");
        first.post(&format!("{batch}/sign"), &[]).await.expect(422).shows("须由另一人办理");
        assert!(house.messages().await.is_empty());

        let mut second = house.staff("联署乙", "district:dongsheng").await;
        second.get(&batch).await.expect(200).shows("联署这 2 人");
        second.post(&format!("{batch}/sign"), &[]).await.expect(303);
        second.get(&batch).await.expect(200).shows("待资格审查");
        let told = house.messages().await;
        assert!(told.len() == 2 && told.iter().all(|(_, text)| text.contains("某某社区推荐")), "{told:?}");
        assert_eq!(house.audit_kinds().await[1..], ["representatives.nominated", "representatives.co-signed"]);

        // Sent again, everybody is there already.
        let (lines, count) = (hidden(&page, "lines"), hidden(&page, "count"));
        let fields = [("venue", "dongsheng"), ("lines", lines.as_str()), ("name", "推荐.csv"), ("count", count.as_str())];
        first.post("/office/nominations/accept", &fields).await.expect(422).shows("此人已在本会场的人选中");
    })
    .await;
}

fn encoding_rs_gbk(text: &str) -> Vec<u8> {
    encoding_rs::GBK.encode(text).0.into_owned()
}

#[tokio::test]
async fn every_mistake_of_a_file_is_named_and_clean_lines_wait_for_an_explicit_choice() {
    story(async |house| {
        nominate_and_sign(&house, "kangbashi", CLASS, &[somebody(20)]).await;
        let mut staff = house.staff("推荐甲", "district:dongsheng").await;
        let (good, twice, elsewhere, one) = (somebody(21), somebody(22), somebody(20), somebody(23));
        let line = |class: &str, name: &str, identity: &str, phone: &str, rest: &str| format!("{class},{name},{identity},{phone},{rest}\n");
        let mut wrong_digit = one.identity.clone().into_bytes();
        wrong_digit[16] = if wrong_digit[16] == b'0' { b'1' } else { b'0' };
        let wrong_digit = String::from_utf8(wrong_digit).unwrap();
        let file = [
            "东胜区推荐名册\n类别,姓名,身份证号,手机号,本人同意,推荐单位,工作单位\n".to_string(),
            line(CLASS, &good.name, &good.identity, &good.phone, "是,某社区,"),
            line("宇航员代表", &one.name, &one.identity, &one.phone, "是,某社区,"),
            line("自愿报名市民代表", &one.name, &one.identity, &one.phone, "是,某社区,"),
            line(CLASS, &one.name, &wrong_digit, &one.phone, "是,某社区,"),
            line(CLASS, &one.name, "1.50101E+17", &one.phone, "是,某社区,"),
            line(CLASS, "", &one.identity, "8591234", "否,,"),
            line(CLASS, &one.name, &one.identity, &one.phone, "是,某社区,市公安局"),
            line(CLASS, &twice.name, &twice.identity, &twice.phone, "是,某社区,"),
            line(CLASS, &twice.name, &twice.identity, &twice.phone, "是,某社区,"),
            line(CLASS, &elsewhere.name, &elsewhere.identity, &elsewhere.phone, "是,某社区,"),
        ]
        .concat();
        let page = staff.upload("/office/nominations", &[("venue", "dongsheng")], "名册.csv", file.as_bytes()).await.expect(422);
        for part in [
            "现在什么都没有保存",
            "方案中东胜区分会场没有“宇航员代表”这个类别",
            "从模板的下拉列表中选择",
            "由市民本人报名，不能推荐",
            "校验位不对",
            "把这一列设为“文本”",
            "没有填写姓名",
            "手机号须为 11 位",
            "写的是“否”",
            "属于被评议部门“市公安局”",
            "与第 10 行是同一人",
            "此人已在其他会场或渠道的人选中",
            "第 12 行",
            "只收下没有错误的 2 人",
        ] {
            assert!(page.body.contains(part), "{part} is not in {}", page.body);
        }
        assert!(!page.body.contains(&format!("<td>{}", elsewhere.name)));
        let (lines, count) = (hidden(&page, "lines"), hidden(&page, "count"));
        let fields = [("venue", "dongsheng"), ("lines", lines.as_str()), ("name", "名册.csv"), ("count", count.as_str())];
        staff.post("/office/nominations/accept", &fields).await.expect(422); // Not by accident.
        let chosen = [fields.as_slice(), &[("partial", "1")]].concat();
        let batch = staff.post("/office/nominations/accept", &chosen).await.expect(303);
        staff.get(batch.location()).await.expect(200).shows("2 / 2 人");

        // The person whom two districts nominate is shown to the organisers.
        let mut organiser = house.staff("组织甲", "organisation").await;
        organiser.get("/office/vetting/duplicates").await.expect(200).shows("第二份（没有收下）").shows("139****0020");
    })
    .await;
}

#[tokio::test]
async fn the_same_person_in_three_files_is_kept_once() {
    story(async |house| {
        let person = somebody(31);
        nominate_and_sign(&house, "dongsheng", CLASS, std::slice::from_ref(&person)).await;
        for (district, class) in [("dongsheng", "新市民代表"), ("otog", CLASS)] {
            let mut staff = house.staff("推荐丙", &format!("district:{district}")).await;
            let file = nominees(class, std::slice::from_ref(&person));
            let page = staff.upload("/office/nominations", &[("venue", district)], "三.csv", file.as_bytes()).await.expect(422);
            page.shows("此人已在");
        }
        let mut organiser = house.staff("组织甲", "organisation").await;
        organiser.get(&format!("/office/candidates?q={}", person.identity)).await.expect(200).shows("共 1 个人选");
    })
    .await;
}

#[tokio::test]
async fn too_many_nominees_and_far_too_long_files_are_refused() {
    story(async |house| {
        let mut staff = house.staff("推荐甲", "district:otog-front").await;
        // 党代表 of the smallest district: seats × 3 sessions × 3 a seat.
        let plan = house.app().plan();
        let cell = representatives::cell::find(&plan.plan, "otog-front", "district-party-delegates").unwrap();
        let most = cell.seats_in_all() * 3;
        let people: Vec<_> = (0..=most).map(|n| somebody(1_000 + n)).collect();
        let page = staff.upload("/office/nominations", &[("venue", "otog-front")], "多.csv", nominees("党代表", &people).as_bytes()).await;
        page.expect(422).shows(&format!("最多推荐 {most} 人，已经满了")).shows(&format!("只收下没有错误的 {most} 人"));

        let long = format!("类别,姓名,身份证号,手机号,本人同意,推荐单位\n{}", "党代表,某人,1,2,是,某社区\n".repeat(100_000));
        let answer = staff.upload("/office/nominations", &[("venue", "otog-front")], "长.csv", long.as_bytes()).await;
        answer.expect(422).shows("超过 5000 行，请分成几个文件");
        staff.upload("/office/nominations", &[("venue", "otog-front")], "大.csv", &vec![b'a'; 5 << 20]).await.expect(413);
        for (name, bytes, part) in
            [("a.png", &b"\x89PNG\r\n\x1a\n\x00"[..], "不是 .xlsx"), ("a.csv", b"", "空的"), ("a.csv", b"x,y\n", "没有找到表头")]
        {
            staff.upload("/office/nominations", &[("venue", "otog-front")], name, bytes).await.expect(422).shows(part);
        }
    })
    .await;
}

#[tokio::test]
async fn the_template_names_the_classes_and_can_be_filled_in() {
    story(async |house| {
        let mut staff = house.staff("推荐甲", "district:dongsheng").await;
        let template = staff.get("/office/nominations/template.xlsx?venue=dongsheng").await.expect(200);
        let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(template.bytes.clone())).unwrap();
        let seats = workbook.worksheet_range("名额").unwrap();
        let rows: Vec<Vec<String>> = seats.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect();
        assert!(rows.contains(&["社区或村居民代表", "20", "3", "120", "180"].map(String::from).to_vec()), "{rows:?}");
        assert!(rows.iter().all(|row| row[0] != "自愿报名市民代表"));
        staff
            .upload("/office/nominations", &[("venue", "dongsheng")], "模板.xlsx", &template.bytes)
            .await
            .expect(422)
            .shows("没有任何人选");
    })
    .await;
}

#[tokio::test]
async fn a_district_sees_its_own_people_only_and_nobody_unmasked() {
    story(async |house| {
        let (own, other) = (somebody(41), somebody(42));
        nominate_and_sign(&house, "dongsheng", CLASS, std::slice::from_ref(&own)).await;
        nominate_and_sign(&house, "otog", CLASS, std::slice::from_ref(&other)).await;
        let mut staff = house.staff("东胜甲", "district:dongsheng").await;
        let page = staff.get("/office/candidates?venue=otog").await.expect(200).shows("139****0041");
        assert!(!page.body.contains("139****0042"), "another venue in the address shows one's own");
        assert!(!page.body.contains(&own.name) && !page.body.contains(&own.identity) && !page.body.contains(&own.phone));
        let mut all = house.staff("组织甲", "organisation").await;
        let page = all.get("/office/candidates?venue=otog").await.expect(200);
        let id = common::between(&page, "role=\"rowheader\"><a href=\"/office/candidates/", "\"");
        staff.get(&format!("/office/candidates/{id}")).await.expect(404);
        staff.post(&format!("/office/candidates/{id}/unmask"), &[("reason", "好奇")]).await.expect(404);
        staff.post(&format!("/office/candidates/{id}/refuse"), &[("reason", "好奇")]).await.expect(404);

        all.get(&format!("/office/candidates/{id}/unmask")).await.expect(200);
        all.post(&format!("/office/candidates/{id}/unmask"), &[("reason", "")]).await.expect(422).shows("请写明原因");
        let page = all.post(&format!("/office/candidates/{id}/unmask"), &[("reason", "电话核实本人意愿")]).await.expect(200);
        page.shows(&other.identity).shows(&other.name).shows(&other.phone);
        all.get(&format!("/office/candidates/{id}")).await.expect(200).shows("查看完整个人信息").shows("电话核实本人意愿");

        // By its exception the statistics bureau works with the list, but gets no contacts and unmasks nobody.
        let mut statistics = house.staff("统计员", "statistics").await;
        let page = statistics.get("/office/candidates").await.expect(200);
        assert!(!page.body.contains("139****"));
        statistics.get(&format!("/office/candidates/{id}/unmask")).await.expect(403);
        let file = statistics.get("/office/candidates/export.csv").await.expect(200);
        assert!(file.body.contains("统计员（市统计局） 于 ") && !file.body.contains("139****"), "{}", file.body);
        assert!(house.audit_kinds().await.contains(&"representatives.exported".to_string()));
    })
    .await;
}
