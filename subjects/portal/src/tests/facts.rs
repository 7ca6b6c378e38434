use serde_json::Value;

use super::*;
use crate::api;

#[test]
fn the_home_page_says_what_this_is_and_names_all_thirty_departments() {
    let adopted = real();
    let home = read("/", &adopted, friday());
    for fact in ["30个市政府部门", "4,500名市民代表", "向市民报告", "听市民意见", "请市民评议", "1月13日（周一）9:00"]
    {
        assert!(home.contains(fact), "{fact}");
    }
    assert_eq!(adopted.plan.departments.len(), 30);
    for department in &adopted.plan.departments {
        assert!(home.contains(&department.short_name), "{}", department.name);
    }
}

/// The panel on the home page, at moments through the activity.
#[test]
fn the_home_page_knows_where_the_activity_stands_today() {
    let adopted = real();
    let story = [
        ("2024-12-01T09:00:00+08:00", "现在活动尚未开始距“启动筹备”开始还有28天15小时"),
        ("2025-01-04T09:00:00+08:00", "现在自愿报名和组织推荐距“封存名册、公开抽取”开始还有3天1小时"),
        ("2025-01-10T04:00:00+08:00", "现在等待下一个环节距“公开书面述职报告”的期限还有14小时0分"),
        ("2025-01-12T23:59:30+08:00", "距“报告评议”开始还有30秒"),
        ("2025-01-13T00:00:00+08:00", "现在报告评议"),
        ("2026-01-01T00:00:00+08:00", "现在本次活动已经结束"),
    ];
    for (now, said) in story {
        let home = read("/", &adopted, at(now));
        assert!(home.contains(said), "{now}: {said}");
    }
}

#[test]
fn the_quota_table_shows_310_against_300_and_how_it_was_settled() {
    let page = read("/representatives", &real(), friday());
    let facts = [
        "4,500名",
        "66个",
        "原表单场合计30080230250175110751156", // The printed totals of nine districts…
        "原表逐格相加31080230250175110751156", // … what their cells add up to …
        "更正后相加30080230250175110751156",   // … and what they add up to after the decision.
        "原为30，更正为20",
        "东胜区“行业协会、商会代表”：30改为20",
        "“东胜区”一栏各类相加为310，表中合计印为300",
        "全部场次：各表相加为4530，方案写为4500",
    ];
    for fact in facts {
        assert!(page.contains(fact), "{fact}");
    }
}

#[test]
fn without_its_resolution_the_conflict_stands_open_on_the_pages() {
    let adopted = changed("resolutions.toml", "new = \"20\"", "new = \"21\"");
    let page = read("/plan", &adopted, friday());
    assert!(page.contains("还没有处理的问题") && page.contains("还没有处理决定"), "the open conflict is not shown");
    assert!(read("/plan", &real(), friday()).contains("全部已有处理决定"));
}

#[test]
fn the_plan_page_shows_every_finding_every_decision_and_every_file() {
    let adopted = real();
    let page = read("/plan", &adopted, friday());
    let squeeze = |text: &str| -> String { text.split_whitespace().collect() };
    for finding in adopted.report.conflicts() {
        assert!(page.contains(&squeeze(&finding.message.zh)), "{}", finding.message.zh);
    }
    for resolution in &adopted.printed.resolutions {
        assert!(page.contains(&squeeze(&resolution.why)), "{}", resolution.why);
    }
    for assumption in &adopted.plan.assumptions {
        assert!(page.contains(&squeeze(&assumption.reason)), "{}", assumption.name);
    }
    for (name, _) in adopted.files.iter() {
        assert!(page.contains(name), "{name}");
    }
    assert!(page.contains("鄂府办发电〔2024〕4号") && page.contains(&adopted.plan.fingerprint));
}

#[test]
fn a_department_that_helps_to_organise_says_so_and_the_others_do_not() {
    let adopted = real();
    let notice = "本部门也参与组织这项活动";
    let telling: Vec<&str> = adopted
        .plan
        .departments
        .iter()
        .filter(|department| read(&format!("/departments/{}", department.id), &adopted, friday()).contains(notice))
        .map(|department| department.short_name.as_str())
        .collect();
    assert_eq!(telling, ["市工信局", "市财政局", "市统计局", "市公安局", "市人社局", "市信访局", "市政数局"]);
}

#[test]
fn discipline_has_seventeen_rules_and_says_how_to_report() {
    let page = read("/discipline", &real(), friday());
    assert!(page.contains("17条禁止行为") && page.contains("第17条刁难或报复举报人员。") && !page.contains("第18条"));
    assert!(page.contains("发现违反，怎样反映") && page.contains("活动纪律情况调查表"));
}

#[test]
fn the_organisation_counts_posts_and_names_who_holds_trust() {
    let page = read("/organisation", &real(), friday());
    for fact in
        ["8个工作组", "主任（1人）", "副主任（29人）", "市人民政府办公室四级调研员（5人）", "制卡人", "密钥保管人", "永远不能做什么"]
    {
        assert!(page.contains(fact), "{fact}");
    }
}

#[test]
fn the_promises_also_say_what_is_not_promised() {
    let page = read("/promises", &real(), friday());
    for limit in ["不承诺永远保密", "不承诺无法向别人证明自己怎样评", "同一个领导体系任命", "至少2方到场"]
    {
        assert!(page.contains(limit), "{limit}");
    }
}

#[test]
fn venues_add_up() {
    let page = read("/venues", &real(), friday());
    assert!(page.contains("市融媒体中心演播厅") && page.contains("合计1,5004,500") && page.contains("东胜区分会场待公布300900"));
}

/// A date that is ours is marked wherever it stands; the document's own days are not.
#[test]
fn what_the_document_leaves_open_is_marked() {
    let session = read("/sessions/1", &real(), friday());
    // Ten reports of 10 minutes, three interviews of 5, a window of 20.
    assert!(session.contains("1月13日（周一）9:00—11:15暂定"), "{session}");
    let home = read("/", &real(), friday());
    assert!(home.contains("看述职直播1月13日—14日未到"));
}

#[test]
fn programs_read_the_same_facts() {
    let adopted = real();
    let activity = api::activity(&adopted.plan);
    let count = |name: &str| activity[name].as_array().map(Vec::len);
    assert_eq!([count("sessions"), count("departments"), count("venues")], [Some(3), Some(30), Some(10)]);
    assert_eq!(activity["sessions"][0]["starts"], "2025-01-13T09:00:00+08:00");
    let seats: u64 = activity["venues"].as_array().unwrap().iter().filter_map(|venue| venue["seats_per_session"].as_u64()).sum();
    assert_eq!(seats, 1_500);
    let check = api::check(&adopted);
    assert_eq!((check["settled"].clone(), check["open"].clone()), (Value::Bool(true), Value::from(0)));
    assert_eq!(check["findings"].as_array().map(Vec::len), Some(adopted.report.findings.len()));
}

/// Another city's plan with fewer parts still makes every page.
#[test]
fn a_plan_without_timetable_still_makes_every_page() {
    let mut adopted = real();
    let plan = &mut adopted.plan;
    (plan.posts, plan.units, plan.departments, plan.venues) = Default::default();
    (plan.activity.nodes, plan.activity.sessions) = Default::default();
    for (path, page) in every_page(Look::at, &adopted, friday()) {
        assert!(page.html().contains("<h1>"), "{path}");
    }
}
