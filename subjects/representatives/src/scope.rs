//! Whose people somebody may see: a district its own venue's, the organising group everybody's.

use plan::{Plan, Role, VenueKind};
use web::Refusal;
use web::rights::{RoleKind, Visitor};

/// Who works with the pool: nominates, reviews, decides.
pub const WORKERS: &[RoleKind] = &[RoleKind::District, RoleKind::Organisation];

/// Who sees the pool.
pub const READERS: &[RoleKind] = &[RoleKind::District, RoleKind::Organisation, RoleKind::Statistics, RoleKind::Supervision];

/// Who decides on duplicates and appeals and hands the list to the police.
pub const ORGANISERS: &[RoleKind] = &[RoleKind::Organisation];

/// Who returns the result of the review of qualifications.
pub const POLICE: &[RoleKind] = &[RoleKind::Police];

/// The venues whose people somebody sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Everybody.
    All,
    /// The people of these venues.
    Venues(Vec<String>),
}

impl Scope {
    /// What a visitor sees.
    pub fn of(visitor: &Visitor) -> Self {
        if visitor.holds(&[RoleKind::Organisation, RoleKind::Statistics, RoleKind::Supervision]) {
            return Scope::All;
        }
        Scope::Venues(visitor.roles.iter().filter_map(|role| if let Role::District(id) = role { Some(id.clone()) } else { None }).collect())
    }

    /// Whether people of this venue are in it.
    pub fn has(&self, venue: &str) -> bool {
        match self {
            Scope::All => true,
            Scope::Venues(venues) => venues.iter().any(|own| own == venue),
        }
    }

    /// The venue to ask the database for: the one wanted, or for a district its own; empty for all. None if there is nothing to see.
    pub fn venue(&self, wanted: &str) -> Option<String> {
        match self {
            Scope::All => Some(wanted.into()),
            Scope::Venues(venues) => venues.iter().find(|own| *own == wanted).or_else(|| venues.first()).cloned(),
        }
    }
}

/// The venues for which a visitor nominates and reviews: a district's own; the organising group has the main hall.
pub fn own_venues<'a>(plan: &'a Plan, visitor: &Visitor) -> Vec<&'a plan::Venue> {
    let organises = visitor.holds(ORGANISERS);
    let own = |venue: &&plan::Venue| match venue.kind {
        VenueKind::Main => organises,
        VenueKind::District => visitor.roles.iter().any(|role| matches!(role, Role::District(id) if venue.id == *id.as_str())),
    };
    plan.venues.iter().filter(own).collect()
}

/// Refuses to work on the people of a venue that is not the visitor's own.
pub fn must_own(plan: &Plan, visitor: &Visitor, venue: &str) -> Result<(), Refusal> {
    if own_venues(plan, visitor).iter().any(|own| own.id == *venue) { Ok(()) } else { Err(Refusal::NotFound) }
}
