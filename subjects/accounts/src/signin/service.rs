//! What signing in and out does.

use http::HeaderValue;
use web::database::{DatabaseError, Tx, transaction};
use web::login::{self, AccountId, AccountState, Password, SecondFactor, SessionOwner};
use web::rights::Visitor;
use web::{App, Failure, audit};

use super::hashing::verify;
use super::queries::{self, Credentials};
use crate::events::{Locked, SignInFailed, SignedIn, SignedOut};
use crate::login_name::LoginName;
use web::Refusal;
use web::caller::Caller;

/// So many wrong tries one after the other lock an account.
pub(crate) const MOST_FAILURES: i64 = 5;

/// For so long.
pub(crate) const LOCK_MINUTES: i64 = 15;

/// What was typed, and the session that this browser had.
pub(crate) struct Attempt {
    /// None if what was typed cannot be a sign-in name.
    pub name: Option<LoginName>,
    pub password: Password,
    pub code: String,
    pub previous: Option<String>,
}

/// What came of it.
pub(crate) enum Outcome {
    /// The cookie to set.
    SignedIn(HeaderValue),
    /// One of the three was wrong, or the account cannot sign in.
    Refused,
    /// All was right, but the account is locked until then.
    LockedUntil(i64),
}

/// Signs in. An unknown account takes as long and sounds the same as a wrong password.
pub(crate) async fn sign_in(app: &App, caller: &Caller, attempt: Attempt) -> Result<Outcome, Failure> {
    let name = attempt.name.as_ref().map_or("", LoginName::as_str);
    app.limits().check_sign_in(name)?;
    let known = {
        let mut tx = app.database().reader().await?;
        queries::by_name(&mut tx, name).await?
    };
    let hash = known.and_then(|known| known.password_hash);
    let password_right = verify(attempt.password, hash.clone()).await?;
    let outcome = transaction!(app.database(), |tx| -> Result<Outcome, Refusal> {
        let account = queries::by_name(&mut tx, name).await?;
        let Some(account) = account else {
            let event = SignInFailed { subject: "unknown".into(), login_name: None, why: "unknown-account" };
            audit::record(&mut tx, &caller.actor, caller.now, &event).await?;
            return Ok(Outcome::Refused);
        };
        // The password may have been changed while it was compared.
        let password_right = password_right && account.password_hash == hash;
        decide(app, &mut tx, caller, &account, name, password_right, &attempt.code, attempt.previous.as_deref()).await
    })?;
    Ok(outcome)
}

#[allow(clippy::too_many_arguments)] // One call, inside one transaction.
async fn decide(
    app: &App,
    tx: &mut Tx,
    caller: &Caller,
    account: &Credentials,
    name: &str,
    password_right: bool,
    code: &str,
    previous: Option<&str>,
) -> Result<Outcome, Refusal> {
    let step = right_step(app, account, code);
    let active = AccountState::from_word(&account.state) == AccountState::Active;
    let why = match (active, password_right, step) {
        (false, _, _) => "not-active",
        (true, false, _) => "wrong-password",
        (true, true, None) => "wrong-code",
        (true, true, Some(_)) if account.locked_until > caller.now => "locked",
        (true, true, Some(step)) => return welcome(app, tx, caller, account, step, previous).await,
    };
    let failed = SignInFailed { subject: account.id.to_string(), login_name: Some(name.to_string()), why };
    if why == "locked" {
        audit::record(tx, &caller.actor, caller.now, &failed).await?;
        return Ok(Outcome::LockedUntil(account.locked_until));
    }
    let locked = count_failure(tx, account, caller.now).await?;
    audit::record(tx, &caller.actor, caller.now, &failed).await?;
    if let Some(until) = locked {
        audit::record(tx, &caller.actor, caller.now, &Locked { subject: account.id.to_string(), until }).await?;
    }
    Ok(Outcome::Refused)
}

async fn welcome(
    app: &App,
    tx: &mut Tx,
    caller: &Caller,
    account: &Credentials,
    step: i64,
    previous: Option<&str>,
) -> Result<Outcome, Refusal> {
    queries::succeeded(tx, &account.id, step).await?;
    queries::signed_in_at(tx, &account.id, caller.now).await?;
    if let Some(previous) = previous {
        login::end(tx, previous).await?;
    }
    let cookie = login::start(tx, &SessionOwner::Account(account.id.clone()), caller.now, app.settings().https).await?;
    let actor = caller.actor.proven_to_be(account.id.as_str(), &account.display_name);
    audit::record(tx, &actor, caller.now, &SignedIn { subject: account.id.to_string() }).await?;
    Ok(Outcome::SignedIn(cookie))
}

/// Counts a wrong try; says until when the account is locked if this one locks it. While it is locked nothing is counted.
pub(crate) async fn count_failure(tx: &mut Tx, account: &Credentials, now: i64) -> Result<Option<i64>, DatabaseError> {
    if account.locked_until > now {
        return Ok(None);
    }
    let failures = account.failures + 1;
    if failures < MOST_FAILURES {
        queries::failed(tx, &account.id, failures, 0).await?;
        return Ok(None);
    }
    let until = now + LOCK_MINUTES * 60_000;
    queries::failed(tx, &account.id, 0, until).await?;
    Ok(Some(until))
}

/// The step that the code uses up, if it is right now and was not used before.
pub(crate) fn right_step(app: &App, account: &Credentials, code: &str) -> Option<i64> {
    let factor = SecondFactor::unseal(app.secrets(), account.id.as_str(), account.second_factor.as_deref()?).ok()?;
    factor.check(code, phone_time(app), account.second_factor_step)
}

/// The time that a person's telephone shows, in whole seconds, as codes count it.
pub(crate) fn phone_time(app: &App) -> u64 {
    u64::try_from(app.clock().wall() / 1_000).unwrap_or(0)
}

/// Ends this session.
pub(crate) async fn sign_out(app: &App, caller: &Caller, visitor: &Visitor) -> Result<(), Failure> {
    let subject = visitor.account().map(AccountId::to_string).unwrap_or_default();
    transaction!(app.database(), |tx| -> Result<(), Refusal> {
        login::end(&mut tx, &visitor.session).await?;
        Ok(audit::record(&mut tx, &caller.actor, caller.now, &SignedOut { subject: subject.clone() }).await?)
    })?;
    Ok(())
}
