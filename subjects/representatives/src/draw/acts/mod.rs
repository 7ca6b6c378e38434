//! What is done in the ceremony. Everything that an act changes is in one transaction, with its audit event and its public statement.

mod announce;
mod decide;
mod fail;
mod freeze;
mod make;
mod release;
mod seed;

pub use decide::decide;
pub use make::make;
pub use release::earliest;
pub use seed::{Typed, type_text};

use record::{Id, Millis, Statement, Text};
use web::audit;
use web::caller::Caller;
use web::database::Tx;
use web::joint::{NotDone, Standing};
use web::ledger;
use web::rights::Visitor;
use web::{App, Refusal, transaction};

use super::events::Proposed;
use super::obstacles::{self, Obstacle};
use super::proposal::{JointAct, Proposal, ProposalId};
use super::queries::{self, Step, StepKind};
use super::source;
use super::stage::{Act, Stage};

/// The name of this draw in the ledger.
pub const DRAW: &str = "representatives";

/// An act that an officer wants a second one to confirm.
pub enum Wanted {
    /// Naming these sources.
    Announce(Vec<record::AnnouncedSource>),
    /// Freezing the pool.
    Freeze,
    /// Saying that the awaited source gave nothing.
    FailSource {
        /// Its place, from 1.
        place: i64,
        /// Why.
        reason: String,
    },
    /// Publishing the files.
    Release,
}

impl Wanted {
    fn act(&self) -> JointAct {
        match self {
            Wanted::Announce(_) => JointAct::Announce,
            Wanted::Freeze => JointAct::Freeze,
            Wanted::FailSource { .. } => JointAct::FailSource,
            Wanted::Release => JointAct::Release,
        }
    }
}

/// Keeps a proposal, if the act is possible now.
pub async fn propose(app: &App, caller: &Caller, visitor: &Visitor, wanted: &Wanted) -> Result<(), NotDone> {
    let adopted = app.plan();
    let (place, content, reason) = match wanted {
        Wanted::Announce(sources) => (0, serde_json::to_string(sources).map_err(Refusal::internal)?, String::new()),
        Wanted::FailSource { place, reason } => (*place, reason.clone(), reason.clone()),
        Wanted::Freeze | Wanted::Release => (0, String::new(), String::new()),
    };
    transaction!(app.database(), |tx| -> Result<(), NotDone> {
        let stage = queries::ceremony(&mut tx).await?.stage;
        match wanted {
            Wanted::Announce(_) => {
                stage.after(Act::Announce).map_err(Refusal::from)?;
            }
            Wanted::Freeze => {
                stage.after(Act::Freeze).map_err(Refusal::from)?;
                let found = obstacles::find(&mut tx, app.secrets(), &adopted, app.clock().now()).await?;
                // The time may come while the second officer is on the way.
                if found.iter().any(|obstacle| !matches!(obstacle, Obstacle::Early(_))) {
                    return Err(NotDone::Obstacles(found.iter().map(Obstacle::chinese).collect()));
                }
            }
            Wanted::FailSource { place, .. } => {
                awaited(&mut tx, *place).await?;
            }
            Wanted::Release => {
                stage.after(Act::Release).map_err(Refusal::from)?;
                release::must_be_time(&adopted.plan, app.clock().now())?;
            }
        }
        let proposal = Proposal {
            id: ProposalId::new(),
            act: wanted.act(),
            place,
            content: content.clone(),
            standing: Standing::begin(caller, visitor),
        };
        if !queries::propose(&mut tx, &proposal).await? {
            return Err(Refusal::rule(format!("已经有人提出“{}”，正在等待第二人", proposal.act.chinese())).into());
        }
        let event = Proposed { subject: proposal.id.to_string(), what: proposal.act.chinese(), reason: reason.clone() };
        Ok(audit::record(&mut tx, &caller.actor, caller.now, &event).await?)
    })
}

/// The source of this place, if it is the one that is awaited.
async fn awaited(tx: &mut Tx, place: i64) -> Result<source::Source, Refusal> {
    if queries::ceremony(tx).await?.stage != Stage::Frozen {
        return Err(Refusal::rule("现在不是录入种子来源的时候"));
    }
    let sources = queries::sources(tx).await?;
    let first = sources.into_iter().find(|source| source.state == source::State::Awaited);
    match first {
        Some(source) if source.place == place => Ok(source),
        Some(source) => Err(Refusal::rule(format!("来源按公告的次序录入，现在等待的是第 {} 个：{}", source.place, source.name))),
        None => Err(Refusal::NotFound),
    }
}

/// Moves the ceremony on.
async fn move_on(tx: &mut Tx, act: Act) -> Result<(), Refusal> {
    let stage = queries::ceremony(tx).await?.stage;
    let next = stage.after(act)?;
    if queries::move_on(tx, stage, next).await? { Ok(()) } else { Err(Refusal::rule("另一人刚刚办理了，请查看最新情况")) }
}

/// Publishes a statement in the ledger and keeps its place for the pages.
async fn publish(tx: &mut Tx, statement: &Statement, kind: StepKind, place: i64, reason: &str, now: i64) -> Result<(), Refusal> {
    let position = ledger::publish(tx, statement).await?;
    let position = i64::try_from(position).map_err(Refusal::internal)?;
    queries::add_step(tx, &Step { position, kind, place, reason: reason.into(), at: now }).await?;
    Ok(queries::touch(tx).await?)
}

fn draw_id() -> Result<Id, Refusal> {
    DRAW.parse().map_err(Refusal::internal)
}

fn text(text: &str) -> Result<Text, Refusal> {
    text.parse().map_err(Refusal::internal)
}

fn at(now: i64) -> Result<Millis, Refusal> {
    now.try_into().map_err(Refusal::internal)
}
