//! What each act that takes two is: where it is shown, what the second officer sees before, what is done.

use maud::{Markup, html};
use web::caller::Caller;
use web::database::Tx;
use web::desk::Desk;
use web::joint::NotDone;
use web::joint::pages::{Asked, consequences};
use web::{App, Failure, Refusal};

use super::proposal::{JointAct, Proposal};
use crate::ballots;
use crate::cards::setup;
use crate::{ceremony, paper, release, voiding, window};

/// The page on which the act is shown.
pub(super) fn home(proposal: &Proposal) -> String {
    match proposal.act {
        JointAct::MakeElections | JointAct::GiveUp => format!("/office/ceremony/{}", proposal.about),
        JointAct::OpenWindow | JointAct::ExtendWindow | JointAct::CloseWindow => window::HOME.into(),
        JointAct::Release | JointAct::Preview => release::HOME.into(),
        JointAct::PermitPaper => paper::home(&proposal.about),
        JointAct::TakeCards | JointAct::CountCards | JointAct::VoidLate | JointAct::Void | JointAct::CountPaper => {
            format!("/office/elections/{}", proposal.about)
        }
    }
}

/// A proposal as pages show it.
pub(crate) fn asked(proposal: &Proposal) -> Asked<'_> {
    Asked {
        what: proposal.act.chinese(),
        address: format!("/office/elections/proposals/{}", proposal.id),
        home: home(proposal),
        standing: &proposal.standing,
    }
}

/// What a confirmation will do, before it is done: counts, fingerprints, and what cannot be undone.
pub(super) async fn summary(desk: &Desk, proposal: &Proposal) -> Result<Markup, Failure> {
    let mut tx = desk.app.database().reader().await?;
    let (content, lines) = match proposal.act {
        JointAct::MakeElections => ceremony::keys_summary(&mut tx, &proposal.about).await?,
        JointAct::GiveUp => ceremony::give_up_summary(&mut tx, &proposal.about, &proposal.content).await?,
        JointAct::OpenWindow | JointAct::ExtendWindow | JointAct::CloseWindow => window::summary(&mut tx, desk, proposal).await?,
        JointAct::Release => (html! { p { "请在“开票和公布结果”页上传份额并确认。" } }, [].as_slice()),
        JointAct::Preview => release::preview_summary(&mut tx, &desk.app, proposal).await?,
        JointAct::TakeCards => setup::summary(&mut tx, &desk.app, &proposal.about).await?,
        JointAct::Void => voiding::summary(&mut tx, proposal).await?,
        JointAct::PermitPaper => paper::summary(&mut tx, &desk.app, proposal).await?,
        JointAct::CountCards | JointAct::VoidLate | JointAct::CountPaper => return Err(Failure::NotFound),
    };
    Ok(html! { (asked(proposal).facts()) (content) (consequences(lines)) })
}

/// Does a confirmed act in the transaction in which its proposal ends.
pub(super) async fn carry_out(tx: &mut Tx, app: &App, caller: &Caller, proposal: &Proposal) -> Result<(), NotDone> {
    match proposal.act {
        JointAct::MakeElections => ceremony::make_elections(tx, app, caller, &proposal.about).await?,
        JointAct::GiveUp => ceremony::give_up(tx, caller, &proposal.about, &proposal.content).await?,
        JointAct::OpenWindow => window::open(tx, app, caller, &proposal.about).await?,
        JointAct::ExtendWindow => window::extend(tx, app, caller, &proposal.about, window::minutes_of(&proposal.content)?).await?,
        JointAct::Preview => release::record_preview(tx, caller, proposal).await?,
        // Nothing can be released without the shares, which come with the confirmation on the release's own page.
        JointAct::Release => return Err(Refusal::rule("请在“开票和公布结果”页上传份额并确认").into()),
        JointAct::CloseWindow => window::close(tx, &caller.actor, caller.now, &proposal.about).await?,
        JointAct::TakeCards => setup::take(tx, app, caller, &proposal.about).await?,
        JointAct::Void => voiding::void(tx, caller, proposal).await?,
        JointAct::PermitPaper => paper::permit(tx, caller, proposal).await?,
        // Desks of a venue do these on their own page.
        JointAct::CountCards | JointAct::VoidLate | JointAct::CountPaper => return Err(Refusal::NotFound.into()),
    }
    Ok(())
}

/// What follows the commit of an act and must not undo it.
pub(super) async fn afterwards(app: &App, act: JointAct) {
    // A total forgets the order of casting; a void election gets none.
    if act == JointAct::Void
        && let Err(error) = ballots::forget_order(app.database()).await
    {
        tracing::error!(%error, "the order of the ballots of a void election is still in the database's files; the next total removes it");
    }
}
