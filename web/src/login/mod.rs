//! Sign-in: passwords, second factors, sessions, one-time links and venue passes. The pages stand in `subjects/accounts`.

mod account;
mod argon;
mod password;
mod second_factor;
mod session;

pub use account::{AccountId, AccountState};
pub use password::{Password, PasswordHash, PasswordWeakness, RULES};
pub use second_factor::{SecondFactor, TotpError};
pub(crate) use session::carry_along;
pub use session::{
    IDLE_MINUTES, LONGEST_HOURS, SESSION_COOKIE, SessionOwner, alive, clear_cookie, end, end_all_of, identify, start, sweep,
};
