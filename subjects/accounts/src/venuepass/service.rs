//! What is done with venue passes.

use http::HeaderValue;
use jiff::civil::Date;
use web::database::transaction;
use web::id::{new_id, new_token, random_bytes};
use web::login::{self, Password, SessionOwner};
use web::secrets::fingerprint;
use web::{App, Failure, audit};

use super::queries::{self, NewPass, Pass};
use super::validity::{State, hours_of};
use crate::events::{PassCreated, PassEntered, PassLocked, PassRefused, PassRevoked};
use crate::signin::hashing::{hash, verify};
use web::Refusal;
use web::caller::Caller;

/// So many wrong PINs one after the other lock a pass.
pub(super) const MOST_FAILURES: i64 = 5;

/// For so long.
pub(super) const LOCK_MINUTES: i64 = 10;

/// A pass just made. PIN and path are known here for the only time.
pub(super) struct Made {
    pub path: String,
    pub pin: String,
    pub valid_from: i64,
    pub valid_until: i64,
}

/// Six digits, each as likely as the other.
fn new_pin() -> String {
    // The largest multiple of a million that fits; what lies above would favour small numbers.
    const FAIR: u32 = u32::MAX - u32::MAX % 1_000_000;
    loop {
        let number = u32::from_be_bytes(random_bytes());
        if number < FAIR {
            return format!("{:06}", number % 1_000_000);
        }
    }
}

/// Makes a pass.
pub(super) async fn create(app: &App, caller: &Caller, by: &str, venue: &str, label: &str, day: Date) -> Result<Made, Failure> {
    let (valid_from, valid_until) = hours_of(day).ok_or_else(|| Failure::BadRequest("日期超出范围".into()))?;
    let (id, token, pin, day) = (new_id(), new_token(), new_pin(), day.to_string());
    let pin_hash = hash(Password::new(pin.clone())).await?;
    transaction!(app.database(), |tx| -> Result<(), Refusal> {
        let new = NewPass {
            id: &id,
            venue,
            label,
            day: &day,
            valid_from,
            valid_until,
            token_hash: &fingerprint(&token),
            pin_hash: pin_hash.as_str(),
            created_by: by,
        };
        queries::insert(&mut tx, &new, caller.now).await?;
        let event = PassCreated { subject: id.clone(), venue: venue.into(), label: label.into(), day: day.clone() };
        Ok(audit::record(&mut tx, &caller.actor, caller.now, &event).await?)
    })?;
    Ok(Made { path: format!("/venue/enter/{token}"), pin, valid_from, valid_until })
}

/// Revokes a pass; whoever is signed in by it is out at once.
pub(super) async fn revoke(app: &App, caller: &Caller, id: &str, reason: &str) -> Result<(), Refusal> {
    transaction!(app.database(), |tx| -> Result<(), Refusal> {
        let pass = queries::by_id(&mut tx, id).await?.ok_or(Refusal::NotFound)?;
        if !queries::revoke(&mut tx, id, caller.now).await? {
            return Err(Refusal::rule("此通行码已经撤销"));
        }
        let event = PassRevoked { subject: id.into(), venue: pass.venue, label: pass.label, reason: reason.into() };
        Ok(audit::record(&mut tx, &caller.actor, caller.now, &event).await?)
    })
}

/// The pass of a link that is not over or revoked.
pub(super) async fn open(app: &App, token: &str) -> Result<Pass, Refusal> {
    let mut tx = app.database().reader().await?;
    let pass = queries::by_token(&mut tx, &fingerprint(token)).await?.ok_or(Refusal::LinkExpired)?;
    match State::of(&pass, app.clock().millis()) {
        State::Over | State::Revoked => Err(Refusal::LinkExpired),
        State::Early | State::Valid | State::Locked => Ok(pass),
    }
}

/// What came of a PIN.
pub(super) enum Outcome {
    /// The cookie to set.
    Entered(HeaderValue),
    /// Not the right one.
    Wrong,
    /// Too many wrong ones; locked for a while.
    Locked,
    /// The day has not come.
    Early,
}

/// Enters by link and PIN. `previous` is the session that this browser had.
pub(super) async fn enter(app: &App, caller: &Caller, token: &str, pin: &str, previous: Option<&str>) -> Result<Outcome, Failure> {
    let pass = open(app, token).await?;
    app.limits().check_sign_in(&pass.id)?;
    let right = verify(Password::new(pin.to_string()), Some(pass.pin_hash)).await?;
    let outcome = transaction!(app.database(), |tx| -> Result<Outcome, Refusal> {
        let pass = queries::by_id(&mut tx, &pass.id).await?.ok_or(Refusal::LinkExpired)?;
        match State::of(&pass, caller.now) {
            State::Over | State::Revoked => return Err(Refusal::LinkExpired),
            State::Early => return Ok(Outcome::Early),
            State::Locked => return Ok(Outcome::Locked),
            State::Valid => {}
        }
        if !right {
            return wrong(&mut tx, caller, &pass).await;
        }
        queries::set_failures(&mut tx, &pass.id, 0, 0).await?;
        if let Some(previous) = previous {
            login::end(&mut tx, previous).await?;
        }
        let owner = SessionOwner::VenuePass(pass.id.clone(), pass.valid_until);
        let cookie = login::start(&mut tx, &owner, caller.now, app.settings().https).await?;
        let event = PassEntered { subject: pass.id, venue: pass.venue, label: pass.label };
        audit::record(&mut tx, &caller.actor, caller.now, &event).await?;
        Ok(Outcome::Entered(cookie))
    })?;
    Ok(outcome)
}

async fn wrong(tx: &mut web::database::Tx, caller: &Caller, pass: &Pass) -> Result<Outcome, Refusal> {
    let failures = pass.failures + 1;
    let locked = failures >= MOST_FAILURES;
    let until = caller.now + LOCK_MINUTES * 60_000;
    queries::set_failures(tx, &pass.id, if locked { 0 } else { failures }, if locked { until } else { 0 }).await?;
    let event = PassRefused { subject: pass.id.clone(), venue: pass.venue.clone(), label: pass.label.clone() };
    audit::record(tx, &caller.actor, caller.now, &event).await?;
    if !locked {
        return Ok(Outcome::Wrong);
    }
    let event = PassLocked { subject: pass.id.clone(), venue: pass.venue.clone(), until };
    audit::record(tx, &caller.actor, caller.now, &event).await?;
    Ok(Outcome::Locked)
}

/// Ends the session of whoever stands at the venue.
pub(super) async fn leave(app: &App, session: &str) -> Result<(), Failure> {
    transaction!(app.database(), |tx| -> Result<(), Refusal> { Ok(login::end(&mut tx, session).await?) })?;
    Ok(())
}

/// One pass.
pub(super) async fn by_id(app: &App, id: &str) -> Result<Option<Pass>, Failure> {
    let mut tx = app.database().reader().await?;
    Ok(queries::by_id(&mut tx, id).await?)
}

/// The passes that the list shows.
pub(super) async fn list(app: &App) -> Result<Vec<Pass>, Failure> {
    const MOST: i64 = 500;
    let mut tx = app.database().reader().await?;
    Ok(queries::all(&mut tx, MOST).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_is_six_digits() {
        for _ in 0..1_000 {
            let pin = new_pin();
            assert!(pin.len() == 6 && pin.bytes().all(|b| b.is_ascii_digit()));
        }
    }
}
