//! Entry numbers (入场编号): what is scanned or typed at the door. Seven digits of chance and one that finds a mistyped digit.

use std::collections::HashSet;
use std::fmt;

use web::id::random_bytes;
use web::text::normal;

/// An entry number: eight digits, the last by Luhn's rule (ISO/IEC 7812-1, annex B).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct EntryNumber(String);

/// Digits, the check digit among them.
const LENGTH: usize = 8;

fn check_digit(body: &str) -> u32 {
    let doubled = |(place, digit): (usize, u32)| if place % 2 == 0 { digit * 2 / 10 + digit * 2 % 10 } else { digit };
    let sum: u32 = body.chars().rev().filter_map(|c| c.to_digit(10)).enumerate().map(doubled).sum();
    (10 - sum % 10) % 10
}

impl EntryNumber {
    /// A new number that is not among those `taken`; adds it to them.
    pub fn new(taken: &mut HashSet<EntryNumber>) -> Self {
        loop {
            let body = format!("{:07}", u64::from_le_bytes(random_bytes()) % 10_000_000);
            let number = EntryNumber(format!("{body}{}", check_digit(&body)));
            if taken.insert(number.clone()) {
                return number;
            }
        }
    }

    /// The number in what was typed or scanned: digits alone, or the whole text of a code that ends in them. None if it can be none.
    pub fn read(typed: &str) -> Option<Self> {
        let text: String = normal(typed).chars().filter(|c| !matches!(c, ' ' | '-' | '—' | '－')).collect();
        let last = text.rsplit('/').next().unwrap_or_default();
        let digits = last.len() == LENGTH && last.bytes().all(|b| b.is_ascii_digit());
        let (body, check) = digits.then(|| last.split_at(LENGTH - 1))?;
        (check_digit(body).to_string() == check).then(|| EntryNumber(last.into()))
    }

    /// As stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// From the database.
    pub(crate) fn stored(text: String) -> Self {
        EntryNumber(text)
    }
}

/// In two groups, as people read it.
impl fmt::Display for EntryNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.0.get(..4).unwrap_or_default(), self.0.get(4..).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_number_is_read_as_it_is_shown_scanned_and_typed() {
        let number = EntryNumber::new(&mut HashSet::new());
        for typed in [
            number.to_string(),
            format!("https://x.example/venue/checkin/{}", number.as_str()),
            format!(" {}-{} ", &number.0[..4], &number.0[4..]),
        ] {
            assert_eq!(EntryNumber::read(&typed), Some(number.clone()), "{typed}");
        }
        let wide: String = number.0.chars().map(|c| char::from_u32(c as u32 - 0x30 + 0xff10).unwrap()).collect();
        assert_eq!(EntryNumber::read(&wide), Some(number));
        // The example of the standard.
        assert_eq!(check_digit("7992739871"), 3);
    }

    #[test]
    fn no_number_is_given_twice() {
        let mut taken = HashSet::new();
        (0..1_000).for_each(|_| drop(EntryNumber::new(&mut taken)));
        assert_eq!(taken.len(), 1_000);
    }

    proptest! {
        #[test]
        fn one_wrong_digit_is_found(at in 0usize..8, other in 0u8..10) {
            let number = EntryNumber::new(&mut HashSet::new());
            let mut wrong = number.0.clone().into_bytes();
            wrong[at] = b'0' + other;
            let wrong = String::from_utf8(wrong).unwrap();
            prop_assert_eq!(EntryNumber::read(&wrong).is_some(), wrong == number.0);
        }

        #[test]
        fn no_text_makes_it_stumble(text in "\\PC{0,20}") {
            let _ = EntryNumber::read(&text);
        }
    }
}
