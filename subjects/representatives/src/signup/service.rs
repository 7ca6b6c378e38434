//! What signing up, withdrawing and appealing do.

use plan::Channel;
use web::audit::{self, Actor};
use web::database::transaction;
use web::{App, Refusal, args};

use super::draft::Draft;
use super::phone_check::{self, PhoneCheck};
use crate::candidates::queries::{self, New};
use crate::candidates::reference::{self, shown};
use crate::candidates::service::{carry_out, found, tell};
use crate::candidates::{Act, Application, ApplicationId, State};
use crate::person::Seal;
use crate::{cell, events, term, vetting};

/// What is told to the holder of the telephone of an application that is there already.
pub(super) struct Known {
    pub reference: String,
    pub channel: Channel,
    pub venue: String,
    pub created_at: i64,
}

impl Known {
    fn of(application: &Application) -> Self {
        Known {
            reference: application.reference.clone(),
            channel: application.channel,
            venue: application.venue.clone(),
            created_at: application.created_at,
        }
    }
}

/// What became of a submitted sign-up.
pub(super) enum Outcome {
    /// It is kept.
    Received,
    /// The person, by the same telephone, is there already.
    AlreadyHere(Known),
    /// The identity number is there under another telephone: somebody must look at it, and this page says no more.
    Referred,
}

/// Changes what waits.
pub(super) async fn change(app: &App, check: &PhoneCheck, draft: &Draft) -> Result<(), Refusal> {
    transaction!(app.database(), |tx| -> Result<(), Refusal> { Ok(phone_check::replace(app, &mut tx, check, draft).await?) })
}

/// The application that the holder of this telephone has already, if there is one.
pub(super) async fn already_here(app: &App, check: &PhoneCheck) -> Result<Option<Known>, Refusal> {
    let Draft::Filled { person, .. } = &check.draft else { return Ok(None) };
    let hash = Seal(app.secrets()).identity_hash(&person.identity);
    let mut tx = app.database().reader().await?;
    let known = queries::live_by_identity(&mut tx, &hash).await?.filter(|known| known.phone_hash == check.phone_hash);
    Ok(known.as_ref().map(Known::of))
}

/// Keeps a sign-up whose telephone is proved.
pub(super) async fn submit(app: &App, check: &PhoneCheck) -> Result<Outcome, Refusal> {
    let Draft::Filled { district, venue, person } = &check.draft else { return Err(Refusal::LinkExpired) };
    let plan = app.plan();
    let seal = Seal(app.secrets());
    let cell = cell::volunteers(&plan.plan, venue).ok_or(Refusal::LinkExpired)?;
    let (id, reference) = (ApplicationId::new(), reference::new());
    let now = app.clock().millis();
    transaction!(app.database(), |tx| -> Result<Outcome, Refusal> {
        let new = New {
            id: id.clone(),
            reference: reference.clone(),
            channel: Channel::Volunteer,
            venue,
            class: cell.class.id.as_str(),
            district,
            state: State::Submitted,
            person,
            batch: None,
            recommended_by: "",
            first_by: None,
        };
        if !queries::insert(&mut tx, &seal, &[new], now).await? {
            let known = queries::live_by_identity(&mut tx, &seal.identity_hash(&person.identity)).await?;
            let known = known.ok_or_else(|| Refusal::internal("an application was neither added nor found"))?;
            if known.phone_hash == check.phone_hash {
                return Ok(Outcome::AlreadyHere(Known::of(&known)));
            }
            vetting::clash_found(&mut tx, &seal, &known.id, Channel::Volunteer, venue, person, now).await?;
            phone_check::replace(app, &mut tx, check, &Draft::Referred).await?;
            return Ok(Outcome::Referred);
        }
        let text =
            format!("您的市民代表报名已收到，报名编号 {}。凭编号和手机号可以在网站查询、撤回。抽中后会另行通知。", shown(&reference));
        tell(&mut tx, app.secrets(), person, &plan.plan, "signup.received", &text, now).await?;
        phone_check::replace(app, &mut tx, check, &Draft::Submitted { reference: reference.clone() }).await?;
        let event = events::SignedUp { subject: id.to_string(), venue: plan.plan.venue_name(venue) };
        audit::record(&mut tx, &Actor::citizen(), now, &event).await?;
        Ok(Outcome::Received)
    })
}

/// People may act until the time that the plan names for the freeze; staff finish what is open until it really is.
fn must_be_in_time(app: &App) -> Result<(), Refusal> {
    let in_time = term::is_before_freeze(&app.plan().plan, app.clock().now());
    if in_time { Ok(()) } else { Err(Refusal::rule("人选名册已经到封存时间，不能再改动")) }
}

/// The person withdraws.
pub(super) async fn withdraw(app: &App, id: &ApplicationId) -> Result<(), Refusal> {
    must_be_in_time(app)?;
    let plan = app.plan();
    let now = app.clock().millis();
    transaction!(app.database(), |tx| -> Result<(), Refusal> {
        let application = found(&mut tx, id).await?;
        carry_out(&mut tx, &application, Act::Withdraw, now).await?;
        let event = events::Withdrawn { subject: id.to_string(), venue: plan.plan.venue_name(&application.venue) };
        Ok(audit::record(&mut tx, &Actor::citizen(), now, &event).await?)
    })
}

/// The person appeals.
pub(super) async fn appeal(app: &App, id: &ApplicationId, words: &str) -> Result<(), Refusal> {
    must_be_in_time(app)?;
    let now = app.clock().millis();
    let sealed = Seal(app.secrets()).text(id.as_str(), words);
    transaction!(app.database(), |tx| -> Result<(), Refusal> {
        let application = found(&mut tx, id).await?;
        carry_out(&mut tx, &application, Act::Appeal, now).await?;
        let sql = "INSERT INTO appeals (application_id, words, made_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
        if tx.execute(sql, args![id.as_str(), &sealed, now]).await? == 0 {
            return Err(Refusal::rule("您已经申诉过，决定不再变更"));
        }
        Ok(audit::record(&mut tx, &Actor::citizen(), now, &events::Appealed { subject: id.to_string() }).await?)
    })
}
