//! What takes two officers, and what the conflict wall refuses.

use std::fs;

use crate::chromium::{Driver, Kind};
use crate::support::http::Visitor;
use crate::support::people::Administration;
use crate::support::process::Server;
use crate::support::repository;

/// The reason that a decision gets in the change.
const REASON: &str = "第二名工作人员核对后采用的理由";

/// The resolutions of the shipped plan, with another reason for the first one.
fn changed_resolutions() -> (tempfile::TempDir, String) {
    let text = fs::read_to_string(repository("plans/ordos-2024/resolutions.toml")).expect("resolutions");
    let (before, rest) = text.split_once("why = \"").expect("a reason");
    let (_, after) = rest.split_once('"').expect("its end");
    let folder = tempfile::tempdir().expect("the folder for temporary files is writable");
    let path = folder.path().join("resolutions.toml");
    fs::write(&path, format!("{before}why = \"{REASON}\"{after}")).expect("written");
    let path = path.display().to_string();
    (folder, path)
}

fn two_officers(server: &Server) -> (Visitor, Visitor) {
    let mut administration = Administration::begin(server);
    let mut officer = |login, name| administration.appoint(login, name, "市人民政府办公室", &["office"]).sign_in(server);
    (officer("officer1", "工作人员甲"), officer("officer2", "工作人员乙"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_the_plan_takes_two_officers() {
    let Some(mut driver) = Driver::start() else { return };
    let server = Server::new();
    let (mut first, second) = tokio::task::block_in_place(|| two_officers(&server));
    let browser = driver.browser(Kind::Desktop, &server).await;

    browser.become_visitor(&first).await;
    browser.open("/office/plan").await;
    browser.follow("提出修改").await;
    let (_folder, file) = changed_resolutions();
    browser.fill("修改后的文件", &file).await;
    browser.fill("修改理由", "写明理由").await;
    browser.press("提交，等待第二人").await;
    browser.sees("等待另一名联席会议办公室人员采用或否决").await;
    browser.sees(REASON).await;
    assert!(!browser.text().await.contains("采用，立即生效"), "the proposer is offered no approval");
    let change = browser.path().await;

    // Nor does it help to send the form that the page does not have.
    let refused = tokio::task::block_in_place(|| {
        first.get(&change).expect(200);
        first.post(&format!("{change}/adopt"), &[])
    });
    refused.expect(409).shows("提出人不能自己采用或否决");
    browser.open("/representatives").await;
    assert!(!browser.text().await.contains(REASON));

    browser.become_visitor(&second).await;
    browser.open("/office/plan").await;
    browser.follow("resolutions.toml").await;
    browser.press("采用，立即生效").await;
    browser.sees("已采用").await;
    for public in ["/plan", "/representatives"] {
        browser.open(public).await;
        browser.sees(REASON).await;
    }
    browser.open("/office/plan").await;
    browser.sees("第 2 版").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_tied_to_an_evaluated_department_is_refused_and_supervision_sees_it() {
    let Some(mut driver) = Driver::start() else { return };
    let server = Server::new();
    let (tied, free) = tokio::task::block_in_place(|| {
        let mut administration = Administration::begin(&server);
        let tied = administration.appoint("tied", "统计人员甲", "市统计局", &["supervision"]).sign_in(&server);
        let free = administration.appoint("free", "监督人员甲", "市纪委监委", &["supervision"]).sign_in(&server);
        (tied, free)
    });
    let browser = driver.browser(Kind::Desktop, &server).await;
    browser.become_visitor(&tied).await;
    browser.open("/office").await;
    assert!(!browser.text().await.contains("审计日志"), "the menu offers nothing that is refused");
    browser.open("/office/audit").await;
    browser.sees("因利益冲突，不能查看").await;
    browser.sees("市统计局").await;
    browser.sees("本次访问已记录").await;

    browser.become_visitor(&free).await;
    browser.open("/office/wall").await;
    browser.sees("统计人员甲").await;
    browser.sees("已拒绝").await;
    browser.sees("与“市统计局”有关联").await;
}
