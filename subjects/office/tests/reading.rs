//! What the back office shows to whom: homes, the audit log, the system's state.

use plan::Role;
use web::args;
use web::database::harness::each_engine;
use web::database::{DatabaseError, transaction};
use web::testing::TestApp;

const OFFICE: &str = "市人民政府办公室";

#[tokio::test]
async fn everybody_has_a_home_that_says_what_they_are_for() {
    each_engine(web::MIGRATIONS, async |database| {
        let app = TestApp::new(database, office::routes()).await;
        let mut supervisor = app.staff("监督人员", OFFICE, &[], &[Role::Supervision]).await;
        supervisor.get("/office").await.expect(200).shows("负责活动纪律执行情况监督").shows("/office/audit").shows("下一个时间节点");
        let mut department = app.staff("联络员", "市水利局", &[], &[Role::Department("water".into())]).await;
        let home = department.get("/office").await.expect(200).shows("看不到投诉举报人").shows("利益冲突隔离");
        assert!(!home.body.contains("/office/audit"), "the menu leads nowhere that is closed");
        let mut nobody = app.staff("新同事", OFFICE, &[], &[]).await;
        nobody.get("/office").await.expect(200).shows("还没有角色");
    })
    .await;
}

#[tokio::test]
async fn the_audit_administrator_reads_filters_exports_and_checks_the_log() {
    each_engine(web::MIGRATIONS, async |database| {
        let app = TestApp::new(database, office::routes()).await;
        let mut auditor = app.staff("审计人员", OFFICE, &[], &[Role::AuditAdmin]).await;
        auditor.get("/office/audit").await.expect(200).shows("采用方案");
        auditor.get("/office/audit?kind=account.signed-in").await.expect(200).shows("没有符合条件的记录");
        auditor.get("/office/audit?before=nonsense&kind=%25").await.expect(200);
        let sheet = auditor.get("/office/audit/export.csv").await.expect(200);
        assert!(sheet.body.starts_with("\u{feff}序号,时间,事项"), "Excel needs the mark to read Chinese");
        auditor.get("/office/audit/export.jsonl?kind=plan.adopted").await.expect(200).shows("\"kind\":\"plan.adopted\"");
        auditor.get("/office/audit/check").await.expect(200).shows("核对通过");

        let tampered: Result<u64, DatabaseError> =
            transaction!(app.app.database(), |tx| tx.execute("UPDATE audit_log SET details = '{}' WHERE position = 1", args![]).await);
        tampered.unwrap();
        auditor.get("/office/audit/check").await.expect(200).shows("核对没有通过").shows("第 1 条");
    })
    .await;
}

#[tokio::test]
async fn the_state_of_the_system_is_shown_without_secrets_and_not_to_the_evaluated() {
    each_engine(web::MIGRATIONS, async |database| {
        let app = TestApp::new(database, office::routes()).await;
        let mut technician = app.staff("技术人员", OFFICE, &[], &[Role::Technical]).await;
        technician.get("/office/system").await.expect(200).shows("方案指纹").shows("等待发送").shows("第 1 版");
        let mut evaluated = app.staff("技术人员", "市行政审批政务服务与数据管理局", &[], &[Role::Technical]).await;
        evaluated.get("/office/system").await.expect(403).shows("因利益冲突");
    })
    .await;
}
