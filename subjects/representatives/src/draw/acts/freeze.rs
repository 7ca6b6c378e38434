//! Freezing the pool: numbers by chance, salts, files, commitment; all of it or nothing.

use std::sync::LazyLock;

use data_encoding::HEXLOWER;
use jiff::Timestamp;
use plan::Plan;
use record::{PoolFrozen, Statement};
use sortition::commitment::{Committed, Salt, Terms};
use sortition::files::{pool_csv, quotas_csv};
use sortition::{ActivityId, Cell, Channel, Digest, Draw, Entry, Number, Pool, Quota, Quotas, Seats, Sessions, SourceName};
use web::adoption::{self, AdoptedPlan};
use web::caller::Caller;
use web::database::{Bulk, Tx, Value};
use web::id::random_bytes;
use web::joint::NotDone;
use web::secrets::Secrets;
use web::{Refusal, audit};

use super::{DRAW, at, draw_id, move_on, publish, text};
use crate::candidates::channel_word;
use crate::cell::{self, PlannedCell};
use crate::draw::events::Frozen;
use crate::draw::files::{POOL, QUOTAS, TERMS};
use crate::draw::obstacles::{self, Obstacle};
use crate::draw::queries::{self, StepKind};
use crate::draw::stage::Act;

static INSERT_POOL: LazyLock<Bulk> = LazyLock::new(|| Bulk::insert("INSERT INTO draw_pool (number, application_id, salt)", 3));
static INSERT_CELLS: LazyLock<Bulk> =
    LazyLock::new(|| Bulk::insert("INSERT INTO draw_cells (place, venue, class, channel, seats, people)", 6));

/// Somebody with the number and the salt that they got.
struct Numbered {
    number: u32,
    application: String,
    entry: Entry,
    salt: Salt,
}

/// Freezes everybody who passed.
pub(super) async fn freeze(
    tx: &mut Tx,
    secrets: &Secrets,
    adopted: &AdoptedPlan,
    caller: &Caller,
    program: Digest,
    now: Timestamp,
) -> Result<(), NotDone> {
    move_on(tx, Act::Freeze).await?;
    let found = obstacles::find(tx, secrets, adopted, now).await?;
    if !found.is_empty() {
        return Err(NotDone::Obstacles(found.iter().map(Obstacle::chinese).collect()));
    }
    let people = number(queries::passed(tx).await?)?;
    let cells = cell::cells(&adopted.plan);
    let draw = draw(&adopted.plan, &cells, &people)?;
    let sources: Vec<SourceName> = names(tx).await?;
    let terms = Terms::of(&draw, program, sources.clone());
    let root = Committed::new(&terms, draw.pool(), |number| salt(&people, number)).map_err(Refusal::internal)?.root();

    keep(tx, &cells, &draw, &people).await?;
    adoption::close(tx, caller.now).await?;
    let (pool, quotas) = (pool_csv(draw.pool()), quotas_csv(draw.quotas()));
    for (name, content) in [(POOL, &pool), (QUOTAS, &quotas), (TERMS, &terms.entry())] {
        queries::add_file(tx, name, &Digest::of(content.as_bytes()).to_string(), content).await?;
    }
    let count = u32::try_from(people.len()).map_err(Refusal::internal)?;
    let (activity, sessions, root_hex) = (draw.activity().as_str(), draw.sessions().get(), HEXLOWER.encode(root.as_bytes()));
    queries::set_frozen(tx, activity, sessions, i64::from(count), &root_hex).await?;
    let statement = PoolFrozen {
        draw: draw_id()?,
        activity: activity.parse().map_err(Refusal::internal)?,
        sessions,
        count,
        pool: record::Digest::of(pool.as_bytes()),
        quotas: record::Digest::of(quotas.as_bytes()),
        rule: record::Digest::from_bytes(*terms.rule.as_bytes()),
        program: record::Digest::from_bytes(*program.as_bytes()),
        sources: sources.iter().map(|name| text(name.as_str())).collect::<Result<_, _>>()?,
        root: record::Digest::from_bytes(*root.as_bytes()),
        at: at(caller.now)?,
    };
    publish(tx, &Statement::PoolFrozen(statement), StepKind::Frozen, 0, "", caller.now).await?;
    let event = Frozen { subject: DRAW.into(), count: i64::from(count), fingerprint: root_hex };
    Ok(audit::record(tx, &caller.actor, caller.now, &event).await?)
}

/// Gives numbers from 1 in an order of pure chance.
fn number(mut passed: Vec<(String, String, String, String)>) -> Result<Vec<Numbered>, Refusal> {
    passed.sort_by_cached_key(|_| random_bytes::<32>());
    let numbered = |(number, (application, venue, class, channel)): (u32, (String, String, String, String))| {
        let entry = Entry {
            number: number.to_string().parse().map_err(Refusal::internal)?,
            cell: format!("{venue}/{class}").parse().map_err(Refusal::internal)?,
            channel: Some(if channel == channel_word(plan::Channel::Volunteer) { Channel::Volunteer } else { Channel::Nominated }),
        };
        Ok(Numbered { number, application, entry, salt: Salt::new(random_bytes()) })
    };
    (1..).zip(passed).map(numbered).collect()
}

/// The salt of a number: people stand in the order of their numbers.
fn salt(people: &[Numbered], number: &Number) -> Option<Salt> {
    let place: usize = number.as_str().parse().ok()?;
    people.get(place.checked_sub(1)?).map(|it| it.salt.clone())
}

fn draw(plan: &Plan, cells: &[PlannedCell<'_>], people: &[Numbered]) -> Result<Draw, Refusal> {
    let quota = |cell: &PlannedCell<'_>| -> Result<Quota, Refusal> {
        let name: Cell = cell.cell().to_string().parse().map_err(Refusal::internal)?;
        Ok(Quota { cell: name, seats: Seats::new(cell.seats).map_err(Refusal::internal)? })
    };
    let quotas = Quotas::new(cells.iter().map(quota).collect::<Result<_, _>>()?).map_err(Refusal::internal)?;
    let activity: ActivityId = plan.activity.id.as_str().parse().map_err(Refusal::internal)?;
    let sessions = u32::try_from(plan.activity.sessions.len()).map_err(Refusal::internal)?;
    let sessions = Sessions::new(sessions).map_err(Refusal::internal)?;
    let pool = Pool::new(people.iter().map(|it| it.entry.clone()).collect()).map_err(Refusal::internal)?;
    Draw::new(activity, sessions, pool, quotas).map_err(Refusal::internal)
}

async fn names(tx: &mut Tx) -> Result<Vec<SourceName>, Refusal> {
    queries::sources(tx).await?.iter().map(|source| source.name.parse().map_err(Refusal::internal)).collect()
}

/// Keeps who has which number, and the counts of the cells.
async fn keep(tx: &mut Tx, cells: &[PlannedCell<'_>], draw: &Draw, people: &[Numbered]) -> Result<(), Refusal> {
    let row = |it: &Numbered| [Value::from(it.number), Value::from(&it.application), Value::from(HEXLOWER.encode(it.salt.expose()))];
    INSERT_POOL.rows(tx, &people.iter().map(row).collect::<Vec<_>>()).await?;
    let row = |(place, (cell, standing)): (u32, (&PlannedCell<'_>, sortition::Standing<'_>))| {
        let people = i64::try_from(standing.people).unwrap_or(i64::MAX);
        let (venue, class) = (cell.venue.id.as_str(), cell.class.id.as_str());
        let channel = channel_word(cell.class.channel);
        [Value::from(place), Value::from(venue), Value::from(class), Value::from(channel), Value::from(cell.seats), Value::from(people)]
    };
    let rows: Vec<_> = (1_u32..).zip(cells.iter().zip(draw.standings())).map(row).collect();
    INSERT_CELLS.rows(tx, &rows).await?;
    Ok(())
}
