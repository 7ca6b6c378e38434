//! What is done to applications.

use plan::Plan;
use web::caller::Caller;
use web::database::{Tx, transaction};
use web::outbox::{self, Kind, Message};
use web::rights::Visitor;
use web::secrets::Secrets;
use web::{App, Refusal, audit};

use super::application::{Application, ApplicationId};
use super::queries;
use super::reference::shown;
use super::state::{Act, State};
use crate::draw::drawn;
use crate::person::{Person, Seal};
use crate::{events, scope};

/// The class's name; its id where the plan has it no more.
pub(crate) fn class_name(plan: &Plan, id: &str) -> String {
    plan.classes.iter().find(|class| class.id == *id).map_or_else(|| id.to_string(), |class| class.name.clone())
}

/// Who acts, as rows keep it.
pub(crate) fn account(visitor: &Visitor) -> &str {
    visitor.actor_id()
}

/// One application that must be there.
pub(crate) async fn found(tx: &mut Tx, id: &ApplicationId) -> Result<Application, Refusal> {
    queries::by_id(tx, id).await?.ok_or(Refusal::NotFound)
}

/// Carries out an act on an application. Nothing changes any more once the pool is frozen; until then staff can finish what is open, even
/// after the time that the plan names.
pub(crate) async fn carry_out(tx: &mut Tx, application: &Application, act: Act, now: i64) -> Result<(), Refusal> {
    carry_out_all(tx, &[application], act, now).await
}

/// Carries out an act on many applications, or on none.
pub(crate) async fn carry_out_all(tx: &mut Tx, applications: &[&Application], act: Act, now: i64) -> Result<(), Refusal> {
    let Some(first) = applications.first().map(|it| it.state) else { return Ok(()) };
    if drawn::is_frozen(tx).await? {
        return Err(Refusal::rule("人选名册已经封存，不能再改动"));
    }
    let impossible = |state: State| Refusal::rule(format!("此人选现在是“{}”，不能这样办理，可能刚被别人办理", state.chinese()));
    let moved = |it: &&Application| it.state.after(act).map(|next| (it.id.clone(), it.state, next)).map_err(|_| impossible(it.state));
    let moves = applications.iter().map(moved).collect::<Result<Vec<_>, Refusal>>()?;
    if queries::set_state(tx, &moves, now).await? { Ok(()) } else { Err(impossible(first)) }
}

/// The first of two finds volunteers in order; how many.
pub(crate) async fn review(app: &App, caller: &Caller, visitor: &Visitor, venue: &str, ids: &[ApplicationId]) -> Result<i64, Refusal> {
    look_at(app, caller, visitor, venue, ids, Act::Review).await
}

/// The second of two agrees; how many.
pub(crate) async fn confirm(app: &App, caller: &Caller, visitor: &Visitor, venue: &str, ids: &[ApplicationId]) -> Result<i64, Refusal> {
    look_at(app, caller, visitor, venue, ids, Act::CoSign).await
}

async fn look_at(app: &App, caller: &Caller, visitor: &Visitor, venue: &str, ids: &[ApplicationId], act: Act) -> Result<i64, Refusal> {
    let plan = app.plan();
    scope::must_own(&plan.plan, visitor, venue)?;
    if ids.is_empty() {
        return Err(Refusal::at("ids", "请至少选择一个人选"));
    }
    transaction!(app.database(), |tx| -> Result<i64, Refusal> {
        let mut applications = Vec::with_capacity(ids.len());
        for id in ids {
            let application = found(&mut tx, id).await?;
            if application.venue != venue || application.batch.is_some() {
                return Err(Refusal::NotFound);
            }
            if act == Act::CoSign && application.first_by.as_deref() == Some(account(visitor)) {
                return Err(Refusal::rule("其中有您自己核对过的人选，复核须由另一人办理"));
            }
            applications.push(application);
        }
        carry_out_all(&mut tx, &applications.iter().collect::<Vec<_>>(), act, caller.now).await?;
        if act == Act::Review {
            queries::set_first(&mut tx, ids, account(visitor)).await?;
        } else {
            queries::set_second(&mut tx, ids, account(visitor)).await?;
        }
        let (count, venue_name) = (i64::try_from(ids.len()).unwrap_or(i64::MAX), plan.plan.venue_name(venue));
        if act == Act::Review {
            let event = events::Reviewed { subject: venue.into(), venue: venue_name, count };
            audit::record(&mut tx, &caller.actor, caller.now, &event).await?;
        } else {
            let event = events::Confirmed { subject: venue.into(), venue: venue_name, count };
            audit::record(&mut tx, &caller.actor, caller.now, &event).await?;
        }
        Ok(count)
    })
}

/// Refuses an application; the person is told and may appeal.
pub(crate) async fn refuse(app: &App, caller: &Caller, visitor: &Visitor, id: &ApplicationId, reason: &str) -> Result<(), Refusal> {
    let plan = app.plan();
    transaction!(app.database(), |tx| -> Result<(), Refusal> {
        let application = found(&mut tx, id).await?;
        if scope::must_own(&plan.plan, visitor, &application.venue).is_err() && !visitor.holds(scope::ORGANISERS) {
            return Err(Refusal::NotFound);
        }
        refuse_in(&mut tx, app.secrets(), &plan.plan, &application, Act::Refuse, reason, caller.now).await?;
        let event = events::Refused { subject: id.to_string(), venue: plan.plan.venue_name(&application.venue), reason: reason.into() };
        Ok(audit::record(&mut tx, &caller.actor, caller.now, &event).await?)
    })
}

/// Refuses, by [`Act::Refuse`], [`Act::Unify`] or [`Act::Exclude`], within the caller's transaction, which records the event.
pub(crate) async fn refuse_in(
    tx: &mut Tx,
    secrets: &Secrets,
    plan: &Plan,
    application: &Application,
    act: Act,
    reason: &str,
    now: i64,
) -> Result<(), Refusal> {
    carry_out(tx, application, act, now).await?;
    queries::set_reason(tx, &application.id, &Seal(secrets).text(application.id.as_str(), reason)).await?;
    let text = format!(
        "您的市民代表报名（推荐）没有受理，原因：{reason}。如有异议，可在名册封存前凭报名编号 {} 在“三民”活动网站“查询和撤回”中申诉。",
        shown(&application.reference)
    );
    tell(tx, secrets, &application.person(&Seal(secrets))?, plan, "representative.refused", &text, now).await
}

/// Queues a text message to a person.
pub(crate) async fn tell(
    tx: &mut Tx,
    secrets: &Secrets,
    person: &Person,
    plan: &Plan,
    purpose: &'static str,
    text: &str,
    now: i64,
) -> Result<(), Refusal> {
    outbox::queue(tx, secrets, now, message(person, plan, purpose, text.into())).await?;
    Ok(())
}

/// A text message to a person.
pub(crate) fn message(person: &Person, plan: &Plan, purpose: &'static str, body: String) -> Message {
    Message { kind: Kind::Sms, purpose, recipient: person.phone.as_str().into(), subject: plan.activity.short_title.clone(), body }
}

/// Shows a person in full, which is logged with the reason.
pub(crate) async fn unmask(
    app: &App,
    caller: &Caller,
    visitor: &Visitor,
    id: &ApplicationId,
    reason: &str,
) -> Result<(Application, Person), Refusal> {
    let plan = app.plan();
    transaction!(app.database(), |tx| -> Result<(Application, Person), Refusal> {
        let application = found(&mut tx, id).await?;
        if !scope::Scope::of(visitor).has(&application.venue) {
            return Err(Refusal::NotFound);
        }
        let person = application.person(&Seal(app.secrets()))?;
        let event = events::Unmasked { subject: id.to_string(), venue: plan.plan.venue_name(&application.venue), reason: reason.into() };
        audit::record(&mut tx, &caller.actor, caller.now, &event).await?;
        Ok((application, person))
    })
}
