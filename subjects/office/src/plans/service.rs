//! What is done to the plan. One transaction each.

use plan::{Plan, ReadErrors};
use web::adoption::{self, AdoptedPlan, AdoptionError, Approval};
use web::audit::{self, Actor};
use web::database::{DatabaseError, Retryable};
use web::rights::Visitor;
use web::{App, Failure, transaction};

use super::proposal::{Act, Proposal, ProposalId, Refused, State, with_file};
use super::queries;

/// Why a change cannot be proposed; nothing was kept.
pub enum NotProposed {
    /// The file cannot be part of a plan.
    File(String),
    /// With this file the plan cannot be read.
    Unreadable(ReadErrors),
    /// The file is the one already in force.
    Unchanged,
    /// Anything else.
    Failed(Failure),
}

/// A file that an officer wants in the plan, and why.
pub struct Change {
    pub file_name: String,
    pub content: Vec<u8>,
    pub reason: String,
}

/// Keeps a proposal, if the plan can be read with it.
pub async fn propose(app: &App, officer: &Visitor, actor: &Actor, change: Change) -> Result<ProposalId, NotProposed> {
    let current = app.plan();
    let files = with_file(&current, &change.file_name, change.content.clone()).map_err(|error| NotProposed::File(error.to_string()))?;
    if files == current.files {
        return Err(NotProposed::Unchanged);
    }
    Plan::read(&files).map_err(NotProposed::Unreadable)?;
    let proposal = Proposal {
        id: ProposalId::new(),
        base_version: current.version,
        file_name: change.file_name,
        content: change.content,
        reason: change.reason,
        state: State::Open,
        proposed_by: officer.actor_id().into(),
        proposed_by_name: officer.name.clone(),
        proposed_at: app.clock().millis(),
    };
    let event = ChangeProposed { subject: proposal.id.to_string(), file: proposal.file_name.clone(), reason: proposal.reason.clone() };
    transaction!(app.database(), |tx| -> Result<(), DatabaseError> {
        queries::insert(&mut tx, &proposal).await?;
        audit::record(&mut tx, actor, proposal.proposed_at, &event).await
    })
    .map_err(|error| NotProposed::Failed(error.into()))?;
    Ok(proposal.id)
}

#[derive(Debug)]
enum NotDecided {
    Gone,
    Refused(Refused),
    File(String),
    Adoption(AdoptionError),
}

impl From<DatabaseError> for NotDecided {
    fn from(error: DatabaseError) -> Self {
        NotDecided::Adoption(error.into())
    }
}

impl From<AdoptionError> for NotDecided {
    fn from(error: AdoptionError) -> Self {
        NotDecided::Adoption(error)
    }
}

impl Retryable for NotDecided {
    fn is_retryable(&self) -> bool {
        matches!(self, NotDecided::Adoption(error) if error.is_retryable())
    }
}

impl From<NotDecided> for Failure {
    fn from(error: NotDecided) -> Self {
        match error {
            NotDecided::Gone => Failure::NotFound,
            NotDecided::Refused(refused) => Failure::Conflict(refused.chinese()),
            NotDecided::File(error) => Failure::BadRequest(error),
            NotDecided::Adoption(AdoptionError::Database(error)) => error.into(),
            NotDecided::Adoption(AdoptionError::Closed) => Failure::Conflict("名册已经封存，方案不能再改".into()),
            NotDecided::Adoption(AdoptionError::Overtaken(_)) => Failure::Conflict(Refused::Overtaken.chinese()),
            NotDecided::Adoption(error) => Failure::Internal(error.to_string()),
        }
    }
}

/// Adopts, rejects or withdraws a proposal. An adopted one is in force at once here, and within seconds on other servers.
pub async fn decide(app: &App, officer: &Visitor, actor: &Actor, id: &ProposalId, act: Act) -> Result<(), Failure> {
    let now = app.clock().millis();
    let current = app.plan();
    let adopted = transaction!(app.database(), |tx| -> Result<Option<AdoptedPlan>, NotDecided> {
        let proposal = queries::proposal(&mut tx, id).await?.ok_or(NotDecided::Gone)?;
        let state = proposal.after(act, officer.actor_id(), current.version).map_err(NotDecided::Refused)?;
        if !queries::end(&mut tx, id, state, officer.actor_id(), now).await? {
            return Err(NotDecided::Refused(Refused::Decided(state)));
        }
        if state != State::Adopted {
            let ended = ChangeEnded { subject: id.to_string(), outcome: state.chinese(), file: proposal.file_name.clone() };
            audit::record(&mut tx, actor, now, &ended).await?;
            return Ok(None);
        }
        let files = proposal.files(&current).map_err(|error| NotDecided::File(error.to_string()))?;
        let approval = Approval { proposed_by: proposal.proposed_by_name, approved_by: officer.name.clone(), reason: proposal.reason };
        Ok(Some(adoption::adopt(&mut tx, current.version, &files, &approval, actor, now, app.ledger()).await?))
    })?;
    if let Some(plan) = adopted {
        app.put_in_force(plan);
    }
    Ok(())
}

web::audit_events! {
    /// An officer proposed a change.
    ChangeProposed = "plan.change-proposed" "提出修改方案" { file: String, reason: String }
    /// A proposal was rejected or withdrawn.
    ChangeEnded = "plan.change-ended" "否决或撤回修改方案" { file: String, outcome: &'static str }
}
