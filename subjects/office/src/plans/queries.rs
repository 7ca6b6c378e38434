//! SQL of plan versions and proposals.

use web::args;
use web::database::{DatabaseError, FromRow, Row, Tx};

use super::proposal::{Proposal, ProposalId, State};

/// A version as listed.
pub struct Version {
    pub version: i64,
    pub fingerprint: String,
    pub proposed_by: String,
    pub approved_by: String,
    pub reason: String,
    pub adopted_at: i64,
}

impl FromRow for Version {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        Ok(Version {
            version: row.int("version")?,
            fingerprint: row.text("fingerprint")?,
            proposed_by: row.text("proposed_by")?,
            approved_by: row.text("approved_by")?,
            reason: row.text("reason")?,
            adopted_at: row.int("adopted_at")?,
        })
    }
}

pub async fn versions(tx: &mut Tx) -> Result<Vec<Version>, DatabaseError> {
    tx.all("SELECT version, fingerprint, proposed_by, approved_by, reason, adopted_at FROM plan_versions ORDER BY version DESC", args![])
        .await
}

pub async fn proposals(tx: &mut Tx) -> Result<Vec<Proposal>, DatabaseError> {
    tx.all("SELECT * FROM plan_proposals ORDER BY proposed_at DESC, id LIMIT 50", args![]).await
}

pub async fn proposal(tx: &mut Tx, id: &ProposalId) -> Result<Option<Proposal>, DatabaseError> {
    tx.optional("SELECT * FROM plan_proposals WHERE id = $1", args![id.as_str()]).await
}

pub async fn insert(tx: &mut Tx, proposal: &Proposal) -> Result<(), DatabaseError> {
    tx.execute(
        "INSERT INTO plan_proposals (id, base_version, file_name, content_hex, reason, state, proposed_by, proposed_by_name, proposed_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![
            proposal.id.as_str(),
            proposal.base_version,
            &proposal.file_name,
            data_encoding::HEXLOWER.encode(&proposal.content),
            &proposal.reason,
            proposal.state.word(),
            &proposal.proposed_by,
            &proposal.proposed_by_name,
            proposal.proposed_at
        ],
    )
    .await
    .map(drop)
}

/// Ends an open proposal; false when somebody else was first.
pub async fn end(tx: &mut Tx, id: &ProposalId, state: State, officer: &str, now: i64) -> Result<bool, DatabaseError> {
    let ended = tx
        .execute(
            "UPDATE plan_proposals SET state = $2, decided_by = $3, decided_at = $4 WHERE id = $1 AND state = 'open'",
            args![id.as_str(), state.word(), officer, now],
        )
        .await?;
    Ok(ended == 1)
}
