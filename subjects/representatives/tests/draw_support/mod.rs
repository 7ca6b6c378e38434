//! A pool for the real plan, and two officers who hold a ceremony.

#![allow(dead_code)] // Each test uses its own part of this.

use std::fmt::Write;
use std::sync::LazyLock;

use plan::{Channel, Role};
use record::Statement;
use representatives::person::{IdentityNumber, Person, Phone, Seal};
use sortition::testing::{Sequence, people};
use sortition::{Quota, Quotas, Seats, Sessions};
use web::args;
use web::database::{Database, DatabaseError, Migration, Value, transaction};
use web::testing::{Answer, Client, TestApp};

pub const OFFICE: &str = "市人民政府办公室";
pub const VOLUNTEERS: usize = 300;
pub const NOMINEES: usize = 5_000;
pub const PEOPLE: usize = VOLUNTEERS + NOMINEES;

/// When the pool may be frozen, and when the files may be published.
pub const FREEZE: &str = "2025-01-07T10:00:00+08:00";
pub const AFTER: &str = "2025-01-15T00:00:00+08:00";

pub const DICE: &str = "现场掷骰";
pub const LOTTERY: &str = "双色球第2025003期";

pub fn migrations() -> Vec<Migration> {
    [web::MIGRATIONS, representatives::MIGRATIONS].concat()
}

/// The application a few minutes before the freeze, so that whoever signs in stays so over it.
pub async fn application(database: Database) -> TestApp {
    let app = TestApp::new(database, office::routes().and(representatives::routes())).await;
    at(&app, "2025-01-07T09:50:00+08:00").await;
    app
}

const COLUMNS: usize = 17;
const ROWS: usize = 100;
const HEAD: &str = "INSERT INTO applications (id, reference, channel, venue, class, district, state, person, identity_hash, phone_hash, \
    name_hash, household_hash, sex, birth_year, recommended_by, created_at, changed_at) VALUES";

fn statement(rows: usize) -> String {
    let mut sql = HEAD.to_owned();
    for row in 0..rows {
        let places: Vec<String> = (1..=COLUMNS).map(|column| format!("${}", row * COLUMNS + column)).collect();
        let _ = write!(sql, "{}({})", if row == 0 { " " } else { ", " }, places.join(", "));
    }
    sql
}

static ONE: LazyLock<String> = LazyLock::new(|| statement(1));
static MANY: LazyLock<String> = LazyLock::new(|| statement(ROWS));

/// Puts people who passed into every cell of the plan, enough for all seats. What marks a person begins with `SECRET`.
pub async fn fill(app: &TestApp, volunteers: usize, nominees: usize) {
    let plan = app.app.plan();
    let cells = representatives::cell::cells(&plan.plan);
    let quota = |cell: &representatives::cell::PlannedCell<'_>| Quota {
        cell: cell.cell().to_string().parse().unwrap(),
        seats: Seats::new(cell.seats).unwrap(),
    };
    let quotas = Quotas::new(cells.iter().map(quota).collect()).unwrap();
    let channel_of = |place: usize| match cells[place].class.channel {
        Channel::Volunteer => sortition::Channel::Volunteer,
        Channel::Recommendation => sortition::Channel::Nominated,
    };
    let all = people(&quotas, Sessions::new(3).unwrap(), channel_of, volunteers, nominees, &mut Sequence::new(7)).unwrap();
    let rows: Vec<Applicant> = all
        .iter()
        .map(|entry| {
            let (venue, class) = entry.cell.as_str().split_once('/').unwrap();
            let channel = if entry.channel == Some(sortition::Channel::Volunteer) { "volunteer" } else { "recommendation" };
            row(entry.number.as_str(), channel, venue, class, "passed")
        })
        .collect();
    insert(app, &rows).await;
}

/// An application that is put into the database as it stands.
pub struct Applicant {
    pub mark: String,
    pub channel: &'static str,
    pub venue: String,
    pub class: String,
    pub state: &'static str,
    pub person: Person,
}

pub fn row(mark: &str, channel: &'static str, venue: &str, class: &str, state: &'static str) -> Applicant {
    Applicant { mark: mark.into(), channel, venue: venue.into(), class: class.into(), state, person: somebody(mark) }
}

/// A made-up person (nobody real has region 990101) who looks like nobody else: no two share a telephone or a letter of their name.
fn somebody(mark: &str) -> Person {
    let number = mark.trim_start_matches('P').parse().unwrap_or_else(|_| 19_000 + mark.bytes().map(u32::from).sum::<u32>() % 1_900);
    let letter = char::from_u32(0x4E00 + number).unwrap();
    let body = format!("990101{}{:02}{:02}{:03}", 1950 + number % 50, number / 50 % 12 + 1, number / 600 % 28 + 1, number % 1_000);
    let identity = "0123456789X".chars().find_map(|check| IdentityNumber::try_from(format!("{body}{check}")).ok());
    Person {
        name: format!("SECRET{letter}{letter}"),
        identity: identity.unwrap(),
        phone: Phone::read(&format!("139{number:08}")).unwrap(),
        address: String::new(),
        unit: String::new(),
    }
}

fn columns(app: &TestApp, applicant: &Applicant) -> [Value; COLUMNS] {
    let secret = |what: &str| format!("SECRET-{what}-{}", applicant.mark);
    [
        secret("id").into(),
        secret("reference").into(),
        applicant.channel.into(),
        applicant.venue.as_str().into(),
        applicant.class.as_str().into(),
        "".into(),
        applicant.state.into(),
        Seal(app.app.secrets()).person(&secret("id"), &applicant.person).into(),
        secret("identity").into(),
        secret("phone").into(),
        secret("name").into(),
        "".into(),
        "female".into(),
        1980_i64.into(),
        "".into(),
        0_i64.into(),
        0_i64.into(),
    ]
}

pub async fn insert(app: &TestApp, applicants: &[Applicant]) {
    let rows: Vec<[Value; COLUMNS]> = applicants.iter().map(|applicant| columns(app, applicant)).collect();
    transaction!(app.app.database(), |tx| -> Result<(), DatabaseError> {
        let (whole, rest) = rows.as_chunks::<ROWS>();
        for rows in whole {
            tx.execute(MANY.as_str(), rows.as_flattened()).await?;
        }
        for row in rest {
            tx.execute(ONE.as_str(), row).await?;
        }
        Ok(())
    })
    .unwrap();
}

/// Two officers of the joint office, each with the page before them.
pub struct Officers {
    pub first: Client,
    pub second: Client,
}

pub async fn officers(app: &TestApp) -> Officers {
    let mut first = app.staff("甲", OFFICE, &[], &[Role::Office]).await;
    let mut second = app.staff("乙", OFFICE, &[], &[Role::Office]).await;
    first.get("/office/draw").await.expect(200);
    second.get("/office/draw").await.expect(200);
    Officers { first, second }
}

/// The address of the open proposal on a page.
pub fn open_proposal(page: &Answer) -> String {
    let at = page.body.find("/office/draw/proposals/").unwrap_or_else(|| panic!("no open proposal on {}", page.body));
    page.body[at..].split('/').take(5).collect::<Vec<_>>().join("/")
}

pub async fn at(app: &TestApp, moment: &str) {
    app.app.clock().advance_to(moment.parse().unwrap()).unwrap();
}

impl Officers {
    pub async fn proposal(&mut self) -> String {
        open_proposal(&self.first.get("/office/draw").await.expect(200))
    }

    /// The first proposes, the second confirms.
    pub async fn both(&mut self, path: &str, fields: &[(&str, &str)]) {
        self.first.post(path, fields).await.expect(303);
        let proposal = self.proposal().await;
        self.second.post(&format!("{proposal}/confirm"), &[]).await.expect(303);
    }

    pub async fn announce(&mut self) {
        self.both("/office/draw/announcements", &announcement()).await;
    }

    pub async fn freeze(&mut self) {
        self.both("/office/draw/freeze", &[]).await;
    }

    /// Both type the same for a source.
    pub async fn agree(&mut self, place: u32, text: &str) {
        let path = format!("/office/draw/sources/{place}");
        self.first.post(&path, &[("text", text)]).await.expect(303);
        self.second.post(&path, &[("text", text)]).await.expect(303);
    }

    /// Everything up to the draw.
    pub async fn hold(&mut self, app: &TestApp) {
        self.announce().await;
        at(app, FREEZE).await;
        self.freeze().await;
        self.agree(1, "3 5 1 6 2").await;
        self.agree(2, "03 09 14 21 28 33 + 07").await;
        self.first.post("/office/draw/ranking", &[]).await.expect(303);
    }

    /// Everything.
    pub async fn hold_and_release(&mut self, app: &TestApp) {
        self.hold(app).await;
        at(app, AFTER).await;
        // The sessions of a week ago are over.
        *self = officers(app).await;
        self.both("/office/draw/release", &[]).await;
    }
}

pub fn announcement() -> Vec<(&'static str, &'static str)> {
    vec![
        ("name1", DICE),
        ("occasion1", "1月7日16:00，演播厅，公证员在场"),
        ("rule1", "constant"),
        ("name2", LOTTERY),
        ("occasion2", "1月7日21:15开奖"),
        ("rule2", "next"),
    ]
}

/// All statements about the draw that are in the ledger, in their order.
pub async fn statements(app: &TestApp) -> Vec<(i64, Statement)> {
    let mut tx = app.app.database().reader().await.unwrap();
    let entries: Vec<(i64, String)> = tx.all("SELECT position, entry FROM ledger_entries ORDER BY position", args![]).await.unwrap();
    let read = |(position, entry): (i64, String)| (position, Statement::from_bytes(entry.as_bytes()).unwrap());
    let about = |(_, statement): &(i64, Statement)| ["draw.", "pool.", "seed."].iter().any(|part| statement.kind().starts_with(part));
    entries.into_iter().map(read).filter(about).collect()
}

/// How many rows a table of the draw has.
pub async fn rows(app: &TestApp, sql: &'static str) -> i64 {
    app.app.database().reader().await.unwrap().one(sql, args![]).await.unwrap()
}
