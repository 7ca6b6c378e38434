//! `/office/attendance`: how many have come, live, by session, venue and class (M52). Counts only; names of the absent are for the
//! organisers, once a session has begun.

pub(super) mod absent;
mod counts;
mod export;
mod show;

use plan::GuardedRight;
use web::rights::{Access, RoleKind, RouteTable};

/// Who watches the turnout.
const WATCHERS: Access =
    Access::Roles(&[RoleKind::Organisation, RoleKind::Logistics, RoleKind::Supervision, RoleKind::Office, RoleKind::Statistics]);

const ORGANISERS: Access = Access::Roles(&[RoleKind::Organisation]);

/// The attendance rate is a result, too: no evaluated department sees it before the release, so counts stand behind the wall as names do.
pub(super) fn routes() -> RouteTable {
    let list = GuardedRight::List;
    RouteTable::new()
        .get("/office/attendance", WATCHERS, "到位情况", show::show)
        .guarded(list)
        .in_menu("到位情况")
        .get("/office/attendance/counts.json", WATCHERS, "到位人数", show::json)
        .guarded(list)
        .get("/office/attendance/export.xlsx", WATCHERS, "导出到位统计（Excel）", export::xlsx)
        .guarded(list)
        .get("/office/attendance/export.csv", WATCHERS, "导出到位统计（CSV）", export::csv)
        .guarded(list)
        .get("/office/attendance/absent", ORGANISERS, "未到名单", absent::show)
        .guarded(list)
}
