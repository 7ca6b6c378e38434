//! SQL of proposals.

use web::args;
use web::database::{DatabaseError, Tx};
use web::joint::State;

use super::proposal::{Proposal, ProposalId};

/// Adds a proposal in the place of one that was written for other numbers; false if one for these is there.
pub(super) async fn add(tx: &mut Tx, it: &Proposal) -> Result<bool, DatabaseError> {
    let Proposal { id, uuid, kind, venue, about, figures, content, standing } = it;
    let sql = "UPDATE supervision_proposals SET state = 'withdrawn', decided_by = 'system', decided_by_name = '系统', decided_at = $6 \
               WHERE uuid = $1 AND kind = $2 AND venue = $3 AND about = $4 AND figures <> $5 AND state IN ('open', 'confirmed')";
    tx.execute(sql, args![uuid, kind.word(), venue, about, figures, standing.proposed_at]).await?;
    let sql = "INSERT INTO supervision_proposals (id, uuid, kind, venue, about, figures, content, state, proposed_by, proposed_by_name, \
               proposed_at, decided_why) VALUES ($1, $2, $3, $4, $5, $6, $7, 'open', $8, $9, $10, '') ON CONFLICT DO NOTHING";
    let (by, by_name, at) = (&standing.proposed_by, &standing.proposed_by_name, standing.proposed_at);
    let values = args![id.as_str(), uuid, kind.word(), venue, about, figures, content, by, by_name, at];
    Ok(tx.execute(sql, values).await? == 1)
}

/// One proposal.
pub(super) async fn by_id(tx: &mut Tx, id: &ProposalId) -> Result<Option<Proposal>, DatabaseError> {
    tx.optional("SELECT * FROM supervision_proposals WHERE id = $1", args![id.as_str()]).await
}

/// Those of an election that are open or confirmed, by venue and kind.
pub(super) async fn live(tx: &mut Tx, uuid: &str) -> Result<Vec<Proposal>, DatabaseError> {
    let sql = "SELECT * FROM supervision_proposals WHERE uuid = $1 AND state IN ('open', 'confirmed') ORDER BY kind, venue, about";
    tx.all(sql, args![uuid]).await
}

/// Those that came to nothing, newest first.
pub(super) async fn past(tx: &mut Tx, uuid: &str) -> Result<Vec<Proposal>, DatabaseError> {
    let sql = "SELECT * FROM supervision_proposals WHERE uuid = $1 AND state IN ('rejected', 'withdrawn') \
               ORDER BY proposed_at DESC, id LIMIT 50";
    tx.all(sql, args![uuid]).await
}

/// Ends an open proposal; false when somebody else was first.
pub(super) async fn end(
    tx: &mut Tx,
    id: &ProposalId,
    state: State,
    (by, by_name): (&str, &str),
    why: &str,
    now: i64,
) -> Result<bool, DatabaseError> {
    let sql = "UPDATE supervision_proposals SET state = $2, decided_by = $3, decided_by_name = $4, decided_why = $5, decided_at = $6 \
               WHERE id = $1 AND state = 'open'";
    Ok(tx.execute(sql, args![id.as_str(), state.word(), by, by_name, why, now]).await? == 1)
}
