//! Naming the sources of the seed, before the pool is frozen.

use record::{AnnouncedSource, DrawAnnounced, Statement};
use web::Refusal;
use web::audit;
use web::caller::Caller;
use web::database::Tx;

use super::{DRAW, at, draw_id, move_on, publish};
use crate::draw::events::Announced;
use crate::draw::proposal::JointAct;
use crate::draw::queries::{self, StepKind};
use crate::draw::stage::Act;

/// Announces the sources; an earlier announcement no longer holds.
pub(super) async fn announce(tx: &mut Tx, caller: &Caller, content: &str) -> Result<(), Refusal> {
    let sources: Vec<AnnouncedSource> = serde_json::from_str(content).map_err(Refusal::internal)?;
    move_on(tx, Act::Announce).await?;
    queries::set_sources(tx, &sources).await?;
    // Whoever proposed the freeze had other sources before their eyes.
    queries::end_stale(tx, JointAct::Freeze.word(), caller.now).await?;
    let count = i64::try_from(sources.len()).map_err(Refusal::internal)?;
    let statement = Statement::DrawAnnounced(DrawAnnounced { draw: draw_id()?, sources, at: at(caller.now)? });
    publish(tx, &statement, StepKind::Announced, 0, "", caller.now).await?;
    Ok(audit::record(tx, &caller.actor, caller.now, &Announced { subject: DRAW.into(), count }).await?)
}
