//! Opening and publishing (开票、公布结果): trustees post the SHA-256 of their shares; two officers release, and only in that act do
//! shares reach the server (`received`). Off the requests they are checked against what was posted, all totals are opened, every archive is
//! read once more, and shares and results are published in one transaction, or nothing (`work`).

mod events;
pub(crate) mod obstacles;
mod office;
mod opening;
mod preview;
mod queries;
mod received;
mod shares;
mod witnessed;
mod work;

/// What tests of other parts leave behind as the pages would.
#[cfg(feature = "testing")]
pub(crate) mod testing {
    pub(crate) use super::queries::{begin, commit};
    pub(crate) use super::received::keep;
}

pub use preview::{PREVIEW_BYTES, PreviewRecord};
pub(crate) use preview::{previews, record as record_preview, summary as preview_summary};
pub use work::open_next;

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
        .get("/office/release/progress.json", READERS, "公布结果的进展，供程序读取", office::progress_json)
        .guarded(tally)
        .post("/office/release/{uuid}/share", TRUSTEES, "交来份额的指纹", shares::commit)
        .guarded(tally)
        .post("/office/release/{uuid}/preview", OFFICERS, "提出登记提前看结果", preview::propose)
        .guarded(tally)
        .post("/office/release", OFFICERS, "提出公布结果", office::propose)
        .guarded(tally)
        .post("/office/release/confirm", OFFICERS, "确认公布结果", office::confirm)
        .guarded(tally)
        .body_limit(SHARES_BYTES)
}
