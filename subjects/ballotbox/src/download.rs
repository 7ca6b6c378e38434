//! Files to be saved.

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};

/// JSON.
pub(crate) const JSON: &str = "application/json";
/// Several files in one.
pub(crate) const ZIP: &str = "application/zip";

/// Bytes of a form of their own.
pub(crate) const OCTETS: &str = "application/octet-stream";

/// A file with its name, which has only letters, digits, `-`, `_` and `.`.
pub(crate) fn attachment(name: &str, kind: &'static str, content: impl Into<Body>) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    ([(CONTENT_TYPE, kind), (CACHE_CONTROL, "no-store")], [(CONTENT_DISPOSITION, disposition)], content.into()).into_response()
}
