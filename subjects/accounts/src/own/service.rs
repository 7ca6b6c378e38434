//! What a person does with the own account.

use web::database::{Tx, transaction};
use web::login::{self, AccountId, IDLE_MINUTES, Password, SecondFactor};
use web::{App, Failure, audit};

use super::queries::{self, OpenSession};
use crate::events::{Locked, PasswordChanged, SecondFactorRenewed, SessionsEnded, SignInFailed};
use crate::frame::Desk;
use crate::people::queries as people;
use crate::people::queries::Account;
use crate::setup::wrong_code;
use crate::signin::hashing::{hash, verify};
use crate::signin::queries::{self as signin, Credentials};
use crate::signin::service::{LOCK_MINUTES, count_failure, phone_time, right_step};
use web::Refusal;
use web::caller::Caller;

/// What came of an act that asks for the password again.
pub(super) enum Outcome<T> {
    Done(T),
    /// What was typed in this field is not right; counted as a failed try.
    Wrong(&'static str),
    /// That was one too many: the account is locked and every session ended.
    Locked,
}

impl<T> Outcome<T> {
    /// The result, or what the form says.
    pub fn into_result(self) -> Result<T, Refusal> {
        match self {
            Outcome::Done(done) => Ok(done),
            Outcome::Wrong("code") => Err(Refusal::at("code", "动态码不正确或已经用过，请等下一个动态码")),
            Outcome::Wrong(field) => Err(Refusal::at(field, "现在的密码不正确")),
            Outcome::Locked => Err(Refusal::rule(format!("多次不正确，账号已锁定 {LOCK_MINUTES} 分钟，所有登录已结束"))),
        }
    }
}

/// The person's account and open sessions.
pub(super) async fn overview(desk: &Desk, id: &AccountId) -> Result<(Account, Vec<OpenSession>), Failure> {
    let mut tx = desk.app.database().reader().await?;
    let account = people::account(&mut tx, id).await?.ok_or(Failure::NotFound)?;
    let sessions = queries::sessions(&mut tx, id, desk.caller.now, desk.caller.now - IDLE_MINUTES * 60_000).await?;
    Ok((account, sessions))
}

/// The account's credentials and whether the password typed is the right one.
async fn compare(app: &App, id: &AccountId, password: Password) -> Result<(Credentials, bool), Failure> {
    app.limits().check_sign_in(id.as_str())?;
    let credentials = {
        let mut tx = app.database().reader().await?;
        signin::by_id(&mut tx, id).await?.ok_or(Failure::SignInFirst)?
    };
    let right = verify(password, credentials.password_hash.clone()).await?;
    Ok((credentials, right))
}

/// Reads the credentials again inside the transaction; a password changed meanwhile counts as wrong.
async fn again(tx: &mut Tx, compared: &Credentials, right: bool) -> Result<(Credentials, bool), Refusal> {
    let current = signin::by_id(tx, &compared.id).await?.ok_or(Refusal::NotFound)?;
    let same = current.password_hash == compared.password_hash;
    Ok((current, right && same))
}

/// Counts a wrong try as signing in does: a stolen session must not be a way to guess the password.
async fn wrong<T>(tx: &mut Tx, caller: &Caller, account: &Credentials, field: &'static str) -> Result<Outcome<T>, Refusal> {
    let locked = count_failure(tx, account, caller.now).await?;
    if locked.is_some() {
        login::end_all_of(tx, &account.id).await?;
    }
    let why = if field == "code" { "wrong-code" } else { "wrong-password" };
    let failed = SignInFailed { subject: account.id.to_string(), login_name: None, why };
    audit::record(tx, &caller.actor, caller.now, &failed).await?;
    let Some(until) = locked else { return Ok(Outcome::Wrong(field)) };
    audit::record(tx, &caller.actor, caller.now, &Locked { subject: account.id.to_string(), until }).await?;
    Ok(Outcome::Locked)
}

/// Changes the password and ends the other sessions.
pub(super) async fn change_password(desk: &Desk, id: &AccountId, current: Password, new: Password) -> Result<Outcome<()>, Failure> {
    let caller = &desk.caller;
    let (compared, right) = compare(&desk.app, id, current).await?;
    let hash = hash(new).await?;
    let outcome = transaction!(desk.app.database(), |tx| -> Result<Outcome<()>, Refusal> {
        let (account, right) = again(&mut tx, &compared, right).await?;
        if !right {
            return wrong(&mut tx, caller, &account, "current").await;
        }
        queries::set_password(&mut tx, id, hash.as_str(), caller.now).await?;
        queries::end_others(&mut tx, id, &desk.visitor.session).await?;
        audit::record(&mut tx, &caller.actor, caller.now, &PasswordChanged { subject: id.to_string() }).await?;
        Ok(Outcome::Done(()))
    })?;
    Ok(outcome)
}

/// A second factor being bound anew: until it is confirmed it exists only on the page, sealed for this session.
pub(super) struct Pending {
    pub factor: SecondFactor,
    pub sealed: String,
}

fn pending_owner(desk: &Desk, id: &AccountId) -> String {
    format!("{id}:{}", desk.visitor.session)
}

/// First step of binding another device: the password, and a code of the old device.
pub(super) async fn begin_renewal(desk: &Desk, id: &AccountId, current: Password, code: &str) -> Result<Outcome<Pending>, Failure> {
    let (app, caller) = (&desk.app, &desk.caller);
    let (compared, right) = compare(app, id, current).await?;
    let outcome = transaction!(app.database(), |tx| -> Result<Outcome<()>, Refusal> {
        let (account, right) = again(&mut tx, &compared, right).await?;
        if !right {
            return wrong(&mut tx, caller, &account, "renew-current").await;
        }
        let Some(step) = right_step(app, &account, code) else {
            return wrong(&mut tx, caller, &account, "code").await;
        };
        signin::succeeded(&mut tx, id, step).await?;
        Ok(Outcome::Done(()))
    })?;
    match outcome {
        Outcome::Done(()) => Ok(Outcome::Done(fresh(desk, id).await?)),
        Outcome::Wrong(field) => Ok(Outcome::Wrong(field)),
        Outcome::Locked => Ok(Outcome::Locked),
    }
}

/// What an authenticator shows: the activity's name and the sign-in name.
async fn names(desk: &Desk, id: &AccountId) -> Result<(String, String), Failure> {
    let mut tx = desk.app.database().reader().await?;
    let account = people::account(&mut tx, id).await?.ok_or(Failure::NotFound)?;
    Ok((desk.app.plan().plan.activity.short_title.clone(), account.login_name))
}

async fn fresh(desk: &Desk, id: &AccountId) -> Result<Pending, Failure> {
    let (issuer, account) = names(desk, id).await?;
    let factor = SecondFactor::generate(&issuer, &account).map_err(|error| Failure::Internal(error.to_string()))?;
    let sealed = factor.seal(desk.app.secrets(), &pending_owner(desk, id));
    Ok(Pending { factor, sealed })
}

/// The second factor that the page of the first step carried, if it is of this session.
pub(super) async fn pending(desk: &Desk, id: &AccountId, sealed: &str) -> Result<Pending, Failure> {
    let factor = SecondFactor::unseal(desk.app.secrets(), &pending_owner(desk, id), sealed).map_err(|_| Failure::StaleForm)?;
    let (issuer, account) = names(desk, id).await?;
    let factor = factor.named(&issuer, &account).map_err(|error| Failure::Internal(error.to_string()))?;
    Ok(Pending { factor, sealed: sealed.to_string() })
}

/// Second step: a code of the new device. The old one stops working, other sessions end.
pub(super) async fn finish_renewal(desk: &Desk, id: &AccountId, pending: &Pending, code: &str) -> Result<(), Refusal> {
    let caller = &desk.caller;
    let step = pending.factor.check(code, phone_time(&desk.app), 0).ok_or_else(wrong_code)?;
    let sealed = pending.factor.seal(desk.app.secrets(), id.as_str());
    transaction!(desk.app.database(), |tx| -> Result<(), Refusal> {
        queries::set_second_factor(&mut tx, id, &sealed, step).await?;
        queries::end_others(&mut tx, id, &desk.visitor.session).await?;
        Ok(audit::record(&mut tx, &caller.actor, caller.now, &SecondFactorRenewed { subject: id.to_string() }).await?)
    })
}

/// Ends all sessions but this one.
pub(super) async fn end_others(desk: &Desk, id: &AccountId) -> Result<(), Refusal> {
    let caller = &desk.caller;
    transaction!(desk.app.database(), |tx| -> Result<(), Refusal> {
        let count = queries::end_others(&mut tx, id, &desk.visitor.session).await?;
        let event = SessionsEnded { subject: id.to_string(), count: i64::try_from(count).unwrap_or(i64::MAX) };
        Ok(audit::record(&mut tx, &caller.actor, caller.now, &event).await?)
    })
}
