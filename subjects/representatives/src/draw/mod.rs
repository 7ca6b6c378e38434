//! The draw (封存名册、公开抽取, M40): the sources of the seed are named, the pool is frozen, the sources give their texts, the draw is
//! made, and when the sessions are over everybody may replay it. Every step is a statement in the public ledger.
//!
//! **Before the release there are only counts and hashes, for everybody** (M76, M82): no page and no file of this folder says who has which
//! number, or which number was drawn. What is kept of it ([`drawn`]) is for the invitations.

mod acts;
pub mod drawn;
mod events;
mod files;
mod frozen;
mod obstacles;
mod office;
mod program;
mod proposal;
mod public;
mod queries;
mod screen;
mod source;
mod stage;
pub(crate) mod view;

pub(crate) use acts::DRAW;
pub(crate) use queries::touch;
pub use stage::{Act, NotNow, Stage};

use plan::GuardedRight;
use web::rights::{Access, RoleKind, RouteTable};

const OFFICERS: Access = Access::Roles(&[RoleKind::Office]);
const WATCHERS: Access = Access::Roles(&[RoleKind::Office, RoleKind::Supervision]);

// The acts decide who will be on the list, though none shows a line of it.
pub(crate) fn routes() -> RouteTable {
    let list = GuardedRight::List;
    RouteTable::new()
        .get("/draw", Access::Public, "公开抽取", public::show)
        .get("/api/v1/draw", Access::Public, "抽取的进展", public::json)
        .get("/draw/pool.csv", Access::Public, "抽取的名册（公开以后）", files::pool)
        .get("/draw/quotas.csv", Access::Public, "抽取的名额（公开以后）", files::quotas)
        .get("/draw/draw.json", Access::Public, "抽取的种子（公开以后）", files::draw_json)
        .get("/draw/ranking.csv", Access::Public, "抽取的结果（公开以后）", files::ranking)
        .get("/draw/replacements.csv", Access::Public, "抽取以后的递补（公开以后）", files::replacements)
        .get("/draw/terms.txt", Access::Public, "抽取的条件（公开以后）", files::terms)
        .get("/draw/salts.csv", Access::Public, "抽取的盐值（公开以后）", files::salts)
        .get("/screen/draw", Access::Public, "抽取现场大屏", screen::show)
        .get("/office/draw", WATCHERS, "抽取", office::show)
        .guarded(list)
        .in_menu("公开抽取")
        .get("/office/draw/announcements", OFFICERS, "公告种子来源页", office::ask_announcement)
        .guarded(list)
        .post("/office/draw/announcements", OFFICERS, "提出公告种子来源", office::announce)
        .guarded(list)
        .post("/office/draw/freeze", OFFICERS, "提出封存名册", office::freeze)
        .guarded(list)
        .post("/office/draw/sources/{place}", OFFICERS, "录入种子来源", office::type_text)
        .guarded(list)
        .get("/office/draw/sources/{place}/failures", OFFICERS, "认定来源失效页", office::ask_failure)
        .guarded(list)
        .post("/office/draw/sources/{place}/failures", OFFICERS, "提出认定来源失效", office::fail)
        .guarded(list)
        .post("/office/draw/ranking", OFFICERS, "抽取代表", office::make)
        .guarded(list)
        .post("/office/draw/release", OFFICERS, "提出公开抽取文件", office::release)
        .guarded(list)
        .get("/office/draw/proposals/{id}/confirm", OFFICERS, "确认抽取的提议页", office::ask_confirmation)
        .guarded(list)
        .post("/office/draw/proposals/{id}/confirm", OFFICERS, "确认抽取的提议", office::confirm)
        .guarded(list)
        .get("/office/draw/proposals/{id}/reject", OFFICERS, "否决抽取的提议页", office::ask_rejection)
        .guarded(list)
        .post("/office/draw/proposals/{id}/reject", OFFICERS, "否决抽取的提议", office::reject)
        .guarded(list)
        .post("/office/draw/proposals/{id}/withdraw", OFFICERS, "撤回抽取的提议", office::withdraw)
        .guarded(list)
}
