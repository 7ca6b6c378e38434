//! What the stories share: the house on both engines, made-up people, and the telephones that text messages arrive on.
#![allow(dead_code)] // Each story uses its part.

use std::sync::Arc;

use jiff::SignedDuration;
use plan::Role;
use web::App;
use web::audit::{self, EntryFilter};
use web::database::harness::each_engine;
use web::outbox::{self, Transport};
use web::testing::{Answer, Client, TestApp};

/// Tells a story on each engine, on the second day of the term.
pub async fn story(told: impl AsyncFn(House)) {
    let migrations = [web::MIGRATIONS, representatives::MIGRATIONS].concat();
    each_engine(&migrations, async |database| {
        let app = TestApp::new(database, representatives::routes()).await;
        let house = House(app);
        house.wait_until("2025-01-03T09:00:00+08:00");
        told(house).await;
    })
    .await;
}

/// The application with the real plan.
pub struct House(pub TestApp);

impl House {
    pub fn app(&self) -> &App {
        &self.0.app
    }

    pub fn citizen(&self) -> Client {
        self.0.visitor()
    }

    /// Somebody of an untied unit with one role, on a page that gives the form token.
    pub async fn staff(&self, name: &str, role: &str) -> Client {
        let role: Role = role.parse().unwrap();
        let unit = match &role {
            Role::Police => "市公安局",
            Role::Statistics => "市统计局",
            _ => "市人民政府办公室",
        };
        let home = match &role {
            Role::Police => "/office/vetting/results",
            Role::Logistics => "/office/papers",
            _ => "/office/candidates",
        };
        let mut client = self.0.staff(name, unit, &[], &[role]).await;
        client.get(home).await.expect(200);
        client
    }

    pub fn wait(&self, time: SignedDuration) {
        self.app().clock().advance_to(self.app().clock().now() + time).unwrap();
    }

    pub fn wait_until(&self, moment: &str) {
        self.app().clock().advance_to(moment.parse().unwrap()).unwrap();
    }

    /// The text messages that have been queued since the last look: number and text.
    pub async fn messages(&self) -> Vec<(String, String)> {
        let folder = tempfile::tempdir().unwrap();
        let transport = Arc::new(Transport::from_setting(folder.path().to_str().unwrap()).unwrap());
        let (database, secrets, now) = (self.app().database(), self.app().secrets(), self.app().clock().millis());
        while outbox::deliver_due(database, secrets, &transport, now).await.unwrap() > 0 {}
        let mut messages = Vec::new();
        for file in std::fs::read_dir(folder.path()).unwrap() {
            let message: serde_json::Value = serde_json::from_slice(&std::fs::read(file.unwrap().path()).unwrap()).unwrap();
            messages.push((message["recipient"].as_str().unwrap().to_string(), message["body"].as_str().unwrap().to_string()));
        }
        messages
    }

    /// The code that has just been sent to a telephone.
    pub async fn code(&self, phone: &str) -> String {
        let messages = self.messages().await;
        let text = messages.iter().rev().find(|(number, text)| number == phone && text.contains("验证码")).map(|(_, text)| text.clone());
        let text = text.unwrap_or_else(|| panic!("no code for {phone} in {messages:?}"));
        text.chars().filter(char::is_ascii_digit).take(6).collect()
    }

    /// The kinds of all audit entries in their order, after the chain was verified.
    pub async fn audit_kinds(&self) -> Vec<String> {
        let mut tx = self.app().database().reader().await.unwrap();
        audit::verify(&mut tx).await.unwrap();
        let entries = audit::page(&mut tx, &EntryFilter::default(), i64::MAX).await.unwrap();
        entries.into_iter().rev().map(|entry| entry.kind).collect()
    }

    /// Everything in the audit log as one text.
    pub async fn audit_text(&self) -> String {
        let mut tx = self.app().database().reader().await.unwrap();
        let entries = audit::page(&mut tx, &EntryFilter::default(), i64::MAX).await.unwrap();
        entries.into_iter().map(|entry| format!("{entry:?}\n")).collect()
    }
}

/// A made-up person; nobody real has region 990101.
#[derive(Clone, Debug)]
pub struct Somebody {
    pub name: String,
    pub identity: String,
    pub phone: String,
}

/// The same made-up person for the same number, from common characters.
pub fn somebody(number: u32) -> Somebody {
    born(number, 1960 + number % 40)
}

/// The same, born in a given year.
pub fn born(number: u32, year: u32) -> Somebody {
    const SURNAMES: [char; 10] = ['王', '李', '张', '刘', '陈', '杨', '赵', '黄', '周', '吴'];
    const GIVEN: [char; 16] = ['伟', '芳', '娜', '敏', '静', '丽', '强', '磊', '军', '洋', '勇', '艳', '杰', '娟', '涛', '明'];
    // A linear congruence spreads neighbours far apart.
    let mixed = number.wrapping_mul(2_654_435_761).rotate_left(7) as usize;
    let name = [SURNAMES[mixed % 10], GIVEN[mixed / 10 % 16], GIVEN[mixed / 160 % 16]].iter().collect();
    let body = format!("990101{year}{:02}{:02}{:03}", number % 12 + 1, number / 12 % 28 + 1, number / 336 % 1_000);
    let identity = format!("{body}{}", check_character(&body));
    Somebody { name, identity, phone: format!("139{:08}", number) }
}

/// ISO 7064 MOD 11-2, written once more from the standard: a test should not trust what it tests.
fn check_character(body: &str) -> char {
    let mut sum = 0;
    for (place, digit) in body.chars().rev().enumerate() {
        let weight = (0..=place).fold(1, |weight, _| weight * 2 % 11);
        sum += digit.to_digit(10).unwrap() * weight;
    }
    char::from_digit((12 - sum % 11) % 11, 11).map(|check| if check == 'a' { 'X' } else { check }).unwrap()
}

/// A whole identity number from its first 17 digits.
pub fn with_check(body: &str) -> String {
    format!("{body}{}", check_character(body))
}

/// What somebody types into the form.
pub fn person_form(person: &Somebody, district: &str, venue: &str) -> Vec<(&'static str, String)> {
    vec![
        ("district", district.into()),
        ("venue", venue.into()),
        ("name", person.name.clone()),
        ("identity", person.identity.clone()),
        ("phone", person.phone.clone()),
        ("address", "某街 1 号".into()),
        ("unit", String::new()),
    ]
}

/// Goes through the sign-up up to the code.
pub async fn fill_in(client: &mut Client, person: &Somebody, district: &str, venue: &str) -> Answer {
    let fields = person_form(person, district, venue);
    let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    client.post("/signup/person", &fields).await
}

/// Signs somebody up; the page that says so.
pub async fn sign_up(house: &House, person: &Somebody, district: &str, venue: &str) -> Answer {
    let mut client = house.citizen();
    let sent = fill_in(&mut client, person, district, venue).await.expect(303);
    assert_eq!(sent.location(), "/signup/code");
    let code = house.code(&person.phone).await;
    assert_eq!(client.post("/signup/code", &[("code", &code)]).await.expect(303).location(), "/signup/confirm");
    client.get("/signup/confirm").await.expect(200);
    assert_eq!(client.post("/signup/confirm", &[("consent", "1")]).await.expect(303).location(), "/signup/received");
    client.get("/signup/received").await.expect(200).shows("报名已收到")
}

/// What stands between two texts, first occurrence.
pub fn between(page: &Answer, before: &str, after: &str) -> String {
    let (_, rest) = page.body.split_once(before).unwrap_or_else(|| panic!("no {before} in {}", page.body));
    rest.split_once(after).expect("an end").0.to_string()
}

/// The reference number that the page shows.
pub fn reference(page: &Answer) -> String {
    between(page, "<p class=\"code\">", "</p>")
}

/// The hidden field of a form, as a browser would send it back.
pub fn hidden(page: &Answer, name: &str) -> String {
    let text = between(page, &format!("name=\"{name}\" value=\""), "\"");
    text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// Opens one's own application by reference and code; the page.
pub async fn look_up(house: &House, client: &mut Client, reference: &str, phone: &str) -> Answer {
    house.wait(SignedDuration::from_secs(61));
    assert_eq!(
        client.post("/signup/status", &[("reference", reference), ("phone", phone)]).await.expect(303).location(),
        "/signup/status/code"
    );
    let code = house.code(phone).await;
    assert_eq!(client.post("/signup/status/code", &[("code", &code)]).await.expect(303).location(), "/signup/status/show");
    client.get("/signup/status/show").await.expect(200)
}

/// The address at which the first proposal of a page is answered, as `{address}/confirm`.
pub fn proposal(page: &Answer) -> String {
    let id = between(page, "/office/vetting/proposals/", "/");
    format!("/office/vetting/proposals/{id}")
}

/// The ids of people that a page offers to tick.
pub fn ticks(page: &Answer) -> Vec<String> {
    page.body.split("name=\"ids\" value=\"").skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_string).collect()
}

/// A file of nominees.
pub fn nominees(class: &str, people: &[Somebody]) -> String {
    let lines = people.iter().map(|one| format!("{class},{},{},{},是,某某社区,,\n", one.name, one.identity, one.phone));
    std::iter::once("类别,姓名,身份证号,手机号,本人同意,推荐单位,工作单位,居住地址\n".to_string()).chain(lines).collect()
}

/// Uploads a file of nominees and takes all of it; the batch's address.
pub async fn nominate(client: &mut Client, venue: &str, file: &str) -> String {
    let page = client.upload("/office/nominations", &[("venue", venue)], "推荐.csv", file.as_bytes()).await.expect(200);
    let (lines, count) = (hidden(&page, "lines"), hidden(&page, "count"));
    let fields = [("venue", venue), ("lines", lines.as_str()), ("name", "推荐.csv"), ("count", count.as_str())];
    let done = client.post("/office/nominations/accept", &fields).await.expect(303);
    done.location().split('?').next().unwrap().to_string()
}

/// Everybody that a district nominated and co-signed waits to be vetted.
pub async fn nominate_and_sign(house: &House, district: &str, class: &str, people: &[Somebody]) {
    let mut first = house.staff("推荐甲", &format!("district:{district}")).await;
    let batch = nominate(&mut first, district, &nominees(class, people)).await;
    let mut second = house.staff("联署乙", &format!("district:{district}")).await;
    second.get(&batch).await.expect(200);
    second.post(&format!("{batch}/sign"), &[]).await.expect(303);
}
