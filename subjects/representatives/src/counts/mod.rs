//! How many people the pool has: for everybody as counts that point at nobody, for staff as the board of what is missing.

mod board;
mod public;

pub(crate) use board::{most, needed};

use plan::GuardedRight;
use web::rights::{Access, RouteTable};

use crate::scope::READERS;

pub(crate) fn routes() -> RouteTable {
    RouteTable::new()
        .get("/signup/counts", Access::Public, "报名和推荐人数", public::show)
        .get("/api/v1/pool-counts", Access::Public, "报名和推荐人数，按会场、类别和渠道", public::json)
        .get("/office/pool", Access::Roles(READERS), "名额进度", board::show)
        .guarded(GuardedRight::List)
        .in_menu("名额进度")
}
