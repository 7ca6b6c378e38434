//! The name under which a person signs in (账号).

use std::fmt;

use web::text::normal;

/// A sign-in name: 2 to 32 characters a-z, 0-9, dot, hyphen, underscore, beginning with a letter or digit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct LoginName(String);

/// What a sign-in name looks like, in Chinese.
pub(crate) const RULE: &str = "2 至 32 位小写字母、数字、点、短横或下划线，以字母或数字开头";

impl LoginName {
    /// Takes what was typed: full width and capitals are brought into the one form first.
    pub fn read(typed: &str) -> Option<Self> {
        let name: String = normal(typed).chars().map(plain_mark).collect::<String>().to_ascii_lowercase();
        let length = (2..=32).contains(&name.len());
        let begins = name.starts_with(|c: char| c.is_ascii_alphanumeric());
        let rest = name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'));
        (length && begins && rest).then_some(LoginName(name))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for LoginName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn plain_mark(c: char) -> char {
    match c {
        '．' => '.',
        '－' => '-',
        '＿' => '_',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_person_has_one_spelling() {
        for typed in ["li.ming-01", " Ｌｉ．Ｍｉｎｇ－０１ ", "LI.MING-01"] {
            assert_eq!(LoginName::read(typed).unwrap().as_str(), "li.ming-01", "{typed}");
        }
        for bad in ["", "a", "-ab", "li ming", "李明", &"a".repeat(33), "a\u{0}b", "a@b", "a'b"] {
            assert!(LoginName::read(bad).is_none(), "{bad:?}");
        }
    }
}
