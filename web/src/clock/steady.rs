//! The system's time without its jumps.
//!
//! A window that closes, a session that ends, a link that runs out: none of that can be taken back, and none of it may happen because
//! somebody, or a time server gone wrong, set the machine's clock. So a process follows the machine's time only as it runs, corrections
//! of a time service included; a step is held back until the process is started again, and is told for as long as it is.

use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::Instant;

use jiff::Timestamp;

/// A step longer than this, in milliseconds, is not followed. Time services turn the clock by less than a thousandth; what they set at once
/// is an error that was there before.
const STEP: i64 = 2_000;

/// Between two readings that belong together no more may pass, in milliseconds; a process that was stopped in between reads again.
const TOGETHER: i64 = 50;
/// So often at most.
const READINGS: u32 = 20;

static PROCESS: LazyLock<Mutex<(Instant, Steady)>> =
    LazyLock::new(|| Mutex::new((Instant::now(), Steady { wall: wall(), passed: 0, away: 0 })));

/// What was read last.
#[derive(Clone, Copy, Debug)]
struct Steady {
    /// Milliseconds since 1970 by the machine's clock.
    wall: i64,
    /// Milliseconds since this process first asked, by a clock that nobody sets.
    passed: i64,
    /// By how much the machine's clock is ahead of the time that is used.
    away: i64,
}

impl Steady {
    /// Takes the next reading; the step that was held back, if there was one.
    fn read(&mut self, wall: i64, passed: i64) -> Option<i64> {
        let step = (wall - self.wall) - (passed - self.passed);
        (self.wall, self.passed) = (wall, passed);
        if step.abs() <= STEP {
            return None;
        }
        let away = self.away + step;
        // Set back to where it was, as exactly as somebody can.
        self.away = if away.abs() <= STEP { 0 } else { away };
        Some(step)
    }

    fn now(&self) -> i64 {
        self.wall - self.away
    }
}

fn wall() -> i64 {
    Timestamp::now().as_millisecond()
}

fn reading() -> Steady {
    let mut process = PROCESS.lock().unwrap_or_else(PoisonError::into_inner);
    let (started, steady) = &mut *process;
    let passed = |started: &Instant| i64::try_from(started.elapsed().as_millis()).unwrap_or(i64::MAX);
    let (mut at, mut now) = (passed(started), wall());
    for _ in 0..READINGS {
        if passed(started) - at <= TOGETHER {
            break;
        }
        (at, now) = (passed(started), wall());
    }
    let step = steady.read(now, at);
    let read = *steady;
    drop(process);
    if let Some(step) = step {
        tracing::error!(
            seconds = step / 1_000,
            away = read.away / 1_000,
            "the machine's clock was set; this server goes on by the time it had. If the machine's time is right now, restart the server"
        );
    }
    read
}

/// Milliseconds since 1970, without the steps of the machine's clock since this process began.
pub(super) fn millis() -> i64 {
    reading().now()
}

/// By how many milliseconds the machine's clock is ahead of that, below zero for behind.
pub(super) fn away() -> i64 {
    reading().away
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: i64 = 1_736_740_800_000;

    #[test]
    fn a_step_is_held_back_and_a_step_back_undoes_it() {
        let mut clock = Steady { wall: NOON, passed: 0, away: 0 };
        assert_eq!((clock.read(NOON + 500, 500), clock.now()), (None, NOON + 500));
        assert_eq!((clock.read(NOON + 3_601_000, 1_000), clock.now()), (Some(3_600_000), NOON + 1_000), "an hour forward");
        assert_eq!((clock.read(NOON + 3_602_000, 2_000), clock.now(), clock.away), (None, NOON + 2_000, 3_600_000));
        assert_eq!((clock.read(NOON + 3_000, 3_000), clock.now(), clock.away), (Some(-3_600_000), NOON + 3_000, 0));
        assert_eq!((clock.read(NOON - 86_396_000, 4_000), clock.now()), (Some(-86_400_000), NOON + 4_000), "a day back");
    }

    #[test]
    fn a_time_service_that_turns_the_clock_is_followed() {
        let mut clock = Steady { wall: NOON, passed: 0, away: 0 };
        let (mut wall, mut passed) = (NOON, 0);
        // A day of looks every half second, with a clock that runs fast by 500 millionths.
        for round in 0..172_800_i64 {
            passed += 500;
            wall += 500 + i64::from(round % 4 == 0);
            assert_eq!(clock.read(wall, passed), None);
        }
        assert_eq!((clock.now(), clock.away), (wall, 0));
        assert_eq!(clock.now() - NOON - passed, 43_200);
    }

    #[test]
    fn this_process_has_one_time() {
        let (one, two) = (millis(), millis());
        assert!(one <= two && away() == 0 && (two - wall()).abs() < STEP);
    }
}
