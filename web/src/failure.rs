//! What can go wrong with a request, and how it is told: a page in Chinese for people, a problem document for programs.

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use plan::GuardedRight;

use crate::database::DatabaseError;
use crate::ledger::LedgerError;

/// Why a request was not served. Handlers return it; the server's outermost layer words it for whoever asked.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Failure {
    /// What was sent cannot be understood; the text says what, in Chinese.
    #[error("bad request: {0}")]
    BadRequest(String),
    /// The visitor is not signed in, or was signed out by time.
    #[error("sign-in needed")]
    SignInFirst,
    /// The visitor holds none of the roles that the route asks for.
    #[error("no role for this route")]
    Forbidden,
    /// The conflict wall (M117).
    #[error("behind the conflict wall: {} is refused to those tied to {department}", right.word())]
    BehindWall {
        /// The right refused.
        right: GuardedRight,
        /// The evaluated department the visitor is tied to.
        department: String,
    },
    /// The form was not sent by a page of this site.
    #[error("form sent from elsewhere")]
    ForeignOrigin,
    /// The form's token is missing or belongs to another session.
    #[error("form token missing or stale")]
    StaleForm,
    /// There is nothing at this address.
    #[error("not found")]
    NotFound,
    /// The address is there, but not for this method.
    #[error("method not allowed")]
    MethodNotAllowed,
    /// Somebody else changed or decided the matter first; the text says what, in Chinese.
    #[error("conflict: {0}")]
    Conflict(String),
    /// A one-time link that was used, replaced or has run out.
    #[error("link expired or used")]
    LinkExpired,
    /// The body is larger than the route takes.
    #[error("body too large")]
    TooLarge,
    /// Too many requests from one account; try again after these seconds.
    #[error("too many requests, retry after {0} s")]
    TooMany(u64),
    /// More pages are open than this server can keep up to date at once; try again after these seconds.
    #[error("no room for another stream, retry after {0} s")]
    Crowded(u64),
    /// The server took too long.
    #[error("timed out")]
    TimedOut,
    /// The database or another part is not available now.
    #[error("unavailable: {0}")]
    Unavailable(String),
    /// A mistake of ours. The text goes to the log, not to the page.
    #[error("internal error: {0}")]
    Internal(String),
}

impl Failure {
    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        match self {
            Failure::BadRequest(_) => StatusCode::BAD_REQUEST,
            Failure::SignInFirst => StatusCode::UNAUTHORIZED,
            Failure::Forbidden | Failure::BehindWall { .. } | Failure::ForeignOrigin | Failure::StaleForm => StatusCode::FORBIDDEN,
            Failure::NotFound => StatusCode::NOT_FOUND,
            Failure::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Failure::Conflict(_) => StatusCode::CONFLICT,
            Failure::LinkExpired => StatusCode::GONE,
            Failure::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Failure::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Failure::TimedOut | Failure::Crowded(_) | Failure::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Failure::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The stable name in problem documents (RFC 9457 `type`).
    pub fn word(&self) -> &'static str {
        match self {
            Failure::BadRequest(_) => "bad-request",
            Failure::SignInFirst => "sign-in-first",
            Failure::Forbidden => "forbidden",
            Failure::BehindWall { .. } => "behind-conflict-wall",
            Failure::ForeignOrigin => "foreign-origin",
            Failure::StaleForm => "stale-form",
            Failure::NotFound => "not-found",
            Failure::MethodNotAllowed => "method-not-allowed",
            Failure::Conflict(_) => "conflict",
            Failure::LinkExpired => "link-expired",
            Failure::TooLarge => "too-large",
            Failure::TooMany(_) => "too-many-requests",
            Failure::Crowded(_) => "crowded",
            Failure::TimedOut => "timed-out",
            Failure::Unavailable(_) => "unavailable",
            Failure::Internal(_) => "internal-error",
        }
    }

    /// What happened, in Chinese: the page's heading.
    pub fn title(&self) -> &'static str {
        match self {
            Failure::BadRequest(_) => "提交的内容无法识别",
            Failure::SignInFirst => "请先登录",
            Failure::Forbidden => "您没有使用此页面的权限",
            Failure::BehindWall { .. } => "因利益冲突，不能查看",
            Failure::ForeignOrigin => "此操作不是从本站页面发出的",
            Failure::StaleForm => "页面已过期",
            Failure::NotFound => "没有这个页面",
            Failure::MethodNotAllowed => "此地址不能这样访问",
            Failure::Conflict(_) => "情况已有变化",
            Failure::LinkExpired => "链接已失效",
            Failure::TooLarge => "提交的内容过大",
            Failure::TooMany(_) => "操作过于频繁",
            Failure::Crowded(_) => "同时观看的人太多",
            Failure::TimedOut => "处理超时",
            Failure::Unavailable(_) => "服务暂时不可用",
            Failure::Internal(_) => "系统出现错误",
        }
    }

    /// What was kept and what to do now, in Chinese: the page's text.
    pub fn advice(&self) -> String {
        match self {
            Failure::BadRequest(what) => format!("{what}。没有保存任何内容，请返回上一页改正后重新提交。"),
            Failure::SignInFirst => "此页面供工作人员使用。登录后将回到您要去的页面；此前未提交的内容没有保存。".into(),
            Failure::Forbidden => "您的账号没有担任可以使用此页面的角色。没有任何内容被改动。如认为有误，请联系安全管理员。".into(),
            Failure::BehindWall { right, department } => format!(
                "您与被评议部门“{department}”有关联，按照活动规则不能接触“{}”。没有任何内容被改动；本次访问已记录，监督检查组可以看到。例外只能由方案中公开的决定给予。",
                right.chinese()
            ),
            Failure::ForeignOrigin => "为防止他人冒用您的身份，本次操作没有执行，没有任何内容被改动。请从本站页面重新操作。".into(),
            Failure::StaleForm => "您可能已重新登录，或页面打开时间过长。本次提交没有保存，请返回上一页，刷新后重新提交。".into(),
            Failure::NotFound => "地址可能输入有误，或内容已移走。请返回首页查找。".into(),
            Failure::MethodNotAllowed => "没有任何内容被改动。请返回上一页，从页面上的按钮操作。".into(),
            Failure::Conflict(what) => format!("{what}。您刚才的提交没有保存，请返回查看最新情况。"),
            Failure::LinkExpired => {
                "此链接已经用过、已被新的链接取代，或超过了有效期。没有任何内容被改动。请联系发给您链接的管理员重新发送。".into()
            }
            Failure::TooLarge => "超过了此处允许的大小，没有保存。请缩小文件或分几次提交。".into(),
            Failure::TooMany(seconds) => format!("为保护系统，请等待 {seconds} 秒后再试。此前已保存的内容不受影响。"),
            Failure::Crowded(_) => "页面会改为每隔几秒查询一次，内容相同，不需要您做什么。".into(),
            Failure::TimedOut => "服务器没有在规定时间内处理完。请先查看是否已经保存，再决定是否重新提交。".into(),
            Failure::Unavailable(_) => "正在恢复。此前已保存的内容不受影响，请一两分钟后再试。".into(),
            Failure::Internal(_) => "错误已记录，技术人员会查看。此前已保存的内容不受影响，请稍后再试。".into(),
        }
    }
}

impl From<DatabaseError> for Failure {
    fn from(error: DatabaseError) -> Self {
        if error.is_passing() { Failure::Unavailable(error.to_string()) } else { Failure::Internal(error.to_string()) }
    }
}

impl From<LedgerError> for Failure {
    fn from(error: LedgerError) -> Self {
        match error {
            LedgerError::Database(error) => error.into(),
            other => Failure::Internal(other.to_string()),
        }
    }
}

/// Only carries the failure to the outermost layer, which words it.
impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        if let Failure::TooMany(seconds) | Failure::Crowded(seconds) = self {
            response.headers_mut().insert(http::header::RETRY_AFTER, seconds.into());
        }
        response.extensions_mut().insert(self);
        response
    }
}
