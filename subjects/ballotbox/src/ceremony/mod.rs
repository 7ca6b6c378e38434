//! The sitting in which trustees make the keys of the elections (密钥生成会), with the server as the board that everybody reads.
//!
//! **No secret comes here.** Trustees work offline with `sanmin election trustee` and carry files; the server checks everything about a
//! posting that needs no secret, keeps it as it came, and shows it to all. Nothing posted ever changes, and nobody posts for another. What
//! keeps the server honest is that the trustees read aloud what their own machines show.

pub mod checklist;
mod events;
mod files;
mod keys;
mod making;
mod pages;
mod service;
mod sitting;
mod words;

pub use keys::trustees;
pub use keys::words as spoken_key;
pub(crate) use making::{give_up, give_up_summary, keys_summary, make_elections};

use plan::GuardedRight;
use web::rights::{Access, RoleKind, RouteTable};

use crate::proposals::OFFICERS;

/// Who sees the board.
const READERS: Access = Access::Roles(&[RoleKind::Trustee, RoleKind::Office, RoleKind::Supervision, RoleKind::CardMaker]);
const TRUSTEES: Access = Access::Roles(&[RoleKind::Trustee]);

/// The largest posting that is taken, in bytes: three sessions and three trustees need some kilobytes.
const POSTING_BYTES: usize = 4 << 20;

/// What the confirmation of the words changes.
const MADE_CHANGES: &[&str] = &[
    "每场生成一个评议，部门、等次和公钥从此不变",
    "制卡人可以下载各场的 election.json，离线制作评议票",
    "还不写入公开账本：制卡人的清单经两人确认以后，与密钥的指纹一起写入",
];

pub(crate) fn routes() -> RouteTable {
    let ballot = GuardedRight::Ballot;
    RouteTable::new()
        .get("/office/ceremony", READERS, "密钥生成会", pages::current)
        .guarded(ballot)
        .in_menu("密钥生成会")
        .post("/office/ceremony", OFFICERS, "开始密钥生成会", pages::start)
        .guarded(ballot)
        .get("/office/ceremony/{id}", READERS, "一次密钥生成会", pages::one)
        .guarded(ballot)
        .post("/office/ceremony/{id}/postings", TRUSTEES, "交来密钥生成会的文件", pages::post)
        .guarded(ballot)
        .body_limit(POSTING_BYTES + (64 << 10))
        .get("/office/ceremony/{id}/board.zip", READERS, "密钥生成会的全部文件", files::archive)
        .guarded(ballot)
        .get("/office/ceremony/{id}/files/{name}", READERS, "密钥生成会的一个文件", files::one)
        .guarded(ballot)
        .post("/office/ceremony/{id}/elections", OFFICERS, "提出确认密钥一致", pages::propose_keys)
        .guarded(ballot)
        .post("/office/ceremony/{id}/give-up", OFFICERS, "提出放弃密钥生成会", pages::propose_giving_up)
        .guarded(ballot)
        .post("/office/ceremony/{id}/removal", OFFICERS, "删除演练", pages::remove)
        .guarded(ballot)
}
