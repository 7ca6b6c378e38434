//! Proof that somebody holds a telephone: six digits by text message, valid ten minutes, five tries, few messages an hour.
//! Limits go by telephone, never by address: a whole street may share one.

use http::header::COOKIE;
use http::{HeaderMap, HeaderValue};
use web::args;
use web::database::{DatabaseError, FromRow, Row, Tx, transaction};
use web::id::{new_id, new_token, random_bytes};
use web::outbox::{self, Kind, Message};
use web::secrets::fingerprint;
use web::{App, Failure, Refusal};

use super::draft::Draft;
use crate::person::{Phone, Seal};

/// How long a code is valid, in milliseconds.
pub(crate) const CODE_TIME: i64 = 10 * 60_000;
/// How long a page may be left before its draft is gone.
const DRAFT_TIME: i64 = 2 * 3_600_000;
/// Wrong tries at one code.
const MOST_TRIES: i64 = 5;
/// Pause between two messages to one telephone.
const PAUSE: i64 = 60_000;
/// Messages to one telephone in an hour.
const MOST_AN_HOUR: i64 = 5;
/// Messages to all telephones in a minute, against somebody who sends them to strangers.
const MOST_A_MINUTE: i64 = 600;
const HOUR: i64 = 3_600_000;

const COOKIE_NAME: &str = "sanmin_signup";

/// What it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Signing up.
    SignUp,
    /// Looking up, withdrawing, appealing.
    Status,
}

impl Purpose {
    fn word(self) -> &'static str {
        match self {
            Purpose::SignUp => "sign-up",
            Purpose::Status => "status",
        }
    }
}

/// A check under way.
pub(crate) struct PhoneCheck {
    /// The hash of the token in the browser's cookie.
    pub token_hash: String,
    /// The hash of the telephone.
    pub phone_hash: String,
    /// What waits.
    pub draft: Draft,
    /// Whether the code was given.
    pub verified: bool,
    tries: i64,
    code_hash: String,
    code_expires_at: i64,
}

struct Stored {
    token_hash: String,
    phone_hash: String,
    content: String,
    verified: bool,
    tries: i64,
    code_hash: String,
    code_expires_at: i64,
}

impl FromRow for Stored {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        Ok(Stored {
            token_hash: row.text("token_hash")?,
            phone_hash: row.text("phone_hash")?,
            content: row.text("content")?,
            verified: row.flag("verified")?,
            tries: row.int("tries")?,
            code_hash: row.text("code_hash")?,
            code_expires_at: row.int("code_expires_at")?,
        })
    }
}

fn sealed(app: &App, token_hash: &str, draft: &Draft) -> String {
    let text = serde_json::to_string(draft).unwrap_or_default();
    app.secrets().seal("signup-draft", token_hash, text.as_bytes())
}

/// The check that this browser has under way, if it is there and not too old.
pub(crate) async fn current(app: &App, headers: &HeaderMap, purpose: Purpose) -> Result<Option<PhoneCheck>, Failure> {
    let Some(token) = token(headers) else { return Ok(None) };
    let mut tx = app.database().reader().await?;
    load(app, &mut tx, &fingerprint(token), purpose).await.map_err(Failure::from)
}

async fn load(app: &App, tx: &mut Tx, token_hash: &str, purpose: Purpose) -> Result<Option<PhoneCheck>, Refusal> {
    let sql = "SELECT * FROM phone_checks WHERE token_hash = $1 AND purpose = $2 AND expires_at > $3";
    let Some(row): Option<Stored> = tx.optional(sql, args![token_hash, purpose.word(), app.clock().millis()]).await? else {
        return Ok(None);
    };
    let clear = app.secrets().unseal("signup-draft", token_hash, &row.content).map_err(Refusal::internal)?;
    let draft = serde_json::from_slice(&clear).map_err(Refusal::internal)?;
    Ok(Some(PhoneCheck {
        token_hash: row.token_hash,
        phone_hash: row.phone_hash,
        draft,
        verified: row.verified,
        tries: row.tries,
        code_hash: row.code_hash,
        code_expires_at: row.code_expires_at,
    }))
}

fn token(headers: &HeaderMap) -> Option<&str> {
    let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    cookies.flat_map(|value| value.split(';')).find_map(|pair| pair.trim().strip_prefix(COOKIE_NAME)?.strip_prefix('='))
}

/// Begins a check: keeps the draft, sends the code. Gives the cookie that the browser comes back with. When `send` is false
/// everything happens but the message, so that nobody learns from this page whether a reference exists.
pub(crate) async fn begin(app: &App, purpose: Purpose, phone: &Phone, draft: &Draft, send: bool) -> Result<HeaderValue, Refusal> {
    let token = new_token();
    let token_hash = fingerprint(&token);
    let now = app.clock().millis();
    let phone_hash = Seal(app.secrets()).phone_hash(phone);
    transaction!(app.database(), |tx| -> Result<(), Refusal> {
        tx.execute("DELETE FROM phone_checks WHERE expires_at < $1", args![now]).await?;
        let (code_hash, expires) = new_code(app, &mut tx, &token_hash, &phone_hash, phone, now, send).await?;
        tx.execute(
            "INSERT INTO phone_checks (token_hash, purpose, phone_hash, content, code_hash, code_expires_at, tries, verified, expires_at) \
             VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $8)",
            args![&token_hash, purpose.word(), &phone_hash, sealed(app, &token_hash, draft), code_hash, expires, false, now + DRAFT_TIME],
        )
        .await
        .map(drop)?;
        Ok(())
    })?;
    let secure = if app.settings().https { "; Secure" } else { "" };
    let cookie = format!("{COOKIE_NAME}={token}; Path=/signup; Max-Age={}; HttpOnly; SameSite=Lax{secure}", DRAFT_TIME / 1_000);
    HeaderValue::try_from(cookie).map_err(Refusal::internal)
}

/// Sends another code for a check under way.
pub(crate) async fn send_again(app: &App, check: &PhoneCheck, phone: &Phone) -> Result<(), Refusal> {
    let now = app.clock().millis();
    transaction!(app.database(), |tx| -> Result<(), Refusal> {
        let (code_hash, expires) = new_code(app, &mut tx, &check.token_hash, &check.phone_hash, phone, now, true).await?;
        let sql = "UPDATE phone_checks SET code_hash = $2, code_expires_at = $3, tries = 0 WHERE token_hash = $1";
        tx.execute(sql, args![&check.token_hash, code_hash, expires]).await.map(drop)?;
        Ok(())
    })
}

/// Draws a code and queues it, within the limits; the hash to keep, and until when it is valid.
async fn new_code(
    app: &App,
    tx: &mut Tx,
    token_hash: &str,
    phone_hash: &str,
    phone: &Phone,
    now: i64,
    send: bool,
) -> Result<(String, i64), Refusal> {
    tx.execute("DELETE FROM phone_codes WHERE sent_at < $1", args![now - HOUR]).await?;
    let (sent, last): (i64, Option<i64>) =
        tx.one("SELECT COUNT(*), MAX(sent_at) FROM phone_codes WHERE phone_hash = $1", args![phone_hash]).await?;
    if let Some(wait) = last.map(|last| last + PAUSE - now).filter(|wait| *wait > 0) {
        return Err(Refusal::at("phone", format!("验证码刚刚发过，请 {} 秒后再试", wait / 1_000 + 1)));
    }
    if sent >= MOST_AN_HOUR {
        return Err(Refusal::at("phone", "这个手机号一小时内要的验证码太多，请一小时后再试"));
    }
    let all: i64 = tx.one("SELECT COUNT(*) FROM phone_codes WHERE sent_at > $1", args![now - 60_000]).await?;
    if all >= MOST_A_MINUTE {
        return Err(Refusal::at("phone", "现在报名的人很多，验证码暂时发不过来，请过几分钟再试"));
    }
    tx.execute("INSERT INTO phone_codes (id, phone_hash, sent_at) VALUES ($1, $2, $3)", args![new_id(), phone_hash, now]).await?;
    let code = format!("{:06}", u64::from_le_bytes(random_bytes::<8>()) % 1_000_000);
    if send {
        let title = app.plan().plan.activity.short_title.clone();
        let body = format!("验证码 {code}，10 分钟内有效，用于{title}市民代表报名或查询。工作人员不会向您要验证码。");
        let message = Message { kind: Kind::Sms, purpose: "signup.code", recipient: phone.as_str().into(), subject: title, body };
        outbox::queue(tx, app.secrets(), now, message).await?;
    }
    Ok((code_hash(app, token_hash, &code), now + CODE_TIME))
}

fn code_hash(app: &App, token_hash: &str, code: &str) -> String {
    app.secrets().code("signup-code", &format!("{token_hash}|{code}"))
}

/// Takes a code as typed. A wrong one counts as a try, whatever else happens.
pub(crate) async fn verify(app: &App, check: &PhoneCheck, purpose: Purpose, typed: &str) -> Result<(), Refusal> {
    let now = app.clock().millis();
    let code: String = web::text::normal(typed).chars().filter(char::is_ascii_digit).collect();
    if code.len() != 6 {
        return Err(Refusal::at("code", "验证码是短信中的 6 位数字"));
    }
    let outcome = transaction!(app.database(), |tx| -> Result<Result<(), String>, Refusal> {
        let check = load(app, &mut tx, &check.token_hash, purpose).await?.ok_or(Refusal::LinkExpired)?;
        if now >= check.code_expires_at {
            return Ok(Err("验证码已经过期，请重新获取".into()));
        }
        if check.tries >= MOST_TRIES {
            return Ok(Err("输错的次数太多，请重新获取验证码".into()));
        }
        if !app.secrets().is_code("signup-code", &format!("{}|{code}", check.token_hash), &check.code_hash) {
            let sql = "UPDATE phone_checks SET tries = tries + 1 WHERE token_hash = $1";
            tx.execute(sql, args![&check.token_hash]).await?;
            let left = MOST_TRIES - check.tries - 1;
            let again = if left > 0 { format!("还可以再试 {left} 次") } else { "请重新获取验证码".into() };
            return Ok(Err(format!("验证码不对，{again}")));
        }
        let sql = "UPDATE phone_checks SET verified = $2, code_expires_at = 0 WHERE token_hash = $1";
        tx.execute(sql, args![&check.token_hash, true]).await?;
        Ok(Ok(()))
    })?;
    outcome.map_err(|why| Refusal::at("code", why))
}

/// Replaces what waits, in the caller's transaction.
pub(crate) async fn replace(app: &App, tx: &mut Tx, check: &PhoneCheck, draft: &Draft) -> Result<(), DatabaseError> {
    let sql = "UPDATE phone_checks SET content = $2 WHERE token_hash = $1";
    tx.execute(sql, args![&check.token_hash, sealed(app, &check.token_hash, draft)]).await.map(drop)
}
