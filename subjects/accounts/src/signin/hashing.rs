//! Passwords compared and hashed off the threads that answer requests, a few at a time: whoever tries thousands of names keeps neither a
//! release nor the opening of a ballot page waiting, only others who sign in.

use std::time::Duration;

use tokio::sync::{Semaphore, SemaphorePermit};
use web::Failure;
use web::background::off_thread;
use web::login::{Password, PasswordHash};

/// Hashes at once; one takes some 30 ms.
static TURNS: Semaphore = Semaphore::const_new(2);

/// How long somebody waits for a turn: hundreds who come to the same meeting are all served.
const PATIENCE: Duration = Duration::from_secs(10);

/// Seconds after which somebody who was sent away may try again.
const RETRY_SECONDS: u64 = 10;

/// Compares a password with a hash, or with nobody's.
///
/// # Errors
/// [`Failure::TooMany`] if no turn comes.
pub(crate) async fn verify(password: Password, hash: Option<String>) -> Result<bool, Failure> {
    let hash = hash.map_or_else(PasswordHash::nobody, PasswordHash::from_stored);
    let _turn = turn().await?;
    off_thread(move || hash.matches(&password)).await
}

/// Hashes a password.
///
/// # Errors
/// As [`verify`], or no memory.
pub(crate) async fn hash(password: Password) -> Result<PasswordHash, Failure> {
    let _turn = turn().await?;
    off_thread(move || password.hash()).await?.map_err(|error| Failure::Internal(format!("hashing a password: {error}")))
}

async fn turn() -> Result<SemaphorePermit<'static>, Failure> {
    let turn = tokio::time::timeout(PATIENCE, TURNS.acquire()).await.map_err(|_| Failure::TooMany(RETRY_SECONDS))?;
    turn.map_err(|_| Failure::Internal("passwords are no longer compared".into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn who_finds_everybody_else_signing_in_is_told_to_come_back() {
        let held = TURNS.acquire_many(2).await.unwrap();
        let sent_away = verify(Password::new("a password of somebody".into()), None).await;
        assert!(matches!(sent_away, Err(Failure::TooMany(RETRY_SECONDS))), "{sent_away:?}");
        drop(held);
        assert!(!verify(Password::new("a password of somebody".into()), None).await.unwrap());
    }
}
