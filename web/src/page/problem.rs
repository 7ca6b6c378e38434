//! Errors that take a whole page: what happened, what was kept, what to do. Programs get RFC 9457 problem details.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde::Serialize;

use super::layout::{Public, Section, public};
use super::look::Look;
use super::{Page, date};

/// Why a request cannot be answered as asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// 400: the request itself is wrong. The text says what.
    BadRequest(String),
    /// 403: known, but not allowed. The text says why and who is.
    Forbidden(String),
    /// 404.
    NotFound,
    /// 405.
    MethodNotAllowed,
    /// 413: more than `limit` bytes.
    TooLarge {
        /// The most that is taken, in bytes.
        limit: u64,
    },
    /// 429: too often.
    TooMany {
        /// When to try again, in seconds.
        retry_after: u32,
    },
    /// 500: our fault.
    Internal {
        /// The number under which the log has it.
        reference: String,
    },
    /// 503: for the moment.
    Unavailable {
        /// When to try again, in seconds.
        retry_after: u32,
    },
}

/// RFC 9457 problem details.
#[derive(Debug, Serialize)]
struct Details<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    title: &'a str,
    status: u16,
    detail: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    instance: Option<&'a str>,
}

impl Problem {
    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        match self {
            Problem::BadRequest(_) => StatusCode::BAD_REQUEST,
            Problem::Forbidden(_) => StatusCode::FORBIDDEN,
            Problem::NotFound => StatusCode::NOT_FOUND,
            Problem::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Problem::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Problem::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Problem::Internal { .. } => StatusCode::INTERNAL_SERVER_ERROR,
            Problem::Unavailable { .. } => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// The stable name of this kind of problem, as a URI.
    pub fn kind(&self) -> &'static str {
        match self {
            Problem::BadRequest(_) => "urn:sanmin:problem:bad-request",
            Problem::Forbidden(_) => "urn:sanmin:problem:forbidden",
            Problem::NotFound => "urn:sanmin:problem:not-found",
            Problem::MethodNotAllowed => "urn:sanmin:problem:method-not-allowed",
            Problem::TooLarge { .. } => "urn:sanmin:problem:too-large",
            Problem::TooMany { .. } => "urn:sanmin:problem:too-many-requests",
            Problem::Internal { .. } => "urn:sanmin:problem:internal",
            Problem::Unavailable { .. } => "urn:sanmin:problem:unavailable",
        }
    }

    fn headline(&self) -> &'static str {
        match self {
            Problem::BadRequest(_) => "这个请求有误",
            Problem::Forbidden(_) => "您不能查看或办理这一项",
            Problem::NotFound => "没有找到这个页面",
            Problem::MethodNotAllowed => "这个地址不接受这种操作",
            Problem::TooLarge { .. } => "提交的内容太大",
            Problem::TooMany { .. } => "操作太频繁",
            Problem::Internal { .. } => "系统出错了，这不是您的问题",
            Problem::Unavailable { .. } => "系统暂时不能办理",
        }
    }

    /// What happened.
    fn happened(&self) -> String {
        match self {
            Problem::BadRequest(what) => what.clone(),
            Problem::Forbidden(why) => why.clone(),
            Problem::NotFound => "地址可能输错了，或者这个页面已经不在这里。".into(),
            Problem::MethodNotAllowed => "页面是直接打开的，而它只能由表单提交到达，或者反过来。".into(),
            Problem::TooLarge { limit } => format!("一次最多接受 {}，这次超过了。", size(*limit)),
            Problem::TooMany { retry_after } => format!("同一来源在短时间内请求太多，请在 {} 后再试。", wait(*retry_after)),
            Problem::Internal { reference } => format!("出错的情况已经记录，编号 {reference}。"),
            Problem::Unavailable { retry_after } => format!("系统正忙或正在维护，请在 {} 后再试。", wait(*retry_after)),
        }
    }

    /// What was kept.
    fn kept(&self) -> &'static str {
        match self {
            Problem::NotFound => "没有任何内容被改动。",
            Problem::Internal { .. } | Problem::Unavailable { .. } => "以前保存的内容都在；这一次提交的内容没有保存，请保留原稿。",
            _ => "这一次提交的内容没有保存，以前保存的都在。",
        }
    }

    /// What to do.
    fn advice(&self) -> &'static str {
        match self {
            Problem::BadRequest(_) => "请返回上一页，检查后重新提交。",
            Problem::Forbidden(_) => "如果您认为应当有权限，请联系活动办公室的安全管理员，并说明这个页面的地址。",
            Problem::NotFound => "请检查地址，或者从首页重新进入。",
            Problem::MethodNotAllowed => "请从首页或上一页重新进入。",
            Problem::TooLarge { .. } => "请减少内容，或者分成几次提交。",
            Problem::TooMany { .. } => "请稍等，不要连续点击。",
            Problem::Internal { .. } => "请稍后重试；如果仍然出错，请把上面的编号告诉活动办公室。",
            Problem::Unavailable { .. } => "请稍等再刷新本页。",
        }
    }

    /// As a page.
    pub fn page(&self, look: &Look) -> Page {
        let body = html! {
            div.problem {
                p.problem-code { "错误 " (self.status().as_u16()) }
                h1 { (self.headline()) }
                p { (self.happened()) }
                p { (self.kept()) }
                p { (self.advice()) }
                (way_out(look))
            }
        };
        public(look, Public { title: self.headline(), description: "", section: Section::Other }, body).with_status(self.status())
    }

    /// As RFC 9457 problem details.
    pub fn json(&self, look: &Look) -> Response {
        let details = Details {
            kind: self.kind(),
            title: self.headline(),
            status: self.status().as_u16(),
            detail: format!("{}{}", self.happened(), self.advice()),
            instance: (!look.path.is_empty()).then_some(look.path_only()),
        };
        let text = serde_json::to_string(&details).unwrap_or_else(|_| "{}".into());
        let kind = [(header::CONTENT_TYPE, "application/problem+json"), (header::CACHE_CONTROL, "no-store")];
        (self.status(), kind, text).into_response()
    }

    /// As what the caller wants: a page, or problem details for programs.
    pub fn respond(&self, look: &Look) -> Response {
        let mut response = if look.json { self.json(look) } else { self.page(look).into_response() };
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Problem::TooMany { retry_after } | Problem::Unavailable { retry_after } = self {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(*retry_after));
        }
        response
    }
}

fn way_out(look: &Look) -> Markup {
    let office = look.path_only().starts_with("/office");
    html! { p { @if office { a.button href="/office" { "回到工作台" } } @else { a.button href="/" { "回到首页" } } } }
}

fn size(bytes: u64) -> String {
    match bytes {
        0..1_024 => format!("{bytes} 字节"),
        1_024..1_048_576 => format!("{} KB", bytes / 1_024),
        _ => format!("{} MB", bytes / 1_048_576),
    }
}

fn wait(seconds: u32) -> String {
    date::span(i64::from(seconds) * 1_000)
}
