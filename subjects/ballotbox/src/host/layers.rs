//! Layers around the ballot host's routes.

use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use web::server::{REQUEST_TIMEOUT, names_one_host};
use web::settings::Settings;

use super::{page, wants_page};
use crate::ballots::refused::Refused;

/// What is said with every answer.
#[derive(Clone)]
pub(super) struct Fixed {
    https: bool,
    policy: HeaderValue,
}

impl Fixed {
    /// Nothing from anywhere but this host, by whichever of its names; no inline script or style; nobody frames us; no form leads away.
    pub fn new(settings: &Settings) -> Result<Self, String> {
        let origin = settings.ballot_url();
        let policy = format!(
            "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; img-src 'self' data:; \
             connect-src 'self' {origin}; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
        );
        let policy = HeaderValue::from_str(&policy).map_err(|error| format!("--ballot-origin {origin}: {error}"))?;
        Ok(Fixed { https: settings.https, policy })
    }
}

/// Refuses whatever could say who sends it, before anything else is looked at.
pub(super) async fn nobody_known(request: Request, next: Next) -> Response {
    if !names_one_host(&request) {
        return Refused::Host.into_response();
    }
    for name in [header::COOKIE, header::AUTHORIZATION] {
        if request.headers().contains_key(&name) {
            return Refused::NotAnonymous(if name == header::COOKIE { "a cookie" } else { "an authorization" }).into_response();
        }
    }
    next.run(request).await
}

/// Ends requests that take too long, a slow upload among them.
pub(super) async fn in_time(request: Request, next: Next) -> Response {
    tokio::time::timeout(REQUEST_TIMEOUT, next.run(request)).await.unwrap_or_else(|_| Refused::TimedOut.into_response())
}

/// Shows refusals as a page to whoever looks at them in a browser's window.
pub(super) async fn worded(request: Request, next: Next) -> Response {
    let in_window = request.method() == Method::GET && wants_page(&request);
    let response = next.run(request).await;
    let is_problem = response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == "application/problem+json");
    if !(in_window && is_problem) {
        return response;
    }
    let (status, headers) = (response.status(), response.headers().clone());
    let bytes = to_bytes(response.into_body(), 64 * 1024).await.unwrap_or_default();
    let mut told = (status, page::refusal(&bytes)).into_response();
    if let Some(value) = headers.get(header::RETRY_AFTER) {
        told.headers_mut().insert(header::RETRY_AFTER, value.clone());
    }
    told
}

pub(super) async fn headers(State(fixed): State<Fixed>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, fixed.policy);
    set(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(headers, header::X_FRAME_OPTIONS, "DENY");
    // The page's address carries the card's secret behind its `#`; browsers never send that part, and here nothing of it at all.
    set(headers, header::REFERRER_POLICY, "no-referrer");
    set(headers, HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(headers, HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    set(headers, HeaderName::from_static("permissions-policy"), "camera=(self), geolocation=(), microphone=()");
    set(headers, HeaderName::from_static("x-robots-tag"), "noindex");
    if fixed.https {
        set(headers, header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
    // Files whose address names their content say themselves how long they may be kept.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    headers.remove(header::SET_COOKIE);
    response
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.insert(name, HeaderValue::from_static(value));
}
