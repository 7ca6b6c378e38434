//! The director's channel (局长通道, M17–M22): departments chosen by the joint office, questions of representatives put in an order, and
//! what was asked. Nothing here knows who asked.

mod events;
mod interview;
mod overview;
pub(crate) mod queries;
mod service;

use web::rights::{Access, RoleKind, RouteTable};

/// Who sees the channel.
const WATCHERS: Access =
    Access::Roles(&[RoleKind::Office, RoleKind::Drafting, RoleKind::Logistics, RoleKind::Supervision, RoleKind::Press]);

/// Who chooses departments (M19).
const CHOOSERS: Access = Access::Roles(&[RoleKind::Office]);

/// Who chooses and puts questions.
const EDITORS: Access = Access::Roles(&[RoleKind::Office, RoleKind::Drafting]);

const HOME: &str = "/office/channel";

pub(crate) fn routes() -> RouteTable {
    RouteTable::new()
        .get("/office/channel", WATCHERS, "局长通道", overview::show)
        .in_menu("局长通道")
        .post("/office/channel", CHOOSERS, "确定访谈部门", overview::choose)
        .post("/office/channel/{item}/drop", CHOOSERS, "取消访谈部门", overview::drop_department)
        .get("/office/channel/{item}", EDITORS, "一次访谈的问题", interview::show)
        .post("/office/channel/{item}/questions", EDITORS, "列入问题", interview::list)
        .post("/office/channel/{item}/draw", EDITORS, "随机抽取问题", interview::draw)
        .post("/office/channel/{item}/hall", EDITORS, "列入现场提出的问题", interview::hall)
        .post("/office/channel/{item}/questions/{question}", EDITORS, "调整或标记问题", interview::change)
}
