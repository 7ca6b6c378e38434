//! 检查 by inspectors: how much cheating so many checks find.

/// How many checks a session should have: they find 14 % of cheating with 95 %.
pub(super) const PLANNED: u32 = 20;

/// The smallest share of changed ballots, in percent, that so many checks of ballots chosen at random find at least once with 95 %;
/// None without checks.
pub(super) fn found_percent(checks: u32) -> Option<f64> {
    (checks > 0).then(|| 100.0 * (1.0 - 0.05_f64.powf(1.0 / f64::from(checks))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twenty_checks_find_fourteen_percent_with_ninety_five() {
        let percent = found_percent(PLANNED).unwrap();
        assert_eq!(percent.round(), 14.0);
        let missed = (1.0 - percent / 100.0).powi(20);
        assert!((missed - 0.05).abs() < 1e-9);
        assert_eq!(found_percent(0), None);
        assert!(found_percent(1).unwrap() > 94.9);
    }
}
