//! The director's channel: departments chosen, questions put, promises recorded and followed until they are kept.

mod support;

use plan::Role;
use support::{OFFICE, STAGE, go, house, live, look, migrations, person, press};
use web::args;
use web::database::harness::each_engine;
use web::testing::{Client, TestApp};

async fn choose(office: &mut Client, department: &str) {
    office.get("/office/channel").await.expect(200);
    office.post("/office/channel", &[("department", department)]).await.expect(303);
}

/// The id of a department's interview.
async fn interview(app: &TestApp, department: &str) -> String {
    let sql = "SELECT id FROM stage_items WHERE kind = 'interview' AND department = $1";
    app.app.database().reader().await.unwrap().one(sql, args![department]).await.unwrap()
}

#[tokio::test]
async fn the_office_chooses_six_to_nine_departments_and_no_other_role_does() {
    each_engine(&migrations(), async |database| {
        let app = house(database).await;
        let mut office = person(&app, "综合协调", Role::Office).await;
        office.get("/office/channel").await.expect(200).shows("至少要确定 6 个部门");
        let plan = app.app.plan();
        let departments: Vec<String> = plan.plan.departments.iter().map(|it| it.id.to_string()).collect();
        for department in &departments[..9] {
            choose(&mut office, department).await;
        }
        office.post("/office/channel", &[("department", &departments[9])]).await.expect(422).shows("最多 9 个部门");
        office.post("/office/channel", &[("department", &departments[0])]).await.expect(422).shows("已经确定");
        office.post("/office/channel", &[("department", "nobody")]).await.expect(422).shows("请选择一个部门");
        // They come after the reports and before the ballot.
        let sql = "SELECT kind FROM stage_items WHERE session = 1 ORDER BY place, id";
        let kinds: Vec<String> = app.app.database().reader().await.unwrap().all(sql, args![]).await.unwrap();
        let expected: Vec<&str> = std::iter::repeat_n("report", 10).chain(std::iter::repeat_n("interview", 9)).chain(["ballot"]).collect();
        assert_eq!(kinds, expected);
        let id = interview(&app, &departments[0]).await;
        office.post(&format!("/office/channel/{id}/drop"), &[]).await.expect(303);
        office.get("/office/channel").await.expect(200).reads("现已确定 8 个");
        let mut drafting = person(&app, "文稿", Role::Drafting).await;
        drafting.get("/office/channel").await.expect(200);
        drafting.post("/office/channel", &[("department", &departments[0])]).await.expect(403);
    })
    .await;
}

#[tokio::test]
async fn questions_are_chosen_drawn_ordered_and_put_and_nothing_tells_who_asked() {
    each_engine(&migrations(), async |database| {
        let app = house(database).await;
        let mut office = person(&app, "综合协调", Role::Office).await;
        choose(&mut office, "finance").await;
        let id = interview(&app, "finance").await;
        let page = format!("/office/channel/{id}");
        office.get(&page).await.expect(200).shows("代表发来的问题（3）").shows("惠民补贴为什么到账慢？");
        office.post(&format!("{page}/questions"), &[("question", "q3")]).await.expect(303);
        office.post(&format!("{page}/questions"), &[("question", "q3")]).await.expect(422);
        office.post(&format!("{page}/draw"), &[]).await.expect(303);
        office.post(&format!("{page}/hall"), &[("words", "短")]).await.expect(422).shows("请写下问题");
        office.post(&format!("{page}/hall"), &[("words", "今年的预算什么时候公开？")]).await.expect(303);
        office.get(&page).await.expect(200).shows("代表发来的问题（1）").shows("抽取").shows("现场提出");
        let sql = "SELECT id, origin FROM channel_questions ORDER BY place, id";
        let listed: Vec<(String, String)> = app.app.database().reader().await.unwrap().all(sql, args![]).await.unwrap();
        assert_eq!(listed.iter().map(|(_, origin)| origin.as_str()).collect::<Vec<_>>(), ["chosen", "drawn", "hall"]);
        let hall = format!("{page}/questions/{}", listed[2].0);
        office.post(&hall, &[("deed", "up")]).await.expect(303);
        office.post(&hall, &[("deed", "ask")]).await.expect(422).shows("访谈还没有开始");

        // On stage: the question that is being answered stands on the screens.
        let mut operator = person(&app, "调度员", Role::Logistics).await;
        for _ in 0..10 {
            press(&mut operator, "start").await;
            press(&mut operator, "end").await;
        }
        press(&mut operator, "start").await;
        assert_eq!(live(&app).await["counted"]["remaining_ms"], 300_000);
        office.post(&format!("{page}/questions/q3"), &[("deed", "ask")]).await.expect(303);
        assert_eq!(live(&app).await["state"]["said"]["question"], "惠民补贴为什么到账慢？");
        app.visitor().get("/screen/main").await.expect(200).reads("正在回答：惠民补贴为什么到账慢？");
        office.post(&format!("{page}/questions/q3"), &[("deed", "drop")]).await.expect(422).shows("已经提问");
        go(&app, "08:56:00");
        press(&mut operator, "end").await;
        operator.get(&format!("{STAGE}/record")).await.expect(200).shows("惠民补贴为什么到账慢？").reads("1 分 00 秒");
    })
    .await;
}

#[tokio::test]
async fn whoever_is_tied_to_the_department_does_not_see_its_questions_before() {
    each_engine(&migrations(), async |database| {
        let app = house(database).await;
        let mut office = person(&app, "综合协调", Role::Office).await;
        choose(&mut office, "finance").await;
        let page = format!("/office/channel/{}", interview(&app, "finance").await);
        let mut tied = app.staff("借调", "市财政局", &[], &[Role::Drafting]).await;
        let answer = tied.get(&page).await.expect(200).shows("您与这个部门有关联");
        assert!(!answer.body.contains("惠民补贴"));
        tied.post(&format!("{page}/questions"), &[("question", "q1")]).await.expect(409);
        person(&app, "文稿", Role::Drafting).await.get(&page).await.expect(200).shows("惠民补贴");
    })
    .await;
}

#[tokio::test]
async fn a_promise_is_followed_until_somebody_else_confirms_that_it_was_kept() {
    each_engine(&migrations(), async |database| {
        let app = house(database).await;
        let mut office = person(&app, "综合协调", Role::Office).await;
        let mut finance = app.staff("财政局联络员", "市财政局", &[], &[Role::Department("finance".into())]).await;
        let mut energy = app.staff("能源局联络员", "市能源局", &[], &[Role::Department("energy".into())]).await;
        office.get("/office/promises/new").await.expect(200);
        let promise = |due| [("department", "finance"), ("words", "三月底前公开全部惠民补贴的到账时间"), ("due", due)];
        office.post("/office/promises", &promise("2025-01-12")).await.expect(422).shows("不能早于今天").shows("三月底前公开");
        office.post("/office/promises", &[("department", ""), ("words", "短"), ("due", "")]).await.expect(422).shows("请选择部门");
        let made = office.post("/office/promises", &promise("2025-01-20")).await.expect(303);
        let address = made.location().split('?').next().unwrap().to_owned();
        app.visitor().get("/live/promises").await.expect(200).shows("三月底前公开").shows("已承诺");

        // Only the department's own.
        finance.get("/office/promises").await.expect(200).shows("三月底前公开");
        assert!(!energy.get("/office/promises").await.expect(200).body.contains("三月底前公开"));
        energy.get(&address).await.expect(404);
        energy.post(&address, &[("act", "progress"), ("words", "别人的"), ("version", "1")]).await.expect(404);
        finance.get(&address).await.expect(200).shows("报告进展");
        finance.post(&address, &[("act", "confirm"), ("words", "自己确认"), ("version", "1")]).await.expect(422);
        finance.post(&address, &[("act", "progress"), ("words", "已经汇总各旗区数据"), ("version", "1")]).await.expect(303);
        finance
            .post(&address, &[("act", "report"), ("words", "旧页面上按的"), ("version", "1")])
            .await
            .expect(422)
            .shows("另一人刚刚更新了");
        finance.post(&address, &[("act", "report"), ("words", "已在网站公开"), ("version", "2")]).await.expect(303);

        // What is reported waits for somebody else, and nobody who belongs to the department is somebody else.
        finance
            .post(&address, &[("act", "confirm"), ("words", "自己确认"), ("version", "3")])
            .await
            .expect(422)
            .shows("现在可以办理的一项");
        let both = [Role::Department("finance".into()), Role::Drafting];
        let mut lent = app.staff("借调的联络员", "市财政局", &[], &both).await;
        lent.get(&address).await.expect(200);
        lent.post(&address, &[("act", "confirm"), ("words", "自己确认"), ("version", "3")]).await.expect(422);

        go(&app, "23:00:00");
        app.app.clock().advance_to("2025-01-21T09:00:00+08:00".parse().unwrap()).unwrap();
        let mut office = app.staff("综合协调", OFFICE, &[], &[Role::Office]).await;
        office.get("/office/promises?state=overdue").await.expect(200).shows("逾期").shows("三月底前公开");
        office.get(&address).await.expect(200).shows("已经汇总各旗区数据").shows("财政局联络员（市财政局）");
        office.post(&address, &[("act", "return"), ("words", "缺两个旗"), ("version", "3")]).await.expect(303);
        let mut finance = app.staff("财政局联络员", "市财政局", &[], &[Role::Department("finance".into())]).await;
        finance.get(&address).await.expect(200).shows("缺两个旗");
        finance.post(&address, &[("act", "report"), ("words", "已补全"), ("version", "4")]).await.expect(303);
        office.post(&address, &[("act", "confirm"), ("words", "已核对"), ("version", "5")]).await.expect(303);
        let public = app.visitor().get("/live/promises").await.expect(200).shows("已兑现").reads("已兑现 1 项");
        assert!(!public.body.contains("缺两个旗") && !public.body.contains("联络员") && !public.body.contains("逾期"));
        let csv = office.get("/office/promises/export.csv?state=done").await.expect(200).shows("三月底前公开");
        assert!(csv.body.contains("2025-01-20"));
        office.get("/office/promises?state=open").await.expect(200).shows("没有符合条件的承诺");
        let mut drafting = person(&app, "文稿", Role::Drafting).await;
        look(&mut drafting, 1).await;
    })
    .await;
}
