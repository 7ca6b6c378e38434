//! A sitting (密钥生成会) as stored: who sits, for which sessions, and what each trustee posted.

use ballot::ceremony::sitting::{Board, Posting, Step};
use web::args;
use web::database::{DatabaseError, FromRow, Row, Tx};
use web::{Refusal, id};

/// Where a sitting stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Postings are awaited, or the confirmation of the words.
    Open,
    /// Two officers have confirmed the words, and the elections are made.
    Made,
    /// Nothing of it counts.
    GivenUp,
}

impl State {
    /// The word in the database.
    pub fn word(self) -> &'static str {
        match self {
            State::Open => "open",
            State::Made => "made",
            State::GivenUp => "given-up",
        }
    }

    /// The column's CHECK admits no other word.
    fn from_word(word: &str) -> Self {
        match word {
            "open" => State::Open,
            "made" => State::Made,
            _ => State::GivenUp,
        }
    }
}

/// A sitting.
#[derive(Clone, Debug)]
pub struct Sitting {
    /// Its id.
    pub id: String,
    /// With throw-away keys.
    pub dry_run: bool,
    /// Where it stands.
    pub state: State,
    /// How many trustees sit.
    pub trustees: u32,
    /// How many of them are enough.
    pub threshold: u32,
    /// The sessions that keys are made for, in order.
    pub sessions: Vec<u32>,
    /// Who began it.
    pub started_by_name: String,
    /// When.
    pub started_at: i64,
}

impl Sitting {
    /// A new sitting that awaits its first postings.
    pub fn new(dry_run: bool, rules: &plan::Trustees, sessions: Vec<u32>, by: &str, now: i64) -> Self {
        let (trustees, threshold) = (rules.number, rules.threshold);
        Sitting {
            id: id::new_id(),
            dry_run,
            state: State::Open,
            trustees,
            threshold,
            sessions,
            started_by_name: by.into(),
            started_at: now,
        }
    }

    /// Its board without postings.
    ///
    /// # Errors
    /// Numbers that make no sitting.
    pub fn empty_board(&self) -> Result<Board, Refusal> {
        Board::new(self.trustees.into(), self.threshold.into(), self.sessions.len()).map_err(Refusal::internal)
    }
}

impl FromRow for Sitting {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        let wrong = |column: &str| DatabaseError::Column { column: column.into(), reason: "not a count".into() };
        let count = |column| u32::try_from(row.int(column)?).map_err(|_| wrong(column));
        let sessions: Result<Vec<u32>, _> = row.text("sessions")?.split(' ').map(str::parse).collect();
        Ok(Sitting {
            id: row.text("id")?,
            dry_run: row.flag("dry_run")?,
            state: State::from_word(&row.text("state")?),
            trustees: count("trustees")?,
            threshold: count("threshold")?,
            sessions: sessions.map_err(|_| wrong("sessions"))?,
            started_by_name: row.text("started_by_name")?,
            started_at: row.int("started_at")?,
        })
    }
}

/// Adds a sitting; false if a real one is open already.
pub(super) async fn add(tx: &mut Tx, sitting: &Sitting) -> Result<bool, DatabaseError> {
    let sql = "INSERT INTO ceremony_sittings (id, dry_run, state, trustees, threshold, sessions, started_by_name, started_at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING";
    let Sitting { id, dry_run, state, trustees, threshold, sessions, started_by_name, started_at } = sitting;
    let sessions = sessions.iter().map(u32::to_string).collect::<Vec<_>>().join(" ");
    let added = tx.execute(sql, args![id, *dry_run, state.word(), *trustees, *threshold, sessions, started_by_name, *started_at]).await?;
    Ok(added == 1)
}

/// All sittings, newest first.
pub(super) async fn all(tx: &mut Tx) -> Result<Vec<Sitting>, DatabaseError> {
    tx.all("SELECT * FROM ceremony_sittings ORDER BY started_at DESC, id", args![]).await
}

/// One sitting.
pub(super) async fn by_id(tx: &mut Tx, id: &str) -> Result<Option<Sitting>, DatabaseError> {
    tx.optional("SELECT * FROM ceremony_sittings WHERE id = $1", args![id]).await
}

/// Moves a sitting on; false if it is no more in the state from which it comes.
pub(super) async fn set_state(tx: &mut Tx, id: &str, from: State, to: State) -> Result<bool, DatabaseError> {
    let sql = "UPDATE ceremony_sittings SET state = $3 WHERE id = $1 AND state = $2";
    Ok(tx.execute(sql, args![id, from.word(), to.word()]).await? == 1)
}

/// The elections made of a sitting, by session.
pub(super) async fn elections(tx: &mut Tx, id: &str) -> Result<Vec<crate::election::Stored>, DatabaseError> {
    let sql = "SELECT e.* FROM elections e JOIN sitting_elections s ON s.uuid = e.uuid WHERE s.sitting = $1 ORDER BY e.session, e.uuid";
    tx.all(sql, args![id]).await
}

/// Notes which sitting made an election.
pub(super) async fn add_election(tx: &mut Tx, id: &str, uuid: &str) -> Result<(), DatabaseError> {
    tx.execute("INSERT INTO sitting_elections (uuid, sitting) VALUES ($1, $2)", args![uuid, id]).await.map(drop)
}

/// Keeps a posting that the board took; nothing changes if it is there.
pub(super) async fn keep(tx: &mut Tx, id: &str, posting: &Posting) -> Result<(), DatabaseError> {
    let sql = "INSERT INTO ceremony_postings (sitting, step, trustee, content) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
    let member = i64::try_from(posting.member).unwrap_or(i64::MAX);
    tx.execute(sql, args![id, posting.step.name(), member, posting.to_json()]).await.map(drop)
}

/// The name of a posting's file, as the command line has it.
pub(super) fn file_name(step: Step, member: u64) -> String {
    format!("{step}-{member}.json")
}

struct Kept {
    step: String,
    content: String,
}

impl FromRow for Kept {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        Ok(Kept { step: row.text("step")?, content: row.text("content")? })
    }
}

/// The board with everything that was posted, checked again.
///
/// # Errors
/// When something stored is not what was taken.
pub(super) async fn board(tx: &mut Tx, sitting: &Sitting) -> Result<Board, Refusal> {
    let sql = "SELECT step, content FROM ceremony_postings WHERE sitting = $1 ORDER BY trustee";
    let kept: Vec<Kept> = tx.all(sql, args![&sitting.id]).await?;
    let mut board = sitting.empty_board()?;
    for step in Step::ALL {
        for row in kept.iter().filter(|row| row.step == step.name()) {
            let posting = Posting::from_json(row.content.as_bytes()).map_err(Refusal::internal)?;
            board.post(posting).map_err(Refusal::internal)?;
        }
    }
    Ok(board)
}

/// Removes a sitting with its postings.
pub(super) async fn remove(tx: &mut Tx, id: &str) -> Result<(), DatabaseError> {
    tx.execute("DELETE FROM ceremony_postings WHERE sitting = $1", args![id]).await?;
    tx.execute("DELETE FROM ceremony_sittings WHERE id = $1", args![id]).await.map(drop)
}
