//! The staff's side of the invitations: sending the notices, the fill of every cell, the list, one person with calls and release,
//! reminders, the venues' arrangements.

mod arranging;
mod board;
mod calls;
mod list;
mod person;
mod queries;
mod reissuing;
mod releasing;
mod reminding;

use plan::{GuardedRight, Plan};
use web::page::form::Choice;
use web::rights::{Access, RoleKind, RouteTable};

use crate::scope::{READERS, Scope, WORKERS};

const MAY_READ: Access = Access::Roles(READERS);
const MAY_WORK: Access = Access::Roles(WORKERS);
const MAY_SEND: Access = Access::Roles(&[RoleKind::Organisation]);

/// The board, above every page here.
const HOME: (&str, &str) = ("/office/invitations", "代表邀请");

pub(super) fn routes() -> RouteTable {
    let list = GuardedRight::List;
    RouteTable::new()
        .get("/office/invitations", MAY_READ, "代表邀请", board::show)
        .guarded(list)
        .in_menu("代表邀请")
        .post("/office/invitations/notices", MAY_SEND, "发出抽取通知", board::send)
        .guarded(list)
        .get("/office/invitations/list", MAY_READ, "代表名单", list::show)
        .guarded(list)
        .get("/office/invitations/export.xlsx", MAY_READ, "导出代表名单（Excel）", list::export_xlsx)
        .guarded(list)
        .get("/office/invitations/export.csv", MAY_READ, "导出代表名单（CSV）", list::export_csv)
        .guarded(list)
        .get("/office/invitations/reminders", MAY_WORK, "提醒未答复的代表页", reminding::ask)
        .guarded(list)
        .post("/office/invitations/reminders", MAY_WORK, "提醒未答复的代表", reminding::remind)
        .guarded(list)
        .get("/office/invitations/arrangements", MAY_READ, "会场安排", arranging::show)
        .guarded(list)
        .get("/office/invitations/arrangements/{venue}/{session}", MAY_WORK, "填写会场安排页", arranging::ask)
        .guarded(list)
        .post("/office/invitations/arrangements/{venue}/{session}", MAY_WORK, "填写会场安排", arranging::set)
        .guarded(list)
        .post("/office/invitations/arrangements/{venue}/{session}/messages", MAY_WORK, "通知会场安排", arranging::send)
        .guarded(list)
        .get("/office/invitations/people/{application}", MAY_READ, "一位代表", person::show)
        .guarded(list)
        .post("/office/invitations/people/{application}/calls", MAY_WORK, "记录电话联系", calls::add)
        .guarded(list)
        .get("/office/invitations/people/{application}/link", MAY_WORK, "换发邀请链接页", reissuing::ask)
        .guarded(list)
        .post("/office/invitations/people/{application}/link", MAY_WORK, "换发邀请链接", reissuing::reissue)
        .guarded(list)
        .get("/office/invitations/people/{application}/release", MAY_WORK, "腾出席位页", releasing::ask)
        .guarded(list)
        .post("/office/invitations/people/{application}/release", MAY_WORK, "提出腾出席位", releasing::propose)
        .guarded(list)
        .post("/office/invitations/people/{application}/release/confirm", MAY_WORK, "确认腾出席位", releasing::confirm)
        .guarded(list)
        .post("/office/invitations/people/{application}/release/reject", MAY_WORK, "否决腾出席位", releasing::reject)
        .guarded(list)
        .post("/office/invitations/people/{application}/release/withdraw", MAY_WORK, "撤回腾出席位", releasing::withdraw)
        .guarded(list)
}

/// The venues that somebody may choose from.
fn venue_choices(plan: &Plan, scope: &Scope) -> Vec<Choice> {
    let mut venues: Vec<Choice> = if *scope == Scope::All { vec![Choice::new("", "全部会场")] } else { Vec::new() };
    let visible = plan.venues.iter().filter(|venue| scope.has(venue.id.as_str()));
    venues.extend(visible.map(|venue| Choice::new(venue.id.as_str(), &venue.name)));
    venues
}

/// The sessions, after a line for all of them.
fn session_choices(plan: &Plan, all: &str) -> Vec<Choice> {
    let first = (!all.is_empty()).then(|| Choice::new("", all));
    first.into_iter().chain(plan.activity.sessions.iter().map(|it| Choice::new(it.number.to_string(), &it.name))).collect()
}
