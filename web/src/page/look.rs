//! What every page must know about the request: who reads (elder mode), where they are, and whose activity it is.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::{FromRequestParts, OriginalUri};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};

use super::link;

/// What the frame of every page says about the activity. The application puts an `Arc<Site>` into the request's
/// extensions; without one the default is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// Short title, in the header of every page.
    pub short_title: String,
    /// Who runs the activity, in the footer; empty if not said.
    pub organiser: String,
    /// Whether this is a rehearsal, which every page then says.
    pub rehearsal: bool,
}

impl Default for Site {
    fn default() -> Self {
        Site { short_title: "“三民”活动".into(), organiser: String::new(), rehearsal: false }
    }
}

/// The look of a page for this request. Reading it never fails.
#[derive(Clone, Debug, Default)]
pub struct Look {
    /// Large type and high contrast, kept in the cookie `elder=1`.
    pub elder: bool,
    /// The path and query of this page, safe to link back to; `/` when it is not.
    pub path: String,
    /// Whether the caller wants JSON rather than a page (by path `/api/` or by `Accept`).
    pub json: bool,
    /// The activity's name and mark.
    pub site: Arc<Site>,
}

impl Look {
    /// A plain look at `path`, for tests and for pages made outside a request.
    pub fn at(path: &str) -> Self {
        Look { path: link::local(path).unwrap_or("/").into(), ..Look::default() }
    }

    /// The same in elder mode.
    pub fn elder(mut self) -> Self {
        self.elder = true;
        self
    }

    /// The path without its query.
    pub fn path_only(&self) -> &str {
        self.path.split('?').next().unwrap_or("/")
    }
}

impl<S: Sync> FromRequestParts<S> for Look {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        let uri = parts.extensions.get::<OriginalUri>().map_or(&parts.uri, |original| &original.0);
        let path = uri.path_and_query().map_or("/", |whole| whole.as_str());
        let json = uri.path().starts_with("/api/") || prefers_json(&parts.headers);
        let site = parts.extensions.get::<Arc<Site>>().cloned().unwrap_or_default();
        Ok(Look { elder: has_elder_cookie(&parts.headers), path: link::local(path).unwrap_or("/").into(), json, site })
    }
}

fn has_elder_cookie(headers: &HeaderMap) -> bool {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    cookies.flat_map(|value| value.split(';')).any(|pair| pair.trim() == "elder=1")
}

fn prefers_json(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or("");
    accept.contains("json") && !accept.contains("text/html")
}
