//! Identity numbers (GB 11643) of people who do not exist.

use jiff::ToSpan;
use jiff::civil::{Date, date};

/// A region that no real number has.
const REGION: &str = "990101";
/// The days of birth: from 1946 on, so many days, up to the end of 2005.
const FIRST_DAY: Date = date(1946, 1, 1);
const DAYS: u32 = 21_915;
/// Has no factor in common with `DAYS`, so that neighbours are born years apart and each day comes once a round.
const STEP: u32 = 7_919;

/// The number of the person with this running number; no two alike, and no two of one round born on one day. Odd and even of the three
/// digits of order, men and women, come in turn.
pub(super) fn number(of: u32) -> String {
    let (round, place) = (of / DAYS, of % DAYS);
    let day = u64::from(place) * u64::from(STEP) % u64::from(DAYS);
    let born = FIRST_DAY.checked_add(i64::try_from(day).unwrap_or(0).days()).unwrap_or(FIRST_DAY);
    let body = format!("{REGION}{}{:03}", born.strftime("%Y%m%d"), (round * 2 + of % 2) % 1_000);
    let check = check_character(&body);
    body + check
}

/// ISO 7064 MOD 11-2: the weight of a place is 2 to the power of its distance from the end, modulo 11.
fn check_character(body: &str) -> &'static str {
    let digits = body.bytes().map(|digit| u32::from(digit.wrapping_sub(b'0')));
    let sum = digits.fold(0, |sum, digit| (sum + digit) * 2 % 11);
    ["1", "0", "X", "9", "8", "7", "6", "5", "4", "3", "2"].get(sum as usize).copied().unwrap_or("1")
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn they_are_well_formed_and_no_two_alike() {
        // The example of the standard.
        assert_eq!(check_character("11010519491231002"), "X");
        assert_eq!(check_character("44052418800101001"), "4");
        let numbers: Vec<String> = (0..50_000).map(number).collect();
        assert_eq!(numbers.iter().collect::<HashSet<_>>().len(), numbers.len());
        assert!(numbers.iter().all(|it| it.len() == 18 && ("1946".."2006").contains(&&it[6..10])));
        let days: HashSet<&str> = numbers.iter().take(DAYS as usize).map(|it| &it[6..14]).collect();
        assert_eq!(days.len(), DAYS as usize, "each day once");
    }
}
