//! Comparing people, cards and ballots of a session (收发核对, M61, M77). Every difference is named in words and explained by two people of
//! supervision; two publish it. More used than issued cannot be explained: the election must be declared void.

mod differences;
mod events;
mod pages;
mod parts;
mod proposal;
mod queries;
mod service;

pub(crate) use differences::{ISSUED_USED, PAPER_USED, PRESENT_ISSUED, compare};

use plan::GuardedRight;
use web::rights::{Access, RoleKind, RouteTable};

use crate::SUPERVISION;

/// Who sees the comparison; only supervision writes.
const READERS: Access = Access::Roles(&[RoleKind::Supervision, RoleKind::Office]);

/// The list of sessions.
pub(crate) const HOME: &str = "/office/reconciliation";

pub(crate) fn routes() -> RouteTable {
    let ballot = GuardedRight::Ballot;
    RouteTable::new()
        .get("/office/reconciliation", READERS, "收发核对", pages::list)
        .guarded(ballot)
        .in_menu("收发核对")
        .get("/office/reconciliation/{session}", READERS, "一场的收发核对", pages::show)
        .guarded(ballot)
        .post("/office/reconciliation/{session}/explanations", SUPERVISION, "写明差异的原因", pages::explain)
        .guarded(ballot)
        .post("/office/reconciliation/{session}/publication", SUPERVISION, "提出公布收发核对", pages::publish)
        .guarded(ballot)
        .post("/office/reconciliation/{session}/proposals/{id}/confirm", SUPERVISION, "第二人确认收发核对事项", pages::confirm)
        .guarded(ballot)
        .post("/office/reconciliation/{session}/proposals/{id}/reject", SUPERVISION, "退回收发核对事项", pages::reject)
        .guarded(ballot)
        .post("/office/reconciliation/{session}/proposals/{id}/withdraw", SUPERVISION, "撤回收发核对事项", pages::withdraw)
        .guarded(ballot)
        .post("/office/reconciliation/{session}/void", SUPERVISION, "提出本场评议作废", pages::void)
        .guarded(ballot)
        .post("/office/reconciliation/{session}/void/{id}/withdraw", SUPERVISION, "撤回作废", pages::withdraw_void)
        .guarded(ballot)
}
