//! Papers for a venue (M106): the door list, badges of representatives, badges of staff. From the plan's hour on (M76), each taking
//! noted, with who took it on every sheet.

mod badges;
mod choose;
mod door;
mod people;

use plan::{GuardedRight, Plan, Role, Session, Venue};
use web::desk::Desk;
use web::page::date;
use web::rights::{Access, RoleKind, RouteTable};
use web::{Failure, Refusal};

use super::times;

const MAKERS: Access = Access::Roles(&[RoleKind::District, RoleKind::Organisation, RoleKind::Logistics]);
const HOLDERS: Access = Access::Roles(&[RoleKind::District, RoleKind::Organisation, RoleKind::Logistics, RoleKind::Venue]);

pub(super) fn routes() -> RouteTable {
    let list = GuardedRight::List;
    RouteTable::new()
        .get("/office/papers", MAKERS, "签到表和证件", choose::show)
        .guarded(list)
        .in_menu("签到表和证件")
        .get("/office/papers/staff-badges", MAKERS, "工作证", badges::staff)
        .guarded(list)
        .get("/office/papers/{venue}/{session}/badges", MAKERS, "代表证", badges::representatives)
        .guarded(list)
        .get("/venue/door-list/{venue}/{session}", HOLDERS, "纸质签到表", door::show)
        .guarded(list)
}

/// The venues whose papers somebody takes: a district's and a venue pass's own, all for those who make them.
fn venues<'a>(plan: &'a Plan, desk: &Desk) -> Vec<&'a Venue> {
    if desk.visitor.holds(&[RoleKind::Organisation, RoleKind::Logistics]) {
        return plan.venues.iter().collect();
    }
    let own = |venue: &&Venue| {
        desk.visitor.roles.iter().any(|role| matches!(role, Role::District(id) | Role::Venue(id) if venue.id == *id.as_str()))
    };
    plan.venues.iter().filter(own).collect()
}

/// Venue and session of an address, once its list may be seen.
fn opened<'a>(plan: &'a Plan, desk: &Desk, venue: &str, session: u32) -> Result<(&'a Venue, &'a Session), Failure> {
    let venue = plan.venue_by(venue).filter(|venue| venues(plan, desk).iter().any(|own| own.id == venue.id)).ok_or(Failure::NotFound)?;
    let session = times::session(plan, session).ok_or(Failure::NotFound)?;
    let from = times::visible_from(plan, session);
    if desk.app.clock().now() < from {
        return Err(Refusal::rule(format!("名单从 {} 起可以看，此前保密", date::moment(from))).into());
    }
    Ok((venue, session))
}
