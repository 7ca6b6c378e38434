//! `activity.toml`: what was announced, when it happens, in what forms citizens speak and are answered.

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

use super::Moment;
use crate::ids::{ActivityId, GroupId, ItemId};

/// The frame of one activity in one year (M1, M2).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Activity {
    /// Stands in the ledger's origin and in the draw's messages.
    pub id: ActivityId,
    /// Full title.
    pub title: String,
    /// How people call it.
    pub short_title: String,
    /// The city.
    pub city: String,
    /// The year that is reported on.
    pub edition: i16,
    /// Number of the governing document (文号).
    pub document: String,
    /// Who issued it.
    pub issued_by: String,
    /// When.
    pub issued_on: Date,
    /// To whom.
    pub addressees: Vec<String>,
    /// Who organises.
    pub organiser: String,
    /// How to reach the organiser.
    pub contact: String,
    /// What it is for, in a sentence.
    pub purpose: String,
    /// The whole period (M2).
    pub period: Period,
    /// The three limbs: report, listen, appraise.
    #[serde(rename = "limb")]
    pub limbs: Vec<Limb>,
    /// The numbers that the document names.
    pub announced: Announced,
    /// Limits on stage (M15, M17, M18).
    pub limits: Limits,
    /// The timetable (M2–M6), in the file's order.
    #[serde(rename = "node")]
    pub nodes: Vec<Node>,
    /// The sessions (述职报告会), in the file's order.
    #[serde(rename = "session")]
    pub sessions: Vec<Session>,
    /// What a written report contains (M10, M11).
    pub report: ReportRules,
    /// The topic fields of opinions (M26).
    #[serde(rename = "topic")]
    pub topics: Vec<Named>,
    /// The channels of opinions (M27, M28).
    #[serde(rename = "channel")]
    pub channels: Vec<Named>,
    /// The ways of answering (M33).
    #[serde(rename = "answer_form")]
    pub answer_forms: Vec<Named>,
    /// The test for adopting an opinion (M34).
    #[serde(rename = "adoption_criterion")]
    pub adoption_criteria: Vec<Named>,
    /// The mayor hotline (M23–M25).
    pub hotline: Hotline,
}

/// The whole period of the activity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// As the document says it.
    pub text: String,
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
}

/// One of the activity's limbs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limb {
    /// `report`, `listen`, `appraise`.
    pub id: ItemId,
    /// The limb's name.
    pub name: String,
    /// One sentence.
    pub text: String,
}

/// The numbers that the document announces, to be compared with its tables (M8, M9, M16, M39, M41).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Announced {
    /// Representatives in all sessions.
    pub representatives: u32,
    /// Seats of the main hall, a session.
    pub main_seats: u32,
    /// Seats of all district venues, a session.
    pub district_seats: u32,
    /// Departments that report.
    pub departments: u32,
    /// Sessions.
    pub sessions: u32,
    /// Departments a session.
    pub departments_per_session: u32,
    /// Venues.
    pub venues: u32,
}

/// Limits on stage.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Minutes a report (M15).
    pub report_minutes: u32,
    /// Minutes an interview (M18).
    pub interview_minutes: u32,
    /// Seconds before the end of a report or interview from which the speaker is warned; the document is silent, 60 without a word of the plan.
    #[serde(default = "default_warning")]
    pub warning_seconds: u32,
    /// Fewest heads interviewed, all sessions together (M17).
    pub interview_heads_min: u32,
    /// Most heads interviewed (M17).
    pub interview_heads_max: u32,
}

fn default_warning() -> u32 {
    60
}

/// One node of the timetable.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Node {
    /// Stable name.
    pub id: ItemId,
    /// Name on the page.
    pub name: String,
    /// When it begins; a mere deadline has none.
    pub from: Option<Moment>,
    /// When it ends.
    pub to: Moment,
    /// What happens.
    pub what: String,
    /// Which group sees to it.
    pub responsible: GroupId,
    /// Numbers in the mission list.
    pub missions: Vec<String>,
    /// Whether the date is our assumption.
    #[serde(default)]
    pub ours: bool,
}

/// Where a node stands at a given time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NodeState {
    /// Over.
    Past,
    /// Going on.
    Current,
    /// To come.
    Coming,
}

impl Node {
    /// Where the node stands at `now` (local time).
    pub fn state_at(&self, now: DateTime) -> NodeState {
        if now > self.to.ends() {
            NodeState::Past
        } else if self.from.is_some_and(|from| from.begins() <= now) {
            NodeState::Current
        } else {
            NodeState::Coming
        }
    }

    /// The moment to count down to while the node is to come: its beginning, or for a deadline its end.
    pub fn awaited(&self) -> DateTime {
        self.from.map_or_else(|| self.to.ends(), Moment::begins)
    }
}

/// One session: a group of departments reports, then representatives vote (M4, M9).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Session {
    /// From 1.
    pub number: u32,
    /// Name on pages and cards.
    pub name: String,
    /// When it begins. A start without a time of day is reported by the check.
    pub start: Moment,
    /// How many heads are interviewed in this session.
    pub interview_heads: u32,
    /// Minutes of this session's ballot window, when they differ from `ballot.toml`; 0 means that there is none.
    pub window_minutes: Option<u32>,
}

/// What a written report contains.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportRules {
    /// The parts (M10).
    pub parts: Vec<String>,
    /// Sources of issues that a report answers (M11).
    pub issue_sources: Vec<String>,
}

/// Something with a stable id and a name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// Stable id.
    pub id: ItemId,
    /// Name on pages.
    pub name: String,
}

/// The mayor hotline's rules (M23–M25).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hotline {
    /// Its name.
    pub name: String,
    /// Its rules.
    pub rules: Vec<String>,
}
