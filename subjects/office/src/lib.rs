//! The back office's own pages (工作台): a home for each role, the plan and its changes, the audit log, the register of
//! the conflict wall, the state of the system, and the clock of a rehearsal.

mod audit;
mod clock;
mod homes;
mod plans;
mod system;
mod wall;

use web::rights::RouteTable;

/// All routes of this subject.
pub fn routes() -> RouteTable {
    RouteTable::new()
        .and(homes::routes())
        .and(plans::routes())
        .and(wall::routes())
        .and(audit::routes())
        .and(system::routes())
        .and(clock::routes())
}
