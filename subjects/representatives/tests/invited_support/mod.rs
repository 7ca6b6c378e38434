//! A small activity after its draw: real people under real seals, whose text messages can be read.
#![allow(dead_code)] // Each story uses its part.

use plan::Channel;
use record::Statement;
use representatives::candidates::channel_word;
use representatives::cell;
use representatives::invitation;
use representatives::person::{IdentityNumber, Person, Phone, Seal};
use web::args;
use web::database::harness::each_engine;
use web::database::{DatabaseError, transaction};
use web::testing::{Answer, TestApp, small_plan};

use crate::common::{House, Somebody, somebody};
use crate::draw_support::{Officers, at, officers, statements};

/// Nominees a seat and volunteers a seat in the small plan's pool.
const NOMINEES: u32 = 3;
const VOLUNTEERS: u32 = 4;

/// Somebody of the pool.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub id: String,
    pub person: Somebody,
    pub venue: String,
    pub class: String,
}

/// The activity, and everybody in its pool.
pub struct Activity {
    pub house: House,
    pub pool: Vec<Candidate>,
}

/// Tells a story on each engine: the small plan, an hour after its draw, before the notices.
pub async fn drawn(told: impl AsyncFn(Activity)) {
    let migrations = [web::MIGRATIONS, representatives::MIGRATIONS].concat();
    each_engine(&migrations, async |database| {
        let table = office::routes().and(representatives::routes());
        let app = TestApp::with_plan(database, table, &small_plan()).await;
        at(&app, "2025-01-07T09:50:00+08:00").await;
        let pool = fill(&app).await;
        let mut officers: Officers = officers(&app).await;
        officers.hold(&app).await;
        at(&app, "2025-01-07T22:30:00+08:00").await;
        told(Activity { house: House(app), pool }).await;
    })
    .await;
}

/// Puts people who passed into every cell.
async fn fill(app: &TestApp) -> Vec<Candidate> {
    let plan = app.app.plan();
    let mut pool = Vec::new();
    for cell in cell::cells(&plan.plan) {
        let a_seat = if cell.class.channel == Channel::Volunteer { VOLUNTEERS } else { NOMINEES };
        for _ in 0..cell.seats_in_all() * a_seat {
            let number = u32::try_from(pool.len()).unwrap();
            let (venue, class) = (cell.venue.id.to_string(), cell.class.id.to_string());
            let candidate = Candidate { id: format!("application-{number:04}"), person: somebody(number), venue, class };
            add(app, &candidate, channel_word(cell.class.channel)).await;
            pool.push(candidate);
        }
    }
    pool
}

async fn add(app: &TestApp, it: &Candidate, channel: &str) {
    let seal = Seal(app.app.secrets());
    let person = Person {
        name: it.person.name.clone(),
        identity: IdentityNumber::try_from(it.person.identity.clone()).unwrap(),
        phone: Phone::read(&it.person.phone).unwrap(),
        address: String::new(),
        unit: String::new(),
    };
    let sealed = seal.person(&it.id, &person);
    let (identity, phone, name) = (seal.identity_hash(&person.identity), seal.phone_hash(&person.phone), seal.name_hash(&person.name));
    transaction!(app.app.database(), |tx| -> Result<(), DatabaseError> {
        tx.execute(
            "INSERT INTO applications (id, reference, channel, venue, class, district, state, person, identity_hash, phone_hash, \
             name_hash, household_hash, sex, birth_year, recommended_by, created_at, changed_at) \
             VALUES ($1, $2, $3, $4, $5, '', 'passed', $6, $7, $8, $9, '', 'female', 1980, '', 0, 0)",
            args![&it.id, format!("REF{}", it.id), channel, &it.venue, &it.class, &sealed, &identity, &phone, &name],
        )
        .await
        .map(drop)
    })
    .unwrap();
}

/// What one person was told.
#[derive(Clone, Debug)]
pub struct Told {
    pub candidate: Candidate,
    /// The path of the person's own page.
    pub page: String,
    pub text: String,
}

impl Told {
    pub fn is_chosen(&self) -> bool {
        self.text.contains("您已被抽为市民代表")
    }

    /// The last four characters of the identity number.
    pub fn digits(&self) -> String {
        self.candidate.person.identity[14..].to_string()
    }
}

/// The path in a message.
pub fn page_in(text: &str) -> String {
    let rest = text.split_once("/me/").unwrap_or_else(|| panic!("no link in {text}")).1;
    let token: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect();
    format!("/me/{token}")
}

impl Activity {
    /// The organising group sends the notices, and the worker queues them all; what everybody was told.
    pub async fn notify(&self) -> Vec<Told> {
        let mut organiser = self.house.staff("组织人员", "organisation").await;
        organiser.get("/office/invitations").await.expect(200).shows("已经抽取，还没有通知");
        organiser.post("/office/invitations/notices", &[]).await.expect(303);
        while invitation::queue_next(self.house.app()).await.unwrap() > 0 {}
        self.told().await
    }

    /// The messages since the last look, with whom each reached.
    pub async fn told(&self) -> Vec<Told> {
        let find = |phone: &str| self.pool.iter().find(|it| it.person.phone == phone).cloned();
        let messages = self.house.messages().await;
        let told = messages.into_iter().filter_map(|(phone, text)| {
            let candidate = find(&phone)?;
            Some(Told { candidate, page: page_in(&text), text })
        });
        told.collect()
    }

    /// Replacements in the ledger.
    pub async fn replaced(&self) -> Vec<record::DrawReplaced> {
        let found = statements(&self.house.0).await.into_iter();
        found.filter_map(|(_, it)| if let Statement::DrawReplaced(it) = it { Some(it) } else { None }).collect()
    }

    pub async fn open(&self, page: &str) -> Answer {
        self.house.citizen().get(page).await
    }

    pub fn wait_until(&self, moment: &str) {
        self.house.wait_until(moment);
    }
}
