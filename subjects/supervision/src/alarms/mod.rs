//! Supervision's desk (监督台, M69): every alarm of the vote on one page, newest first, each with what it means and what to do. Everything comes
//! from sources that are there anyway: the audit log, the ballot box's counts, the ledger's state. It changes nothing but who has noted an
//! alarm, with which words.

mod checks;
mod events;
mod pages;
mod queries;
mod sources;

use plan::GuardedRight;
use web::rights::RouteTable;

use crate::SUPERVISION;

/// The desk.
const HOME: &str = "/office/supervision";

pub(crate) fn routes() -> RouteTable {
    let ballot = GuardedRight::Ballot;
    RouteTable::new()
        .get("/office/supervision", SUPERVISION, "监督台", pages::show)
        .guarded(ballot)
        .in_menu("监督台")
        .post("/office/supervision/notes", SUPERVISION, "记下对一条警示的处理", pages::note)
        .guarded(ballot)
}
