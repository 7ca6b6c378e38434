//! Explaining, publishing, asking for a void election; one transaction a function.

use ballotbox::election::{self, State as Election, Stored};
use ballotbox::proposals::{self as acts, JointAct};
use ballotbox::{reconciliation, voiding};
use record::{Explanation, Reconciliation, VenueReconciled};
use web::audit;
use web::caller::Caller;
use web::database::Tx;
use web::joint::{Answer, Standing, State};
use web::rights::Visitor;
use web::{App, Refusal, transaction};

use super::differences::{Compared, Difference, VenueFigures, compare};
use super::events::{Ended, Explained, Proposed, Published};
use super::proposal::{Kind, Proposal, ProposalId};
use super::queries;

/// The longest explanation, in characters.
pub(super) const LONGEST: usize = 500;

/// The session's election, while its comparison can be written: closed, and nothing published.
async fn current(tx: &mut Tx, session: u32) -> Result<Stored, Refusal> {
    let stored = election::queries::of_session(tx, session).await?.ok_or(Refusal::NotFound)?;
    if stored.state != Election::Closed {
        return Err(Refusal::rule(format!("本场现在是“{}”，评议结束以后、公布结果以前才能核对", stored.state.chinese())));
    }
    if reconciliation::accepted(tx, &stored.uuid).await?.is_some() {
        return Err(Refusal::rule("本场的收发核对已经公布，不能再改"));
    }
    Ok(stored)
}

/// One writes why something differs.
pub(super) async fn explain(
    app: &App,
    caller: &Caller,
    visitor: &Visitor,
    session: u32,
    (venue, about): (&str, &str),
    text: &str,
) -> Result<(), Refusal> {
    if let Some(why) = web::text::unfit(text, LONGEST) {
        return Err(Refusal::at("text", why));
    }
    if text.chars().count() < 4 {
        return Err(Refusal::at("text", "请写明查到的原因，至少 4 个字"));
    }
    transaction!(app.database(), |tx| -> Result<(), Refusal> {
        let stored = current(&mut tx, session).await?;
        let all = compare(&mut tx, app, &stored.uuid, session).await?.differences();
        let difference = all.into_iter().find(|it| it.venue == venue && it.about == about);
        let difference = difference.ok_or_else(|| Refusal::rule("这项差异已经没有了，请查看最新的数字"))?;
        let proposal = Proposal {
            id: ProposalId::new(),
            uuid: stored.uuid,
            kind: Kind::Explain,
            venue: venue.into(),
            about: about.into(),
            figures: difference.figures,
            content: text.into(),
            standing: Standing::begin(caller, visitor),
        };
        add(&mut tx, caller, session, proposal).await
    })
}

/// Keeps a proposal, with its event.
async fn add(tx: &mut Tx, caller: &Caller, session: u32, proposal: Proposal) -> Result<(), Refusal> {
    if !queries::add(tx, &proposal).await? {
        return Err(Refusal::rule("已经有人提出，请确认、退回，或由提出人撤回"));
    }
    let Proposal { uuid, kind, venue, content, .. } = proposal;
    let event = Proposed { subject: uuid, session: session.into(), what: kind.chinese(), venue, text: content };
    Ok(audit::record(tx, &caller.actor, caller.now, &event).await?)
}

/// Everything that keeps the comparison from being published, in Chinese.
pub(super) fn obstacles(compared: &Compared, live: &[Proposal]) -> Vec<String> {
    let mut found = compared.missing();
    found.extend(compared.impossible().into_iter().map(|it| format!("{it}：不能公布，须作废并重新评议")));
    let unexplained = |it: &Difference| explanation(live, it).is_none_or(|proposal| proposal.standing.state != State::Confirmed);
    found.extend(compared.differences().into_iter().filter(unexplained).map(|it| format!("{}：还没有两人确认的原因", it.words)));
    found
}

/// What was written on a difference with these numbers.
pub(super) fn explanation<'a>(live: &'a [Proposal], difference: &Difference) -> Option<&'a Proposal> {
    let own = |it: &&Proposal| {
        (it.kind, it.venue.as_str(), it.about.as_str(), &it.figures)
            == (Kind::Explain, difference.venue.as_str(), difference.about, &difference.figures)
    };
    live.iter().find(own)
}

/// What stands in the way, as one refusal.
fn clear(compared: &Compared, live: &[Proposal]) -> Result<(), Refusal> {
    let found = obstacles(compared, live);
    if found.is_empty() { Ok(()) } else { Err(Refusal::rule(found.join("；"))) }
}

/// One asks to publish.
pub(super) async fn propose_publication(app: &App, caller: &Caller, visitor: &Visitor, session: u32) -> Result<(), Refusal> {
    transaction!(app.database(), |tx| -> Result<(), Refusal> {
        let stored = current(&mut tx, session).await?;
        let compared = compare(&mut tx, app, &stored.uuid, session).await?;
        clear(&compared, &queries::live(&mut tx, &stored.uuid).await?)?;
        let proposal = Proposal {
            id: ProposalId::new(),
            uuid: stored.uuid,
            kind: Kind::Publish,
            venue: String::new(),
            about: String::new(),
            figures: String::new(),
            content: String::new(),
            standing: Standing::begin(caller, visitor),
        };
        add(&mut tx, caller, session, proposal).await
    })
}

/// Another answers; when they confirm a publication, it is done in the same transaction.
pub(super) async fn decide(
    app: &App,
    caller: &Caller,
    visitor: &Visitor,
    session: u32,
    id: &ProposalId,
    answer: &Answer,
) -> Result<(), Refusal> {
    transaction!(app.database(), |tx| -> Result<(), Refusal> {
        let stored = current(&mut tx, session).await?;
        let proposal = queries::by_id(&mut tx, id).await?.filter(|it| it.uuid == stored.uuid).ok_or(Refusal::NotFound)?;
        let state = proposal.standing.after(answer, visitor)?;
        let why = if let Answer::Reject(why) = answer { why.as_str() } else { "" };
        if !queries::end(&mut tx, id, state, (visitor.actor_id(), &visitor.name), why, caller.now).await? {
            return Err(Refusal::rule("另一人刚刚办理了，请查看最新情况"));
        }
        if state != State::Confirmed {
            let Proposal { uuid, venue, .. } = proposal;
            let event = Ended { subject: uuid, session: session.into(), venue, outcome: state.chinese(), reason: why.into() };
            return Ok(audit::record(&mut tx, &caller.actor, caller.now, &event).await?);
        }
        if proposal.kind == Kind::Publish {
            return publish(&mut tx, app, caller, &stored).await;
        }
        let Proposal { uuid, venue, content, .. } = proposal;
        let event = Explained { subject: uuid, session: session.into(), venue, text: content };
        Ok(audit::record(&mut tx, &caller.actor, caller.now, &event).await?)
    })
}

async fn publish(tx: &mut Tx, app: &App, caller: &Caller, stored: &Stored) -> Result<(), Refusal> {
    let compared = compare(tx, app, &stored.uuid, stored.session).await?;
    let live = queries::live(tx, &stored.uuid).await?;
    clear(&compared, &live)?;
    let statement = statement(stored, &compared, &live)?;
    let (issued, cast, not_cast) = (statement.issued.into(), statement.ballots.into(), statement.not_cast.into());
    reconciliation::accept(tx, stored, statement, caller.now).await?;
    let event = Published { subject: stored.uuid.clone(), session: stored.session.into(), issued, cast, not_cast };
    Ok(audit::record(tx, &caller.actor, caller.now, &event).await?)
}

fn small(count: i64) -> Result<u32, Refusal> {
    u32::try_from(count).map_err(Refusal::internal)
}

/// The comparison as it is published. No person stands in it.
fn statement(stored: &Stored, compared: &Compared, live: &[Proposal]) -> Result<Reconciliation, Refusal> {
    let missing = || Refusal::internal("a figure is missing after it was looked for");
    let venue = |it: &VenueFigures| -> Result<VenueReconciled, Refusal> {
        let (left, void) = it.counted.unwrap_or((0, 0));
        Ok(VenueReconciled {
            venue: it.venue.parse().map_err(Refusal::internal)?,
            invited: small(it.invited)?,
            present: small(it.present)?,
            printed: small(it.printed)?,
            left: small(left)?,
            void: small(void)?,
            issued: small(it.issued().ok_or_else(missing)?)?,
            used: small(it.used.ok_or_else(missing)?)?,
            paper: small(it.paper)?,
        })
    };
    let mut explanations = Vec::new();
    for difference in compared.differences() {
        let written = explanation(live, &difference).ok_or_else(missing)?;
        explanations.push(Explanation {
            venue: difference.venue.parse().map_err(Refusal::internal)?,
            about: difference.about.parse().map_err(Refusal::internal)?,
            text: written.content.parse().map_err(Refusal::internal)?,
        });
    }
    explanations.sort_by(|one, other| (one.venue.as_str(), one.about.as_str()).cmp(&(other.venue.as_str(), other.about.as_str())));
    let figures = &compared.figures;
    Ok(Reconciliation {
        uuid: stored.uuid.parse().map_err(Refusal::internal)?,
        issued: small(figures.issued().ok_or_else(missing)?)?,
        ballots: figures.cast,
        revoked: figures.checked.saturating_add(figures.voided_late),
        not_cast: small(figures.not_cast().ok_or_else(missing)?)?,
        venues: compared.venues.iter().map(venue).collect::<Result<_, _>>()?,
        explanations,
    })
}

/// One asks for the election to be declared void; an officer of the joint office confirms on their own page.
pub(super) async fn propose_void(app: &App, caller: &Caller, visitor: &Visitor, session: u32, reason: &str) -> Result<(), Refusal> {
    transaction!(app.database(), |tx| -> Result<(), Refusal> {
        let stored = election::queries::of_session(&mut tx, session).await?.ok_or(Refusal::NotFound)?;
        voiding::propose(&mut tx, caller, visitor, &stored.uuid, reason).await.map(drop)
    })
}

/// Who asked takes it back.
pub(super) async fn withdraw_void(app: &App, caller: &Caller, visitor: &Visitor, session: u32, id: &str) -> Result<(), Refusal> {
    let id = acts::ProposalId::from(id.to_owned());
    transaction!(app.database(), |tx| -> Result<(), Refusal> {
        let stored = election::queries::of_session(&mut tx, session).await?.ok_or(Refusal::NotFound)?;
        let proposal = acts::queries::by_id(&mut tx, &id).await?;
        proposal.filter(|it| it.act == JointAct::Void && it.about == stored.uuid).ok_or(Refusal::NotFound)?;
        acts::answer(&mut tx, caller, visitor, &id, &Answer::Withdraw).await.map(drop)
    })
}
