//! How long people waited.

use std::time::Duration;

use serde::Serialize;

/// Percentiles and a histogram of waits.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Waits {
    /// How many.
    pub count: usize,
    /// Half waited no longer, in milliseconds.
    pub p50: f64,
    /// Nine in ten.
    pub p90: f64,
    /// Ninety-nine in a hundred.
    pub p99: f64,
    /// Nobody longer.
    pub max: f64,
    /// How many waited up to each of the bounds, in milliseconds.
    pub up_to: Vec<(u64, usize)>,
}

/// The upper bounds of the histogram, in milliseconds; the last takes everybody else.
const BOUNDS: [u64; 10] = [10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, u64::MAX];

impl Waits {
    /// Of these.
    pub fn of(mut waits: Vec<Duration>) -> Self {
        waits.sort_unstable();
        let milliseconds = |wait: &Duration| (wait.as_secs_f64() * 10_000.0).round() / 10.0;
        let share = |share: f64| {
            let place = (waits.len() as f64 * share).ceil() as usize;
            waits.get(place.saturating_sub(1)).map_or(0.0, milliseconds)
        };
        let mut up_to: Vec<(u64, usize)> = BOUNDS.map(|bound| (bound, 0)).to_vec();
        for wait in &waits {
            let wait = wait.as_millis();
            if let Some((_, count)) = up_to.iter_mut().find(|(bound, _)| wait <= u128::from(*bound)) {
                *count += 1;
            }
        }
        Waits { count: waits.len(), p50: share(0.5), p90: share(0.9), p99: share(0.99), max: share(1.0), up_to }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_and_bounds() {
        let waits = Waits::of((1..=100).rev().map(Duration::from_millis).collect());
        assert_eq!((waits.count, waits.p50, waits.p90, waits.p99, waits.max), (100, 50.0, 90.0, 99.0, 100.0));
        assert_eq!(waits.up_to[..4], [(10, 10), (20, 10), (50, 30), (100, 50)]);
        assert_eq!(Waits::of(Vec::new()).max, 0.0);
    }
}
