//! Publishing the files: pool numbers, no names.

use std::fmt::Write;

use jiff::{Timestamp, ToSpan};
use plan::Plan;
use record::{DrawReleased, ReleasedFile, Statement};
use sortition::files::replacements_csv;
use sortition::{Digest, Roster, Seed};
use web::caller::Caller;
use web::clock::local_timestamp;
use web::database::Tx;
use web::page::date;
use web::{Refusal, audit};

use super::{DRAW, at, draw_id, move_on, publish};
use crate::draw::events::Released;
use crate::draw::files::{REPLACEMENTS, SALTS};
use crate::draw::frozen;
use crate::draw::queries::{self, Ceremony, StepKind};
use crate::draw::stage::Act;
use crate::invitation::replaced;

/// From when on the files may be public: when the day of the last session is over. The document names no day; this one lets nobody
/// know who sits in a session that is still to come.
pub fn earliest(plan: &Plan) -> Option<Timestamp> {
    let last = plan.activity.sessions.iter().map(|session| session.start.date).max()?;
    let after = last.checked_add(1.day()).ok()?;
    Some(local_timestamp(after.to_datetime(jiff::civil::Time::midnight())))
}

pub(super) fn must_be_time(plan: &Plan, now: Timestamp) -> Result<(), Refusal> {
    match earliest(plan) {
        Some(earliest) if now >= earliest => Ok(()),
        Some(earliest) => Err(Refusal::rule(format!("最后一场述职报告会当天结束以后（{}）才能公开，此前名单保密", date::moment(earliest)))),
        None => Err(Refusal::rule("方案没有场次，不知道何时可以公开")),
    }
}

/// Publishes pool, quotas, draw, ranking, terms and salts, so that anybody can replay the draw and compute the commitment.
pub(super) async fn release(tx: &mut Tx, plan: &Plan, caller: &Caller, now: Timestamp) -> Result<(), Refusal> {
    must_be_time(plan, now)?;
    move_on(tx, Act::Release).await?;
    let ceremony = queries::ceremony(tx).await?;
    let frozen = frozen::read(tx, &ceremony).await?;
    let mut salts = String::from("number,salt\n");
    for (number, salt) in &frozen.salts {
        let _ = writeln!(salts, "{number},{salt}");
    }
    let replacements = replaced::log(tx).await?;
    Roster::replay(&frozen.draw.rank(&seed(&ceremony)?), &replacements)
        .map_err(|(at, error)| Refusal::internal(format!("{at}: {error}")))?;
    let replacements = replacements_csv(&replacements);
    queries::add_file(tx, REPLACEMENTS, &Digest::of(replacements.as_bytes()).to_string(), &replacements).await?;
    queries::add_file(tx, SALTS, &Digest::of(salts.as_bytes()).to_string(), &salts).await?;
    let mut files = Vec::new();
    for (name, _) in queries::hashes(tx).await? {
        let content = frozen::whole(tx, &name).await?;
        files.push(ReleasedFile { name: name.parse().map_err(Refusal::internal)?, sha256: record::Digest::of(content.as_bytes()) });
    }
    // Sorted here and not by the database, whose order of texts is its own.
    files.sort();
    let count = i64::try_from(files.len()).map_err(Refusal::internal)?;
    let statement = DrawReleased { draw: draw_id()?, files, at: at(caller.now)? };
    publish(tx, &Statement::DrawReleased(statement), StepKind::Released, 0, "", caller.now).await?;
    Ok(audit::record(tx, &caller.actor, caller.now, &Released { subject: DRAW.into(), count }).await?)
}

fn seed(ceremony: &Ceremony) -> Result<Seed, Refusal> {
    ceremony.seed.parse().map_err(Refusal::internal)
}
