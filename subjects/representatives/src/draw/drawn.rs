//! What other parts of this subject may ask of the draw. What they show of it is guarded by the right to the list.

use sortition::Number;
use sortition::commitment::Opening;
use sortition::fairness::Chance;
use web::Refusal;
use web::args;
use web::database::{DatabaseError, FromRow, Row, Tx};

use super::stage::Stage;
use super::{frozen as stored, queries};

/// Somebody's outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// The pool number.
    pub number: u32,
    /// The rank in the cell, from 1.
    pub rank: u32,
    /// The session, from 1; None for a reserve.
    pub session: Option<u32>,
}

impl FromRow for Drawn {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        let small = |column: &str| -> Result<u32, DatabaseError> {
            u32::try_from(row.int(column)?).map_err(|error| DatabaseError::Column { column: column.into(), reason: error.to_string() })
        };
        Ok(Drawn { number: small("number")?, rank: small("rank")?, session: Some(small("session")?).filter(|session| *session > 0) })
    }
}

/// Whether pool and quotas are fixed: nobody is added, and whoever leaves declines.
pub async fn is_frozen(tx: &mut Tx) -> Result<bool, DatabaseError> {
    Ok(stage(tx).await?.is_frozen())
}

/// Where the ceremony stands.
pub async fn stage(tx: &mut Tx) -> Result<Stage, DatabaseError> {
    Ok(queries::ceremony(tx).await?.stage)
}

/// The outcome of one application; None before the draw and for who was not in the pool.
pub async fn outcome(tx: &mut Tx, application: &str) -> Result<Option<Drawn>, DatabaseError> {
    let sql = "SELECT r.number, r.rank, r.session FROM draw_ranks r JOIN draw_pool p ON p.number = r.number WHERE p.application_id = $1";
    tx.optional(sql, args![application]).await
}

/// The chance of everybody in one cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CellChance {
    /// People of the cell.
    pub people: i64,
    /// Seats of the cell in all sessions.
    pub places: i64,
}

impl CellChance {
    /// Nobody was left out.
    pub fn is_certain(&self) -> bool {
        self.chance().is_certain()
    }

    /// Per cent with two digits, `33.33`.
    pub fn percent(&self) -> String {
        let percent = self.chance().percent();
        percent.get(..percent.len().saturating_sub(2)).unwrap_or_default().to_owned()
    }

    /// The place among the reserves of whoever has this rank, from 1; 0 for whoever was drawn.
    pub fn reserve_place(&self, rank: u32) -> i64 {
        (i64::from(rank) - self.places).max(0)
    }

    fn chance(&self) -> Chance {
        let size = |count: i64| usize::try_from(count).unwrap_or(0);
        Chance::new(size(self.places), size(self.people))
    }
}

/// The chance in a cell as it was frozen; None for a cell that was not drawn from.
pub async fn chance(tx: &mut Tx, venue: &str, class: &str) -> Result<Option<CellChance>, DatabaseError> {
    let sessions = i64::from(queries::ceremony(tx).await?.sessions);
    let row: Option<(i64, i64)> =
        tx.optional("SELECT people, seats FROM draw_cells WHERE venue = $1 AND class = $2", args![venue, class]).await?;
    Ok(row.map(|(people, seats)| CellChance { people, places: seats * sessions }))
}

/// The commitment to the frozen pool, as it was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrozenPool {
    /// The root, in hexadecimal digits.
    pub root: String,
    /// The statement's place in the ledger, from 0.
    pub position: i64,
}

/// The commitment, once the pool is frozen.
pub async fn frozen(tx: &mut Tx) -> Result<Option<FrozenPool>, DatabaseError> {
    let root = queries::ceremony(tx).await?.root;
    let step = queries::steps(tx).await?.into_iter().find(|step| step.kind == queries::StepKind::Frozen);
    Ok(step.map(|step| FrozenPool { root, position: step.position }))
}

/// The proofs that people stand in the published commitment, for their private notices. Builds the whole tree once.
///
/// # Errors
/// When the stored pool is not the one that was frozen, or a number is not in it.
pub async fn openings(tx: &mut Tx, numbers: &[u32]) -> Result<Vec<Opening>, Refusal> {
    let ceremony = queries::ceremony(tx).await?;
    if !ceremony.stage.is_frozen() {
        return Err(Refusal::rule("名册还没有封存"));
    }
    let committed = stored::read(tx, &ceremony).await?.committed;
    let open = |number: &u32| {
        let number: Number = number.to_string().parse().map_err(Refusal::internal)?;
        committed.open(&number).ok_or(Refusal::NotFound)
    };
    numbers.iter().map(open).collect()
}
