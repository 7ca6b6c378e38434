//! What the tests of this crate share: draws to look at, and the files of a published draw.
#![allow(dead_code)] // Each test crate uses a part of it.

pub mod naive;
pub mod ordos;

use std::collections::BTreeMap;

use sortition::files::{DrawFile, FileFaults, Published, Replayed, pool_csv, quotas_csv, ranking_csv, replacements_csv, replay};
use sortition::{Cell, Channel, Draw, Entry, Number, Pool, Quota, Quotas, Ranking, Replacement, Seats, Seed, Seeding, Session, Sessions};

pub fn seed(number: u64) -> Seed {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&number.to_be_bytes());
    Seed::new(bytes)
}

pub fn number(text: &str) -> Number {
    text.parse().expect("a number")
}

pub fn cell(text: &str) -> Cell {
    text.parse().expect("a cell")
}

pub fn session(number: u32) -> Session {
    Session::new(number).expect("a session")
}

pub fn entry(of: &str, cell_of: &str) -> Entry {
    Entry { number: number(of), cell: cell(cell_of), channel: None }
}

pub fn quota(of: &str, seats: u32) -> Quota {
    Quota { cell: cell(of), seats: Seats::new(seats).expect("seats") }
}

/// A draw of these entries and quotas.
pub fn draw(sessions: u32, entries: Vec<Entry>, quotas: Vec<Quota>) -> Draw {
    let (pool, quotas) = (Pool::new(entries).expect("a pool"), Quotas::new(quotas).expect("quotas"));
    Draw::new("town-2026".parse().expect("an id"), Sessions::new(sessions).expect("sessions"), pool, quotas).expect("they fit")
}

/// Two sessions; a cell that is drawn, one decided by recommendation alone, one with a name that needs quotation marks.
pub fn town() -> Draw {
    let mut entries = Vec::new();
    let mut add = |range: std::ops::Range<u32>, of: &str, channel: Channel| {
        entries.extend(range.map(|n| Entry { channel: Some(channel), ..entry(&format!("P{n:03}"), of) }));
    };
    add(1..10, "东区/自愿报名", Channel::Volunteer);
    add(10..14, "东区/机关", Channel::Nominated);
    add(14..19, "西区/“三农”,\"小微\"", Channel::Nominated);
    draw(2, entries, vec![quota("东区/自愿报名", 3), quota("东区/机关", 2), quota("西区/“三农”,\"小微\"", 1)])
}

/// The files of a published draw.
#[derive(Clone)]
pub struct Files(pub BTreeMap<&'static str, Vec<u8>>);

impl Files {
    pub fn of(draw: &Draw, seeding: Seeding) -> Self {
        let ranking = draw.rank(&seeding.seed());
        let terms = DrawFile { activity: draw.activity().clone(), sessions: draw.sessions(), seeding };
        let texts = [
            ("pool.csv", pool_csv(draw.pool())),
            ("quotas.csv", quotas_csv(draw.quotas())),
            ("draw.json", terms.to_json()),
            ("ranking.csv", ranking_csv(&ranking)),
        ];
        Files(texts.into_iter().map(|(name, text)| (name, text.into_bytes())).collect())
    }

    pub fn with_replacements(mut self, replacements: &[Replacement]) -> Self {
        self.0.insert("replacements.csv", replacements_csv(replacements).into_bytes());
        self
    }

    pub fn text(&self, name: &str) -> &str {
        std::str::from_utf8(&self.0[name]).expect("UTF-8")
    }

    /// One of the files edited; the text must be there.
    pub fn edited(&self, name: &'static str, from: &str, to: &str) -> Self {
        assert!(self.text(name).contains(from), "{name} has no `{from}`");
        let mut files = self.clone();
        files.0.insert(name, self.text(name).replacen(from, to, 1).into_bytes());
        files
    }

    pub fn replay(&self) -> Result<Replayed, FileFaults> {
        let file = |name| self.0.get(name).map(Vec::as_slice);
        let [pool, quotas, draw] = ["pool.csv", "quotas.csv", "draw.json"].map(file);
        replay(Published { pool, quotas, draw, ranking: file("ranking.csv"), replacements: file("replacements.csv") })
    }

    /// Writes them into a folder.
    pub fn write(&self, folder: &std::path::Path) {
        for (name, bytes) in &self.0 {
            std::fs::write(folder.join(name), bytes).expect("written");
        }
    }
}

/// Everybody's session, 0 for a reserve.
pub fn sessions_by_number(ranking: &Ranking) -> BTreeMap<String, u32> {
    let people = ranking.cells().iter().flat_map(|cell| cell.ranked());
    people.map(|person| (person.number.to_string(), person.session.map_or(0, Session::get))).collect()
}
