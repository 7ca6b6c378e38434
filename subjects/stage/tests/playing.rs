//! A session on stage, as operators run it: start, warning, overrun, pause, two who press at once, a mistake put right.

mod support;

use plan::Role;
use support::{STAGE, go, house, live, look, migrations, person, press};
use web::args;
use web::database::harness::each_engine;
use web::testing::TestApp;

/// What the audit log says of the stage, in its order.
async fn log(app: &TestApp) -> Vec<(String, String)> {
    let sql = "SELECT title, details FROM audit_log WHERE kind LIKE 'stage.%' ORDER BY position";
    app.app.database().reader().await.unwrap().all(sql, args![]).await.unwrap()
}

#[tokio::test]
async fn a_report_starts_is_warned_runs_over_and_is_recorded_to_the_second() {
    each_engine(&migrations(), async |database| {
        let app = house(database).await;
        let mut operator = person(&app, "调度员", Role::Logistics).await;
        // Nothing is stored yet, and everybody already sees the plan's order.
        let before = live(&app).await;
        assert_eq!(before["state"]["said"]["headline"], "第一组述职报告会");
        assert_eq!(before["state"]["countdown"]["words"], "距开始还有");
        assert_eq!(before["state"]["order"].as_array().unwrap().len(), 11);

        look(&mut operator, 1).await;
        operator.post(&format!("{STAGE}/prepare"), &[]).await.expect(303);
        go(&app, "09:00:00");
        press(&mut operator, "start").await;
        let on = live(&app).await;
        assert_eq!(on["state"]["said"]["headline"], "市发展和改革委员会");
        assert_eq!(on["state"]["said"]["next"], "市科学技术局（现场述职）");
        assert_eq!((on["counted"]["elapsed_ms"].as_i64(), on["counted"]["remaining_ms"].as_i64()), (Some(0), Some(600_000)));
        assert_ne!(on["id"], before["id"]);

        go(&app, "09:09:00");
        app.visitor().get("/live").await.expect(200).reads("即将到时，剩余 1:00").shows("stage-timer warn");
        go(&app, "09:10:37");
        app.visitor().get("/live").await.expect(200).reads("超时 0:37").shows("stage-timer over");
        operator.get("/office/stage?session=1").await.expect(200).reads("超时 0:37");
        press(&mut operator, "end").await;

        let ended = live(&app).await;
        assert_eq!((&ended["state"]["said"]["headline"], ended["state"]["timer"].is_null()), (&"请稍候".into(), true));
        let record = operator.get(&format!("{STAGE}/record")).await.expect(200);
        record.reads("10 分 37 秒").reads("0 分 37 秒");
        let log = log(&app).await;
        assert_eq!(log.iter().map(|(title, _)| title.as_str()).collect::<Vec<_>>(), ["生成会场次序", "会场：开始", "会场：结束"]);
        assert!(log[2].1.contains(r#""seconds":637"#) && log[2].1.contains(r#""over_seconds":37"#), "{}", log[2].1);
    })
    .await;
}

#[tokio::test]
async fn a_pause_does_not_count_and_is_recorded() {
    each_engine(&migrations(), async |database| {
        let app = house(database).await;
        let mut operator = person(&app, "调度员", Role::Drafting).await;
        look(&mut operator, 1).await;
        operator.post(&format!("{STAGE}/prepare"), &[]).await.expect(303);
        go(&app, "09:00:00");
        press(&mut operator, "start").await;
        go(&app, "09:04:00");
        press(&mut operator, "pause").await;
        go(&app, "09:12:30");
        let paused = live(&app).await;
        assert_eq!(paused["counted"]["remaining_ms"], 360_000);
        app.visitor().get("/screen/main").await.expect(200).reads("暂停，剩余 6:00");
        press(&mut operator, "resume").await;
        go(&app, "09:15:30");
        assert_eq!(live(&app).await["counted"]["remaining_ms"], 180_000);
        press(&mut operator, "pause").await;
        go(&app, "09:16:00");
        // Ended in a pause: the pause ends with it.
        press(&mut operator, "end").await;
        go(&app, "09:30:00");
        let record = operator.get(&format!("{STAGE}/record")).await.expect(200);
        record.reads("7 分 00 秒").reads("2 次，9 分 00 秒");
        let csv = operator.get(&format!("{STAGE}/record.csv")).await.expect(200);
        csv.shows("现场述职,市发展和改革委员会,,600,9:00:00,9:00:00,9:16:00,420.0,2,540.0,0.0,已结束");
        let xlsx = operator.get(&format!("{STAGE}/record.xlsx")).await.expect(200);
        assert!(xlsx.bytes.starts_with(b"PK"));
    })
    .await;
}

#[tokio::test]
async fn of_two_operators_who_press_at_once_one_does_it_and_the_other_is_told() {
    each_engine(&migrations(), async |database| {
        let app = house(database).await;
        let (mut first, mut second) = (person(&app, "甲", Role::Logistics).await, person(&app, "乙", Role::Drafting).await);
        look(&mut first, 1).await;
        first.post(&format!("{STAGE}/prepare"), &[]).await.expect(303);
        let (one, two) = (look(&mut first, 1).await, look(&mut second, 1).await);
        let (a, b) = tokio::join!(one.press(&mut first, "start", &[]), two.press(&mut second, "start", &[]));
        let mut statuses = [a.status.as_u16(), b.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 409]);
        let told = if a.status == 409 { a } else { b };
        told.shows("另一人刚刚操作了，您的操作没有执行").shows("市发展和改革委员会（现场述职）");
        let starts = log(&app).await.into_iter().filter(|(title, _)| title == "会场：开始").count();
        assert_eq!(starts, 1);

        // An old page does not end what somebody else has ended and begun anew.
        let old = look(&mut first, 1).await;
        press(&mut second, "end").await;
        press(&mut second, "start").await;
        old.press(&mut first, "end", &[]).await.expect(409);
        assert_eq!(live(&app).await["state"]["said"]["headline"], "市科学技术局");
    })
    .await;
}

#[tokio::test]
async fn what_was_started_or_ended_by_mistake_is_put_right_with_a_reason_that_stays() {
    each_engine(&migrations(), async |database| {
        let app = house(database).await;
        let mut operator = person(&app, "调度员", Role::Logistics).await;
        look(&mut operator, 1).await;
        operator.post(&format!("{STAGE}/prepare"), &[]).await.expect(303);
        press(&mut operator, "start").await;
        go(&app, "08:51:00");
        let page = look(&mut operator, 1).await;
        page.press(&mut operator, "back", &[("reason", "")]).await.expect(409).shows("请写明原因");
        page.press(&mut operator, "back", &[("reason", "主持人还没有讲完")]).await.expect(303);
        assert_eq!(live(&app).await["state"]["said"]["headline"], "第一组述职报告会");

        go(&app, "09:00:00");
        press(&mut operator, "start").await;
        go(&app, "09:05:00");
        press(&mut operator, "end").await;
        go(&app, "09:05:20");
        look(&mut operator, 1).await.press(&mut operator, "reopen", &[("reason", "按错了")]).await.expect(303);
        // Nobody stopped speaking, so the time has run on.
        assert_eq!(live(&app).await["counted"]["elapsed_ms"], 320_000);
        let record = operator.get(&format!("{STAGE}/record")).await.expect(200);
        record.reads("误开始（8:50:00），退回未开始。原因：主持人还没有讲完").reads("误结束（9:05:00），恢复进行。原因：按错了");
        let titles: Vec<String> = log(&app).await.into_iter().map(|(title, _)| title).collect();
        assert!(titles.contains(&"会场：误开始，退回".to_owned()) && titles.contains(&"会场：误结束，恢复".to_owned()));
    })
    .await;
}

#[tokio::test]
async fn the_order_changes_until_a_report_has_begun_and_the_ballot_stays_last() {
    each_engine(&migrations(), async |database| {
        let app = house(database).await;
        let mut operator = person(&app, "调度员", Role::Drafting).await;
        look(&mut operator, 1).await;
        operator.post(&format!("{STAGE}/prepare"), &[]).await.expect(303);
        let page = look(&mut operator, 1).await;
        page.press(&mut operator, "move", &[("way", "down")]).await.expect(303);
        let order = live(&app).await;
        assert_eq!(
            (&order["state"]["order"][0]["title"], &order["state"]["order"][1]["title"]),
            (&"市科学技术局".into(), &"市发展和改革委员会".into())
        );
        press(&mut operator, "start").await;
        let page = look(&mut operator, 1).await;
        let (version, begun) = page.form("end");
        let refused = operator.post(&format!("{STAGE}/move"), &[("version", &version), ("item", &begun), ("way", "down")]).await;
        refused.expect(409).shows("已经开始或结束的不能再调整次序");
        let sql = "SELECT id FROM stage_items WHERE kind = 'ballot' ORDER BY id";
        let ballot: Vec<String> = app.app.database().reader().await.unwrap().all(sql, args![]).await.unwrap();
        let refused = operator.post(&format!("{STAGE}/move"), &[("version", &version), ("item", &ballot[0]), ("way", "up")]).await;
        refused.expect(409).shows("不能提前");
        let moved = log(&app).await.into_iter().filter(|(title, _)| title == "会场：调整次序").count();
        assert_eq!(moved, 1);
    })
    .await;
}

#[tokio::test]
async fn only_one_thing_is_on_whatever_the_session() {
    each_engine(&migrations(), async |database| {
        let app = house(database).await;
        let mut operator = person(&app, "调度员", Role::Logistics).await;
        for session in [1, 2] {
            look(&mut operator, session).await;
            operator.post(&format!("/office/stage/{session}/prepare"), &[]).await.expect(303);
        }
        press(&mut operator, "start").await;
        let (version, item) = look(&mut operator, 2).await.form("start");
        let refused = operator.post("/office/stage/2/start", &[("version", &version), ("item", &item)]).await;
        refused.expect(409).shows("“市发展和改革委员会（现场述职）”还没有结束");
        // Who only looks on has no buttons, and what is no session is not there.
        let mut supervision = person(&app, "监督", Role::Supervision).await;
        assert!(!look(&mut supervision, 1).await.body.contains("data-press"));
        supervision.post(&format!("{STAGE}/end"), &[]).await.expect(403);
        operator.post("/office/stage/9/prepare", &[]).await.expect(404);
        operator.get("/office/stage/9/record").await.expect(404);
    })
    .await;
}

#[tokio::test]
async fn the_ballot_s_time_is_the_window_s_and_nothing_tells_a_count() {
    each_engine(&migrations(), async |database| {
        let app = house(database).await;
        let mut operator = person(&app, "调度员", Role::Logistics).await;
        look(&mut operator, 1).await;
        operator.post(&format!("{STAGE}/prepare"), &[]).await.expect(303);
        for _ in 0..10 {
            press(&mut operator, "start").await;
            press(&mut operator, "end").await;
        }
        go(&app, "10:59:00");
        // Signed out by time meanwhile.
        let mut operator = person(&app, "调度员", Role::Logistics).await;
        press(&mut operator, "start").await;
        let waiting = live(&app).await;
        assert_eq!(waiting["state"]["said"]["headline"], "现场评议");
        assert_eq!((&waiting["state"]["said"]["window"], waiting["state"]["countdown"].is_null()), (&"评议时段尚未开启".into(), true));
        go(&app, "11:05:00");
        let open = live(&app).await;
        assert_eq!(open["state"]["countdown"]["words"], "距评议结束还有");
        assert!(open["state"]["timer"].is_null());
        app.visitor().get("/screen/dongsheng").await.expect(200).reads("距评议结束还有 15 分 0 秒");
        go(&app, "11:21:00");
        assert_eq!(live(&app).await["state"]["said"]["window"], "评议时段已结束，结果在三场全部结束后公布");
        press(&mut operator, "end").await;
        assert_eq!(live(&app).await["state"]["said"]["headline"], "本场述职报告会已经结束");
        go(&app, "13:29:59");
        assert_eq!(live(&app).await["state"]["session"], 1);
        go(&app, "13:30:01");
        assert_eq!(live(&app).await["state"]["said"]["headline"], "第二组述职报告会");
    })
    .await;
}

#[tokio::test]
async fn a_screen_tells_how_many_came_to_its_venue_and_the_public_page_does_not() {
    each_engine(&migrations(), async |database| {
        let app = house(database).await;
        let mut visitor = app.visitor();
        visitor.get("/screen/main").await.expect(200).reads("本会场到场 2 / 3 人").reads("66.7%");
        visitor.get("/screen/dongsheng").await.expect(200).reads("0 / 3 人").reads("0.0%");
        visitor.get("/screen/nowhere").await.expect(404);
        visitor.get("/screen/nowhere/state.json").await.expect(404);
        let state = visitor.get("/screen/main/state.json").await.expect(200);
        assert!(state.body.contains("2 / 3 人"));
        let public = visitor.get("/api/v1/live").await.expect(200).body;
        assert!(!public.contains("/ 3 人") && !visitor.get("/live").await.expect(200).body.contains("/ 3 人"));
    })
    .await;
}
