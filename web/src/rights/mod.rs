//! Rights: roles, the route table, the gate before every route, and the conflict wall.

mod access;
mod gate;
mod kind;
mod table;
mod visitor;

pub use access::{Access, Decision, decide, wall};
pub use kind::RoleKind;
pub use table::{FORM_LIMIT, MenuItem, Route, RouteTable};
pub use visitor::{Identity, Known, Visitor};
