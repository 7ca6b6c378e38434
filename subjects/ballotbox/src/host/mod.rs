//! The ballot host (投票主机): an HTTP service of its own, on a host name of its own, that knows no sessions and writes no access log.
//!
//! It shares with the portal only the process and the database. Its router is made here and not from the `RouteTable`, because
//! nobody signs in: there is no right to check, and a request that brings something to know its sender by is refused.

mod files;
mod layers;
mod page;
mod publishing;

use std::any::Any;

use axum::Router;
use axum::extract::Request;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::{HeaderValue, Method, header};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::cors::CorsLayer;
use web::App;

use crate::ballots::refused::Refused;
use crate::ballots::{BallotBox, Polls, Verifying, routes};

pub use files::{INDEX_PATH, PageFiles};
pub(crate) use publishing::differs as page_differs;
pub use publishing::publish_page;

/// How long browsers of another host may remember that they are allowed.
const ALLOWED_FOR: std::time::Duration = std::time::Duration::from_secs(600);

/// The whole ballot host as one service; what it learns of `polls` spares the count a second look.
///
/// # Errors
/// A page origin that cannot stand in a header.
pub fn service(app: &App, polls: &Polls) -> Result<Router, String> {
    service_with(app, polls, Verifying::default())
}

/// The same with other threads for verification.
///
/// # Errors
/// As [`service`].
pub fn service_with(app: &App, polls: &Polls, verifying: Verifying) -> Result<Router, String> {
    let ballot_box = BallotBox::open(app, polls, verifying);
    let router = Router::new()
        .route("/healthz", get(|| async { "ok" }))
        .merge(page::routes(&PageFiles::new(&app.settings().ballot_url())))
        .merge(routes::routes(ballot_box))
        .fallback(|| async { Refused::NotFound })
        .method_not_allowed_fallback(|| async { Refused::Method })
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn(layers::in_time))
        .layer(from_fn(layers::nobody_known));
    let router = match &app.settings().page_origin {
        Some(origin) => router.layer(other_page(origin)?),
        None => router,
    };
    let fixed = layers::Fixed::new(app.settings())?;
    Ok(router.layer(from_fn(layers::worded)).layer(from_fn_with_state(fixed, layers::headers)))
}

/// Lets the page of a third party's host talk to the box; no other origin, and nobody with credentials.
fn other_page(origin: &str) -> Result<CorsLayer, String> {
    let value = HeaderValue::from_str(origin).map_err(|error| format!("--page-origin {origin}: {error}"))?;
    let layer = CorsLayer::new().allow_origin(value).allow_methods([Method::GET, Method::POST]);
    Ok(layer.allow_headers([header::CONTENT_TYPE]).expose_headers([header::RETRY_AFTER]).max_age(ALLOWED_FOR))
}

fn panicked(_: Box<dyn Any + Send + 'static>) -> Response {
    Refused::Internal("a handler panicked".to_owned()).into_response()
}

/// Whether somebody reads the answer in a browser's window.
fn wants_page(request: &Request) -> bool {
    request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok()).is_some_and(|value| value.contains("text/html"))
}
