//! What using a set-up link does.

use web::database::transaction;
use web::login::{AccountId, Password, PasswordHash, SecondFactor};
use web::secrets::fingerprint;
use web::{App, audit};

use super::queries::{self, OpenLink};
use crate::events;
use crate::signin::service::phone_time;
use web::Refusal;
use web::caller::Caller;

/// An open link with what its page shows.
pub(super) struct Opened {
    pub account: AccountId,
    pub login_name: String,
    pub display_name: String,
    pub unit: String,
    pub expires_at: i64,
    pub factor: SecondFactor,
}

/// Looks at a link without using it.
pub(super) async fn open(app: &App, token: &str) -> Result<Opened, Refusal> {
    let now = app.clock().millis();
    let mut tx = app.database().reader().await?;
    let link = queries::open_link(&mut tx, &fingerprint(token), now).await?.ok_or(Refusal::LinkExpired)?;
    opened(app, link)
}

fn opened(app: &App, link: OpenLink) -> Result<Opened, Refusal> {
    let issuer = app.plan().plan.activity.short_title.clone();
    let factor = SecondFactor::unseal(app.secrets(), link.account.as_str(), &link.sealed).map_err(Refusal::internal)?;
    let factor = factor.named(&issuer, &link.login_name).map_err(Refusal::internal)?;
    Ok(Opened {
        account: link.account,
        login_name: link.login_name,
        display_name: link.display_name,
        unit: link.unit,
        expires_at: link.expires_at,
        factor,
    })
}

/// Whether a new password may be used by this account.
pub(super) fn check_password(opened: &Opened, password: &Password, repeated: &Password) -> Result<(), Refusal> {
    password.check(&opened.login_name, repeated).map_err(|weakness| Refusal::at("password", weakness.chinese()))
}

/// Uses the link: sets the password, binds the second factor, makes the account active.
pub(super) async fn complete(app: &App, caller: &Caller, token: &str, hash: &PasswordHash, code: &str) -> Result<(), Refusal> {
    transaction!(app.database(), |tx| -> Result<(), Refusal> {
        let link = queries::open_link(&mut tx, &fingerprint(token), caller.now).await?.ok_or(Refusal::LinkExpired)?;
        let sealed = link.sealed.clone();
        let opened = opened(app, link)?;
        let step = opened.factor.check(code, phone_time(app), 0).ok_or_else(wrong_code)?;
        if !queries::activate(&mut tx, &opened.account, hash.as_str(), &sealed, step, caller.now).await? {
            return Err(Refusal::LinkExpired);
        }
        queries::void(&mut tx, &opened.account, caller.now).await?;
        Ok(audit::record(&mut tx, &caller.actor, caller.now, &events::SetUp { subject: opened.account.to_string() }).await?)
    })
}

/// The code at hand is not the one of this secret now.
pub(crate) fn wrong_code() -> Refusal {
    Refusal::at("code", "动态码不正确。请确认扫描的是本页的二维码、手机时间准确，再输入当前显示的 6 位数字")
}
