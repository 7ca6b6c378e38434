//! Acts that take two people: one proposes, another confirms or rejects; the first may withdraw.
//!
//! A subject of this crate proposes with [`propose`] in its own transaction. What a confirmed act does stands in `acts.rs`, one line an act,
//! with the summary that the second officer sees before; both are called in the transaction in which the proposal ends.

mod acts;
mod events;
mod office;
mod proposal;
pub mod queries;
mod service;

pub(crate) use acts::asked;
pub use proposal::{JointAct, Proposal, ProposalId};
pub use service::{Wanted, answer, end_stale, propose};

use plan::GuardedRight;
use web::rights::{Access, RoleKind, RouteTable};

/// Who proposes and confirms what concerns the whole election.
pub(crate) const OFFICERS: Access = Access::Roles(&[RoleKind::Office]);

pub(crate) fn routes() -> RouteTable {
    let ballot = GuardedRight::Ballot;
    RouteTable::new()
        .get("/office/elections/proposals/{id}/confirm", OFFICERS, "确认评议票事项页", office::ask_confirmation)
        .guarded(ballot)
        .post("/office/elections/proposals/{id}/confirm", OFFICERS, "确认评议票事项", office::confirm)
        .guarded(ballot)
        .get("/office/elections/proposals/{id}/reject", OFFICERS, "否决评议票事项页", office::ask_rejection)
        .guarded(ballot)
        .post("/office/elections/proposals/{id}/reject", OFFICERS, "否决评议票事项", office::reject)
        .guarded(ballot)
        .post("/office/elections/proposals/{id}/withdraw", OFFICERS, "撤回评议票事项", office::withdraw)
        .guarded(ballot)
}
