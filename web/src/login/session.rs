//! Sessions: a random token in a cookie, its hash in the database, ended by idleness, by age or by hand.

use http::{HeaderMap, HeaderValue, header};
use plan::Role;

use super::AccountId;
use crate::app::App;
use crate::args;
use crate::database::{DatabaseError, FromRow, Row, Tx};
use crate::failure::Failure;
use crate::id::new_token;
use crate::rights::{Identity, Known, Visitor};
use crate::secrets::fingerprint;

/// The name of the session cookie.
pub const SESSION_COOKIE: &str = "sanmin_session";

/// A session unused for this long ends (等级保护三级: idle time-out).
pub const IDLE_MINUTES: i64 = 30;

/// No session lives longer, however busy.
pub const LONGEST_HOURS: i64 = 12;

/// The time of last use is written at most this often.
const TOUCH_MILLIS: i64 = 60_000;

/// For whom a session is started.
#[derive(Clone, Debug)]
pub enum SessionOwner {
    /// A staff account.
    Account(AccountId),
    /// A venue pass, until the end of its day (milliseconds).
    VenuePass(String, i64),
}

/// Starts a session in the caller's transaction and gives the cookie to set.
pub async fn start(tx: &mut Tx, owner: &SessionOwner, now: i64, secure: bool) -> Result<HeaderValue, DatabaseError> {
    let token = new_token();
    let latest = now + LONGEST_HOURS * 3_600_000;
    let (account, pass, expires) = match owner {
        SessionOwner::Account(id) => (Some(id.to_string()), None, latest),
        SessionOwner::VenuePass(id, end_of_day) => (None, Some(id.clone()), latest.min(*end_of_day)),
    };
    tx.execute(
        "INSERT INTO sessions (token_hash, account_id, venue_pass_id, created_at, last_used_at, expires_at) VALUES ($1, $2, $3, $4, $4, $5)",
        args![fingerprint(&token), account, pass, now, expires],
    )
    .await?;
    let secure = if secure { "; Secure" } else { "" };
    let cookie = format!("{SESSION_COOKIE}={token}; Path=/; HttpOnly; SameSite=Lax{secure}");
    Ok(HeaderValue::try_from(cookie).expect("a token and constants make a header"))
}

/// The cookie that removes the session from the browser.
pub fn clear_cookie() -> HeaderValue {
    HeaderValue::from_static("sanmin_session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0")
}

/// Ends one session, by the hash under which it is stored.
pub async fn end(tx: &mut Tx, session: &str) -> Result<(), DatabaseError> {
    tx.execute("DELETE FROM sessions WHERE token_hash = $1", args![session]).await.map(drop)
}

/// Ends every session of an account: its roles, password or state have changed.
pub async fn end_all_of(tx: &mut Tx, account: &AccountId) -> Result<(), DatabaseError> {
    tx.execute("DELETE FROM sessions WHERE account_id = $1", args![account.as_str()]).await.map(drop)
}

/// Removes sessions that ran out, so that the table stays small.
pub async fn sweep(tx: &mut Tx, now: i64) -> Result<u64, DatabaseError> {
    tx.execute("DELETE FROM sessions WHERE expires_at < $1 OR last_used_at < $2", args![now, now - IDLE_MINUTES * 60_000]).await
}

/// Moves every session `by` so many milliseconds along, in the transaction in which a rehearsal's clock is advanced: a jump
/// of days would otherwise end them all, that of whoever advances the clock among them. Who had run out stays out, and a
/// venue pass still ends with its day.
pub(crate) async fn carry_along(tx: &mut Tx, by: i64) -> Result<(), DatabaseError> {
    tx.execute(
        "UPDATE sessions SET last_used_at = last_used_at + $1,
         expires_at = CASE WHEN account_id IS NULL THEN expires_at ELSE expires_at + $1 END",
        args![by],
    )
    .await
    .map(drop)
}

/// How many sessions are alive.
pub async fn alive(tx: &mut Tx, now: i64) -> Result<i64, DatabaseError> {
    tx.one("SELECT COUNT(*) FROM sessions WHERE expires_at > $1 AND last_used_at > $2", args![now, now - IDLE_MINUTES * 60_000]).await
}

/// The visitor whose session cookie the request carries, if it is alive.
pub async fn identify(app: &App, headers: &HeaderMap) -> Result<Option<Visitor>, Failure> {
    let Some(token) = cookie(headers, SESSION_COOKIE) else { return Ok(None) };
    let session = fingerprint(token);
    let now = app.clock().millis();
    let mut tx = app.database().reader().await?;
    let Some(found) = find(&mut tx, &session, now).await? else { return Ok(None) };
    let visitor = match (&found.account, &found.pass) {
        (Some(account), _) => account_visitor(&mut tx, app, account, &session).await?,
        (None, Some(pass)) => pass_visitor(&mut tx, app, pass, &session).await?,
        (None, None) => None,
    };
    drop(tx);
    if visitor.is_some() && now - found.last_used_at > TOUCH_MILLIS {
        touch(app, &session, now).await?;
    }
    Ok(visitor)
}

async fn touch(app: &App, session: &str, now: i64) -> Result<(), Failure> {
    crate::transaction!(app.database(), |tx| {
        tx.execute("UPDATE sessions SET last_used_at = $2 WHERE token_hash = $1 AND last_used_at < $2", args![session, now]).await
    })?;
    Ok(())
}

struct Found {
    account: Option<String>,
    pass: Option<String>,
    last_used_at: i64,
}

impl FromRow for Found {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        Ok(Found {
            account: row.optional_text("account_id")?,
            pass: row.optional_text("venue_pass_id")?,
            last_used_at: row.int("last_used_at")?,
        })
    }
}

async fn find(tx: &mut Tx, session: &str, now: i64) -> Result<Option<Found>, DatabaseError> {
    tx.optional(
        "SELECT account_id, venue_pass_id, last_used_at FROM sessions WHERE token_hash = $1 AND expires_at > $2 AND last_used_at > $3",
        args![session, now, now - IDLE_MINUTES * 60_000],
    )
    .await
}

async fn account_visitor(tx: &mut Tx, app: &App, account: &str, session: &str) -> Result<Option<Visitor>, Failure> {
    let row: Option<(String, String)> =
        tx.optional("SELECT display_name, unit FROM accounts WHERE id = $1 AND state = 'active'", args![account]).await?;
    let Some((name, unit)) = row else { return Ok(None) };
    let roles: Vec<String> = tx.all("SELECT role FROM account_roles WHERE account_id = $1 ORDER BY role", args![account]).await?;
    let posts: Vec<String> = tx.all("SELECT post FROM account_posts WHERE account_id = $1 ORDER BY post", args![account]).await?;
    let roles: Vec<Role> = roles.iter().filter_map(|role| role.parse().ok()).collect();
    let identity = Identity::Account(AccountId::from(account.to_string()));
    Ok(Some(visitor(app, identity, name, unit, posts, roles, session)))
}

async fn pass_visitor(tx: &mut Tx, app: &App, pass: &str, session: &str) -> Result<Option<Visitor>, Failure> {
    let row: Option<(String, String)> =
        tx.optional("SELECT venue, label FROM venue_passes WHERE id = $1 AND revoked_at IS NULL", args![pass]).await?;
    let Some((venue, label)) = row else { return Ok(None) };
    let identity = Identity::VenuePass(pass.to_string());
    Ok(Some(visitor(app, identity, label, String::new(), Vec::new(), vec![Role::Venue(venue)], session)))
}

fn visitor(app: &App, identity: Identity, name: String, unit: String, posts: Vec<String>, roles: Vec<Role>, session: &str) -> Visitor {
    let form_token = app.secrets().code("form", session);
    Visitor::new(Known { identity, name, unit, posts, roles, form_token, session: session.to_string() })
}

/// A cookie's value.
fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let pairs = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(';'));
    pairs.filter_map(|pair| pair.trim().split_once('=')).find(|(key, _)| *key == name).map(|(_, value)| value)
}
