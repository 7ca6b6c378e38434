//! The window of an election (评议时段, M55).

use web::database::{DatabaseError, FromRow, Row};

/// When ballots are accepted, in milliseconds by the server's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// When it was opened.
    pub opened_at: i64,
    /// When pages stop; officers may move it on.
    pub closes_at: i64,
    /// When it was closed; None while it is open.
    pub closed_at: Option<i64>,
}

impl Window {
    /// Whether the last byte of an upload may come now: until the grace is over, unless the window is closed already.
    pub fn accepts(&self, now: i64, grace_seconds: u32) -> bool {
        self.closed_at.is_none() && now >= self.opened_at && now < self.closes_at + i64::from(grace_seconds) * 1_000
    }
}

impl FromRow for Window {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        Ok(Window { opened_at: row.int("opened_at")?, closes_at: row.int("closes_at")?, closed_at: row.optional_int("closed_at")? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uploads_end_with_the_grace_and_at_once_when_it_is_closed() {
        let window = Window { opened_at: 1_000, closes_at: 10_000, closed_at: None };
        let accepted: Vec<i64> = [999, 1_000, 9_999, 10_000, 39_999, 40_000].into_iter().filter(|now| window.accepts(*now, 30)).collect();
        assert_eq!(accepted, [1_000, 9_999, 10_000, 39_999]);
        assert!(!Window { closed_at: Some(5_000), ..window }.accepts(6_000, 30));
    }
}
