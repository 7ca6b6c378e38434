//! Promises (承诺, M21): what a head says on stage that the department will do, followed until it is done. Departments report on their own;
//! the office confirms. The public sees words, day and state.

mod detail;
mod events;
mod export;
mod list;
mod making;
pub(crate) mod queries;
mod service;
pub(crate) mod state;

use plan::Role;
use web::desk::Desk;
use web::rights::{Access, RoleKind, RouteTable};

pub(crate) use self::list::state_tag;
use self::queries::Promise;

/// Who sees promises; departments only their own.
const READERS: Access = Access::Roles(&[
    RoleKind::Office,
    RoleKind::Drafting,
    RoleKind::Logistics,
    RoleKind::Supervision,
    RoleKind::Press,
    RoleKind::Department,
]);

/// Who records and confirms.
const KEEPERS_KINDS: &[RoleKind] = &[RoleKind::Office, RoleKind::Drafting];
const KEEPERS: Access = Access::Roles(KEEPERS_KINDS);

/// Who moves a promise on; what each may do is decided there.
const ACTORS: Access = Access::Roles(&[RoleKind::Office, RoleKind::Drafting, RoleKind::Department]);

/// Who sees all of them.
const ALL_READERS: &[RoleKind] = &[RoleKind::Office, RoleKind::Drafting, RoleKind::Logistics, RoleKind::Supervision, RoleKind::Press];

const HOME: &str = "/office/promises";

pub(crate) fn routes() -> RouteTable {
    RouteTable::new()
        .get("/office/promises", READERS, "承诺跟踪", list::show)
        .in_menu("承诺跟踪")
        .get("/office/promises/export.xlsx", READERS, "导出承诺（Excel）", export::xlsx)
        .get("/office/promises/export.csv", READERS, "导出承诺（CSV）", export::csv)
        .get("/office/promises/new", KEEPERS, "登记承诺页", making::ask)
        .post("/office/promises", KEEPERS, "登记承诺", making::submit)
        .get("/office/promises/{id}", READERS, "一项承诺", detail::show)
        .post("/office/promises/{id}", ACTORS, "更新承诺", detail::submit)
}

/// Whether a promise is one of the visitor's own department.
fn is_own(desk: &Desk, promise: &Promise) -> bool {
    desk.visitor.roles.iter().any(|role| matches!(role, Role::Department(id) if *id == promise.department))
}

/// Whether the visitor may see a promise.
fn may_see(desk: &Desk, promise: &Promise) -> bool {
    desk.visitor.holds(ALL_READERS) || is_own(desk, promise)
}

/// How whoever writes is named in a promise's history.
fn author(desk: &Desk) -> String {
    let visitor = &desk.visitor;
    if visitor.unit.is_empty() { visitor.name.clone() } else { format!("{}（{}）", visitor.name, visitor.unit) }
}
