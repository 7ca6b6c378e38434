//! Everybody who signed up or was nominated: the list that staff see masked, one person, and the looking-at by two people.

pub(crate) mod acts;
mod application;
mod detail;
pub(crate) mod filter;
pub(crate) mod list;
pub(crate) mod queries;
pub mod reference;
mod review;
pub(crate) mod service;
mod state;

pub use application::{Application, ApplicationId, channel_of, channel_word};
pub use queries::{CellCount, applications_in, counts_by_cell};
pub use state::{Act, NotPossible, State};

use plan::GuardedRight;
use web::rights::{Access, RouteTable};

use crate::scope::{READERS, WORKERS};

const MAY_READ: Access = Access::Roles(READERS);
const MAY_WORK: Access = Access::Roles(WORKERS);

pub(crate) fn routes() -> RouteTable {
    let list = GuardedRight::List;
    RouteTable::new()
        .get("/office/candidates", MAY_READ, "代表人选名单", list::show)
        .guarded(list)
        .in_menu("代表人选")
        .get("/office/candidates/export.xlsx", MAY_READ, "导出代表人选名单（Excel）", list::export_xlsx)
        .guarded(list)
        .get("/office/candidates/export.csv", MAY_READ, "导出代表人选名单（CSV）", list::export_csv)
        .guarded(list)
        .get("/office/candidates/review", MAY_WORK, "核对报名页", review::show)
        .guarded(list)
        .post("/office/candidates/review", MAY_WORK, "核对报名", review::review)
        .guarded(list)
        .post("/office/candidates/review/confirm", MAY_WORK, "复核报名", review::confirm)
        .guarded(list)
        .get("/office/candidates/{id}", MAY_READ, "代表人选详情", detail::show)
        .guarded(list)
        .get("/office/candidates/{id}/unmask", MAY_WORK, "查看完整个人信息页", acts::ask_unmask)
        .guarded(list)
        .post("/office/candidates/{id}/unmask", MAY_WORK, "查看完整个人信息", acts::unmask)
        .guarded(list)
        .get("/office/candidates/{id}/refuse", MAY_WORK, "不予受理页", acts::ask_refusal)
        .guarded(list)
        .post("/office/candidates/{id}/refuse", MAY_WORK, "不予受理", acts::refuse)
        .guarded(list)
}
