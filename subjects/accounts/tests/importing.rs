//! Good and bad files of people, and what comes out again.

mod common;

use common::{Person, Reading, administrators, first_administrator, story};
use rust_xlsxwriter::Workbook;
use web::testing::Answer;

const HEAD: &str = "账号,姓名,单位,联系方式,岗位编号\n";

async fn upload(admin: &mut Person, name: &str, content: &[u8]) -> Answer {
    admin.browser.get("/office/accounts/import").await.expect(200);
    admin.browser.upload("/office/accounts/import", name, content).await
}

/// What the page that asks for confirmation carries on, as a browser would send it.
fn carried(page: &Answer) -> String {
    let text = page.between("name=\"people\" value=\"", "\"").unwrap();
    text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

async fn confirm(admin: &mut Person, page: &Answer) -> Answer {
    let people = carried(page);
    admin.browser.post("/office/accounts/import/confirm", &[("people", &people), ("name", "名册.csv")]).await
}

fn excel(rows: &[[&str; 4]]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_string(0, 0, "2024 年活动工作人员名册").unwrap();
    for (column, title) in (0u16..).zip(["账号", "姓名", "单位", "联系方式"]) {
        sheet.write_string(1, column, title).unwrap();
    }
    for (row, cells) in (2u32..).zip(rows) {
        for (column, cell) in (0u16..).zip(cells) {
            sheet.write_string(row, column, *cell).unwrap();
        }
    }
    workbook.save_to_buffer().unwrap()
}

#[tokio::test]
async fn a_good_file_becomes_accounts_with_a_slip_each() {
    story(async |house| {
        let mut admin = first_administrator(&house).await;
        let file = excel(&[["ｗａｎｇ０１", "测试甲", "市统计局", "１３８００"], ["li-02", "测试乙", "市委宣传部", "13900"]]);
        let page = upload(&mut admin, "名册.xlsx", &file).await.expect(200);
        assert!(page.says("将建立 2 个账号") && page.says("wang01") && page.says("关联：市统计局") && page.says("第 3 行"));
        assert!(!admin.browser.get("/office/accounts").await.expect(200).says("wang01"), "nothing is kept before it is confirmed");

        upload(&mut admin, "名册.xlsx", &file).await.expect(200);
        let slips = confirm(&mut admin, &page).await.expect(200);
        assert_eq!(slips.body.matches("<section class=\"slip\">").count(), 2);
        assert_eq!(slips.body.matches("<svg class=\"qr\"").count(), 2);
        assert!(slips.says("密封"));
        let list = admin.browser.get("/office/accounts?status=invited").await.expect(200);
        assert!(list.says("wang01") && list.says("li-02") && list.says("未授予") && list.says("待设置"));

        let again = confirm(&mut admin, &page).await.expect(422);
        assert!(again.says("在系统中已经存在"), "sent twice it creates nobody twice");
        let kinds = house.audit_kinds().await;
        assert_eq!(kinds.iter().filter(|kind| *kind == "account.created").count(), 3);
        assert_eq!(kinds.iter().filter(|kind| *kind == "accounts.imported").count(), 1);

        let first = common::link_of(&slips);
        common::arrive(&house, "", "wang01", &first).await;
    })
    .await;
}

#[tokio::test]
async fn gbk_and_utf8_with_a_mark_read_alike() {
    story(async |house| {
        let mut admin = first_administrator(&house).await;
        let text = format!("{HEAD}zhao,测试丙,市财政局,138,\n");
        for bytes in [encoding_rs::GBK.encode(&text).0.into_owned(), format!("\u{feff}{text}").into_bytes(), text.into_bytes()] {
            let page = upload(&mut admin, "名册.csv", &bytes).await.expect(200);
            assert!(page.says("测试丙") && page.says("关联：市财政局"));
        }
    })
    .await;
}

#[tokio::test]
async fn one_wrong_line_and_nobody_is_imported_and_every_mistake_is_named() {
    story(async |house| {
        let mut admin = first_administrator(&house).await;
        let long = "长".repeat(61);
        let text = format!(
            "{HEAD}zhengque,测试甲,,,\nAdmin,测试乙,,,\nzhengque,测试丙,,,\n,测试丁,,,\n张三,测试戊,,,\nfine,,{long},,no-such-post\n<script>,x,,,\n"
        );
        let page = upload(&mut admin, "名册.csv", text.as_bytes()).await.expect(422);
        for part in [
            "没有导入任何人",
            "“admin”在系统中已经存在",
            "“zhengque”与第 2 行重复",
            "没有填写",
            "“张三”不合规定",
            "最多 60 个字，现有 61 个",
            "方案中没有“no-such-post”",
            "第 4 行",
            "&lt;script&gt;",
        ] {
            assert!(page.says(part), "{part}");
        }
        assert!(!admin.browser.get("/office/accounts").await.expect(200).says("zhengque"));
        assert!(!house.audit_kinds().await.contains(&"accounts.imported".to_string()));
    })
    .await;
}

#[tokio::test]
async fn broken_and_oversized_files_are_told_apart() {
    story(async |house| {
        let mut admin = first_administrator(&house).await;
        let mut broken = excel(&[["a1", "测试甲", "", ""]]);
        broken.truncate(broken.len() / 2);
        for (name, bytes, part) in [
            ("a.xlsx", broken.as_slice(), "损坏"),
            ("a.xls", b"\xD0\xCF\x11\xE0\xA1\xB1", "另存为不加密的 .xlsx"),
            ("a.csv", b"x,y\n1,2\n", "没有找到表头"),
            ("a.csv", b"", "空的"),
            ("a.png", b"\x89PNG\r\n\x1a\n\x00\x00", "不是 .xlsx 或 .csv"),
        ] {
            let page = upload(&mut admin, name, bytes).await.expect(422);
            assert!(page.says(part), "{name}: {part}");
        }
        upload(&mut admin, "big.csv", &vec![b'a'; 3 * 1024 * 1024]).await.expect(413);
        let many: String = (0..2_001).map(|n| format!("user{n},测试,,,\n")).collect();
        let page = upload(&mut admin, "many.csv", format!("{HEAD}{many}").as_bytes()).await.expect(422);
        assert!(page.says("一次最多导入 2000 人"));
        let none = admin.browser.post("/office/accounts/import", &[]).await.expect(422);
        assert!(none.says("请选择要导入的文件"));
    })
    .await;
}

#[tokio::test]
async fn the_template_can_be_filled_in_and_what_is_exported_computes_nothing() {
    story(async |house| {
        let (mut admin, _, _) = administrators(&house).await;
        let template = admin.browser.get("/office/accounts/import/template.xlsx").await.expect(200);
        let page = upload(&mut admin, "模板.xlsx", &template.bytes).await.expect(422);
        assert!(page.says("没有任何人员"), "the headings of the template are understood");

        admin.browser.get("/office/accounts/new").await.expect(200);
        let fields =
            [("login_name", "evil"), ("display_name", "=HYPERLINK(\"http://x\")"), ("unit", "@SUM(A1)"), ("contact", "+cmd|' /C calc'!A0")];
        admin.browser.post("/office/accounts/new", &fields).await.expect(200);
        let csv = admin.browser.get("/office/accounts/export.csv?q=evil").await.expect(200);
        let text = csv.body;
        assert!(text.starts_with('\u{feff}') && text.contains("'=HYPERLINK") && text.contains("'@SUM") && text.contains("'+cmd"), "{text}");
        assert_eq!(text.lines().count(), 2, "only what the filter shows");
        let sorted = admin.browser.get("/office/accounts/export.csv?sort=-account").await.expect(200).body;
        let names: Vec<&str> = sorted.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
        assert_eq!(names, ["security", "evil", "audit", "admin"]);

        let xlsx = admin.browser.get("/office/accounts/export.xlsx?q=evil").await.expect(200);
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(xlsx.bytes)).unwrap();
        let mut sheet = String::new();
        std::io::Read::read_to_string(&mut archive.by_name("xl/worksheets/sheet1.xml").unwrap(), &mut sheet).unwrap();
        assert!(!sheet.contains("<f>"), "every cell is text");
        assert!(house.audit_kinds().await.contains(&"accounts.exported".to_string()));
    })
    .await;
}
