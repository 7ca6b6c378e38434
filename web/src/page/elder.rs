//! The switch of elder mode (长辈版): a link that sets or clears a cookie and comes back. Works without script.

use axum::extract::RawQuery;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::IntoResponse;

use super::link::{self, Link};
use super::look::Look;

/// The path that [`switch`] answers.
pub const ROUTE: &str = "/elder";

/// `GET /elder?on=1&back=/path`: sets the cookie for a year (`on=1`) or clears it, and returns to `back` if that is a
/// local path, else to `/`. Accepts any query.
pub async fn switch(RawQuery(query): RawQuery) -> impl IntoResponse {
    let asked = Link::new(&format!("{ROUTE}?{}", query.unwrap_or_default()));
    let cookie = match asked.get("on") {
        "1" => "elder=1; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly",
        _ => "elder=; Path=/; Max-Age=0; SameSite=Lax; HttpOnly",
    };
    let back = link::local(asked.get("back")).and_then(|path| HeaderValue::from_str(path).ok()).unwrap_or(HeaderValue::from_static("/"));
    let headers: [(HeaderName, HeaderValue); 3] = [
        (header::LOCATION, back),
        (header::SET_COOKIE, HeaderValue::from_static(cookie)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (StatusCode::SEE_OTHER, headers)
}

/// The address that switches elder mode to what it is not now, and comes back to this page.
pub fn href(look: &Look) -> String {
    Link::new(ROUTE).with("on", if look.elder { "0" } else { "1" }).with("back", &look.path).href()
}
