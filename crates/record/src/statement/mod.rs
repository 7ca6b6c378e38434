//! The typed statements.

mod activity;
mod closing;
mod draw;
mod election;
mod encoding;
mod field;
mod window;

pub use activity::{OpinionChanged, PlanAdopted, PlanResolved, ReportsPublished};
pub use closing::{
    AppraisalMade, ArchiveMade, AuditHead, ElectionVoided, Explanation, Reconciliation, ResultPreviewed, ResultReleased, ShareCommitted,
    TallyEncrypted, VenueReconciled,
};
pub use draw::{
    AnnouncedSource, DrawAnnounced, DrawMade, DrawReleased, DrawReplaced, LeaveCause, OnFailure, PoolFrozen, ReleasedFile, SeedFailed,
    SeedSource,
};
pub use election::{CardChecked, CardsCounted, CardsRevoked, ElectionSetup, PageFile, PagePublished, VenueCards};
pub use encoding::StatementError;
pub use field::{BadField, Credential, Digest, Id, Millis, Text, Uuid, Vkey};
pub use window::{BallotsClosed, BallotsParts, HASHES_PER_PART, PaperPermitted, WindowClosed, WindowMoved};

use serde::{Deserialize, Serialize};

/// A public statement. In the ledger it is one entry, `{…,"type":…,"v":1}` in canonical JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum Statement {
    /// A plan is in force.
    #[serde(rename = "plan.adopted")]
    PlanAdopted(PlanAdopted),
    /// Something that did not add up in the plan was decided.
    #[serde(rename = "plan.resolved")]
    PlanResolved(PlanResolved),
    /// A department's report is public.
    #[serde(rename = "reports.published")]
    ReportsPublished(ReportsPublished),
    /// An opinion has another state.
    #[serde(rename = "opinion.changed")]
    OpinionChanged(OpinionChanged),
    /// The sources of the seed are named.
    #[serde(rename = "draw.announced")]
    DrawAnnounced(DrawAnnounced),
    /// The pool for the draw is closed.
    #[serde(rename = "pool.frozen")]
    PoolFrozen(PoolFrozen),
    /// A source of the public seed.
    #[serde(rename = "seed.source")]
    SeedSource(SeedSource),
    /// A source of the public seed gave nothing.
    #[serde(rename = "seed.failed")]
    SeedFailed(SeedFailed),
    /// A draw was made.
    #[serde(rename = "draw.made")]
    DrawMade(DrawMade),
    /// The files of a draw are public.
    #[serde(rename = "draw.released")]
    DrawReleased(DrawReleased),
    /// A reserve took a place.
    #[serde(rename = "draw.replaced")]
    DrawReplaced(DrawReplaced),
    /// An election is set up.
    #[serde(rename = "election.setup")]
    ElectionSetup(ElectionSetup),
    /// The ballot page's files.
    #[serde(rename = "page.published")]
    PagePublished(PagePublished),
    /// A venue's cards were counted.
    #[serde(rename = "cards.counted")]
    CardsCounted(CardsCounted),
    /// Cards can no longer vote.
    #[serde(rename = "cards.revoked")]
    CardsRevoked(CardsRevoked),
    /// A card was used to check the page and is revoked.
    #[serde(rename = "card.checked")]
    CardChecked(CardChecked),
    /// The ballot window is open.
    #[serde(rename = "window.opened")]
    WindowOpened(WindowMoved),
    /// The ballot window closes later than said before.
    #[serde(rename = "window.extended")]
    WindowExtended(WindowMoved),
    /// The ballot window is closed.
    #[serde(rename = "window.closed")]
    WindowClosed(WindowClosed),
    /// All ballots of an election.
    #[serde(rename = "ballots.closed")]
    BallotsClosed(BallotsClosed),
    /// The encrypted tally is made.
    #[serde(rename = "tally.encrypted")]
    TallyEncrypted(TallyEncrypted),
    /// A trustee's share is fixed, but not shown.
    #[serde(rename = "share.committed")]
    ShareCommitted(ShareCommitted),
    /// Leaders saw the result before release.
    #[serde(rename = "result.previewed")]
    ResultPreviewed(ResultPreviewed),
    /// The result is public.
    #[serde(rename = "result.released")]
    ResultReleased(ResultReleased),
    /// Head of the audit log.
    #[serde(rename = "audit.head")]
    AuditHead(AuditHead),
    /// Cards, ballots and differences of an election.
    #[serde(rename = "reconciliation")]
    Reconciliation(Reconciliation),
    /// A venue may vote on paper forms.
    #[serde(rename = "paper.permitted")]
    PaperPermitted(PaperPermitted),
    /// Nothing of an election counts.
    #[serde(rename = "election.voided")]
    ElectionVoided(ElectionVoided),
    /// The appraisal table is made.
    #[serde(rename = "appraisal.made")]
    AppraisalMade(AppraisalMade),
    /// The activity's archive is made.
    #[serde(rename = "archive.made")]
    ArchiveMade(ArchiveMade),
}

impl Statement {
    /// The statement's `type`.
    pub fn kind(&self) -> &'static str {
        match self {
            Statement::PlanAdopted(_) => "plan.adopted",
            Statement::PlanResolved(_) => "plan.resolved",
            Statement::ReportsPublished(_) => "reports.published",
            Statement::OpinionChanged(_) => "opinion.changed",
            Statement::DrawAnnounced(_) => "draw.announced",
            Statement::PoolFrozen(_) => "pool.frozen",
            Statement::SeedSource(_) => "seed.source",
            Statement::SeedFailed(_) => "seed.failed",
            Statement::DrawMade(_) => "draw.made",
            Statement::DrawReleased(_) => "draw.released",
            Statement::DrawReplaced(_) => "draw.replaced",
            Statement::ElectionSetup(_) => "election.setup",
            Statement::PagePublished(_) => "page.published",
            Statement::CardsCounted(_) => "cards.counted",
            Statement::CardsRevoked(_) => "cards.revoked",
            Statement::CardChecked(_) => "card.checked",
            Statement::WindowOpened(_) => "window.opened",
            Statement::WindowExtended(_) => "window.extended",
            Statement::WindowClosed(_) => "window.closed",
            Statement::BallotsClosed(_) => "ballots.closed",
            Statement::TallyEncrypted(_) => "tally.encrypted",
            Statement::ShareCommitted(_) => "share.committed",
            Statement::ResultPreviewed(_) => "result.previewed",
            Statement::ResultReleased(_) => "result.released",
            Statement::AuditHead(_) => "audit.head",
            Statement::Reconciliation(_) => "reconciliation",
            Statement::PaperPermitted(_) => "paper.permitted",
            Statement::ElectionVoided(_) => "election.voided",
            Statement::AppraisalMade(_) => "appraisal.made",
            Statement::ArchiveMade(_) => "archive.made",
        }
    }

    /// What the statement claims must not contradict itself.
    fn check(&self) -> Result<(), &'static str> {
        match self {
            Statement::PlanAdopted(it) => it.check(),
            Statement::DrawAnnounced(it) => it.check(),
            Statement::PoolFrozen(it) => it.check(),
            Statement::DrawMade(it) => it.check(),
            Statement::DrawReleased(it) => it.check(),
            Statement::DrawReplaced(it) => it.check(),
            Statement::ElectionSetup(it) => it.check(),
            Statement::PagePublished(it) => it.check(),
            Statement::CardsCounted(it) => it.check(),
            Statement::CardsRevoked(it) => it.check(),
            Statement::WindowOpened(it) | Statement::WindowExtended(it) => it.check(),
            Statement::BallotsClosed(it) => it.check(),
            Statement::ResultPreviewed(it) => it.check(),
            Statement::ResultReleased(it) => it.check(),
            Statement::Reconciliation(it) => it.check(),
            Statement::PlanResolved(_)
            | Statement::ReportsPublished(_)
            | Statement::OpinionChanged(_)
            | Statement::SeedSource(_)
            | Statement::SeedFailed(_)
            | Statement::CardChecked(_)
            | Statement::WindowClosed(_)
            | Statement::TallyEncrypted(_)
            | Statement::ShareCommitted(_)
            | Statement::AuditHead(_)
            | Statement::PaperPermitted(_)
            | Statement::ElectionVoided(_)
            | Statement::AppraisalMade(_)
            | Statement::ArchiveMade(_) => Ok(()),
        }
    }
}

/// Whether a list is sorted and holds nothing twice.
fn strictly_sorted<T: Ord>(list: &[T]) -> bool {
    list.is_sorted_by(|a, b| a < b)
}
