//! SQL of the ceremony.

use record::AnnouncedSource;
use web::args;
use web::database::{DatabaseError, FromRow, Row, Tx};
use web::joint;

use super::proposal::{Proposal, ProposalId};
use super::source::{self, Source, State};
use super::stage::Stage;

/// The state row.
#[derive(Clone, Debug)]
pub struct Ceremony {
    /// Where it stands.
    pub stage: Stage,
    /// Counts what public pages show.
    pub changes: i64,
    /// The activity, as it enters every hash; empty before the freeze.
    pub activity: String,
    /// Sessions that are filled; 0 before the freeze.
    pub sessions: u32,
    /// People in the pool; 0 before the freeze.
    pub people: i64,
    /// The commitment, in hexadecimal digits; empty before the freeze.
    pub root: String,
    /// The seed, in hexadecimal digits; empty before all sources are settled.
    pub seed: String,
}

impl FromRow for Ceremony {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        let word = row.text("stage")?;
        let unknown = || DatabaseError::Column { column: "stage".into(), reason: format!("unknown stage {word}") };
        Ok(Ceremony {
            stage: Stage::from_word(&word).ok_or_else(unknown)?,
            changes: row.int("changes")?,
            activity: row.text("activity")?,
            sessions: u32::try_from(row.int("sessions")?).unwrap_or(0),
            people: row.int("people")?,
            root: row.text("root")?,
            seed: row.text("seed")?,
        })
    }
}

/// What happened in public.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepKind {
    /// The sources were named.
    Announced,
    /// The pool was frozen.
    Frozen,
    /// A source was agreed, or counts as announced for its failure.
    Source,
    /// A source failed.
    Failed,
    /// The draw was made.
    Drawn,
    /// The files were published.
    Released,
}

impl StepKind {
    const ALL: [StepKind; 6] =
        [StepKind::Announced, StepKind::Frozen, StepKind::Source, StepKind::Failed, StepKind::Drawn, StepKind::Released];

    /// The word in the database and in data for programs.
    pub fn word(self) -> &'static str {
        match self {
            StepKind::Announced => "announced",
            StepKind::Frozen => "frozen",
            StepKind::Source => "source",
            StepKind::Failed => "failed",
            StepKind::Drawn => "drawn",
            StepKind::Released => "released",
        }
    }
}

/// A step that is in the ledger.
#[derive(Clone, Debug)]
pub struct Step {
    /// Its place in the ledger, from 0.
    pub position: i64,
    /// What happened.
    pub kind: StepKind,
    /// The source that is meant, from 1; else 0.
    pub place: i64,
    /// Why a source failed; else empty.
    pub reason: String,
    /// When, in milliseconds.
    pub at: i64,
}

impl FromRow for Step {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        let word = row.text("step")?;
        let unknown = || DatabaseError::Column { column: "step".into(), reason: format!("unknown step {word}") };
        Ok(Step {
            position: row.int("position")?,
            kind: StepKind::ALL.into_iter().find(|kind| kind.word() == word).ok_or_else(unknown)?,
            place: row.int("place")?,
            reason: row.text("reason")?,
            at: row.int("made_at")?,
        })
    }
}

/// What one officer typed for a source.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The account.
    pub by: String,
    /// The officer's name.
    pub by_name: String,
    /// The text in its canonical form.
    pub text: String,
}

impl FromRow for Entry {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        Ok(Entry { by: row.text("typed_by")?, by_name: row.text("typed_by_name")?, text: row.text("text")? })
    }
}

/// A cell as it was frozen.
#[derive(Clone, Debug)]
pub struct FrozenCell {
    /// The venue's id.
    pub venue: String,
    /// The class's id.
    pub class: String,
    /// Whether its people are volunteers.
    pub volunteers: bool,
    /// Seats in one session.
    pub seats: i64,
    /// People in the pool.
    pub people: i64,
}

impl FromRow for FrozenCell {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        Ok(FrozenCell {
            venue: row.text("venue")?,
            class: row.text("class")?,
            volunteers: row.text("channel")? == "volunteer",
            seats: row.int("seats")?,
            people: row.int("people")?,
        })
    }
}

/// Where the ceremony stands.
pub async fn ceremony(tx: &mut Tx) -> Result<Ceremony, DatabaseError> {
    tx.one("SELECT * FROM draw_state WHERE id = 1", args![]).await
}

/// Moves the ceremony on; false if it is no more in the stage from which it comes.
pub async fn move_on(tx: &mut Tx, from: Stage, to: Stage) -> Result<bool, DatabaseError> {
    let sql = "UPDATE draw_state SET stage = $2, changes = changes + 1 WHERE id = 1 AND stage = $1";
    Ok(tx.execute(sql, args![from.word(), to.word()]).await? == 1)
}

/// Notes that public pages are old.
pub async fn touch(tx: &mut Tx) -> Result<(), DatabaseError> {
    tx.execute("UPDATE draw_state SET changes = changes + 1 WHERE id = 1", args![]).await.map(drop)
}

pub async fn set_frozen(tx: &mut Tx, activity: &str, sessions: u32, people: i64, root: &str) -> Result<(), DatabaseError> {
    let sql = "UPDATE draw_state SET activity = $1, sessions = $2, people = $3, root = $4 WHERE id = 1";
    tx.execute(sql, args![activity, sessions, people, root]).await.map(drop)
}

pub async fn set_seed(tx: &mut Tx, seed: &str) -> Result<(), DatabaseError> {
    tx.execute("UPDATE draw_state SET seed = $1 WHERE id = 1", args![seed]).await.map(drop)
}

/// All steps, first to last.
pub async fn steps(tx: &mut Tx) -> Result<Vec<Step>, DatabaseError> {
    tx.all("SELECT * FROM draw_steps ORDER BY position", args![]).await
}

pub async fn add_step(tx: &mut Tx, step: &Step) -> Result<(), DatabaseError> {
    let sql = "INSERT INTO draw_steps (position, step, place, reason, made_at) VALUES ($1, $2, $3, $4, $5)";
    tx.execute(sql, args![step.position, step.kind.word(), step.place, &step.reason, step.at]).await.map(drop)
}

/// Adds a proposal; false if one on the same act is open.
pub async fn propose(tx: &mut Tx, proposal: &Proposal) -> Result<bool, DatabaseError> {
    let sql = "INSERT INTO draw_proposals (id, act, place, content, state, proposed_by, proposed_by_name, proposed_at) \
               VALUES ($1, $2, $3, $4, 'open', $5, $6, $7) ON CONFLICT DO NOTHING";
    let Proposal { id, act, place, content, standing } = proposal;
    let (by, by_name, at) = (&standing.proposed_by, &standing.proposed_by_name, standing.proposed_at);
    Ok(tx.execute(sql, args![id.as_str(), act.word(), *place, content, by, by_name, at]).await? == 1)
}

pub async fn proposal(tx: &mut Tx, id: &ProposalId) -> Result<Option<Proposal>, DatabaseError> {
    tx.optional("SELECT * FROM draw_proposals WHERE id = $1", args![id.as_str()]).await
}

/// The proposals that await a second officer, oldest first.
pub async fn open_proposals(tx: &mut Tx) -> Result<Vec<Proposal>, DatabaseError> {
    tx.all("SELECT * FROM draw_proposals WHERE state = 'open' ORDER BY proposed_at, id", args![]).await
}

/// The proposals that are decided, newest first.
pub async fn decided_proposals(tx: &mut Tx) -> Result<Vec<Proposal>, DatabaseError> {
    tx.all("SELECT * FROM draw_proposals WHERE state <> 'open' ORDER BY proposed_at DESC, id LIMIT 50", args![]).await
}

/// Ends an open proposal in the name of an officer (account and name), with the reason, if any; false when somebody else was first.
pub async fn end(
    tx: &mut Tx,
    id: &ProposalId,
    state: joint::State,
    (by, by_name): (&str, &str),
    why: &str,
    now: i64,
) -> Result<bool, DatabaseError> {
    let sql = "UPDATE draw_proposals SET state = $2, decided_by = $3, decided_by_name = $4, decided_why = $5, decided_at = $6 \
               WHERE id = $1 AND state = 'open'";
    Ok(tx.execute(sql, args![id.as_str(), state.word(), by, by_name, why, now]).await? == 1)
}

/// Takes back the open proposals on acts that are no longer possible, in the name of the system.
pub async fn end_stale(tx: &mut Tx, act: &'static str, now: i64) -> Result<(), DatabaseError> {
    let sql = "UPDATE draw_proposals SET state = 'withdrawn', decided_by = 'system', decided_by_name = '系统', decided_at = $2 \
               WHERE act = $1 AND state = 'open'";
    tx.execute(sql, args![act, now]).await.map(drop)
}

/// The sources in the order announced.
pub async fn sources(tx: &mut Tx) -> Result<Vec<Source>, DatabaseError> {
    tx.all("SELECT * FROM draw_sources ORDER BY place", args![]).await
}

/// Puts these sources in the place of all others; nothing was typed yet.
pub async fn set_sources(tx: &mut Tx, sources: &[AnnouncedSource]) -> Result<(), DatabaseError> {
    tx.execute("DELETE FROM draw_sources", args![]).await?;
    for (place, it) in (1_i64..).zip(sources) {
        let sql =
            "INSERT INTO draw_sources (place, name, occasion, on_failure, state, round, text) VALUES ($1, $2, $3, $4, 'awaited', 1, '')";
        tx.execute(sql, args![place, it.name.as_str(), it.occasion.as_str(), source::word(it.on_failure)]).await?;
    }
    Ok(())
}

/// Settles a source.
pub async fn settle(tx: &mut Tx, place: i64, state: State, text: &str) -> Result<(), DatabaseError> {
    let word = match state {
        State::Awaited => "awaited",
        State::Agreed => "agreed",
        State::Constant => "constant",
    };
    tx.execute("UPDATE draw_sources SET state = $2, text = $3 WHERE place = $1", args![place, word, text]).await.map(drop)
}

/// Begins the next round of typing.
pub async fn next_round(tx: &mut Tx, place: i64) -> Result<(), DatabaseError> {
    tx.execute("UPDATE draw_sources SET round = round + 1 WHERE place = $1", args![place]).await.map(drop)
}

/// What was typed in one round, at most by two officers, in the order in which they typed.
pub async fn entries(tx: &mut Tx, place: i64, round: i64) -> Result<Vec<Entry>, DatabaseError> {
    let sql = "SELECT typed_by, typed_by_name, text FROM draw_source_entries WHERE place = $1 AND round = $2 ORDER BY turn";
    tx.all(sql, args![place, round]).await
}

/// Keeps what the first (1) or the second (2) officer of a round typed.
pub async fn add_entry(tx: &mut Tx, place: i64, round: i64, turn: i64, entry: &Entry, now: i64) -> Result<(), DatabaseError> {
    let sql =
        "INSERT INTO draw_source_entries (place, round, turn, typed_by, typed_by_name, text, typed_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    tx.execute(sql, args![place, round, turn, &entry.by, &entry.by_name, &entry.text, now]).await.map(drop)
}

/// The frozen cells, in the order of `quotas.csv`.
pub async fn cells(tx: &mut Tx) -> Result<Vec<FrozenCell>, DatabaseError> {
    tx.all("SELECT venue, class, channel, seats, people FROM draw_cells ORDER BY place", args![]).await
}

/// Everybody who passed: id, venue, class, channel. By id, which is random: the order says nothing.
pub async fn passed(tx: &mut Tx) -> Result<Vec<(String, String, String, String)>, DatabaseError> {
    tx.all("SELECT id, venue, class, channel FROM applications WHERE state = 'passed' ORDER BY id", args![]).await
}

/// The salts by pool number.
pub async fn salts(tx: &mut Tx) -> Result<Vec<(i64, String)>, DatabaseError> {
    tx.all("SELECT number, salt FROM draw_pool ORDER BY number", args![]).await
}

/// How many second applications of one person nobody has looked at.
pub async fn open_clashes(tx: &mut Tx) -> Result<i64, DatabaseError> {
    tx.one("SELECT COUNT(*) FROM identity_clashes WHERE decision = 'open'", args![]).await
}

/// How many results of the review await a second person.
pub async fn open_reports(tx: &mut Tx) -> Result<i64, DatabaseError> {
    tx.one("SELECT COUNT(*) FROM vetting_reports WHERE state = 'open'", args![]).await
}

/// Keeps a file's exact bytes, with their hash.
pub async fn add_file(tx: &mut Tx, name: &str, sha256: &str, content: &str) -> Result<(), DatabaseError> {
    let sql = "INSERT INTO draw_files (name, sha256, content) VALUES ($1, $2, $3)";
    tx.execute(sql, args![name, sha256, content]).await.map(drop)
}

/// A file: its hash and its bytes.
pub async fn file(tx: &mut Tx, name: &str) -> Result<Option<(String, String)>, DatabaseError> {
    tx.optional("SELECT sha256, content FROM draw_files WHERE name = $1", args![name]).await
}

/// Names and hashes of all files, by name.
pub async fn hashes(tx: &mut Tx) -> Result<Vec<(String, String)>, DatabaseError> {
    tx.all("SELECT name, sha256 FROM draw_files ORDER BY name", args![]).await
}
