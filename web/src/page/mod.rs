//! How pages look: layouts, components, dates, whole-page errors. Everything works without script; there is no inline
//! style or script, so that the content security policy can be strict.

pub mod chart;
pub mod countdown;
pub mod date;
pub mod elder;
pub mod empty;
pub mod facts;
pub mod form;
pub mod keep;
mod layout;
pub mod link;
mod look;
pub mod notice;
pub mod pagination;
pub mod problem;
pub mod progress;
pub mod qr;
pub mod reason;
pub mod table;
pub mod tabs;
pub mod tag;
pub mod timeline;

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
pub use layout::{NavItem, Office, Public, Screen, Section, Sheet, office, print, public, screen, sheet};
pub use look::{Look, Site};
use maud::Markup;

/// A whole page, ready to be sent.
#[derive(Clone, Debug)]
pub struct Page {
    status: StatusCode,
    private: bool,
    markup: Markup,
}

impl Page {
    /// A page for everybody: browsers may keep it, but must ask whether it is still right.
    fn shared(markup: Markup) -> Self {
        Page { status: StatusCode::OK, private: false, markup }
    }

    /// A page for one person: nobody may keep it.
    fn private(markup: Markup) -> Self {
        Page { status: StatusCode::OK, private: true, markup }
    }

    /// The same page with another status, such as 422 for a form with errors.
    pub fn with_status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// The HTML text.
    pub fn html(&self) -> &str {
        &self.markup.0
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.status
    }
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        let keep = if self.private { "no-store" } else { "no-cache" };
        let headers: [(HeaderName, HeaderValue); 3] = [
            (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
            (header::CACHE_CONTROL, HeaderValue::from_static(keep)),
            (header::VARY, HeaderValue::from_static("Cookie")),
        ];
        (self.status, headers, self.markup.0).into_response()
    }
}

#[cfg(test)]
mod tests;
