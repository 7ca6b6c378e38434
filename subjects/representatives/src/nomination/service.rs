//! What nominating does.

use plan::{Channel, Venue};
use web::audit;
use web::background::off_thread;
use web::database::transaction;
use web::desk::Desk;
use web::id::new_id;
use web::outbox::{self, Message};
use web::page::date;
use web::sheet::read::Unreadable;
use web::{Failure, Refusal};

use super::BOUNDS;
use super::batches::{self, Batch};
use super::check::{self, Checked, Nominee, Pool};
use super::read::{self, Typed};
use crate::candidates::queries::{self, New};
use crate::candidates::reference::{self, shown};
use crate::candidates::service::{account, carry_out_all, message};
use crate::candidates::{Act, Application, ApplicationId, State};
use crate::person::Seal;
use crate::term::Term;
use crate::{events, scope, vetting};

/// Refuses to nominate outside the term.
pub(super) fn must_be_open(desk: &Desk) -> Result<(), Refusal> {
    match Term::of(&desk.app.plan().plan, desk.app.clock().now()) {
        Term::Open(_) => Ok(()),
        Term::NotYet(opens) => Err(Refusal::at("file", format!("推荐还没有开始，{} 开始", date::moment(opens)))),
        Term::Closed(closed) => Err(Refusal::at("file", format!("推荐已于 {} 截止", date::moment(closed)))),
        Term::Unknown => Err(Refusal::at("file", "方案没有写明推荐时间")),
    }
}

/// Reads a file without keeping anything.
pub(super) async fn read_file(bytes: Vec<u8>) -> Result<Result<Vec<Typed>, Unreadable>, Failure> {
    off_thread(move || web::sheet::read::lines(&bytes, BOUNDS).and_then(|lines| read::nominees(&lines))).await
}

/// Checks nominees against plan and pool without keeping anything.
pub(super) async fn examine(desk: &Desk, venue: &Venue, typed: &[Typed]) -> Result<Checked, Refusal> {
    let mut tx = desk.app.database().reader().await?;
    let people = batches::people(&mut tx).await?;
    let counts = queries::counts_by_cell(&mut tx).await?;
    drop(tx);
    let mut pool = Pool::default();
    pool.people.extend(people.into_iter().map(|(hash, application, venue)| (hash, (application, venue))));
    for count in counts.iter().filter(|count| venue.id == *count.venue.as_str() && count.state.is_alive()) {
        *pool.counts.entry(count.class.clone()).or_default() += count.count;
    }
    let today = date::local_day(desk.app.clock().now());
    Ok(check::check(&desk.app.plan().plan, venue, today, &Seal(desk.app.secrets()), &pool, typed))
}

/// Keeps the clean lines as one batch, notes whoever is in the pool elsewhere; the batch's id.
pub(super) async fn accept(desk: &Desk, venue: &Venue, checked: &Checked, file: &str) -> Result<String, Refusal> {
    must_be_open(desk)?;
    let Desk { app, caller, visitor, .. } = desk;
    let plan = app.plan();
    let seal = Seal(app.secrets());
    let (batch, now) = (new_id(), caller.now);
    transaction!(app.database(), |tx| -> Result<String, Refusal> {
        batches::insert(&mut tx, &batch, venue.id.as_str(), file, (account(visitor), &visitor.name), now).await?;
        let new: Vec<New<'_>> = checked
            .clean
            .iter()
            .map(|Nominee { class, person, recommended_by }| New {
                id: ApplicationId::new(),
                reference: reference::new(),
                channel: Channel::Recommendation,
                venue: venue.id.as_str(),
                class,
                district: if venue.kind == plan::VenueKind::District { venue.id.as_str() } else { "" },
                state: State::Reviewed,
                person,
                batch: Some(&batch),
                recommended_by,
                first_by: Some(account(visitor)),
            })
            .collect();
        if !queries::insert(&mut tx, &seal, &new, now).await? {
            return Err(Refusal::at("file", "刚刚有人报名或推荐了其中的同一个人，请重新上传"));
        }
        for clash in &checked.clashes {
            let first = ApplicationId::from(clash.application.clone());
            vetting::clash_found(&mut tx, &seal, &first, Channel::Recommendation, venue.id.as_str(), &clash.person, now).await?;
        }
        let event = events::Nominated {
            subject: batch.clone(),
            venue: plan.plan.venue_name(venue.id.as_str()),
            file: file.into(),
            count: i64::try_from(checked.clean.len()).unwrap_or(i64::MAX),
            left_out: i64::try_from(checked.wrong_lines).unwrap_or(i64::MAX),
        };
        audit::record(&mut tx, &caller.actor, now, &event).await?;
        Ok(batch.clone())
    })
}

/// The second person signs a batch: its nominees go on to be vetted and are told.
pub(super) async fn sign(desk: &Desk, batch: &Batch) -> Result<i64, Refusal> {
    let Desk { app, caller, visitor, .. } = desk;
    let plan = app.plan();
    scope::must_own(&plan.plan, visitor, &batch.venue)?;
    if batch.nominated_by == account(visitor) {
        return Err(Refusal::rule("这一批是您上传的，联署须由另一人办理"));
    }
    let seal = Seal(app.secrets());
    transaction!(app.database(), |tx| -> Result<i64, Refusal> {
        let mut waiting = queries::of_batch(&mut tx, &batch.id).await?;
        waiting.retain(|application| application.state == State::Reviewed);
        if waiting.is_empty() {
            return Err(Refusal::rule("这一批没有等待联署的人选"));
        }
        carry_out_all(&mut tx, &waiting.iter().collect::<Vec<_>>(), Act::CoSign, caller.now).await?;
        let ids: Vec<ApplicationId> = waiting.iter().map(|application| application.id.clone()).collect();
        queries::set_second(&mut tx, &ids, account(visitor)).await?;
        let notice = |application: &Application| -> Result<Message, Refusal> {
            let text = format!(
                "您已由{}推荐为市民代表人选，编号 {}。还要经过资格审查和公开抽取，结果另行通知。如不愿参加，可凭编号和手机号在网站查询、撤回。",
                application.recommended_by,
                shown(&application.reference)
            );
            Ok(message(&application.person(&seal)?, &plan.plan, "nomination.notice", text))
        };
        let notices = waiting.iter().map(notice).collect::<Result<Vec<_>, Refusal>>()?;
        outbox::queue_all(&mut tx, app.secrets(), caller.now, notices).await?;
        let count = i64::try_from(waiting.len()).unwrap_or(i64::MAX);
        let event = events::CoSigned { subject: batch.id.clone(), venue: plan.plan.venue_name(&batch.venue), count };
        audit::record(&mut tx, &caller.actor, caller.now, &event).await?;
        Ok(count)
    })
}
