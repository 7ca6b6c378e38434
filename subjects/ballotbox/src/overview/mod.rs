//! The back office's pages of elections: the list, and one election with what stands in its way, the codes for the venues.

mod codes;
mod page;
mod parts;

use plan::GuardedRight;
use web::Failure;
use web::database::Tx;
use web::rights::{Access, RoleKind, RouteTable};

use crate::election::{Stored, queries};

pub(crate) use page::page;

/// Who sees where elections stand. Nothing here says how anybody graded, or who is present.
const READERS: Access = Access::Roles(&[RoleKind::Office, RoleKind::Supervision, RoleKind::CardMaker, RoleKind::Trustee]);

/// Who prepares the venues.
const PREPARERS: Access = Access::Roles(&[RoleKind::Office, RoleKind::Organisation, RoleKind::Logistics, RoleKind::Supervision]);

pub(crate) fn routes() -> RouteTable {
    let ballot = GuardedRight::Ballot;
    RouteTable::new()
        .get("/office/elections", READERS, "各场评议", page::list)
        .guarded(ballot)
        .in_menu("各场评议")
        .get("/office/elections/{name}", READERS, "一场评议", page::show)
        .guarded(ballot)
        .get("/office/codes", PREPARERS, "现场用的码", codes::show)
        .in_menu("现场用的码")
}

/// The election of a name in an address: the number of the session whose election counts, or any election's uuid.
pub(crate) async fn named(tx: &mut Tx, name: &str) -> Result<Stored, Failure> {
    let found = match name.parse::<u32>() {
        Ok(session) => queries::of_session(tx, session).await?,
        Err(_) => queries::by_uuid(tx, name).await?,
    };
    found.ok_or(Failure::NotFound)
}
