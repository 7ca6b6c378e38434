//! A house with a stage: operators, the office, departments, and counts and questions as the other subjects would give them.

#![allow(dead_code)] // Each test uses its own part of this.

use plan::Role;
use serde_json::Value;
use web::App;
use web::ballot_window::{BallotWindow, Telling, WindowSource, WindowState};
use web::database::{Database, Migration};
use web::questions::{Asking, Question, QuestionSource};
use web::testing::{Answer, Client, TestApp};
use web::turnout::{Counting, Turnout, TurnoutSource};

pub const OFFICE: &str = "市人民政府办公室";
pub const STAGE: &str = "/office/stage/1";

pub fn migrations() -> Vec<Migration> {
    [web::MIGRATIONS, stage::MIGRATIONS].concat()
}

/// Two of three have come to the main hall, nobody yet to 东胜.
pub struct Doors;

impl TurnoutSource for Doors {
    fn counts<'a>(&'a self, _: &'a App) -> Counting<'a> {
        let count = |venue: &str, present| Turnout { session: 1, venue: venue.into(), invited: 3, present };
        Box::pin(async move { Ok(vec![count("main", 2), count("dongsheng", 0)]) })
    }
}

/// The first session's window is open from 11:00 on.
pub struct Windows;

impl WindowSource for Windows {
    fn windows<'a>(&'a self, app: &'a App) -> Telling<'a> {
        let open: jiff::Timestamp = "2025-01-13T11:00:00+08:00".parse().unwrap();
        let (at, now) = (open.as_millisecond(), app.clock().millis());
        let closes_at = at + 20 * 60_000;
        let state = match now {
            _ if now < at => WindowState::Waiting,
            _ if now < closes_at => WindowState::Open,
            _ => WindowState::Closed,
        };
        Box::pin(async move { Ok(vec![BallotWindow { session: 1, state, opened_at: Some(at), closes_at: Some(closes_at) }]) })
    }
}

/// Three questions to the bureau of finance.
pub struct Questions;

impl QuestionSource for Questions {
    fn questions<'a>(&'a self, _: &'a App, session: u32, department: &'a str) -> Asking<'a> {
        let ask = |id: &str, words: &str| Question { id: id.into(), words: words.into() };
        let all =
            vec![ask("q1", "老旧小区改造的钱今年够不够？"), ask("q2", "学校门口的路什么时候修？"), ask("q3", "惠民补贴为什么到账慢？")];
        Box::pin(async move { Ok(if session == 1 && department == "finance" { all } else { Vec::new() }) })
    }
}

/// The house at 8:50 on the first day.
pub async fn house(database: Database) -> TestApp {
    let app = TestApp::new(database, stage::routes()).await;
    app.app.count_turnout_by(Doors);
    app.app.tell_windows_by(Windows);
    app.app.ask_questions_by(Questions);
    go(&app, "08:50:00");
    app
}

/// Moves the clock on to this time of the first day.
pub fn go(app: &TestApp, time: &str) {
    let at: jiff::Timestamp = format!("2025-01-13T{time}+08:00").parse().unwrap();
    app.app.clock().advance_to(at).unwrap();
}

pub async fn person(app: &TestApp, name: &str, role: Role) -> Client {
    app.staff(name, OFFICE, &[], &[role]).await
}

/// What an operator sees before they press: the version and the item of each button.
pub struct Seen {
    fields: Vec<(String, String, String)>,
    pub body: String,
}

/// Opens the operators' page.
pub async fn look(client: &mut Client, session: u32) -> Seen {
    let answer = client.get(&format!("/office/stage?session={session}")).await.expect(200);
    Seen { fields: forms(&answer.body), body: answer.body }
}

/// Each form's address with its version and item.
fn forms(body: &str) -> Vec<(String, String, String)> {
    let value = |form: &str, name: &str| {
        let rest = form.split_once(&format!("name=\"{name}\" value=\"")).map(|(_, rest)| rest)?;
        rest.split('"').next().map(str::to_owned)
    };
    body.split("<form ")
        .skip(1)
        .filter_map(|form| {
            let form = form.split("</form>").next()?;
            let action = form.split_once("action=\"")?.1.split('"').next()?.to_owned();
            Some((action, value(form, "version")?, value(form, "item")?))
        })
        .collect()
}

impl Seen {
    /// Version and item of the first button that leads to this act.
    pub fn form(&self, act: &str) -> (String, String) {
        let found = self.fields.iter().find(|(action, _, _)| action.ends_with(&format!("/{act}")));
        let (_, version, item) = found.unwrap_or_else(|| panic!("no button for {act} in {}", self.body));
        (version.clone(), item.clone())
    }

    /// Presses what is on the page.
    pub async fn press(&self, client: &mut Client, act: &str, more: &[(&str, &str)]) -> Answer {
        let (version, item) = self.form(act);
        let fields: Vec<(&str, &str)> =
            [("version", version.as_str()), ("item", item.as_str())].into_iter().chain(more.iter().copied()).collect();
        client.post(&format!("{STAGE}/{act}"), &fields).await
    }
}

/// Looks, and presses.
pub async fn press(client: &mut Client, act: &str) {
    look(client, 1).await.press(client, act, &[]).await.expect(303);
}

/// What `/api/v1/live` says.
pub async fn live(app: &TestApp) -> Value {
    let body = app.visitor().get("/api/v1/live").await.expect(200).body;
    serde_json::from_str(&body).unwrap()
}
