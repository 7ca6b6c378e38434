//! What comes on stage: reports, interviews of the director's channel, the ballot.

use plan::Plan;
use web::database::{DatabaseError, FromRow, Row};

use super::state::State;
use super::timer::Timer;

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A department reports (现场述职, M15).
    Report,
    /// A head is interviewed (局长通道, M17).
    Interview,
    /// The representatives grade (现场评议).
    Ballot,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Kind; 3] = [Kind::Report, Kind::Interview, Kind::Ballot];

    /// The word in the database and in data for programs.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Report => "report",
            Kind::Interview => "interview",
            Kind::Ballot => "ballot",
        }
    }

    /// The kind of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Kind::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// The kind in Chinese.
    pub fn chinese(self) -> &'static str {
        match self {
            Kind::Report => "现场述职",
            Kind::Interview => "局长通道",
            Kind::Ballot => "现场评议",
        }
    }
}

/// One item of a session's running order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Random.
    pub id: String,
    /// The session, from 1.
    pub session: u32,
    /// Its place in the running order, from 1.
    pub place: i64,
    /// What it is.
    pub kind: Kind,
    /// The department's id; empty for the ballot.
    pub department: String,
    /// The limit of time, in milliseconds.
    pub limit: i64,
    /// How long before the limit the warning begins, in milliseconds.
    pub warning: i64,
    /// Where it stands.
    pub state: State,
    /// Its instants.
    pub timer: Timer,
}

impl Item {
    /// Whose turn it is: the department's name, or the ballot.
    pub fn title(&self, plan: &Plan) -> String {
        title(plan, self.kind, &self.department)
    }

    /// `市财政局（现场述职）`.
    pub fn full_title(&self, plan: &Plan) -> String {
        match self.kind {
            Kind::Ballot => self.title(plan),
            kind => format!("{}（{}）", self.title(plan), kind.chinese()),
        }
    }
}

/// The name of what an item is about.
pub(crate) fn title(plan: &Plan, kind: Kind, department: &str) -> String {
    match kind {
        Kind::Ballot => Kind::Ballot.chinese().into(),
        _ => department_name(plan, department),
    }
}

/// A department's name; its id where the plan has none any more.
pub(crate) fn department_name(plan: &Plan, id: &str) -> String {
    plan.department_by(id).map_or_else(|| id.to_owned(), |department| department.name.clone())
}

impl FromRow for Item {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        let unknown = |column: &str, word: &str| DatabaseError::Column { column: column.into(), reason: format!("unknown word {word}") };
        let (kind, state) = (row.text("kind")?, row.text("state")?);
        Ok(Item {
            id: row.text("id")?,
            session: session_number(row.int("session")?)?,
            place: row.int("place")?,
            kind: Kind::from_word(&kind).ok_or_else(|| unknown("kind", &kind))?,
            department: row.text("department")?,
            limit: row.int("limit_ms")?,
            warning: row.int("warning_ms")?,
            state: State::from_word(&state).ok_or_else(|| unknown("state", &state))?,
            timer: Timer { started_at: row.optional_int("started_at")?, ended_at: row.optional_int("ended_at")?, pauses: Vec::new() },
        })
    }
}

/// A session's number as the database holds it.
pub(crate) fn session_number(value: i64) -> Result<u32, DatabaseError> {
    u32::try_from(value).map_err(|error| DatabaseError::Column { column: "session".into(), reason: error.to_string() })
}
