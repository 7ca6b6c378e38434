//! The device that shows somebody's sign-in codes (RFC 6238).

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use totp_rs::{Builder, Secret, Totp};

use crate::Stumbled;

/// Seconds for which a code is shown.
const STEP: u64 = 30;
/// A code that is about to run out is not typed any more.
const LATE: u64 = 10;

/// A phone with one secret.
pub struct Device {
    totp: Totp,
    last_step: u64,
}

impl Device {
    /// From the secret that the set-up page shows for typing.
    ///
    /// # Errors
    /// It is none.
    pub fn enrol(typed: &str) -> Result<Self, Stumbled> {
        let typed: String = typed.split_whitespace().collect();
        let wrong = |why: String| Stumbled::File(format!("the secret of a second factor: {why}"));
        let secret = Secret::try_from_base32(&typed).map_err(|error| wrong(error.to_string()))?;
        let totp = Builder::new().with_secret(secret).with_account_name("play").build().map_err(|error| wrong(error.to_string()))?;
        Ok(Device { totp, last_step: 0 })
    }

    /// A code that was not used yet and is good now. The codes of the step before and after are good too, so that three in a row need no
    /// waiting.
    pub fn code(&mut self) -> String {
        let step = loop {
            let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs());
            let earliest = if now % STEP > STEP - LATE { now / STEP } else { (now / STEP).saturating_sub(1) };
            let step = earliest.max(self.last_step + 1);
            if step <= now / STEP + 1 {
                break step;
            }
            std::thread::sleep(Duration::from_millis(200));
        };
        self.last_step = step;
        self.totp.generate(step * STEP).to_string()
    }
}
