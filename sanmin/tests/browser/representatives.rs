//! A citizen signs up on a phone; a district hands in a file with mistakes. Every page on the way is examined.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::chromium::{Browser, Driver, Kind};
use crate::examine::{Variant, is_fit};
use crate::support::people::Administration;
use crate::support::process::{Server, sanmin};
use crate::support::repository;

/// A server on whose plan the term for signing up is now, and where its text messages lie.
struct House {
    server: Server,
    folder: tempfile::TempDir,
}

impl House {
    fn open() -> Self {
        let folder = tempfile::tempdir().expect("the folder for temporary files is writable");
        let (plan, data) = (folder.path().join("plan"), folder.path().join("data"));
        std::fs::create_dir_all(&plan).expect("a folder for the plan");
        for file in std::fs::read_dir(repository("plans/ordos-2024")).expect("the shipped plan") {
            let file = file.expect("a readable folder").path();
            std::fs::copy(&file, plan.join(file.file_name().expect("a name"))).expect("a copy");
        }
        let activity = plan.join("activity.toml");
        let text = std::fs::read_to_string(&activity).expect("activity.toml");
        // The term stays open and the draw far away for as long as anybody runs this test.
        let text = text
            .replace("to = \"2025-01-06 18:00\"", "to = \"2199-01-06 18:00\"")
            .replace("from = \"2025-01-07 10:00\"\nto = \"2025-01-07 22:00\"", "from = \"2199-01-07 10:00\"\nto = \"2199-01-07 22:00\"");
        assert_eq!(text.matches("2199").count(), 3, "the plan's dates are where they were");
        std::fs::write(&activity, text).expect("written");
        let mut command = sanmin(&["serve", "--listen", "127.0.0.1:0", "--ballot-listen", "127.0.0.1:0", "--plan"]);
        command.arg(&plan).arg("--data").arg(&data).arg("--outbox").arg(folder.path().join("messages"));
        House { server: Server::start(command), folder }
    }

    fn messages(&self) -> PathBuf {
        self.folder.path().join("messages")
    }

    /// The code in a message to this telephone; waits for it.
    fn code(&self, phone: &str) -> String {
        let until = Instant::now() + Duration::from_secs(20);
        loop {
            if let Some(code) = texts(&self.messages()).iter().find_map(|text| code_in(text, phone)) {
                return code;
            }
            assert!(Instant::now() < until, "no code for {phone}");
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

fn texts(folder: &Path) -> Vec<String> {
    let files = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    files.filter_map(|file| std::fs::read_to_string(file.path()).ok()).collect()
}

fn code_in(text: &str, phone: &str) -> Option<String> {
    let message: serde_json::Value = serde_json::from_str(text).ok()?;
    let body = message["body"].as_str().filter(|body| message["recipient"] == phone && body.contains("验证码"))?;
    Some(body.chars().filter(char::is_ascii_digit).take(6).collect())
}

/// Examines the page on which the browser stands, as designed and in elder mode, and draws it if pictures are wanted.
async fn fits(browser: &Browser, kind: Kind, name: &str) {
    let path = browser.run("return location.pathname + location.search", vec![]).await;
    let path = path.as_str().unwrap_or("/");
    for elder in [true, false] {
        browser.set_cookie("elder", if elder { "1" } else { "0" }).await;
        browser.open(path).await;
        let variant = Variant { kind, elder };
        is_fit(browser, variant).await;
        draw(browser, name, variant).await;
    }
}

pub async fn draw(browser: &Browser, name: &str, variant: Variant) {
    let Some(folder) = std::env::var_os("SANMIN_PICTURES").map(PathBuf::from) else { return };
    std::fs::create_dir_all(&folder).expect("a folder for pictures");
    std::fs::write(folder.join(format!("representatives-{name}-{}.png", variant.word())), browser.picture().await).expect("a picture");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_citizen_signs_up_on_a_phone() {
    let Some(mut driver) = Driver::start() else { return };
    let house = House::open();
    let phone = driver.browser(Kind::Phone, &house.server).await;
    phone.open("/").await;
    phone.follow("报名当市民代表").await;
    phone.sees("谁可以报名").await;
    fits(&phone, Kind::Phone, "introduction").await;
    phone.follow("开始报名").await;
    fits(&phone, Kind::Phone, "eligibility").await;
    phone.press("下一步").await;
    phone.sees("请选择您居住的旗区").await;
    is_fit(&phone, Variant::PHONE).await;
    draw(&phone, "eligibility-errors", Variant::PHONE).await;
    phone.choose("东胜区").await;
    phone.choose("不是").await;
    phone.choose("本旗区分会场").await;
    phone.press("下一步").await;
    phone.sees("填写个人信息").await;
    fits(&phone, Kind::Phone, "person").await;
    phone.fill("姓名", "王小明").await;
    phone.fill("身份证号", "11010519491231002x").await;
    phone.fill("手机号", "１３９ 0000 0001").await;
    phone.press("发送验证码").await;
    phone.sees("139****0001").await;
    fits(&phone, Kind::Phone, "code").await;
    phone.fill("验证码", &tokio::task::block_in_place(|| house.code("13900000001"))).await;
    phone.press("下一步").await;
    phone.sees("请您知道并同意").await;
    phone.sees("11010519491231002X").await;
    fits(&phone, Kind::Phone, "confirm").await;
    phone.choose("我已阅读并同意").await;
    phone.press("提交报名").await;
    phone.sees("报名已收到").await;
    fits(&phone, Kind::Phone, "received").await;
    phone.open("/signup/status").await;
    fits(&phone, Kind::Phone, "status").await;
    phone.open("/signup/counts").await;
    phone.sees("不足 5 人").await;
    fits(&phone, Kind::Phone, "counts").await;
    let desk = driver.browser(Kind::Desktop, &house.server).await;
    for (path, name) in [("/signup", "introduction"), ("/signup/eligibility", "eligibility"), ("/signup/counts", "counts")] {
        desk.open(path).await;
        fits(&desk, Kind::Desktop, name).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_district_hands_in_a_file_with_mistakes_and_takes_what_is_right() {
    let Some(mut driver) = Driver::start() else { return };
    let house = House::open();
    let (first, second, organiser, police) = tokio::task::block_in_place(|| {
        let mut administration = Administration::begin(&house.server);
        let mut staff = |login, name, unit, role| administration.appoint(login, name, unit, &[role]).sign_in(&house.server);
        let first = staff("first", "推荐人甲", "东胜区人民政府", "district:dongsheng");
        let second = staff("second", "联署人乙", "东胜区人民政府", "district:dongsheng");
        let organiser = staff("organiser", "组织人员甲", "市人民政府办公室", "organisation");
        (first, second, organiser, staff("police", "审查人员甲", "市公安局", "police"))
    });
    let desk = driver.browser(Kind::Desktop, &house.server).await;
    let phone = driver.browser(Kind::Phone, &house.server).await;
    let file = house.folder.path().join("推荐.csv");
    let text = "类别,姓名,身份证号,手机号,本人同意,推荐单位\n\
                社区或村居民代表,王小明,11010519491231002X,13900000001,是,某社区\n\
                宇航员代表,李小红,110105194912310021,1390000,否,某社区\n";
    std::fs::write(&file, text).expect("written");

    desk.become_visitor(&first).await;
    desk.open("/office/nominations").await;
    desk.sees("东胜区分会场").await;
    fits(&desk, Kind::Desktop, "nominations").await;
    desk.fill("推荐名册", &file.display().to_string()).await;
    desk.press("上传并检查").await;
    desk.sees("没有“宇航员代表”这个类别").await;
    desk.sees("现在什么都没有保存").await;
    is_fit(&desk, Variant::DESKTOP).await;
    draw(&desk, "nomination-errors", Variant::DESKTOP).await;
    desk.press("只收下没有错误的 1 人").await;
    desk.sees("请另一名工作人员登录后联署").await;
    let batch = desk.path().await;
    fits(&desk, Kind::Desktop, "batch").await;

    desk.become_visitor(&second).await;
    desk.open(&batch).await;
    desk.press("联署这 1 人").await;
    desk.sees("已经联署").await;
    desk.follow("王*明").await;
    desk.sees("代表人选详情").await;
    fits(&desk, Kind::Desktop, "candidate").await;
    desk.follow("查看完整信息").await;
    desk.fill("原因", "电话核实本人意愿").await;
    fits(&desk, Kind::Desktop, "unmask").await;
    desk.fill("原因", "电话核实本人意愿").await;
    desk.press("写明原因并查看").await;
    desk.sees("11010519491231002X").await;
    is_fit(&desk, Variant::DESKTOP).await;

    for (visitor, pages) in [
        (&second, ["/office/candidates", "/office/candidates/review", "/office/pool"].as_slice()),
        (
            &organiser,
            &[
                "/office/vetting/duplicates",
                "/office/vetting/ties",
                "/office/vetting/list",
                "/office/vetting/appeals",
                "/office/nominations",
            ],
        ),
        (&police, &["/office/vetting/results"]),
    ] {
        for (browser, kind) in [(&desk, Kind::Desktop), (&phone, Kind::Phone)] {
            browser.become_visitor(visitor).await;
            for page in pages {
                browser.open(page).await;
                fits(browser, kind, page.trim_start_matches("/office/").replace('/', "-").as_str()).await;
            }
        }
    }
    desk.become_visitor(&police).await;
    desk.open("/office/candidates").await;
    desk.sees("您没有使用此页面的权限").await;
}
