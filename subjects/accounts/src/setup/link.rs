//! Issuing a set-up link.

use web::App;
use web::database::Tx;
use web::id::new_token;
use web::login::{AccountId, SecondFactor};
use web::secrets::fingerprint;

use super::queries;
use web::Refusal;

/// A link works for so long.
pub(crate) const VALID_HOURS: i64 = 72;

/// A link just issued. Its token is known here for the only time; the database keeps a hash.
#[derive(Clone)]
pub(crate) struct Issued {
    /// The path on this site.
    pub path: String,
    /// When it runs out, in milliseconds.
    pub expires_at: i64,
}

/// Issues a link for an account in the caller's transaction; older ones are void. The second factor that will be bound
/// is made now, so that the page shows the same code however often it is loaded.
pub(crate) async fn issue(tx: &mut Tx, app: &App, account: &AccountId, now: i64) -> Result<Issued, Refusal> {
    let token = new_token();
    let factor = SecondFactor::generate("Sanmin", account.as_str()).map_err(Refusal::internal)?;
    let sealed = factor.seal(app.secrets(), account.as_str());
    let expires_at = now + VALID_HOURS * 3_600_000;
    queries::void(tx, account, now).await?;
    queries::insert(tx, &fingerprint(&token), account, &sealed, now, expires_at).await?;
    Ok(Issued { path: format!("/office/setup/{token}"), expires_at })
}

/// Makes every link of an account void.
pub(crate) async fn void(tx: &mut Tx, account: &AccountId, now: i64) -> Result<(), Refusal> {
    Ok(queries::void(tx, account, now).await?)
}

/// When the account's open link runs out, if it has one.
pub(crate) async fn open_until(tx: &mut Tx, account: &AccountId, now: i64) -> Result<Option<i64>, Refusal> {
    Ok(queries::open_until(tx, account, now).await?)
}
