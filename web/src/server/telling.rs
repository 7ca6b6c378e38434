//! Tells failures to whoever asked, and their cause to the log.

use axum::extract::{FromRequestParts, Request};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use http::{HeaderMap, Method, StatusCode, header};

use crate::failure::Failure;
use crate::page::{Look, problem};

pub(super) async fn tell_failures(request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let Ok(look) = Look::from_request_parts(&mut parts, &()).await;
    let method = parts.method.clone();
    let place = parts.uri.path().to_string();
    let mut response = next.run(Request::from_parts(parts, body)).await;
    let Some(failure) = response.extensions_mut().remove::<Failure>().or_else(|| unworded(&response)) else { return response };
    // A full house is no fault.
    if failure.status().is_server_error() && !matches!(failure, Failure::Crowded(_)) {
        tracing::error!(path = %place, error = %failure, "request failed");
    }
    let told = match &failure {
        Failure::SignInFirst if method == Method::GET && !look.json => Redirect::to(&sign_in_address(&look.path)).into_response(),
        _ => problem::respond(&look, &failure),
    };
    keep_headers(told, response.headers())
}

/// Headers that belong to the failure.
fn keep_headers(mut told: Response, original: &HeaderMap) -> Response {
    for name in [header::RETRY_AFTER, header::ALLOW] {
        if let Some(value) = original.get(&name) {
            told.headers_mut().insert(name, value.clone());
        }
    }
    told
}

/// Refusals that the framework made itself, in plain English text.
fn unworded(response: &Response) -> Option<Failure> {
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !(kind.is_empty() || kind.starts_with("text/plain")) {
        return None;
    }
    match response.status() {
        StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY | StatusCode::UNSUPPORTED_MEDIA_TYPE => {
            Some(Failure::BadRequest("地址或提交的内容格式有误".into()))
        }
        StatusCode::NOT_FOUND => Some(Failure::NotFound),
        StatusCode::METHOD_NOT_ALLOWED => Some(Failure::MethodNotAllowed),
        StatusCode::PAYLOAD_TOO_LARGE => Some(Failure::TooLarge),
        StatusCode::REQUEST_TIMEOUT => Some(Failure::TimedOut),
        StatusCode::INTERNAL_SERVER_ERROR => Some(Failure::Internal("no details".into())),
        _ => None,
    }
}

fn sign_in_address(onward: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("next", onward).finish();
    format!("/office/sign-in?{query}")
}
