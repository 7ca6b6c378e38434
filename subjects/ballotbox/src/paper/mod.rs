//! Paper forms for a whole venue (纸质评议表, M104): when power or network is gone for the plan's time while the window is open, two officers
//! permit them with a reason, which is published; representatives fill in forms and key them in afterwards with their own cards on the ballot
//! host's page. Two desks of the venue then count the forms. Nothing tells which ballots came so: it is a number beside the others.

mod events;
mod office;
pub mod queries;
mod service;
mod venue;

pub use queries::Paper;
pub(crate) use service::{permit, summary};

use plan::GuardedRight;
use web::rights::{Access, RoleKind, RouteTable};

use crate::proposals::OFFICERS;

const READERS: Access = Access::Roles(&[RoleKind::Office, RoleKind::Supervision]);
const VENUE: Access = Access::Roles(&[RoleKind::Venue]);

/// The officers' page about an election.
pub(crate) fn home(name: &str) -> String {
    format!("/office/elections/{name}/paper")
}

pub(crate) fn routes() -> RouteTable {
    let ballot = GuardedRight::Ballot;
    RouteTable::new()
        .get("/office/elections/{name}/paper", READERS, "停电断网时的纸质评议表", office::show)
        .guarded(ballot)
        .post("/office/elections/{name}/paper", OFFICERS, "提出准许纸质评议表", office::propose)
        .guarded(ballot)
        .get("/venue/paper/{name}", VENUE, "清点纸质评议表", venue::show)
        .post("/venue/paper/{name}", VENUE, "提出纸质评议表的张数", venue::propose)
        .post("/venue/paper/{name}/proposals/{id}/confirm", VENUE, "第二人确认纸质评议表的张数", venue::confirm)
        .post("/venue/paper/{name}/proposals/{id}/withdraw", VENUE, "撤回纸质评议表的张数", venue::withdraw)
        .post("/venue/paper/{name}/proposals/{id}/reject", VENUE, "不同意纸质评议表的张数", venue::reject)
}
