//! The running order of a session (会场次序, M15, M119): what comes on stage, one thing at a time, with exact times.

mod acts;
mod events;
pub(crate) mod item;
mod operator;
pub(crate) mod queries;
pub(crate) mod row;
pub(crate) mod service;
pub(crate) mod state;
pub(crate) mod timer;

pub(crate) use service::Way;

use web::rights::{Access, RoleKind, RouteTable};

const OPERATORS_KINDS: &[RoleKind] = &[RoleKind::Logistics, RoleKind::Drafting];

/// Who runs the stage: 会务保障组 and 文稿筹备组.
const OPERATORS: Access = Access::Roles(OPERATORS_KINDS);

/// Who looks on.
pub(crate) const WATCHERS: Access = Access::Roles(&[
    RoleKind::Logistics,
    RoleKind::Drafting,
    RoleKind::Office,
    RoleKind::Supervision,
    RoleKind::Press,
    RoleKind::Technical,
]);

pub(crate) const HOME: &str = "/office/stage";

pub(crate) fn routes() -> RouteTable {
    RouteTable::new()
        .get("/office/stage", WATCHERS, "会场调度", operator::show)
        .in_menu("会场调度")
        .post("/office/stage/{session}/prepare", OPERATORS, "生成会场次序", acts::prepare)
        .post("/office/stage/{session}/start", OPERATORS, "开始下一项", acts::start)
        .post("/office/stage/{session}/pause", OPERATORS, "暂停", acts::pause)
        .post("/office/stage/{session}/resume", OPERATORS, "继续", acts::resume)
        .post("/office/stage/{session}/end", OPERATORS, "结束一项", acts::end)
        .post("/office/stage/{session}/back", OPERATORS, "误开始，退回", acts::back)
        .post("/office/stage/{session}/reopen", OPERATORS, "误结束，恢复", acts::reopen)
        .post("/office/stage/{session}/move", OPERATORS, "调整次序", acts::shift)
}
