//! Left-over and void cards on the day (清点): a venue's desk scans their *public* codes, a second desk counts the heap by hand and
//! confirms; then the numbers and the revoked cards enter the ledger in one transaction. Printed − left − void = issued.
//!
//! Nothing tells who took a card: only those are scanned that nobody will use, in no order and without a time.

mod pages;
mod queries;
mod service;

use web::rights::{Access, RoleKind, RouteTable};

const VENUE: Access = Access::Roles(&[RoleKind::Venue]);

pub(super) fn routes() -> RouteTable {
    RouteTable::new()
        .get("/venue/cards", VENUE, "清点评议票：选场次", pages::list)
        .get("/venue/cards/{name}", VENUE, "清点评议票", pages::show)
        .post("/venue/cards/{name}/scans", VENUE, "扫一张剩余或作废的票", pages::scan)
        .post("/venue/cards/{name}/scans/{credential}/removal", VENUE, "去掉扫错的票", pages::unscan)
        .post("/venue/cards/{name}/count", VENUE, "提出本会场的清点", pages::propose)
        .post("/venue/cards/{name}/late-voids", VENUE, "提出清点以后的作废", pages::propose_late)
        .post("/venue/cards/{name}/proposals/{id}/confirm", VENUE, "第二人确认清点", pages::confirm)
        .post("/venue/cards/{name}/proposals/{id}/withdraw", VENUE, "撤回清点", pages::withdraw)
        .post("/venue/cards/{name}/proposals/{id}/reject", VENUE, "不同意清点", pages::reject)
}
