//! Roles as this plan has them: which exist, what they are called, which guarded rights they carry.

use plan::{GuardedRight, Plan, Role, VenueKind};
use web::rights::RoleKind;

/// Every role that can be given under this plan, in the order in which pages list them.
pub(crate) fn all(plan: &Plan) -> Vec<Role> {
    RoleKind::ALL.into_iter().flat_map(|kind| of_kind(plan, kind)).collect()
}

fn of_kind(plan: &Plan, kind: RoleKind) -> Vec<Role> {
    match kind {
        RoleKind::Department => plan.departments.iter().map(|department| Role::Department(department.id.to_string())).collect(),
        RoleKind::District => districts(plan).map(|(id, _)| Role::District(id)).collect(),
        RoleKind::Venue => plan.venues.iter().map(|venue| Role::Venue(venue.id.to_string())).collect(),
        RoleKind::Trustee => (1..=plan.ballot.trustees.number.min(9)).filter_map(|n| u8::try_from(n).ok()).map(Role::Trustee).collect(),
        plain => vec![plain.example()],
    }
}

fn districts(plan: &Plan) -> impl Iterator<Item = (String, &str)> {
    let districts = plan.venues.iter().filter(|venue| venue.kind == VenueKind::District);
    districts.map(|venue| (venue.id.to_string(), venue.column.as_str()))
}

/// The role of a text, if this plan has it.
pub(crate) fn read(plan: &Plan, text: &str) -> Option<Role> {
    let role: Role = text.parse().ok()?;
    all(plan).contains(&role).then_some(role)
}

/// The word of a kind as it stands in addresses: `department` for `department:statistics`.
pub(crate) fn kind_word(kind: RoleKind) -> String {
    let example = kind.example().to_string();
    example.split(':').next().unwrap_or_default().to_string()
}

/// The guarded rights that come with a role (M117).
pub(crate) fn guarded_rights(kind: RoleKind) -> &'static [GuardedRight] {
    use GuardedRight::{Ballot, Complainant, Discipline, List, Server, Tally};
    match kind {
        RoleKind::Office => &[Ballot],
        RoleKind::Organisation => &[List, Ballot],
        RoleKind::Logistics | RoleKind::Venue | RoleKind::District | RoleKind::Police => &[List],
        RoleKind::Supervision => &[List, Ballot, Complainant, Discipline],
        RoleKind::Opinions => &[Complainant],
        RoleKind::Technical | RoleKind::SystemAdmin => &[Server],
        RoleKind::Statistics => &[List, Tally],
        RoleKind::CardMaker => &[Ballot],
        RoleKind::Trustee | RoleKind::Tally | RoleKind::Appraisal => &[Tally],
        RoleKind::Drafting | RoleKind::Press | RoleKind::Department | RoleKind::SecurityAdmin | RoleKind::AuditAdmin => &[],
    }
}
