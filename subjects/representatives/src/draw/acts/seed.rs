//! The seed: each source's text, typed by two officers who do not see each other's.

use record::{SeedSource, Statement};
use sortition::Sources;
use web::caller::Caller;
use web::database::Tx;
use web::rights::Visitor;
use web::{App, Refusal, audit, transaction};

use super::{awaited, draw_id, move_on, publish, text};
use crate::draw::events::{Agreed, Differed, Typed as TypedEvent};
use crate::draw::proposal::JointAct;
use crate::draw::queries::{self, Entry, StepKind};
use crate::draw::source::{self, State};
use crate::draw::stage::Act;

/// What came of typing a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typed {
    /// The second officer is awaited.
    First,
    /// Both typed the same; the source is settled.
    Agreed,
    /// They differ; both type again.
    Differed,
}

/// Takes the text that an officer typed for the awaited source.
pub async fn type_text(app: &App, caller: &Caller, visitor: &Visitor, place: i64, typed: &str) -> Result<Typed, Refusal> {
    transaction!(app.database(), |tx| -> Result<Typed, Refusal> {
        let source = awaited(&mut tx, place).await?;
        let text = source::text(&source.name, typed)?;
        let before = queries::entries(&mut tx, place, source.round).await?;
        if before.iter().any(|entry| entry.by == visitor.actor_id()) {
            return Err(Refusal::rule("您已经录入，须由另一名工作人员录入第二次"));
        }
        let entry = Entry { by: visitor.actor_id().into(), by_name: visitor.name.clone(), text };
        let turn = if before.is_empty() { 1 } else { 2 };
        queries::add_entry(&mut tx, place, source.round, turn, &entry, caller.now).await?;
        let subject = format!("source-{place}");
        let outcome = match before.into_iter().next() {
            None => {
                audit::record(&mut tx, &caller.actor, caller.now, &TypedEvent { subject }).await?;
                return Ok(Typed::First);
            }
            Some(first) if first.text == entry.text => {
                settle(&mut tx, &source, State::Agreed, &entry.text, caller.now).await?;
                audit::record(&mut tx, &caller.actor, caller.now, &Agreed { subject, first: first.text }).await?;
                Typed::Agreed
            }
            Some(first) => {
                queries::next_round(&mut tx, place).await?;
                let event = Differed { subject, first: first.text, second: entry.text };
                audit::record(&mut tx, &caller.actor, caller.now, &event).await?;
                Typed::Differed
            }
        };
        Ok(outcome)
    })
}

/// Settles a source and publishes its text; with the last one the seed is made.
pub(super) async fn settle(tx: &mut Tx, source: &source::Source, state: State, words: &str, now: i64) -> Result<(), Refusal> {
    queries::settle(tx, source.place, state, words).await?;
    queries::end_stale(tx, JointAct::FailSource.word(), now).await?;
    let statement = SeedSource {
        draw: draw_id()?,
        place: u32::try_from(source.place).map_err(Refusal::internal)?,
        name: text(&source.name)?,
        text: text(words)?,
    };
    publish(tx, &Statement::SeedSource(statement), StepKind::Source, source.place, "", now).await?;
    let sources = queries::sources(tx).await?;
    if sources.iter().any(|source| source.state == State::Awaited) {
        return Ok(());
    }
    let pairs = sources.iter().map(|source| (source.name.as_str(), source.text.as_str()));
    let seed = Sources::new(pairs).map_err(Refusal::internal)?.seed();
    queries::set_seed(tx, &seed.to_string()).await?;
    move_on(tx, Act::Seed).await
}
