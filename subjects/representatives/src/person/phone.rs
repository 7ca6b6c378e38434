//! Mobile telephone numbers of the mainland: eleven digits, the first 1.

use std::fmt;

use serde::{Deserialize, Serialize};
use web::text::normal;

/// A well-formed mobile number. Its `Debug` shows the mask only.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Phone(String);

/// Why a text is no mobile number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PhoneMistake {
    /// Nothing was written.
    #[error("没有填写手机号")]
    Empty,
    /// It is something else.
    #[error("手机号须为 11 位数字，以 1 开头；不能收短信的座机不能使用")]
    Form,
}

impl Phone {
    /// Reads a number as typed: full width, spaces, hyphens and the country's code are put right.
    pub fn read(typed: &str) -> Result<Self, PhoneMistake> {
        let text: String = normal(typed).chars().filter(|c| !matches!(c, ' ' | '-' | '－' | '—' | '(' | ')' | '（' | '）')).collect();
        let text = text.strip_prefix("+86").or_else(|| text.strip_prefix("0086")).unwrap_or(&text);
        if text.is_empty() {
            return Err(PhoneMistake::Empty);
        }
        let fits = text.len() == 11 && text.starts_with('1') && text.bytes().all(|b| b.is_ascii_digit());
        if fits && !matches!(text.as_bytes().get(1), Some(b'0'..=b'2')) { Ok(Phone(text.into())) } else { Err(PhoneMistake::Form) }
    }

    /// All eleven digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `138****1234`.
    pub fn masked(&self) -> String {
        format!("{}****{}", self.0.get(..3).unwrap_or_default(), self.0.get(7..).unwrap_or_default())
    }
}

impl TryFrom<String> for Phone {
    type Error = PhoneMistake;

    fn try_from(text: String) -> Result<Self, PhoneMistake> {
        Phone::read(&text)
    }
}

impl From<Phone> for String {
    fn from(phone: Phone) -> String {
        phone.0
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_people_type_them_are_put_right() {
        for typed in ["13800001234", "１３８ 0000 1234", "+86 138-0000-1234", "008613800001234"] {
            assert_eq!(Phone::read(typed).map(|phone| phone.masked()), Ok("138****1234".into()), "{typed}");
        }
        for (typed, mistake) in [
            ("", PhoneMistake::Empty),
            ("0477-8591234", PhoneMistake::Form),
            ("12345678901", PhoneMistake::Form),
            ("1380000123", PhoneMistake::Form),
            ("1380000123x", PhoneMistake::Form),
        ] {
            assert_eq!(Phone::read(typed), Err(mistake), "{typed}");
        }
    }
}
