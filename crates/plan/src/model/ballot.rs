//! `ballot.toml`: grades, window, cards, trustees, list. The document leaves all of this open.

use jiff::civil::Time;
use serde::{Deserialize, Serialize};

use crate::ids::ItemId;

/// The rules of the ballot.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BallotRules {
    /// Grades (评价等次) in the order in which they stand on the card.
    #[serde(rename = "grade")]
    pub grades: Vec<Grade>,
    /// The window in which ballots are taken.
    pub window: Window,
    /// Cards.
    pub cards: Cards,
    /// Holders of the key shares.
    pub trustees: Trustees,
    /// The list of representatives.
    pub list: ListRules,
}

/// One grade.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grade {
    /// Stable id.
    pub id: ItemId,
    /// Name on the card.
    pub name: String,
    /// Points; a grade without points is published but not counted.
    pub points: Option<u32>,
}

/// The ballot window (M55).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// Minutes from opening to closing.
    pub minutes: u32,
    /// Seconds after closing in which an upload may still end.
    pub grace_seconds: u32,
    /// No window opens with fewer representatives present.
    pub min_present: u32,
    /// How many officers must agree to an act.
    pub officers_to_act: u32,
    /// How many officers are named for opening a window.
    pub officers_named: u32,
    /// Minutes without power or network after which a venue may vote on paper forms (M104).
    #[serde(default = "half_an_hour")]
    pub paper_after_minutes: u32,
}

/// What plans of before the rule mean.
fn half_an_hour() -> u32 {
    30
}

/// Ballot cards (M56).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cards {
    /// Spare cards, percent of a venue's seats, rounded up.
    pub spare_percent: u32,
}

impl Cards {
    /// Cards to print for so many seats of one venue: seats and spares rounded up.
    pub fn for_seats(&self, seats: u32) -> u32 {
        let spare = (u64::from(seats) * u64::from(self.spare_percent)).div_ceil(100);
        seats.saturating_add(u32::try_from(spare).unwrap_or(u32::MAX))
    }
}

/// Trustees (密钥保管人).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trustees {
    /// How many there are.
    pub number: u32,
    /// How many open a total together.
    pub threshold: u32,
}

/// Rules on the list of representatives.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListRules {
    /// Hours before a session from which a venue sees its own list.
    pub visible_hours_before: u32,
    /// Until when on the day before reserves move up.
    pub reserves_until: Time,
    /// Fewest nominees a seat.
    pub nominees_per_seat_min: u32,
    /// Most nominees a seat.
    pub nominees_per_seat_max: u32,
    /// Youngest age of a representative, in years.
    pub age_min: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spare_cards_are_rounded_up_a_venue() {
        let cards = Cards { spare_percent: 10 };
        assert_eq!((cards.for_seats(100), cards.for_seats(75), cards.for_seats(0)), (110, 83, 0));
        assert_eq!(Cards { spare_percent: u32::MAX }.for_seats(u32::MAX), u32::MAX);
    }
}
