//! Two officers change the plan; nobody can do it alone, late, or from an evaluated department.

use plan::{GuardedRight, Role};
use web::database::harness::each_engine;
use web::testing::{Client, TestApp, real_plan};

const OFFICE: &str = "市人民政府办公室";

async fn office(database: web::database::Database) -> TestApp {
    TestApp::new(database, office::routes()).await
}

/// The plan's resolutions without those on 东胜区, so that three conflicts stand open again.
fn without_dongsheng() -> Vec<u8> {
    let files = real_plan();
    let text = String::from_utf8(files.get("resolutions.toml").unwrap().to_vec()).unwrap();
    let kept: Vec<&str> = text.split("[[resolution]]").filter(|part| !part.contains("东胜区")).collect();
    assert!(kept.len() < text.split("[[resolution]]").count());
    kept.join("[[resolution]]").into_bytes()
}

async fn propose(officer: &mut Client, content: &[u8]) -> String {
    officer.get("/office/plan/changes").await.expect(200);
    let answer = officer.upload("/office/plan/changes", &[("reason", "按会议决定")], "resolutions.toml", content).await.expect(303);
    answer.location().to_string()
}

#[tokio::test]
async fn one_officer_proposes_another_adopts_and_the_old_version_stays() {
    each_engine(web::MIGRATIONS, async |database| {
        let app = office(database).await;
        let mut first = app.staff("甲", OFFICE, &[], &[Role::Office]).await;
        let mut second = app.staff("乙", OFFICE, &[], &[Role::Office]).await;
        let change = propose(&mut first, &without_dongsheng()).await;

        first.get(&change).await.expect(200).shows("等待另一名").shows("新出现");
        first.post(&format!("{change}/adopt"), &[]).await.expect(409).shows("提出人不能自己采用");
        assert_eq!(app.app.plan().version, 1, "one officer alone changes nothing");

        second.get(&change).await.expect(200).shows("采用，立即生效");
        second.post(&format!("{change}/adopt"), &[]).await.expect(303);
        assert_eq!(app.app.plan().version, 2);
        second.get("/office/plan").await.expect(200).shows("尚未决定").shows("第 2 版").shows("按会议决定");
        second.post(&format!("{change}/reject"), &[]).await.expect(409).shows("已采用");

        let stored = web::adoption::in_force(app.app.database()).await.unwrap().unwrap();
        assert_eq!((stored.version, &stored.fingerprint), (2, &app.app.plan().fingerprint));
    })
    .await;
}

#[tokio::test]
async fn a_proposal_made_on_an_older_version_must_be_made_anew() {
    each_engine(web::MIGRATIONS, async |database| {
        let app = office(database).await;
        let mut first = app.staff("甲", OFFICE, &[], &[Role::Office]).await;
        let mut second = app.staff("乙", OFFICE, &[], &[Role::Office]).await;
        let early = propose(&mut first, &without_dongsheng()).await;
        let mut longer = without_dongsheng();
        longer.extend_from_slice(b"\n# checked\n");
        let late = propose(&mut first, &longer).await;
        second.get(&late).await;
        second.post(&format!("{late}/adopt"), &[]).await.expect(303);
        second.post(&format!("{early}/adopt"), &[]).await.expect(409).shows("已有新版本");
        first.get(&early).await;
        first.post(&format!("{early}/withdraw"), &[]).await.expect(303);
        assert_eq!(app.app.plan().version, 2);
    })
    .await;
}

#[tokio::test]
async fn a_file_that_makes_no_plan_is_refused_with_its_line_and_what_was_typed_is_kept() {
    each_engine(web::MIGRATIONS, async |database| {
        let app = office(database).await;
        let mut officer = app.staff("甲", OFFICE, &[], &[Role::Office]).await;
        officer.get("/office/plan/changes").await;
        let reason = [("reason", "理由<甲>")];
        let broken = officer.upload("/office/plan/changes", &reason, "ballot.toml", b"[window]\nminutes = \"many\"\n").await.expect(422);
        broken.shows("ballot.toml").shows("理由&lt;甲&gt;");
        officer.upload("/office/plan/changes", &reason, "../ballot.toml", b"x").await.expect(422).shows("不能作为方案文件");
        let same = real_plan().get("ballot.toml").unwrap().to_vec();
        officer.upload("/office/plan/changes", &reason, "ballot.toml", &same).await.expect(422).shows("与现行方案相同");
        officer.upload("/office/plan/changes", &[("reason", "")], "ballot.toml", &same).await.expect(422).shows("请填写修改理由");
        let huge = vec![b'x'; plan::MAX_FILE_BYTES + 100_000];
        officer.upload("/office/plan/changes", &reason, "ballot.toml", &huge).await.expect(413).shows("过大");
        officer.get("/office/plan").await.expect(200).shows("还没有人提出修改");
    })
    .await;
}

#[tokio::test]
async fn an_officer_tied_to_an_evaluated_department_cannot_change_the_plan_and_supervision_sees_the_try() {
    each_engine(web::MIGRATIONS, async |database| {
        let app = office(database).await;
        let plan = app.app.plan();
        // 市信访局局长 is a deputy head of the joint office by the document itself.
        let post = plan.plan.posts.iter().find(|post| post.body == "联席会议办公室" && post.department.is_some()).unwrap();
        let mut tied = app.staff("关联人员", OFFICE, &[post.id.as_str()], &[Role::Office]).await;
        tied.get("/office").await.expect(200).shows("利益冲突隔离").shows(GuardedRight::Ballot.chinese());
        tied.get("/office/plan").await.expect(200);
        tied.get("/office/plan/changes").await.expect(403).shows("因利益冲突").shows("监督检查组可以看到");

        let mut supervisor = app.staff("监督人员", OFFICE, &[], &[Role::Supervision]).await;
        supervisor.get("/office/wall").await.expect(200).shows("关联人员").shows("已拒绝").shows("提出修改");
    })
    .await;
}
