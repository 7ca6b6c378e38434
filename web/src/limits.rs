//! Rate limits by account. Never by address alone: a venue of 300 people is one address.

use std::num::NonZeroU32;
use std::sync::Arc;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::failure::Failure;

/// Requests a second that one account may make for long, and in one burst.
const PER_SECOND: NonZeroU32 = NonZeroU32::new(20).expect("not zero");
const BURST: NonZeroU32 = NonZeroU32::new(120).expect("not zero");

/// Sign-in tries a minute for one name, whoever makes them; the lock-out after five wrong ones stands beside it.
const TRIES_PER_MINUTE: NonZeroU32 = NonZeroU32::new(10).expect("not zero");

/// The limiters of one server.
#[derive(Clone)]
pub struct Limits {
    requests: Arc<DefaultKeyedRateLimiter<String>>,
    sign_ins: Arc<DefaultKeyedRateLimiter<String>>,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            requests: Arc::new(RateLimiter::keyed(Quota::per_second(PER_SECOND).allow_burst(BURST))),
            sign_ins: Arc::new(RateLimiter::keyed(Quota::per_minute(TRIES_PER_MINUTE))),
        }
    }
}

impl Limits {
    /// Counts a request of an account or venue pass.
    pub fn check(&self, account: &str) -> Result<(), Failure> {
        take(&self.requests, account)
    }

    /// Counts a try to sign in under a name, so that hashing cannot be made to eat the processor.
    pub fn check_sign_in(&self, name: &str) -> Result<(), Failure> {
        take(&self.sign_ins, name)
    }

    /// Forgets accounts that have been quiet, so that memory does not grow.
    pub fn forget_quiet(&self) {
        self.requests.retain_recent();
        self.sign_ins.retain_recent();
    }
}

fn take(limiter: &DefaultKeyedRateLimiter<String>, key: &str) -> Result<(), Failure> {
    limiter.check_key(&key.to_owned()).map_err(|until| Failure::TooMany(until.wait_time_from(DefaultClock::default().now()).as_secs() + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_account_is_held_back_and_its_neighbour_is_not() {
        let limits = Limits::default();
        for _ in 0..TRIES_PER_MINUTE.get() {
            limits.check_sign_in("one").unwrap();
        }
        assert!(matches!(limits.check_sign_in("one"), Err(Failure::TooMany(1..=7))));
        limits.check_sign_in("another").unwrap();
    }
}
