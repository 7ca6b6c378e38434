//! Everybody who signs up or is nominated, for every cell of the plan.

use plan::{Channel, Plan, TableName, VenueKind};

use super::{Cell, Citizen, identity, name};
use crate::chance::Chance;

/// How many people there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Volunteers for every hundred seats that volunteers have in all sessions.
    pub volunteers_per_hundred: u32,
    /// Nominees for every seat of a class that is nominated; the plan says how few and how many are taken.
    pub nominees_per_seat: u32,
}

impl Size {
    /// A whole city: some 3,000 volunteers for 198 seats, three nominees a seat.
    pub const CITY: Size = Size { volunteers_per_hundred: 1_515, nominees_per_seat: 3 };
    /// As few as leave reserves everywhere.
    pub const SMALL: Size = Size { volunteers_per_hundred: 170, nominees_per_seat: 2 };
}

/// The cells that have seats, venue by venue. `plan` is the plan as resolved.
pub fn cells(plan: &Plan) -> Vec<Cell> {
    let mut cells = Vec::new();
    for venue in &plan.venues {
        let table = if venue.kind == VenueKind::Main { TableName::Main } else { TableName::Districts };
        for class in plan.classes.iter().filter(|class| class.table == table) {
            let seats = plan.quota(table).seats(&class.name, &venue.column).filter(|seats| *seats > 0);
            cells.extend(seats.map(|seats| Cell {
                venue: venue.id.to_string(),
                class: class.name.clone(),
                seats,
                volunteers: class.channel == Channel::Volunteer,
            }));
        }
    }
    cells
}

/// Everybody, cell by cell.
pub fn pool(plan: &Plan, size: Size, seed: u64) -> Vec<Citizen> {
    let mut chance = Chance::of(seed, "people");
    let districts: Vec<&str> =
        plan.venues.iter().filter(|venue| venue.kind == VenueKind::District).map(|venue| venue.id.as_str()).collect();
    let sessions = u32::try_from(plan.activity.sessions.len()).unwrap_or(1);
    let mut everybody = Vec::new();
    for cell in cells(plan) {
        let seats = cell.seats.saturating_mul(sessions);
        let count = if cell.volunteers {
            seats.saturating_mul(size.volunteers_per_hundred).div_ceil(100).max(seats)
        } else {
            seats.saturating_mul(
                size.nominees_per_seat.clamp(plan.ballot.list.nominees_per_seat_min, plan.ballot.list.nominees_per_seat_max),
            )
        };
        for _ in 0..count {
            let of = u32::try_from(everybody.len()).unwrap_or(u32::MAX);
            let district = if districts.contains(&cell.venue.as_str()) { Some(&cell.venue[..]) } else { chance.one(&districts).copied() };
            everybody.push(Citizen {
                name: name::name(&mut chance),
                identity: identity::number(of),
                phone: format!("139{of:08}"),
                district: district.unwrap_or_default().to_owned(),
                venue: cell.venue.clone(),
                class: cell.class.clone(),
                volunteers: cell.volunteers,
            });
        }
    }
    everybody
}
