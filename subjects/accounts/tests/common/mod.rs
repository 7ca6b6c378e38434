//! What the stories share: the house on both engines, and the people who come into it.
#![allow(dead_code)] // Each story uses its part.

use jiff::SignedDuration;
use web::App;
use web::audit::{self, EntryFilter};
use web::database::harness::each_engine;
use web::login::SecondFactor;
use web::testing::{Answer, Client, TestApp};

pub const PASSWORD: &str = "河边-Walks-9";

/// Tells a story on each engine.
pub async fn story(told: impl AsyncFn(House)) {
    each_engine(web::MIGRATIONS, async |database| told(House(TestApp::new(database, accounts::routes()).await)).await).await;
}

/// The application with the real plan, on the morning of 27 December 2024.
pub struct House(TestApp);

impl House {
    pub fn app(&self) -> &App {
        &self.0.app
    }

    /// A browser that has never been here.
    pub fn browser(&self) -> Browser {
        Browser { client: self.0.visitor(), app: self.0.app.clone() }
    }

    /// Moves the clock forward.
    pub fn wait(&self, time: SignedDuration) {
        self.app().clock().advance_to(self.app().clock().now() + time).unwrap();
    }

    /// Moves the clock forward to a moment such as `2025-01-13T08:00:00+08:00`.
    pub fn wait_until(&self, moment: &str) {
        self.app().clock().advance_to(moment.parse().unwrap()).unwrap();
    }

    /// The kinds of all audit entries in their order, after the chain was verified.
    pub async fn audit_kinds(&self) -> Vec<String> {
        let mut tx = self.app().database().reader().await.unwrap();
        audit::verify(&mut tx).await.unwrap();
        let entries = audit::page(&mut tx, &EntryFilter::default(), i64::MAX).await.unwrap();
        entries.into_iter().rev().map(|entry| entry.kind).collect()
    }
}

/// A browser, and the time that the authenticator in the other hand shows codes by.
pub struct Browser {
    client: Client,
    app: App,
}

impl Browser {
    /// Another browser that has got hold of this one's cookies.
    pub fn copy(&self) -> Self {
        Browser { client: self.client.clone(), app: self.app.clone() }
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        self.client.get(path).await
    }

    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.client.post(path, fields).await
    }

    /// Sends a form with a file in the field `file`.
    pub async fn upload(&mut self, path: &str, name: &str, content: &[u8]) -> Answer {
        self.client.upload(path, &[], name, content).await
    }

    /// Forgets the form token.
    pub fn without_token(self) -> Self {
        Browser { client: self.client.without_token(), app: self.app }
    }

    /// Uses a set-up link: chooses the password, binds an authenticator, which is given back.
    pub async fn set_up(&mut self, path: &str, password: &str) -> SecondFactor {
        let page = self.get(path).await.expect(200);
        let secret = page.between("<p class=\"code\">", "</p>").expect("the page shows the secret");
        let phone = SecondFactor::from_typed(&secret).expect("the page shows a secret");
        let code = self.code(&phone);
        let done = self.post(path, &[("password", password), ("repeated", password), ("code", &code)]).await.expect(303);
        assert_eq!(done.location(), "/office/sign-in?told=set-up");
        phone
    }

    /// Signs in with account, password and the code of this moment.
    pub async fn sign_in(&mut self, account: &str, password: &str, phone: &SecondFactor) -> Answer {
        let code = self.code(phone);
        self.post("/office/sign-in", &[("account", account), ("password", password), ("code", &code)]).await
    }

    /// The code that the authenticator shows now.
    pub fn code(&self, phone: &SecondFactor) -> String {
        phone.code(u64::try_from(self.app.clock().wall() / 1_000).unwrap())
    }
}

/// Reading what came back.
pub trait Reading {
    /// Whether the page contains a text.
    fn says(&self, text: &str) -> bool;

    /// What stands between two texts, first occurrence.
    fn between(&self, before: &str, after: &str) -> Option<String>;
}

impl Reading for Answer {
    fn says(&self, text: &str) -> bool {
        self.body.contains(text)
    }

    fn between(&self, before: &str, after: &str) -> Option<String> {
        let (_, rest) = self.body.split_once(before)?;
        rest.split_once(after).map(|(found, _)| found.to_string())
    }
}

/// Somebody who is signed in, with the phone that shows the codes.
pub struct Person {
    pub id: String,
    pub name: String,
    pub browser: Browser,
    pub phone: SecondFactor,
}

/// A person comes to the desk: the link is used, the next code is waited for, the person signs in.
pub async fn arrive(house: &House, id: &str, name: &str, link: &str) -> Person {
    let mut browser = house.browser();
    let phone = browser.set_up(link, PASSWORD).await;
    let mut person = Person { id: id.into(), name: name.into(), browser, phone };
    sign_in(house, &mut person).await;
    person
}

/// Waits for a fresh code and signs in.
pub async fn sign_in(house: &House, person: &mut Person) {
    house.wait(SignedDuration::from_secs(60));
    let answer = person.browser.sign_in(&person.name, PASSWORD, &person.phone).await.expect(303);
    assert_eq!(answer.location(), "/office");
    // The page with the token of the new session.
    person.browser.get("/office/me").await.expect(200);
}

/// The first administrator, set up and signed in.
pub async fn first_administrator(house: &House) -> Person {
    let link = accounts::first_administrator_link(house.app()).await.unwrap().expect("a link on an empty database");
    arrive(house, "", "admin", &link).await
}

/// The system administrator creates an account; its id and set-up link.
pub async fn create(admin: &mut Person, login_name: &str, unit: &str) -> (String, String) {
    admin.browser.get("/office/accounts/new").await.expect(200);
    let fields = [("login_name", login_name), ("display_name", "测试人员"), ("unit", unit), ("contact", "138")];
    let answer = admin.browser.post("/office/accounts/new", &fields).await.expect(200);
    (id_of(&answer), link_of(&answer))
}

/// The account whose set-up link the page shows.
pub fn id_of(answer: &Answer) -> String {
    answer.between("href=\"/office/accounts/", "\"").expect("the page leads back to the account")
}

/// The set-up link that the page shows, as a path.
pub fn link_of(answer: &Answer) -> String {
    let url = answer.between("<p class=\"slip-link\">", "</p>").expect("the page shows a link");
    url[url.find("/office/setup/").expect("a set-up link")..].to_string()
}

/// Gives a role and expects it to be given.
pub async fn grant(by: &mut Person, id: &str, role: &str) {
    let answer = try_grant(by, id, role).await.expect(303);
    assert_eq!(answer.location(), format!("/office/accounts/{id}?done=granted"));
}

/// Tries to give a role.
pub async fn try_grant(by: &mut Person, id: &str, role: &str) -> Answer {
    by.browser.get(&format!("/office/accounts/{id}")).await.expect(200);
    by.browser.post(&format!("/office/accounts/{id}/roles"), &[("role", role)]).await
}

/// System, security and audit administrators, all signed in.
pub async fn administrators(house: &House) -> (Person, Person, Person) {
    let mut system = first_administrator(house).await;
    let (security_id, security_link) = create(&mut system, "security", "").await;
    grant(&mut system, &security_id, "security-admin").await;
    let (audit_id, audit_link) = create(&mut system, "audit", "").await;
    grant(&mut system, &audit_id, "audit-admin").await;
    let security = arrive(house, &security_id, "security", &security_link).await;
    let audit = arrive(house, &audit_id, "audit", &audit_link).await;
    (system, security, audit)
}

/// A person with a role, signed in.
pub async fn with_role(house: &House, system: &mut Person, security: &mut Person, login_name: &str, role: &str) -> Person {
    let (id, link) = create(system, login_name, "").await;
    grant(security, &id, role).await;
    arrive(house, &id, login_name, &link).await
}
