//! From the police's results over the freeze to the replay, in windows side by side: two officers at desks, the public on a phone, the hall's screen; then the
//! chosen and the reserves on their own phones.

use crate::activity::{Activity, Message};
use crate::chromium::{Browser, Driver, Kind};
use crate::common::Somebody;
use crate::examine::{Variant, is_fit};
use crate::representatives::draw as keep_picture;

/// Examines the page on which the browser stands, and draws it if pictures are wanted.
async fn fits(browser: &Browser, kind: Kind, name: &str) {
    let variant = Variant { kind, elder: false };
    is_fit(browser, variant).await;
    keep_picture(browser, name, variant).await;
}

/// The same in elder mode too, for pages that old people use; leaves the page as it was.
async fn fits_everybody(browser: &Browser, kind: Kind, name: &str) {
    let path = browser.path().await;
    for elder in [true, false] {
        browser.set_cookie("elder", if elder { "1" } else { "0" }).await;
        browser.open(&path).await;
        let variant = Variant { kind, elder };
        is_fit(browser, variant).await;
        keep_picture(browser, name, variant).await;
    }
}

/// The person's own page in a message.
fn page_in(text: &str) -> String {
    let rest = text.split_once("/me/").unwrap_or_else(|| panic!("no link in {text}")).1;
    format!("/me/{}", rest.split_whitespace().next().unwrap_or_default())
}

fn digits_of<'a>(pool: &'a [Somebody], message: &Message) -> &'a str {
    let person = pool.iter().find(|it| it.phone == message.phone).expect("one of the pool");
    &person.identity[14..]
}

/// Both officers at their desks, the public's phone, the screen of the hall.
struct Ceremony {
    first: Browser,
    second: Browser,
    public: Browser,
    screen: Browser,
}

impl Ceremony {
    async fn begin(driver: &mut Driver, activity: &mut Activity) -> Self {
        let (first, second) =
            (driver.browser(Kind::Desktop, &activity.server).await, driver.browser(Kind::Desktop, &activity.server).await);
        first.become_visitor(activity.staff("officer1")).await;
        second.become_visitor(activity.staff("officer2")).await;
        let public = driver.browser(Kind::Phone, &activity.server).await;
        let screen = driver.browser(Kind::Desktop, &activity.server).await;
        public.open("/draw").await;
        screen.open("/screen/draw").await;
        Ceremony { first, second, public, screen }
    }

    /// The second officer reads the summary of what the first has proposed, and confirms it.
    async fn confirm(&self, act: &str) {
        self.second.open("/office/draw").await;
        self.second.follow("查看摘要并确认").await;
        self.second.sees("确认以后").await;
        fits(&self.second, Kind::Desktop, &format!("draw-confirm-{act}")).await;
        self.second.press(&format!("确认：{act}")).await;
        self.second.sees("已经确认并办理").await;
    }

    async fn announce(&self) {
        self.first.open("/office/draw/announcements").await;
        self.first.set("occasion1", "1月7日16:00，演播厅，公证员在场，五枚骰子从左到右").await;
        self.first.set("occasion2", "1月7日21:15开奖，六个红球由小到大和蓝球").await;
        fits(&self.first, Kind::Desktop, "draw-announcement").await;
        self.first.press("提出公告，等待第二人").await;
        self.first.sees("等待第二人：公告种子来源").await;
        self.confirm("公告种子来源").await;
        // Without a reload, everybody sees it.
        self.public.sees("公证员在场").await;
        self.screen.sees("现场掷骰").await;
    }

    async fn freeze(&self) {
        self.first.open("/office/draw").await;
        self.first.press("提出封存，等待第二人").await;
        self.first.sees("等待第二人：封存名册").await;
        self.confirm("封存名册").await;
        self.public.sees("名册人数").await;
        self.public.sees("37 人").await;
        self.screen.sees("名册 37 人").await;
        fits(&self.screen, Kind::Desktop, "draw-screen-frozen").await;
        fits(&self.first, Kind::Desktop, "draw-frozen").await;
    }

    /// Both type what they see; the second of them differently at first.
    async fn seed(&self) {
        for (text, wrong) in [("3 5 1 6 2", Some("3 5 1 6 3")), ("03 09 14 21 28 33 + 07", None)] {
            if let Some(wrong) = wrong {
                self.type_text(&self.first, text, "录入，等待第二人", "您已经录入").await;
                self.type_text(&self.second, wrong, "录入并比较", "上一次两人录入不一致").await;
                fits(&self.second, Kind::Desktop, "draw-differed").await;
            }
            self.type_text(&self.first, text, "录入，等待第二人", "您已经录入").await;
            self.type_text(&self.second, text, "录入并比较", "两次录入一致").await;
            self.public.sees(text).await;
        }
        self.screen.sees("种子").await;
    }

    async fn type_text(&self, desk: &Browser, text: &str, button: &str, then: &str) {
        desk.open("/office/draw").await;
        desk.fill("来源的文字", text).await;
        desk.press(button).await;
        desk.sees(then).await;
    }

    async fn make(&self) {
        self.first.open("/office/draw").await;
        self.first.press("抽取").await;
        self.first.sees("已经抽取").await;
        self.public.sees("每人被抽中的机会").await;
        self.public.open("/draw").await;
        fits_everybody(&self.public, Kind::Phone, "draw-drawn").await;
        fits(&self.screen, Kind::Desktop, "draw-screen-drawn").await;
    }

    async fn release(&self) {
        self.first.open("/office/draw").await;
        self.first.press("提出公开，等待第二人").await;
        self.first.sees("等待第二人：公开抽取文件").await;
        self.confirm("公开抽取文件").await;
        self.public.open("/draw").await;
        self.public.press("开始复核").await;
        self.public.sees("复核通过：37 人、4 个名额格").await;
        fits(&self.public, Kind::Phone, "draw-replayed").await;
    }
}

/// One of the police hands in the results, wrong ones first; another confirms them.
async fn vet(desk: &Browser, activity: &mut Activity) {
    let right = tokio::task::block_in_place(|| activity.vetting_results());
    let wrong = right.replacen(",通过,", ",也许,", 1);
    let (wrong, right) = (activity.file("错误.csv", &wrong), activity.file("结果.csv", &right));
    desk.become_visitor(activity.staff("police1")).await;
    desk.open("/office/vetting/results").await;
    desk.fill("填好的名册", &wrong).await;
    desk.press("上传并检查").await;
    desk.sees("没有保存任何结果").await;
    fits(desk, Kind::Desktop, "vetting-errors").await;
    desk.fill("填好的名册", &right).await;
    desk.press("上传并检查").await;
    desk.sees("须由另一名审查人员确认").await;
    let report = desk.path().await;
    fits(desk, Kind::Desktop, "vetting-report").await;
    desk.become_visitor(activity.staff("police2")).await;
    desk.open(&report).await;
    desk.press("确认生效").await;
    desk.sees("已确认生效").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draw_from_the_freeze_to_the_replay_with_somebody_who_declines() {
    let Some(mut driver) = Driver::start() else { return };
    let (mut activity, pool) = tokio::task::block_in_place(|| {
        let mut activity = Activity::open();
        let pool = activity.gather();
        (activity, pool)
    });
    let desk = driver.browser(Kind::Desktop, &activity.server).await;
    vet(&desk, &mut activity).await;
    tokio::task::block_in_place(|| activity.at("2025-01-07T09:50"));
    let ceremony = Ceremony::begin(&mut driver, &mut activity).await;
    ceremony.announce().await;
    tokio::task::block_in_place(|| activity.at("2025-01-07T10:00"));
    ceremony.freeze().await;
    ceremony.seed().await;
    ceremony.make().await;

    // The organising group sends the notices; the board shows how the cells are filled.
    desk.become_visitor(activity.staff("organiser1")).await;
    desk.open("/office/invitations").await;
    desk.sees("已经抽取，还没有通知").await;
    fits(&desk, Kind::Desktop, "invitations-before").await;
    desk.press("发出通知").await;
    desk.sees("通知开始发出").await;
    let told = tokio::task::block_in_place(|| activity.notices(37));
    let chosen: Vec<&Message> = told.iter().filter(|it| it.text.contains("您已被抽为市民代表")).collect();
    assert_eq!(chosen.len(), 15);

    // One who was drawn comes.
    let phone = driver.browser(Kind::Phone, &activity.server).await;
    let comes = chosen[0];
    phone.open(&page_in(&comes.text)).await;
    phone.sees("您是市民代表").await;
    fits_everybody(&phone, Kind::Phone, "invited").await;
    phone.press("我参加").await;
    phone.sees("已记下：您参加").await;
    phone.follow("核对您确实在名册中").await;
    phone.press("在手机上核对").await;
    phone.sees("一致：编号").await;
    fits_everybody(&phone, Kind::Phone, "own-proof").await;

    // Another cannot, and the next reserve is told.
    let declines = chosen[1];
    phone.open(&page_in(&declines.text)).await;
    phone.follow("不能参加").await;
    phone.press("我不参加").await;
    phone.sees("请填写本人身份证号的最后四位").await;
    fits(&phone, Kind::Phone, "decline-errors").await;
    phone.fill("本人身份证号最后四位", digits_of(&pool, declines)).await;
    phone.press("我不参加").await;
    phone.sees("已记下：您不参加").await;
    fits_everybody(&phone, Kind::Phone, "declined").await;
    let moved = tokio::task::block_in_place(|| activity.notices(1)).remove(0);
    assert!(moved.text.contains("轮到您递补"), "{}", moved.text);
    phone.open(&page_in(&moved.text)).await;
    phone.sees("您是市民代表").await;

    // One who was not drawn sees the chance, and steps back.
    let reserve = told.iter().find(|it| it.text.contains("没有被抽中") && it.phone != moved.phone).expect("a reserve");
    phone.open(&page_in(&reserve.text)).await;
    phone.sees("您的机会").await;
    fits_everybody(&phone, Kind::Phone, "reserve").await;
    phone.follow("现在就退出候补").await;
    phone.fill("本人身份证号最后四位", digits_of(&pool, reserve)).await;
    phone.press("退出候补").await;
    phone.sees("已记下：不再递补").await;
    phone.open("/me/AAAAAAAAAAAAAAAAAAAAAA").await;
    phone.sees("链接已失效").await;

    // Staff see it too.
    for (path, name) in [
        ("/office/invitations", "invitations"),
        ("/office/invitations/list", "invitations-list"),
        ("/office/invitations/arrangements", "arrangements"),
        ("/office/invitations/reminders", "reminders"),
        ("/office/papers", "papers"),
    ] {
        desk.open(path).await;
        fits(&desk, Kind::Desktop, name).await;
        phone.become_visitor(activity.staff("organiser1")).await;
        phone.open(path).await;
        fits(&phone, Kind::Phone, name).await;
    }
    ceremony.public.open("/draw").await;
    ceremony.public.sees("有 1 人次离开，候补递补 1 人次").await;

    tokio::task::block_in_place(|| activity.at("2025-01-15T00:00"));
    ceremony.release().await;
}
