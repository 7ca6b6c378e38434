//! The second factor: six digits every 30 seconds (TOTP, RFC 6238), from an authenticator app or mini program.

use totp_rs::{Builder, Secret, Totp};
use zeroize::Zeroizing;

use crate::secrets::{CannotOpen, Secrets};

pub use totp_rs::TotpError;

/// A person's second factor. Has no `Debug`.
pub struct SecondFactor(Totp);

/// Keeps sealed second factors apart from other sealed values.
const LABEL: &str = "second-factor";

impl SecondFactor {
    /// A new one for the account, from 20 random bytes.
    pub fn generate(issuer: &str, account: &str) -> Result<Self, TotpError> {
        Self::with_secret(Secret::generate(), issuer, account)
    }

    fn with_secret(secret: Secret, issuer: &str, account: &str) -> Result<Self, TotpError> {
        // A colon separates issuer and account in the enrolment URL, so neither may have one.
        let (issuer, account) = (issuer.replace(':', " "), account.replace(':', " "));
        Builder::new().with_secret(secret).with_issuer(Some(issuer)).with_account_name(account).build().map(SecondFactor)
    }

    /// Opens what [`SecondFactor::seal`] made for the account's id.
    pub fn unseal(secrets: &Secrets, owner: &str, sealed: &str) -> Result<Self, CannotOpen> {
        let bytes = secrets.unseal(LABEL, owner, sealed)?;
        let secret = Secret::from(bytes.to_vec());
        Self::with_secret(secret, "Sanmin", "account").map_err(|_| CannotOpen)
    }

    /// The same secret under the names that an authenticator shows.
    pub fn named(self, issuer: &str, account: &str) -> Result<Self, TotpError> {
        Self::with_secret(self.0.secret().clone(), issuer, account)
    }

    /// The sealed secret, as stored; only the account with this id can use it.
    pub fn seal(&self, secrets: &Secrets, owner: &str) -> String {
        secrets.seal(LABEL, owner, self.0.secret().as_bytes())
    }

    /// The enrolment URL for the QR code. Shown once.
    pub fn enrolment_url(&self) -> Result<Zeroizing<String>, TotpError> {
        self.0.to_url().map(Zeroizing::new)
    }

    /// The secret to type by hand where no code can be scanned, in groups of four.
    pub fn typed_secret(&self) -> Zeroizing<String> {
        let text = Zeroizing::new(self.0.secret().to_base32());
        let groups: Vec<&str> = text.as_bytes().chunks(4).filter_map(|group| std::str::from_utf8(group).ok()).collect();
        Zeroizing::new(groups.join(" "))
    }

    /// What a person makes of [`SecondFactor::typed_secret`]. For tests.
    #[cfg(feature = "testing")]
    pub fn from_typed(text: &str) -> Option<Self> {
        let bytes = data_encoding::BASE32_NOPAD.decode(text.replace(' ', "").as_bytes()).ok()?;
        Self::with_secret(Secret::from(bytes), "Sanmin", "account").ok()
    }

    /// The step that the code belongs to, if it is right at `now` (seconds) give or take one step. A step that was used
    /// before, up to `last_step`, is refused: a code works once.
    pub fn check(&self, code: &str, now: u64, last_step: i64) -> Option<i64> {
        let digits: String = code.chars().filter(|c| !c.is_whitespace()).map(to_ascii_digit).collect();
        if digits.len() != 6 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let step = i64::try_from(self.0.check(&digits, now)?).ok()?;
        (step > last_step).then_some(step)
    }

    /// The code at `now` (seconds).
    pub fn code(&self, now: u64) -> String {
        self.0.generate(now).to_string()
    }
}

/// Input methods often leave digits in full width.
fn to_ascii_digit(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_works_once_and_only_around_its_time() {
        let factor = SecondFactor::generate("三民", "liaison").unwrap();
        let now = 1_736_700_000;
        let code = factor.code(now);
        let step = factor.check(&code, now, 0).unwrap();
        assert_eq!(factor.check(&code, now + 29, 0), Some(step));
        assert_eq!(factor.check(&code, now, step), None, "the same code a second time");
        assert_eq!(factor.check(&code, now + 120, 0), None, "an old code");
        let wide: String = code.chars().map(|c| char::from_u32(c as u32 - 48 + 0xFF10).unwrap()).collect();
        assert_eq!(factor.check(&format!(" {wide} "), now, 0), Some(step), "full-width digits");
        assert_eq!(factor.check("", now, 0), None);
        assert_eq!(factor.check("12345６7", now, 0), None);
    }

    #[test]
    fn sealed_and_opened_it_still_knows_its_codes() {
        let secrets = Secrets::ephemeral();
        let factor = SecondFactor::generate("三民", "a:b").unwrap();
        let opened = SecondFactor::unseal(&secrets, "id", &factor.seal(&secrets, "id")).unwrap();
        assert_eq!(opened.code(1_736_700_000), factor.code(1_736_700_000));
        assert!(factor.enrolment_url().unwrap().starts_with("otpauth://totp/"));
    }
}
