//! The adopted plan (已采用的方案): its files in the database, version by version, so that what was in force when can
//! always be shown.

use std::sync::Arc;

use data_encoding::HEXLOWER;
use plan::{Plan, PlanFiles, Report};
use record::{Digest, Statement};

use crate::args;
use crate::audit::{self, Actor};
use crate::clock::Clock;
use crate::database::{Database, DatabaseError, FromRow, Row, Tx};
use crate::ledger::{self, Ledger, LedgerError};
use crate::page::Site;

/// A version of the plan that is or was in force.
#[derive(Clone, Debug)]
pub struct AdoptedPlan {
    /// Counted from 1.
    pub version: i64,
    /// SHA-256 over the files.
    pub fingerprint: String,
    /// When it came into force, in milliseconds.
    pub adopted_at: i64,
    /// The plan as printed.
    pub printed: Plan,
    /// The plan with the amendments of its resolutions; what holds.
    pub plan: Plan,
    /// What the check finds in the printed plan.
    pub report: Report,
    /// The files as adopted.
    pub files: PlanFiles,
    /// What the frame of every page says of the activity.
    pub site: Arc<Site>,
}

impl AdoptedPlan {
    /// Prepares a version for pages: amendments carried out, checked.
    pub fn new(version: i64, adopted_at: i64, printed: Plan, files: PlanFiles) -> Self {
        let activity = &printed.activity;
        let site = Site { short_title: activity.short_title.clone(), organiser: activity.organiser.clone(), rehearsal: false };
        AdoptedPlan {
            version,
            fingerprint: files.fingerprint(),
            adopted_at,
            plan: printed.resolved(),
            report: printed.check(),
            printed,
            files,
            site: Arc::new(site),
        }
    }
}

/// Why a plan cannot be adopted or loaded.
#[derive(Debug, thiserror::Error)]
pub enum AdoptionError {
    /// The database.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// The files do not make a plan.
    #[error("{0}")]
    Unreadable(plan::ReadErrors),
    /// The stored files are not those that were adopted.
    #[error("version {version} of the plan in the database is damaged: expected fingerprint {expected}, found {found}")]
    Damaged {
        /// The version.
        version: i64,
        /// The fingerprint kept at adoption.
        expected: String,
        /// The fingerprint of the files now.
        found: String,
    },
    /// The plan holds something that cannot be said in the public ledger.
    #[error("the plan cannot be published in the ledger: {0}")]
    Unpublishable(String),
    /// The public ledger.
    #[error("ledger: {0}")]
    Ledger(#[from] LedgerError),
    /// The plan is closed: the pool was frozen by it.
    #[error("the plan is closed, no other version can be adopted")]
    Closed,
    /// Another version was adopted in the meantime.
    #[error("version {0} of the plan was adopted in the meantime")]
    Overtaken(i64),
}

impl crate::database::Retryable for AdoptionError {
    fn is_retryable(&self) -> bool {
        match self {
            AdoptionError::Database(error) => error.is_retryable(),
            AdoptionError::Ledger(error) => error.is_retryable(),
            _ => false,
        }
    }
}

struct VersionRow {
    version: i64,
    fingerprint: String,
    adopted_at: i64,
}

impl FromRow for VersionRow {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        Ok(VersionRow { version: row.int("version")?, fingerprint: row.text("fingerprint")?, adopted_at: row.int("adopted_at")? })
    }
}

/// The number of the version in force; `None` before the first adoption.
pub async fn version_in_force(tx: &mut Tx) -> Result<Option<i64>, DatabaseError> {
    tx.one("SELECT MAX(version) FROM plan_versions", args![]).await
}

/// The version in force; `None` before the first adoption.
pub async fn in_force(database: &Database) -> Result<Option<AdoptedPlan>, AdoptionError> {
    let mut tx = database.reader().await?;
    let row: Option<VersionRow> =
        tx.optional("SELECT version, fingerprint, adopted_at FROM plan_versions ORDER BY version DESC LIMIT 1", args![]).await?;
    let Some(row) = row else { return Ok(None) };
    let files = files_of(&mut tx, row.version).await?;
    let found = files.fingerprint();
    if found != row.fingerprint {
        return Err(AdoptionError::Damaged { version: row.version, expected: row.fingerprint, found });
    }
    let plan = Plan::read(&files).map_err(AdoptionError::Unreadable)?;
    Ok(Some(AdoptedPlan::new(row.version, row.adopted_at, plan, files)))
}

async fn files_of(tx: &mut Tx, version: i64) -> Result<PlanFiles, DatabaseError> {
    let rows: Vec<(String, String)> =
        tx.all("SELECT name, content_hex FROM plan_files WHERE version = $1 ORDER BY name", args![version]).await?;
    let mut files = PlanFiles::new();
    for (name, hex) in rows {
        // A damaged row shows in the fingerprint.
        let content = HEXLOWER.decode(hex.as_bytes()).unwrap_or_default();
        let _ = files.insert(&name, content);
    }
    Ok(files)
}

/// Closes the plan for ever, in the transaction of what depends on it: nothing that was fixed by it may change under it.
pub async fn close(tx: &mut Tx, now: i64) -> Result<(), DatabaseError> {
    tx.execute("INSERT INTO plan_closings (id, closed_at) VALUES (1, $1)", args![now]).await.map(drop)
}

/// Whether the plan is closed.
pub async fn is_closed(tx: &mut Tx) -> Result<bool, DatabaseError> {
    Ok(tx.one::<i64>("SELECT COUNT(*) FROM plan_closings", args![]).await? > 0)
}

/// Who wants and who approves a version, and why.
#[derive(Clone, Debug)]
pub struct Approval {
    /// The officer who proposed it.
    pub proposed_by: String,
    /// The second officer; for the first version, the operator who started the server with it.
    pub approved_by: String,
    /// The reason, in Chinese.
    pub reason: String,
}

/// Adopts `files` as the version after `base` (0 for the first) in the caller's transaction.
pub async fn adopt(
    tx: &mut Tx,
    base: i64,
    files: &PlanFiles,
    approval: &Approval,
    actor: &Actor,
    now: i64,
    ledger: &Ledger,
) -> Result<AdoptedPlan, AdoptionError> {
    let plan = Plan::read(files).map_err(AdoptionError::Unreadable)?;
    if is_closed(tx).await? {
        return Err(AdoptionError::Closed);
    }
    let current = version_in_force(tx).await?.unwrap_or(0);
    if current != base {
        return Err(AdoptionError::Overtaken(current));
    }
    let version = base + 1;
    let fingerprint = files.fingerprint();
    tx.execute(
        "INSERT INTO plan_versions (version, fingerprint, proposed_by, approved_by, reason, adopted_at) VALUES ($1, $2, $3, $4, $5, $6)",
        args![version, &fingerprint, &approval.proposed_by, &approval.approved_by, &approval.reason, now],
    )
    .await?;
    for (name, content) in files.iter() {
        tx.execute(
            "INSERT INTO plan_files (version, name, content_hex) VALUES ($1, $2, $3)",
            args![version, name, HEXLOWER.encode(content)],
        )
        .await?;
    }
    let event = PlanAdopted { subject: format!("version-{version}"), fingerprint: fingerprint.clone(), reason: approval.reason.clone() };
    audit::record(tx, actor, now, &event).await?;
    let adopted = AdoptedPlan::new(version, now, plan, files.clone());
    announce(tx, &adopted, ledger).await?;
    Ok(adopted)
}

/// Publishes a version and the decisions in it, with the keys of the ledger itself (M1, M7).
async fn announce(tx: &mut Tx, adopted: &AdoptedPlan, keys: &Ledger) -> Result<(), AdoptionError> {
    let wrong = |what: &str| AdoptionError::Unpublishable(what.to_owned());
    let plan: Digest = adopted.fingerprint.parse().map_err(|_| wrong("fingerprint"))?;
    let statement = record::PlanAdopted {
        activity: adopted.plan.activity.id.to_string().parse().map_err(|_| wrong("id of the activity"))?,
        version: u32::try_from(adopted.version).map_err(|_| wrong("version"))?,
        plan,
        log: keys.log_key(),
        witnesses: keys.witness_keys(),
        at: adopted.adopted_at.try_into().map_err(|_| wrong("time"))?,
    };
    ledger::publish(tx, &Statement::PlanAdopted(statement)).await?;
    for resolution in &adopted.printed.resolutions {
        let text = |text: &str, what| text.parse().map_err(|_| wrong(&format!("{what} of resolution {}", resolution.id)));
        let decided = record::PlanResolved {
            plan,
            finding: resolution.id.to_string().parse().map_err(|_| wrong("id of a resolution"))?,
            decision: text(&resolution.new, "decision")?,
            by: text(&resolution.decided_by, "decider")?,
        };
        ledger::publish(tx, &Statement::PlanResolved(decided)).await?;
    }
    Ok(())
}

/// Publishes the version in force where an older program adopted it before there was a ledger.
///
/// # Errors
/// A database that fails.
pub async fn announce_first(database: &Database, adopted: &AdoptedPlan, keys: &Ledger) -> Result<(), AdoptionError> {
    crate::transaction!(database, |tx| -> Result<(), AdoptionError> {
        if ledger::is_empty(&mut tx).await? {
            announce(&mut tx, adopted, keys).await?;
        }
        Ok(())
    })
}

/// The version in force, or at first start the given files, adopted.
pub async fn in_force_or_first(
    database: &Database,
    clock: &Clock,
    files: &PlanFiles,
    ledger: &Ledger,
) -> Result<AdoptedPlan, AdoptionError> {
    if let Some(plan) = in_force(database).await? {
        return Ok(plan);
    }
    let approval = Approval { proposed_by: "system".into(), approved_by: "system".into(), reason: "首次启动时载入".into() };
    let now = clock.millis();
    let adopted = crate::transaction!(database, |tx| adopt(&mut tx, 0, files, &approval, &Actor::system(), now, ledger).await);
    match adopted {
        // Two servers started at once on one database: the other was first.
        Err(AdoptionError::Overtaken(_)) => in_force(database).await?.ok_or(AdoptionError::Overtaken(0)),
        other => other,
    }
}

crate::audit_events! {
    /// A version of the plan came into force.
    PlanAdopted = "plan.adopted" "采用方案" { fingerprint: String, reason: String }
}
