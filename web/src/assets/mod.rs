//! Style, scripts and pictures that pages need, built into the binary and served under an address that names their
//! content, so that a browser fetches each of them once a release.

mod store;

use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

pub use store::{Asset, all, find, hash};

/// The route pattern that [`serve`] answers.
pub const ROUTE: &str = "/assets/{hash}/{name}";

/// The route of the service worker, which [`offline`] answers: its address decides which pages it may stand before.
pub const OFFLINE_ROUTE: &str = "/offline.js";

/// The address of an asset: `/assets/{hash}/{name}`. The hash is one over all assets, so that modules may import each
/// other by relative names.
pub fn href(name: &str) -> String {
    format!("/assets/{}/{name}", hash())
}

/// Serves an asset. The right hash may be kept for ever; another hash (a page from a server of another release) still
/// gets the file, but must ask again next time. An unknown name is 404.
pub async fn serve(Path((asked, name)): Path<(String, String)>, headers: HeaderMap) -> Response {
    let Some(asset) = find(&name) else {
        return (StatusCode::NOT_FOUND, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], "没有这个文件\n").into_response();
    };
    asset.answer(&headers, if asked == hash() { FOR_EVER } else { "no-cache" })
}

/// What `Cache-Control` says of a file whose address names its content.
pub const FOR_EVER: &str = "public, max-age=31536000, immutable";

impl Asset {
    /// The file as an answer to a request with these headers, compressed where the browser takes it; `keep` is the `Cache-Control`.
    pub fn answer(&self, headers: &HeaderMap, keep: &'static str) -> Response {
        let common = [(header::CONTENT_TYPE, self.kind), (header::CACHE_CONTROL, keep), (header::VARY, "Accept-Encoding")];
        let safe = [(header::X_CONTENT_TYPE_OPTIONS, "nosniff")];
        if accepts_gzip(headers) {
            (common, safe, [(header::CONTENT_ENCODING, "gzip")], self.gzip.clone()).into_response()
        } else {
            (common, safe, self.bytes.clone()).into_response()
        }
    }
}

/// Serves the service worker that keeps pages for when there is no network. Browsers ask for it again at each visit.
pub async fn offline() -> Response {
    let Some(asset) = find("offline.js") else { return StatusCode::NOT_FOUND.into_response() };
    ([(header::CONTENT_TYPE, asset.kind), (header::CACHE_CONTROL, "no-cache")], asset.bytes.clone()).into_response()
}

/// Whether the browser says that it takes gzip (and does not refuse it by `q=0`).
fn accepts_gzip(headers: &HeaderMap) -> bool {
    headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(',')).any(
        |coding| {
            let mut parts = coding.split(';').map(str::trim);
            let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case("gzip"));
            let refused = parts.any(|p| p.strip_prefix("q=").and_then(|q| q.parse::<f32>().ok()) == Some(0.0));
            named && !refused
        },
    )
}

#[cfg(test)]
mod tests;
