//! SQL of proposals.

use web::args;
use web::database::{DatabaseError, Tx};
use web::joint::State;

use super::proposal::{JointAct, Proposal, ProposalId};

/// Adds a proposal; false if one on the same act is open.
pub(super) async fn add(tx: &mut Tx, proposal: &Proposal) -> Result<bool, DatabaseError> {
    let sql = "INSERT INTO election_proposals \
               (id, about, act, part, content, state, proposed_by, proposed_by_name, proposed_at, decided_why) \
               VALUES ($1, $2, $3, $4, $5, 'open', $6, $7, $8, '') ON CONFLICT DO NOTHING";
    let Proposal { id, about, act, part, content, standing } = proposal;
    let (by, by_name, at) = (&standing.proposed_by, &standing.proposed_by_name, standing.proposed_at);
    Ok(tx.execute(sql, args![id.as_str(), about, act.word(), part, content, by, by_name, at]).await? == 1)
}

/// One proposal.
pub async fn by_id(tx: &mut Tx, id: &ProposalId) -> Result<Option<Proposal>, DatabaseError> {
    tx.optional("SELECT * FROM election_proposals WHERE id = $1", args![id.as_str()]).await
}

/// The proposals on one election or sitting that await a second person, oldest first.
pub async fn open_about(tx: &mut Tx, about: &str) -> Result<Vec<Proposal>, DatabaseError> {
    tx.all("SELECT * FROM election_proposals WHERE about = $1 AND state = 'open' ORDER BY proposed_at, id", args![about]).await
}

/// The decided ones, newest first.
pub async fn decided_about(tx: &mut Tx, about: &str) -> Result<Vec<Proposal>, DatabaseError> {
    let sql = "SELECT * FROM election_proposals WHERE about = $1 AND state <> 'open' ORDER BY proposed_at DESC, id LIMIT 50";
    tx.all(sql, args![about]).await
}

/// Ends an open proposal in somebody's name (account or pass, and name), with the reason, if any; false when somebody else was first.
pub(super) async fn end(
    tx: &mut Tx,
    id: &ProposalId,
    state: State,
    (by, by_name): (&str, &str),
    why: &str,
    now: i64,
) -> Result<bool, DatabaseError> {
    let sql = "UPDATE election_proposals SET state = $2, decided_by = $3, decided_by_name = $4, decided_why = $5, decided_at = $6 \
               WHERE id = $1 AND state = 'open'";
    Ok(tx.execute(sql, args![id.as_str(), state.word(), by, by_name, why, now]).await? == 1)
}

/// Takes back the open proposals on an act that is no longer possible, in the name of the system.
pub(super) async fn end_stale(tx: &mut Tx, about: &str, act: JointAct, now: i64) -> Result<(), DatabaseError> {
    let sql = "UPDATE election_proposals SET state = 'withdrawn', decided_by = 'system', decided_by_name = '系统', decided_at = $3 \
               WHERE about = $1 AND act = $2 AND state = 'open'";
    tx.execute(sql, args![about, act.word(), now]).await.map(drop)
}

/// Removes the proposals on a dry run.
pub(crate) async fn remove(tx: &mut Tx, about: &str) -> Result<(), DatabaseError> {
    tx.execute("DELETE FROM election_proposals WHERE about = $1", args![about]).await.map(drop)
}
