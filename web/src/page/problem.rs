//! Failures as pages for people and as problem details (RFC 9457) for programs.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use maud::html;
use serde::Serialize;

use super::Page;
use super::layout::{Public, Section, public};
use super::look::Look;
use crate::failure::Failure;

/// RFC 9457 problem details.
#[derive(Debug, Serialize)]
struct Details<'a> {
    #[serde(rename = "type")]
    kind: String,
    title: &'a str,
    status: u16,
    detail: String,
    instance: &'a str,
}

/// The failure as a page: what happened, what was kept, what to do, and the way out.
pub fn page(look: &Look, failure: &Failure) -> Page {
    let office = look.path_only().starts_with("/office");
    let body = html! {
        div.problem {
            p.problem-code { "错误 " (failure.status().as_u16()) }
            h1 { (failure.title()) }
            p { (failure.advice()) }
            p { @if office { a.button href="/office" { "回到工作台" } } @else { a.button href="/" { "回到首页" } } }
        }
    };
    public(look, Public { title: failure.title(), description: "", section: Section::Other }, body).with_status(failure.status())
}

/// The failure as problem details.
pub fn json(look: &Look, failure: &Failure) -> Response {
    let details = Details {
        kind: format!("urn:sanmin:problem:{}", failure.word()),
        title: failure.title(),
        status: failure.status().as_u16(),
        detail: failure.advice(),
        instance: look.path_only(),
    };
    let text = serde_json::to_string(&details).unwrap_or_else(|_| "{}".into());
    (failure.status(), [(header::CONTENT_TYPE, "application/problem+json")], text).into_response()
}

/// The failure as what the caller wants, never kept by anybody.
pub fn respond(look: &Look, failure: &Failure) -> Response {
    let mut response = if look.json { json(look, failure) } else { page(look, failure).into_response() };
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
