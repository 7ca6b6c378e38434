//! Passwords: rules and hashes.

use std::sync::LazyLock;

use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc};
use zeroize::Zeroizing;

use super::argon::Argon;

/// The rules in Chinese, shown above every field that takes a new password.
pub const RULES: &str = "至少 10 个字符，含大写字母、小写字母、数字、符号中的三类；不能含账号名，不能是常见密码。";

/// A password as typed. Has no `Debug`; erased from memory when dropped.
pub struct Password(Zeroizing<String>);

/// The stored form of a password (PHC string).
#[derive(Clone)]
pub struct PasswordHash(String);

/// Why a new password is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordWeakness {
    /// Fewer than ten characters.
    TooShort,
    /// More than 128 characters.
    TooLong,
    /// Fewer than three of the four kinds of characters.
    TooUniform,
    /// Contains the account's name.
    ContainsName,
    /// One of the passwords that attackers try first.
    Common,
    /// The two entries differ.
    Mismatch,
}

impl PasswordWeakness {
    /// What is wrong, in Chinese.
    pub fn chinese(self) -> &'static str {
        match self {
            PasswordWeakness::TooShort => "密码太短，至少 10 个字符",
            PasswordWeakness::TooLong => "密码太长，最多 128 个字符",
            PasswordWeakness::TooUniform => "密码需含大写字母、小写字母、数字、符号中的三类",
            PasswordWeakness::ContainsName => "密码不能含账号名",
            PasswordWeakness::Common => "这是常见密码，容易被猜到",
            PasswordWeakness::Mismatch => "两次输入的密码不一致",
        }
    }
}

/// Stems of passwords that meet the rules of kinds and length and are still tried first.
const COMMON_STEMS: [&str; 12] =
    ["password", "passw0rd", "p@ssw0rd", "admin", "qwerty", "1qaz2wsx", "123456", "abc123", "a123456", "woaini", "sanmin", "ordos"];

impl Password {
    /// Takes over what was typed.
    pub fn new(typed: String) -> Self {
        Password(Zeroizing::new(typed))
    }

    /// Checks a new password of `account` against the rules.
    pub fn check(&self, account: &str, repeated: &Password) -> Result<(), PasswordWeakness> {
        let count = self.0.chars().count();
        if self.0.as_str() != repeated.0.as_str() {
            return Err(PasswordWeakness::Mismatch);
        }
        if count < 10 {
            return Err(PasswordWeakness::TooShort);
        }
        if count > 128 {
            return Err(PasswordWeakness::TooLong);
        }
        let has = |test: fn(char) -> bool| usize::from(self.0.chars().any(test));
        let kinds = has(|c| c.is_ascii_uppercase())
            + has(|c| c.is_ascii_lowercase())
            + has(|c| c.is_ascii_digit())
            + has(|c| !c.is_ascii_alphanumeric());
        if kinds < 3 {
            return Err(PasswordWeakness::TooUniform);
        }
        let lower = Zeroizing::new(self.0.to_lowercase());
        if account.chars().count() >= 3 && lower.contains(&account.to_lowercase()) {
            return Err(PasswordWeakness::ContainsName);
        }
        let common = |stem: &&str| lower.contains(*stem) && count < stem.chars().count() + 6;
        if COMMON_STEMS.iter().any(common) {
            return Err(PasswordWeakness::Common);
        }
        Ok(())
    }

    /// Hashes the password; takes tens of milliseconds of one core.
    pub fn hash(&self) -> Result<PasswordHash, argon2::password_hash::Error> {
        Argon::new().hash_password(self.0.as_bytes()).map(|hash: phc::PasswordHash| PasswordHash(hash.to_string()))
    }
}

/// A hash of nothing anybody knows, so that an unknown account costs the same time as a wrong password.
static NOBODY: LazyLock<PasswordHash> =
    LazyLock::new(|| Password::new(crate::id::new_token()).hash().unwrap_or_else(|_| PasswordHash(String::new())));

impl PasswordHash {
    /// A hash as read from the database.
    pub fn from_stored(text: String) -> Self {
        PasswordHash(text)
    }

    /// The text to store.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A hash that matches no password, for accounts that do not exist.
    pub fn nobody() -> Self {
        NOBODY.clone()
    }

    /// Whether the password is the right one. A damaged hash matches nothing.
    pub fn matches(&self, password: &Password) -> bool {
        phc::PasswordHash::new(&self.0).is_ok_and(|hash| Argon::new().verify_password(password.0.as_bytes(), &hash).is_ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(password: &str) -> Result<(), PasswordWeakness> {
        Password::new(password.into()).check("liaison", &Password::new(password.into()))
    }

    #[test]
    fn the_rules_are_those_that_the_page_states() {
        assert_eq!(check("Short-1a"), Err(PasswordWeakness::TooShort));
        assert_eq!(check(&"Aa1-".repeat(40)), Err(PasswordWeakness::TooLong));
        assert_eq!(check("onlylettersandnumbers1"), Err(PasswordWeakness::TooUniform));
        assert_eq!(check("My-Liaison-77"), Err(PasswordWeakness::ContainsName));
        assert_eq!(check("Password-123"), Err(PasswordWeakness::Common));
        assert_eq!(check("河边-Walks-9"), Ok(()));
        let other = Password::new("河边-Walks-8".into());
        assert_eq!(Password::new("河边-Walks-9".into()).check("liaison", &other), Err(PasswordWeakness::Mismatch));
    }

    #[test]
    fn a_hash_knows_its_password_and_no_other() {
        let hash = Password::new("河边-Walks-9".into()).hash().unwrap();
        assert!(hash.as_str().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(hash.matches(&Password::new("河边-Walks-9".into())));
        assert!(!hash.matches(&Password::new("河边-Walks-8".into())));
        assert!(!PasswordHash::nobody().matches(&Password::new("河边-Walks-9".into())));
        assert!(!PasswordHash::from_stored("damaged".into()).matches(&Password::new("x".into())));
    }
}
