//! Vetting (资格审查, M48, M49): duplicates are looked at by people, the police review an offline list, appeals are decided by two.

mod clash;

pub(crate) use clash::clash_found;

use web::rights::RouteTable;

pub(crate) fn routes() -> RouteTable {
    RouteTable::new()
}
