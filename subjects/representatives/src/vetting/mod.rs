//! Vetting (资格审查, M48, M49): duplicates and ties to evaluated departments are looked at by people, the police review an offline
//! list. Whatever takes somebody out here, and every appeal, is decided by two ([`proposal`]).

mod appeals;
mod clash;
mod duplicates;
mod export;
mod likeness;
mod mistakes;
mod pairs;
mod proposal;
mod report;
mod results;
mod ties;

pub(crate) use clash::clash_found;
pub(crate) use pairs::open_likenesses;
pub(crate) use ties::open_hits;

use plan::GuardedRight;
use web::rights::{Access, RouteTable};
use web::sheet::read::Bounds;

use crate::scope::{ORGANISERS, POLICE};

/// How much of a file of results is read: a pool of some ten thousand.
pub(crate) const BOUNDS: Bounds = Bounds { bytes: 8 * 1024 * 1024, lines: 30_000 };

pub(crate) fn routes() -> RouteTable {
    let (organise, police, list) = (Access::Roles(ORGANISERS), Access::Roles(POLICE), GuardedRight::List);
    RouteTable::new()
        .get("/office/vetting/duplicates", organise, "重复与疑似重复", duplicates::show)
        .guarded(list)
        .in_menu("重复核对")
        .post("/office/vetting/clashes/{id}", organise, "处理重复报名", duplicates::decide_clash)
        .guarded(list)
        .post("/office/vetting/likenesses", organise, "处理疑似重复", duplicates::decide_likeness)
        .guarded(list)
        .get("/office/vetting/list", organise, "资格审查名册页", export::show)
        .guarded(list)
        .in_menu("资格审查名册")
        .post("/office/vetting/list.xlsx", organise, "导出资格审查名册（Excel）", export::xlsx)
        .guarded(list)
        .post("/office/vetting/list.csv", organise, "导出资格审查名册（CSV）", export::csv)
        .guarded(list)
        .get("/office/vetting/results", police, "资格审查结果页", results::show)
        .guarded(list)
        .in_menu("资格审查结果")
        .post("/office/vetting/results", police, "上传资格审查结果", results::upload)
        .guarded(list)
        .body_limit(BOUNDS.bytes + 64 * 1024)
        .get("/office/vetting/results/{id}", police, "一份资格审查结果", results::one)
        .guarded(list)
        .post("/office/vetting/results/{id}/confirm", police, "确认资格审查结果", results::confirm)
        .guarded(list)
        .post("/office/vetting/results/{id}/return", police, "退回资格审查结果", results::send_back)
        .guarded(list)
        .get("/office/vetting/appeals", organise, "申诉", appeals::show)
        .guarded(list)
        .in_menu("申诉")
        .post("/office/vetting/appeals/{id}/propose", organise, "拟定申诉决定", appeals::propose)
        .guarded(list)
        .get("/office/vetting/ties", organise, "利益冲突核对", ties::show)
        .guarded(list)
        .in_menu("利益冲突核对")
        .post("/office/vetting/ties", organise, "上传被评议部门人员名单", ties::upload)
        .guarded(list)
        .body_limit(ties::BOUNDS.bytes + 64 * 1024)
        .post("/office/vetting/ties/{list}/{id}", organise, "拟定利益冲突核对决定", ties::propose)
        .guarded(list)
        .post("/office/vetting/proposals/{id}/confirm", organise, "同意拟定的决定", proposal::confirm)
        .guarded(list)
        .post("/office/vetting/proposals/{id}/reject", organise, "不同意拟定的决定", proposal::reject)
        .guarded(list)
        .post("/office/vetting/proposals/{id}/withdraw", organise, "撤回拟定的决定", proposal::withdraw)
        .guarded(list)
}
