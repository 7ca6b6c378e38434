//! The draw itself: no chance is left in it, so one officer presses the button.

use std::sync::LazyLock;

use record::{DrawMade, Statement};
use sortition::files::{DrawFile, pool_csv, quotas_csv, ranking_csv};
use sortition::{Digest, Ranking, Seeding, Sources};
use web::caller::Caller;
use web::database::{Bulk, Tx, Value};
use web::{App, Refusal, audit, transaction};

use super::{DRAW, draw_id, move_on, publish};
use crate::draw::events::Made;
use crate::draw::files::{DRAW_JSON, RANKING};
use crate::draw::frozen;
use crate::draw::queries::{self, StepKind};
use crate::draw::stage::Act;

static INSERT_RANKS: LazyLock<Bulk> = LazyLock::new(|| Bulk::insert("INSERT INTO draw_ranks (number, rank, session)", 3));

/// Draws from the frozen pool by the seed of the agreed sources.
pub async fn make(app: &App, caller: &Caller) -> Result<(), Refusal> {
    transaction!(app.database(), |tx| -> Result<(), Refusal> {
        move_on(&mut tx, Act::Draw).await?;
        let ceremony = queries::ceremony(&mut tx).await?;
        let draw = frozen::read(&mut tx, &ceremony).await?.draw;
        let sources = queries::sources(&mut tx).await?;
        let pairs = sources.iter().map(|source| (source.name.as_str(), source.text.as_str()));
        let seeding = Seeding::Sources(Sources::new(pairs).map_err(Refusal::internal)?);
        if seeding.seed().to_string() != ceremony.seed {
            return Err(Refusal::internal("the seed is not that of the sources"));
        }
        let ranking = draw.rank(&seeding.seed());
        keep(&mut tx, &ranking).await?;
        let (seed, sessions) = (seeding.seed(), ceremony.sessions);
        let terms = DrawFile { activity: draw.activity().clone(), sessions: draw.sessions(), seeding };
        let outcome = ranking_csv(&ranking);
        for (name, content) in [(DRAW_JSON, &terms.to_json()), (RANKING, &outcome)] {
            queries::add_file(&mut tx, name, &Digest::of(content.as_bytes()).to_string(), content).await?;
        }
        let digest = |text: &str| record::Digest::of(text.as_bytes());
        let statement = DrawMade {
            draw: draw_id()?,
            sessions,
            seed: record::Digest::from_bytes(*seed.as_bytes()),
            pool: digest(&pool_csv(draw.pool())),
            quotas: digest(&quotas_csv(draw.quotas())),
            ranking: digest(&outcome),
        };
        publish(&mut tx, &Statement::DrawMade(statement), StepKind::Drawn, 0, "", caller.now).await?;
        let event = Made { subject: DRAW.into(), count: ceremony.people, fingerprint: digest(&outcome).to_string() };
        Ok(audit::record(&mut tx, &caller.actor, caller.now, &event).await?)
    })
}

/// Keeps everybody's rank and session.
async fn keep(tx: &mut Tx, ranking: &Ranking) -> Result<(), Refusal> {
    let mut rows = Vec::new();
    for (rank, person) in ranking.cells().iter().flat_map(|cell| cell.by_rank()) {
        let number: i64 = person.number.as_str().parse().map_err(Refusal::internal)?;
        let session = person.session.map_or(0, |session| session.get());
        rows.push([Value::from(number), Value::from(rank.get()), Value::from(session)]);
    }
    INSERT_RANKS.rows(tx, &rows).await?;
    Ok(())
}
