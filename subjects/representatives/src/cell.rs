//! Cells (名额格): a class of representatives at a venue, with its seats. The draw ranks each cell by itself.

use std::fmt;
use std::str::FromStr;

use plan::{Channel, Class, ClassId, Plan, TableName, Venue, VenueId, VenueKind};

/// The name of a cell: `{venue}/{class}`. Neither id has a `|`, which the draw's messages are divided by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell {
    /// The venue.
    pub venue: VenueId,
    /// The class.
    pub class: ClassId,
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.venue, self.class)
    }
}

/// A text that names no cell.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no cell: write VENUE/CLASS")]
pub struct BadCell(pub String);

impl FromStr for Cell {
    type Err = BadCell;

    fn from_str(text: &str) -> Result<Self, BadCell> {
        let bad = || BadCell(text.chars().take(80).collect());
        let (venue, class) = text.split_once('/').ok_or_else(bad)?;
        Ok(Cell { venue: venue.parse().map_err(|_| bad())?, class: class.parse().map_err(|_| bad())? })
    }
}

/// A cell of the plan with what the plan says of it.
#[derive(Clone, Copy, Debug)]
pub struct PlannedCell<'a> {
    /// The venue.
    pub venue: &'a Venue,
    /// The class.
    pub class: &'a Class,
    /// Seats in one session, at least one.
    pub seats: u32,
    /// Sessions.
    pub sessions: u32,
}

impl PlannedCell<'_> {
    /// Its name.
    pub fn cell(&self) -> Cell {
        Cell { venue: self.venue.id.clone(), class: self.class.id.clone() }
    }

    /// Seats in all sessions.
    pub fn seats_in_all(&self) -> u32 {
        self.seats.saturating_mul(self.sessions)
    }

    /// Whether citizens sign up for it themselves.
    pub fn is_for_volunteers(&self) -> bool {
        self.class.channel == Channel::Volunteer
    }
}

/// All cells that have seats, venue by venue, each in the order of the plan's table. `plan` is the plan as resolved.
pub fn cells(plan: &Plan) -> Vec<PlannedCell<'_>> {
    plan.venues.iter().flat_map(|venue| cells_of(plan, venue)).collect()
}

/// The cells of one venue that have seats.
pub fn cells_of<'a>(plan: &'a Plan, venue: &'a Venue) -> Vec<PlannedCell<'a>> {
    let table = match venue.kind {
        VenueKind::Main => TableName::Main,
        VenueKind::District => TableName::Districts,
    };
    let sessions = u32::try_from(plan.activity.sessions.len()).unwrap_or(u32::MAX);
    let classes = plan.classes.iter().filter(|class| class.table == table);
    classes
        .filter_map(|class| {
            let seats = plan.quota(table).seats(&class.name, &venue.column).filter(|seats| *seats > 0)?;
            Some(PlannedCell { venue, class, seats, sessions })
        })
        .collect()
}

/// The cell of a name, if the plan has it with seats.
pub fn find<'a>(plan: &'a Plan, venue: &str, class: &str) -> Option<PlannedCell<'a>> {
    let venue = plan.venue_by(venue)?;
    cells_of(plan, venue).into_iter().find(|cell| cell.class.id == *class)
}

/// The volunteers' cell of a venue.
pub fn volunteers<'a>(plan: &'a Plan, venue: &str) -> Option<PlannedCell<'a>> {
    let venue = plan.venue_by(venue)?;
    cells_of(plan, venue).into_iter().find(PlannedCell::is_for_volunteers)
}

/// The districts whose residents may take part: those with a venue.
pub fn districts(plan: &Plan) -> impl Iterator<Item = &Venue> {
    plan.venues.iter().filter(|venue| venue.kind == VenueKind::District)
}

#[cfg(test)]
mod tests {
    use plan::Plan;
    use web::testing::real_plan;

    use super::*;

    #[test]
    fn the_cells_of_the_real_plan_hold_all_its_seats() {
        let plan = Plan::read(&real_plan()).unwrap().resolved();
        let cells = cells(&plan);
        assert_eq!(cells.iter().map(PlannedCell::seats_in_all).sum::<u32>(), 4_500);
        let volunteers: u32 = cells.iter().filter(|cell| cell.is_for_volunteers()).map(|cell| cell.seats).sum();
        assert_eq!(volunteers, 66);
        assert_eq!(plan.venues.iter().filter(|venue| super::volunteers(&plan, venue.id.as_str()).is_some()).count(), 10);
        for cell in &cells {
            let name = cell.cell().to_string();
            assert!(!name.contains('|'));
            assert_eq!(name.parse::<Cell>(), Ok(cell.cell()));
        }
        assert!("dongsheng".parse::<Cell>().is_err() && "东胜/x".parse::<Cell>().is_err());
    }
}
