//! The first days of an installation: the first administrator, the other two, and a list of people from Excel.

use rust_xlsxwriter::Workbook;
use tempfile::TempDir;

use crate::chromium::{Browser, Driver, Kind};
use crate::examine::{Variant, is_fit};
use crate::support::people::{Administration, PASSWORD, Phone};
use crate::support::process::{Server, serve};
use crate::walk::draw;

/// Follows a set-up link as its receiver does.
async fn set_up(browser: &Browser, path: &str) -> Phone {
    browser.open(path).await;
    browser.unfold("不能扫描").await;
    let mut phone = Phone::enrol(&browser.text_of("p.code").await).expect("a secret");
    browser.fill("新密码", PASSWORD).await;
    browser.fill("再输入一遍", "something else").await;
    browser.fill("手机上显示的 6 位数字", "12").await;
    browser.press("完成设置").await;
    browser.sees("两次输入的密码不一致").await;
    is_fit(browser, Variant::DESKTOP).await;
    browser.fill("新密码", PASSWORD).await;
    browser.fill("再输入一遍", PASSWORD).await;
    browser.clear("手机上显示的 6 位数字").await;
    browser.fill("手机上显示的 6 位数字", &phone.code()).await;
    browser.press("完成设置").await;
    browser.sees("账号设置完成").await;
    phone
}

async fn sign_in(browser: &Browser, account: &str, phone: &mut Phone) {
    browser.open("/office/sign-in").await;
    browser.fill("账号", account).await;
    browser.fill("密码", PASSWORD).await;
    browser.fill("动态码", &phone.code()).await;
    browser.press("登录").await;
    browser.sees("首页").await;
    assert_eq!(browser.path().await, "/office");
}

/// Makes an account; the path of the link that the page shows once.
async fn create(browser: &Browser, account: &str, name: &str, unit: &str) -> String {
    browser.open("/office/accounts").await;
    browser.follow("新建账号").await;
    browser.fill("账号", account).await;
    browser.fill("姓名", name).await;
    browser.fill("单位", unit).await;
    browser.press("建立账号").await;
    browser.sees("链接只在此处显示一次").await;
    is_fit(browser, Variant::DESKTOP).await;
    let link = browser.text_of(".slip-link").await;
    format!("/office/setup/{}", link.rsplit('/').next().expect("a link"))
}

/// Gives a role to somebody from the list of accounts.
async fn grant(browser: &Browser, account: &str, role: &str) {
    browser.open("/office/accounts").await;
    browser.follow(account).await;
    browser.select("授予角色", role).await;
    browser.press("授予").await;
}

#[tokio::test]
async fn the_first_administrator_appoints_the_others_and_they_work() {
    let Some(mut driver) = Driver::start() else { return };
    let server = Server::new();
    let (first, second) = (driver.browser(Kind::Desktop, &server).await, driver.browser(Kind::Desktop, &server).await);

    let link = server.set_up_path();
    let mut phone = set_up(&first, &link).await;
    first.open(&link).await;
    first.sees("链接已失效").await;
    sign_in(&first, "admin", &mut phone).await;

    let security = create(&first, "security", "安全管理员甲", "市人民政府办公室").await;
    let audit = create(&first, "audit", "审计管理员甲", "市人民政府办公室").await;
    let officer = create(&first, "officer", "工作人员甲", "市人民政府办公室").await;
    grant(&first, "security", "安全管理员").await;
    first.sees("已授予角色").await;
    grant(&first, "audit", "审计管理员").await;
    first.sees("已授予角色").await;

    let mut security = set_up(&second, &security).await;
    sign_in(&second, "security", &mut security).await;
    grant(&second, "audit", "系统管理员").await;
    second.sees("三者分设").await;
    grant(&second, "officer", "联席会议办公室、综合协调组").await;
    second.sees("已授予角色").await;
    second.press("退出").await;
    second.sees("已退出").await;

    let mut officer = set_up(&second, &officer).await;
    sign_in(&second, "officer", &mut officer).await;
    second.follow("活动方案").await;
    second.sees("提出修改").await;
    second.press("退出").await;
    second.sees("已退出").await;

    let mut audit = set_up(&second, &audit).await;
    sign_in(&second, "audit", &mut audit).await;
    second.follow("审计日志").await;
    second.sees("工作人员甲").await;
    second.follow("从头核对全部记录").await;
    second.sees("核对通过").await;
}

/// A workbook in a folder of its own.
fn workbook(lines: &[[&str; 4]]) -> (TempDir, String) {
    let folder = tempfile::tempdir().expect("the folder for temporary files is writable");
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, line) in [["账号", "姓名", "单位", "联系方式"]].iter().chain(lines).enumerate() {
        for (column, text) in line.iter().enumerate() {
            let (row, column) = (u32::try_from(row).expect("few lines"), u16::try_from(column).expect("four columns"));
            sheet.write_string(row, column, *text).expect("a cell");
        }
    }
    let path = folder.path().join("people.xlsx");
    workbook.save(&path).expect("a workbook");
    (folder, path.display().to_string())
}

#[tokio::test(flavor = "multi_thread")]
async fn people_come_from_excel_all_or_none() {
    let Some(mut driver) = Driver::start() else { return };
    let server = Server::new();
    let administration = tokio::task::block_in_place(|| Administration::begin(&server));
    let browser = driver.browser(Kind::Desktop, &server).await;
    browser.become_visitor(&administration.system).await;

    browser.open("/office/accounts").await;
    browser.follow("批量导入").await;
    let (_wrong, path) = workbook(&[["clerk1", "甲", "市财政局", ""], ["clerk1", "乙", "", ""], ["clerk3", "", "", ""]]);
    browser.fill("人员名册", &path).await;
    browser.press("上传并检查").await;
    browser.sees("文件中有 2 处错误").await;
    browser.sees("与第 2 行重复").await;
    browser.sees("第 4 行").await;
    is_fit(&browser, Variant::DESKTOP).await;

    let (_right, path) = workbook(&[["clerk1", "甲", "市财政局", ""], ["clerk2", "乙", "", ""], ["clerk3", "丙", "", ""]]);
    browser.fill("人员名册", &path).await;
    browser.press("上传并检查").await;
    browser.sees("将建立 3 个账号").await;
    browser.sees("其中 1 人与被评议部门有关联").await;
    is_fit(&browser, Variant::DESKTOP).await;
    browser.press("导入并显示设置链接").await;
    browser.sees("账号设置链接（3 人）").await;
    is_fit(&browser, Variant::DESKTOP).await;
    browser.open("/office/accounts").await;
    browser.sees("clerk3").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_clock_of_a_rehearsal_is_advanced_on_a_phone_and_at_a_desk() {
    let Some(mut driver) = Driver::start() else { return };
    let data = tempfile::tempdir().expect("the folder for temporary files is writable");
    let mut command = serve(data.path());
    command.arg("--rehearsal");
    let server = Server::start(command);
    let administration = tokio::task::block_in_place(|| Administration::begin(&server));
    let (phone, desktop) = (driver.browser(Kind::Phone, &server).await, driver.browser(Kind::Desktop, &server).await);

    phone.open("/").await;
    phone.sees("演练环境").await;
    is_fit(&phone, Variant::PHONE).await;
    phone.become_visitor(&administration.system).await;
    phone.open("/office/clock").await;
    phone.sees("2024年12月29日（周日）9:00").await;
    is_fit(&phone, Variant::PHONE).await;
    draw(&phone, "system", Variant::PHONE, "/office/clock").await;
    phone.press("推进 1 小时").await;
    phone.sees("时钟已经推进").await;
    phone.press("自愿报名和组织推荐开始：1月2日（周四）12:00").await;
    phone.sees("2025年1月2日 12:00:00").await;
    is_fit(&phone, Variant::PHONE).await;

    desktop.become_visitor(&administration.system).await;
    desktop.open("/office").await;
    desktop.follow("演练时钟").await;
    desktop.sees("2025年1月2日（周四）12:00").await;
    // Each jump of the page sends a field of this name, so the typed one is found by its id.
    desktop.run("document.getElementById('f-to').value = '2025-01-01T09:00'", vec![]).await;
    desktop.press("推进到这个时间").await;
    desktop.sees("时钟只能向前").await;
    is_fit(&desktop, Variant::DESKTOP).await;
    desktop.open("/office/clock").await;
    draw(&desktop, "system", Variant::DESKTOP, "/office/clock").await;
    desktop.set_cookie("elder", "1").await;
    desktop.open("/office/clock").await;
    let elder = Variant { kind: Kind::Desktop, elder: true };
    is_fit(&desktop, elder).await;
    draw(&desktop, "system", elder, "/office/clock").await;
}
