//! Opening and publishing (开票、公布结果): trustees post the SHA-256 of their shares; two officers release, and only in that act do
//! shares reach the server, are checked against what was posted, and are published with the result.

mod events;
mod office;
mod opening;
mod queries;
mod shares;

use plan::GuardedRight;
use web::rights::{Access, RoleKind, RouteTable};

use crate::proposals::OFFICERS;

/// Who gets the encrypted totals: those who open, release or watch.
const READERS: Access = Access::Roles(&[RoleKind::Trustee, RoleKind::Office, RoleKind::Supervision, RoleKind::Tally]);
const TRUSTEES: Access = Access::Roles(&[RoleKind::Trustee]);

/// What a proposal to release is about: all sessions at once.
const ALL: &str = "all";

/// The page of the release.
pub(crate) const HOME: &str = "/office/release";

/// The largest upload: two or three shares for each of a few sessions.
const SHARES_BYTES: usize = 16 << 20;

pub(crate) fn routes() -> RouteTable {
    let tally = GuardedRight::Tally;
    RouteTable::new()
        .get("/office/release", READERS, "开票和公布结果", office::show)
        .guarded(tally)
        .in_menu("开票和公布")
        .get("/office/release/{uuid}/total.bel", READERS, "一场的加密合计", office::archive)
        .guarded(tally)
        .post("/office/release/{uuid}/share", TRUSTEES, "交来份额的指纹", shares::commit)
        .guarded(tally)
        .post("/office/release", OFFICERS, "提出公布结果", office::propose)
        .guarded(tally)
        .post("/office/release/confirm", OFFICERS, "确认公布结果", office::confirm)
        .guarded(tally)
        .body_limit(SHARES_BYTES)
}
