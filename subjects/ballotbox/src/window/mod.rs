//! The window in which ballots are accepted (评议时段, M55): opened, extended and closed by any two officers, for all venues at once;
//! closes itself when its time and the grace for uploads are over. Each is a statement in the public ledger.

mod closing;
mod events;
mod obstacles;
mod office;
mod opening;
mod queries;
mod told;

pub(crate) use closing::close;
pub use closing::close_due;
pub(crate) use obstacles::obstacles;
pub(crate) use office::summary;
pub(crate) use opening::{extend, minutes_of, open};
pub use told::Windows;

use plan::GuardedRight;
use web::rights::{Access, RoleKind, RouteTable};

use crate::proposals::OFFICERS;

/// Who sees where the windows stand.
const WATCHERS: Access = Access::Roles(&[RoleKind::Office, RoleKind::Supervision]);

/// The page of the windows.
pub(crate) const HOME: &str = "/office/windows";

pub(crate) fn routes() -> RouteTable {
    let ballot = GuardedRight::Ballot;
    RouteTable::new()
        .get("/office/windows", WATCHERS, "评议时段", office::show)
        .guarded(ballot)
        .in_menu("评议时段")
        .post("/office/windows/{uuid}/opening", OFFICERS, "提出开启评议时段", office::propose_opening)
        .guarded(ballot)
        .post("/office/windows/{uuid}/extension", OFFICERS, "提出延长评议时段", office::propose_extension)
        .guarded(ballot)
        .post("/office/windows/{uuid}/closing", OFFICERS, "提出关闭评议时段", office::propose_closing)
        .guarded(ballot)
}
