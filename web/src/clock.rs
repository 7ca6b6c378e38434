//! The one source of time. Everything that asks for the time is given this clock; nothing else reads the system's.

mod steady;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// China Standard Time, in which every date on a page is meant.
pub fn local_zone() -> TimeZone {
    TimeZone::fixed(jiff::tz::offset(8))
}

/// The moment of a date and time in China. China has no gaps or repetitions, so there is always exactly one.
pub fn local_timestamp(at: jiff::civil::DateTime) -> Timestamp {
    jiff::tz::offset(8).to_timestamp(at).unwrap_or(Timestamp::MAX)
}

/// Tells the time: the system's without its jumps, or in a rehearsal a virtual one that only moves forward when told to.
#[derive(Clone, Debug)]
pub struct Clock {
    now: Source,
    wall: Source,
}

#[derive(Clone, Debug)]
enum Source {
    System,
    Virtual(Arc<AtomicI64>),
}

impl Source {
    fn standing_at(start: Timestamp) -> Self {
        Source::Virtual(Arc::new(AtomicI64::new(start.as_millisecond())))
    }

    fn millis(&self) -> i64 {
        match self {
            Source::System => steady::millis(),
            Source::Virtual(now) => now.load(Ordering::SeqCst),
        }
    }
}

/// The clock cannot be moved as asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClockError {
    /// Only the virtual clock of a rehearsal can be moved.
    #[error("the system's clock cannot be advanced; only a rehearsal has a virtual clock")]
    NotVirtual,
    /// Time never runs backwards.
    #[error("the virtual clock only moves forward")]
    Backwards,
}

impl Clock {
    /// The system's clock. A process follows it as it runs; when somebody sets it by more than two seconds, the process goes on by the time
    /// that it had until it is started again ([`Clock::away`]).
    pub fn system() -> Self {
        Clock { now: Source::System, wall: Source::System }
    }

    /// The clock of a rehearsal: stands still at `start` until advanced, while the clock on the wall goes on.
    pub fn rehearsal_at(start: Timestamp) -> Self {
        Clock { now: Source::standing_at(start), wall: Source::System }
    }

    /// A clock for tests, which stands still at `start` until advanced; their telephones show the same time.
    pub fn virtual_at(start: Timestamp) -> Self {
        let now = Source::standing_at(start);
        Clock { wall: now.clone(), now }
    }

    /// Milliseconds since 1970 UTC, as the database stores them.
    pub fn millis(&self) -> i64 {
        self.now.millis()
    }

    /// Milliseconds since 1970 UTC by the clock on the wall, also in a rehearsal. Only for checking codes of the second
    /// factor: they are made by people's telephones, which know nothing of the rehearsal's time.
    pub fn wall(&self) -> i64 {
        self.wall.millis()
    }

    /// By how many milliseconds the machine's clock was set ahead of the time that is used here, below zero for back; 0 if nobody set it.
    pub fn away(&self) -> i64 {
        match self.wall {
            Source::System => steady::away(),
            Source::Virtual(_) => 0,
        }
    }

    /// The present moment, to the millisecond.
    pub fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.millis()).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// Whether this is a rehearsal's clock.
    pub fn is_virtual(&self) -> bool {
        matches!(self.now, Source::Virtual(_))
    }

    /// Moves a virtual clock forward to `to`.
    pub fn advance_to(&self, to: Timestamp) -> Result<(), ClockError> {
        let Source::Virtual(now) = &self.now else { return Err(ClockError::NotVirtual) };
        let target = to.as_millisecond();
        now.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |current| (target >= current).then_some(target))
            .map(|_| ())
            .map_err(|_| ClockError::Backwards)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_virtual_clock_stands_still_and_never_runs_backwards() {
        let noon: Timestamp = "2025-01-13T12:00:00+08:00".parse().unwrap();
        let clock = Clock::virtual_at(noon);
        assert_eq!(clock.now(), noon);
        let later: Timestamp = "2025-01-13T13:00:00+08:00".parse().unwrap();
        clock.advance_to(later).unwrap();
        assert_eq!(clock.clone().now(), later);
        assert_eq!(clock.advance_to(noon), Err(ClockError::Backwards));
        assert_eq!(Clock::system().advance_to(later), Err(ClockError::NotVirtual));
    }

    #[test]
    fn the_wall_goes_on_while_a_rehearsal_stands_still() {
        let noon: Timestamp = "2025-01-13T12:00:00+08:00".parse().unwrap();
        let (before, clock) = (Clock::system().millis(), Clock::rehearsal_at(noon));
        assert!(clock.is_virtual() && clock.now() == noon);
        assert!(clock.wall() >= before && before > noon.as_millisecond());
    }
}
