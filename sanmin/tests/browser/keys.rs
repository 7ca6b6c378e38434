//! Keys and cards in windows side by side: trustees, two officers, the card maker, and two desks of the main hall.

use ballot::ceremony::sitting::{Board, Member, Step};
use ballot::election::Election;
use ballot::group::system_random;
use ballotbox::cards::deck::{self, Deck};
use serde_json::json;
use tempfile::TempDir;

use crate::chromium::{Browser, Driver, Kind};
use crate::examine::{Variant, is_fit};
use crate::representatives::draw as keep_picture;
use crate::support::http::Visitor;
use crate::support::people::Administration;
use crate::support::process::{Server, run, sanmin};
use crate::support::repository;
use crate::walk;

const OFFICE: &str = "市人民政府办公室";

struct People {
    officers: Vec<Visitor>,
    trustees: Vec<Visitor>,
    maker: Visitor,
    desks: Vec<Visitor>,
}

impl People {
    fn begin(server: &Server) -> Self {
        let mut administration = Administration::begin(server);
        let mut person = |login: &str, name: &str, role: &str| administration.appoint(login, name, OFFICE, &[role]).sign_in(server);
        People {
            officers: vec![person("officer1", "工作人员甲", "office"), person("officer2", "工作人员乙", "office")],
            trustees: (1..=3).map(|n| person(&format!("trustee{n}"), &format!("保管人{n}"), &format!("trustee:{n}"))).collect(),
            maker: person("maker", "制卡人", "card-maker"),
            desks: (1..=2).map(|n| person(&format!("desk{n}"), &format!("会场人员{n}"), "venue:main")).collect(),
        }
    }
}

/// Examines the page and draws it if pictures are wanted.
async fn fits(browser: &Browser, kind: Kind, name: &str) {
    let variant = Variant { kind, elder: false };
    is_fit(browser, variant).await;
    keep_picture(browser, name, variant).await;
}

/// The same page on a phone and at a desk.
async fn fits_both(phone: &Browser, desk: &Browser, path: &str, name: &str) {
    for (browser, kind) in [(phone, Kind::Phone), (desk, Kind::Desktop)] {
        browser.open(path).await;
        fits(browser, kind, name).await;
    }
}

fn written(folder: &TempDir, name: &str, text: &str) -> String {
    let path = folder.path().join(name);
    std::fs::write(&path, text).expect("written");
    path.display().to_string()
}

/// The second officer reads the summary and confirms.
async fn confirm(second: &Browser, page: &str, act: &str, name: &str) {
    second.open(page).await;
    second.follow("查看摘要并确认").await;
    second.sees("确认以后").await;
    fits(second, Kind::Desktop, name).await;
    second.press(&format!("确认：{act}")).await;
    second.sees("已确认").await;
}

/// Three trustees at their own machines; the first uploads in the browser, the others as programs would.
async fn keys(phone: &Browser, desk: &Browser, people: &mut People, home: &str) {
    let folder = TempDir::new().expect("a temporary folder");
    let mut members: Vec<Member> = (1..=3).map(|number| Member::new(number, 3, &mut system_random())).collect();
    let mut board = Board::new(3, 2, 3).expect("a sitting");
    phone.become_visitor(&people.trustees[0]).await;
    desk.become_visitor(&people.trustees[0]).await;
    fits_both(phone, desk, home, "ceremony-first").await;
    for step in Step::ALL {
        for (number, member) in (1..).zip(&mut members) {
            let posting = member.next(&board, &mut system_random()).expect("a board").expect("something to post");
            let name = format!("{step}-{number}.json");
            if number == 1 {
                let file = written(&folder, &name, &posting.to_json());
                if step == Step::Certificate {
                    let wrong = written(&folder, "wrong.json", "{}");
                    phone.fill("文件", &wrong).await;
                    phone.press("上传").await;
                    phone.sees("这不是密钥生成会的文件").await;
                    fits(phone, Kind::Phone, "ceremony-wrong-file").await;
                }
                phone.open(home).await;
                phone.fill("文件", &file).await;
                phone.press("上传").await;
                phone.sees("文件已收下，验证无误").await;
            } else {
                tokio::task::block_in_place(|| {
                    let trustee = &mut people.trustees[number - 1];
                    trustee.get(home).expect(200);
                    trustee.upload(&format!("{home}/postings"), &[], &name, posting.to_json().as_bytes()).expect(303);
                });
            }
            board.post(posting).expect("taken here as there");
        }
    }
    fits_both(phone, desk, home, "ceremony-made").await;
}

/// The card maker's work for session 1, and the upload. Returns the public codes of the main hall.
async fn cards(maker: &Browser) -> Vec<String> {
    let folder = TempDir::new().expect("a temporary folder");
    maker.open("/office/elections/1").await;
    let text = maker.run_async(FETCH_ELECTION, vec![]).await;
    let election = Election::from_json(text.as_str().expect("a text").as_bytes()).expect("an election");
    let plan = plan::Plan::read(&web::testing::real_plan()).expect("the plan").resolved();
    let decks: Vec<Deck> = plan.venues.iter().map(|venue| Deck::make(&plan, venue, &election.uuid).expect("a deck")).collect();
    printed(maker, &folder, text.as_str().unwrap_or_default()).await;
    maker.open("/office/elections/1").await;
    let list = written(&folder, "public_credentials.json", &deck::merge(&decks).expect("no two alike").to_json());
    let venues = written(&folder, "venues.json", &deck::venues(&election.uuid, 1, &decks).to_text());
    fits(maker, Kind::Desktop, "cards-asked").await;
    maker.fill("公开清单", &venues).await;
    maker.fill("会场张数", &list).await;
    maker.press("上传").await;
    maker.sees("清单的格式不对").await;
    fits(maker, Kind::Desktop, "cards-wrong").await;
    maker.fill("公开清单", &list).await;
    maker.fill("会场张数", &venues).await;
    maker.press("上传").await;
    maker.sees("清单已收下").await;
    maker.sees("1,652 张").await;
    let hall = decks.iter().find(|deck| deck.venue == "main").expect("the main hall");
    hall.cards.iter().map(|card| card.public.to_hex()).collect()
}

/// The first sheet of the print file: four cards, on which nothing is cut off.
async fn printed(maker: &Browser, folder: &TempDir, election: &str) {
    let out = folder.path().join("printed").display().to_string();
    let [plan, election] = [repository("plans/ordos-2024").display().to_string(), written(folder, "election.json", election)];
    let passphrase = written(folder, "passphrase", "a made-up passphrase\n");
    let mut command = sanmin(&["election", "cards", "--session", "1", "--origin", "https://ballot.example", "--plan", &plan]);
    command.args(["--election", &election, "--out", &out, "--passphrase-file", &passphrase]);
    let ended = tokio::task::block_in_place(|| run(command));
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    let whole = std::fs::read_to_string(folder.path().join("printed/cards-to-print.html")).expect("the print file");
    // The sheet that parts the venues, and the first sheet of cards.
    let sheets: Vec<&str> = whole.split_inclusive("</section>").take(2).collect();
    let sheets = written(folder, "sheets.html", &format!("{}</body></html>", sheets.concat()));
    maker.devtools("Page.navigate", json!({"url": format!("file://{sheets}")})).await;
    maker.sees("打开后用手机扫这里投票").await;
    assert_eq!(maker.run(CUT_OFF, vec![]).await, json!({"cards": 4, "cut": []}));
    walk::draw(maker, "cards", Variant::DESKTOP, "printed").await;
}

const CUT_OFF: &str = r#"
const cards = [...document.querySelectorAll("article.card")];
const cut = (part) => part.scrollHeight > part.clientHeight + 1 || part.scrollWidth > part.clientWidth + 1;
return { cards: cards.length, cut: cards.flatMap((card) => [...card.children]).filter(cut).map((part) => part.textContent) };
"#;

const FETCH_ELECTION: &str = r#"
const done = arguments[arguments.length - 1];
const link = [...document.querySelectorAll("a")].find((a) => a.pathname.endsWith("/election.json"));
fetch(link.href).then((answer) => answer.text()).then(done, (error) => done("" + error));
"#;

/// A desk scans with a scanner that types and presses Enter; another counts by hand and confirms.
async fn count(phone: &Browser, desk: &Browser, codes: &[String]) {
    for browser in [phone, desk] {
        browser.open("/venue/cards").await;
        browser.sees("未清点").await;
    }
    fits(phone, Kind::Phone, "count-sessions").await;
    phone.open("/venue/cards/1").await;
    for code in &codes[..3] {
        phone.fill("公开码", &format!("{code}\n")).await;
        phone.sees("已记下").await;
        phone.open("/venue/cards/1").await;
    }
    phone.fill("公开码", &format!("{}\n", codes[0])).await;
    phone.sees("已经扫过").await;
    phone.choose("作废").await;
    phone.fill("公开码", &format!("{}\n", codes[3])).await;
    phone.sees("已记下").await;
    fits(phone, Kind::Phone, "count-scanning").await;
    phone.fill("公开码", "https://ballot.example/v/x#abc\n").await;
    phone.sees("扫到的是投票码").await;
    fits(phone, Kind::Phone, "count-private-code").await;
    phone.press("扫完了，请第二人确认").await;
    phone.sees("您不能自己确认").await;
    fits(phone, Kind::Phone, "count-waiting").await;

    desk.open("/venue/cards/1").await;
    fits(desk, Kind::Desktop, "count-second").await;
    desk.fill("剩余", "4").await;
    desk.fill("作废", "1").await;
    desk.press("张数一致，确认").await;
    desk.sees("与扫码的张数不同").await;
    // What was typed is kept.
    desk.clear("剩余").await;
    desk.fill("剩余", "3").await;
    desk.press("张数一致，确认").await;
    desk.sees("已确认，写入公开账本").await;
    fits_both(phone, desk, "/venue/cards/1", "count-done").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn from_the_trustees_files_to_the_count_of_a_venue() {
    let Some(mut driver) = Driver::start() else { return };
    let server = Server::new();
    let mut people = tokio::task::block_in_place(|| People::begin(&server));
    let (phone, desk) = (driver.browser(Kind::Phone, &server).await, driver.browser(Kind::Desktop, &server).await);
    let (first, second) = (driver.browser(Kind::Desktop, &server).await, driver.browser(Kind::Desktop, &server).await);
    first.become_visitor(&people.officers[0]).await;
    second.become_visitor(&people.officers[1]).await;

    first.open("/office").await;
    first.follow("密钥生成会").await;
    fits(&first, Kind::Desktop, "ceremony-none").await;
    first.press("开始正式的密钥生成会").await;
    first.sees("密钥生成会已经开始").await;
    let home = first.path().await.split('?').next().unwrap_or_default().to_owned();
    keys(&phone, &desk, &mut people, &home).await;

    first.open(&home).await;
    first.press("各位保管人读出的词都一致").await;
    first.sees("等待第二人").await;
    confirm(&second, &home, "密钥一致，生成各场评议", "ceremony-confirm").await;

    desk.become_visitor(&people.maker).await;
    let codes = cards(&desk).await;
    first.open("/office/elections/1").await;
    fits(&first, Kind::Desktop, "cards-handed-in").await;
    first.press("指纹一致，提出确认").await;
    first.sees("已提出").await;
    confirm(&second, "/office/elections/1", "确认评议票的公开清单", "cards-confirm").await;

    phone.become_visitor(&people.desks[0]).await;
    desk.become_visitor(&people.desks[1]).await;
    count(&phone, &desk, &codes).await;
    first.open("/office/elections/1").await;
    first.sees("东胜区分会场没有清点").await;
    assert!(!first.text().await.contains("主会场没有清点"));
    fits(&first, Kind::Desktop, "checklist").await;
}
