//! Cards (评议票卡): the public list that the card maker hands in, and what is left over or void on the day.
//!
//! The server holds public keys only, in byte order. Which venue has which card only the card maker's safe knows, until a card is left
//! over; who took a card nobody knows.

pub(crate) mod counting;
pub mod deck;
mod events;
mod list;
mod office;
pub mod queries;
pub(crate) mod setup;
pub mod used;
pub mod venues;

use plan::GuardedRight;
use web::rights::{Access, RoleKind, RouteTable};

use crate::proposals::OFFICERS;

/// The largest upload of both files, in bytes; 1,652 cards need 110 kilobytes.
const UPLOAD_BYTES: usize = 8 << 20;

pub(crate) fn routes() -> RouteTable {
    let ballot = GuardedRight::Ballot;
    RouteTable::new()
        .post("/office/elections/{name}/cards", Access::Roles(&[RoleKind::CardMaker]), "交来公开清单", office::upload)
        .guarded(ballot)
        .body_limit(UPLOAD_BYTES)
        .get(
            "/office/elections/{name}/ballots.bel",
            Access::Roles(&[RoleKind::CardMaker]),
            "评议票的密文，供统计用过的张数",
            office::ballots,
        )
        .guarded(ballot)
        .post("/office/elections/{name}/used", Access::Roles(&[RoleKind::CardMaker]), "交来各会场用过的张数", office::hand_in_used)
        .guarded(ballot)
        .post("/office/elections/{name}/setup", OFFICERS, "提出确认公开清单", office::propose)
        .guarded(ballot)
        .and(counting::routes())
}
