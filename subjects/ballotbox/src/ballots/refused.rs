//! Why the ballot host does not do what it is asked: RFC 9457 problem details with a stable `type`, in words for the page.

use axum::response::{IntoResponse, Response};
use ballot::cast::BallotRefusalKind;
use ballot::digest::Digest;
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;
use web::Refusal;
use web::database::DatabaseError;

/// When somebody who is sent away may come back, in seconds. The page adds a little by chance, so that not all come at once.
pub const RETRY_AFTER: u64 = 2;

/// Why a request was not served.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// Something came with the request that could say who sends it.
    #[error("{0} was sent")]
    NotAnonymous(&'static str),
    /// No `Host`, or several.
    #[error("no host or several")]
    Host,
    /// Nothing at this address.
    #[error("nothing here")]
    NotFound,
    /// Something is here, but not for this method.
    #[error("method not allowed")]
    Method,
    /// The request took too long; nothing was stored.
    #[error("timed out")]
    TimedOut,
    /// The body ended before its end, or is not what its headers say.
    #[error("the body cannot be read")]
    Body,
    /// No such election, or none that ever opens.
    #[error("no such election")]
    NoElection,
    /// Longer than a ballot of this election can be.
    #[error("too long")]
    TooLong,
    /// The window has not been opened.
    #[error("not open yet")]
    NotOpenYet,
    /// The window is closed.
    #[error("closed")]
    Closed,
    /// The ballot is not right.
    #[error("the ballot is refused: {0}")]
    Ballot(BallotRefusalKind),
    /// What was revealed is not text of the right form.
    #[error("what is revealed has not the right form")]
    RevealedForm,
    /// The ballot does not hold what was revealed; question and answer from 0, where they are known.
    #[error("the ballot does not hold what was revealed")]
    Differs(Option<(usize, usize)>),
    /// The card was counted as left over or void, or was checked.
    #[error("the card is revoked")]
    Revoked,
    /// The card has voted with another ballot.
    #[error("the card has voted")]
    Voted(Digest),
    /// The ballot is not in the box.
    #[error("not in the box")]
    NotInBox,
    /// Nothing was revealed of this ballot.
    #[error("not checked")]
    NotChecked,
    /// Too much to do; nothing was stored.
    #[error("busy")]
    Busy,
    /// Whether the ballot is stored is not known, or the database cannot be reached. The same bytes may be sent again.
    #[error("unavailable: {0}")]
    Unavailable(String),
    /// A mistake of ours.
    #[error("internal error: {0}")]
    Internal(String),
}

/// RFC 9457 problem details.
#[derive(Serialize)]
struct Details {
    #[serde(rename = "type")]
    kind: String,
    title: &'static str,
    status: u16,
    detail: &'static str,
    /// The tracker of the ballot that counts for the card.
    #[serde(skip_serializing_if = "Option::is_none")]
    tracker: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    question: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<usize>,
}

impl Refused {
    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        match self {
            Refused::NotAnonymous(_) | Refused::Host | Refused::Body => StatusCode::BAD_REQUEST,
            Refused::NotFound | Refused::NoElection | Refused::NotInBox | Refused::NotChecked => StatusCode::NOT_FOUND,
            Refused::Method => StatusCode::METHOD_NOT_ALLOWED,
            Refused::TimedOut => StatusCode::REQUEST_TIMEOUT,
            Refused::TooLong => StatusCode::PAYLOAD_TOO_LARGE,
            Refused::NotOpenYet | Refused::Closed | Refused::Revoked => StatusCode::FORBIDDEN,
            Refused::Ballot(_) | Refused::RevealedForm | Refused::Differs(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Refused::Voted(_) => StatusCode::CONFLICT,
            Refused::Busy | Refused::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Refused::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The stable name at the end of `type`.
    pub fn word(&self) -> &'static str {
        match self {
            Refused::NotAnonymous(_) => "not-anonymous",
            Refused::Host => "host",
            Refused::NotFound => "not-found",
            Refused::Method => "method-not-allowed",
            Refused::TimedOut => "timed-out",
            Refused::Body => "body",
            Refused::NoElection => "no-such-election",
            Refused::TooLong => "ballot-too-long",
            Refused::NotOpenYet => "not-open-yet",
            Refused::Closed => "closed",
            Refused::Ballot(kind) => kind.name(),
            Refused::RevealedForm => "revealed-form",
            Refused::Differs(_) => "revealed-differs",
            Refused::Revoked => "card-revoked",
            Refused::Voted(_) => "already-voted",
            Refused::NotInBox => "not-in-the-box",
            Refused::NotChecked => "not-checked",
            Refused::Busy => "busy",
            Refused::Unavailable(_) => "unavailable",
            Refused::Internal(_) => "internal-error",
        }
    }

    /// What happened, in Chinese.
    pub fn title(&self) -> &'static str {
        match self {
            Refused::NotAnonymous(_) => "为保护匿名，请求未被接受",
            Refused::Host | Refused::Body => "请求不完整",
            Refused::NotFound => "没有这个页面",
            Refused::Method => "此地址不能这样访问",
            Refused::TimedOut => "上传超时",
            Refused::NoElection => "没有这场评议",
            Refused::TooLong => "内容过长，不是评议票",
            Refused::NotOpenYet => "评议尚未开始",
            Refused::Closed => "评议已经结束",
            Refused::Ballot(BallotRefusalKind::UnknownCredential) => "这张票不属于本场评议",
            Refused::Ballot(_) => "评议票未通过核验",
            Refused::RevealedForm => "检查内容无法识别",
            Refused::Differs(_) => "检查不通过",
            Refused::Revoked => "这张票已作废",
            Refused::Voted(_) => "这张票已经投过",
            Refused::NotInBox => "票箱中没有这张票",
            Refused::NotChecked => "这张票没有公开检查过",
            Refused::Busy => "同时投票的人较多",
            Refused::Unavailable(_) => "暂时无法处理",
            Refused::Internal(_) => "系统出现错误",
        }
    }

    /// What was kept and what to do, in Chinese.
    pub fn advice(&self) -> &'static str {
        match self {
            Refused::NotAnonymous(_) => {
                "浏览器随请求发送了登录信息（Cookie 或 Authorization）。投票地址不接受任何能够识别身份的信息，没有保存任何内容。请用手机扫描评议票，或在无痕窗口中重新打开。"
            }
            Refused::Host | Refused::Body => "没有保存任何内容。请检查网络后重试，同一张票可以重复提交。",
            Refused::NotFound => "请扫描评议票上的投票码重新打开。",
            Refused::Method => "没有保存任何内容。请从评议票页面操作。",
            Refused::TimedOut => "没有保存。请检查网络后重试，同一张票可以重复提交。",
            Refused::NoElection => "地址可能不完整。请扫描评议票上的投票码重新打开。",
            Refused::TooLong => "没有保存任何内容。请扫描评议票上的投票码重新打开。",
            Refused::NotOpenYet => "没有保存。请等候主持人宣布开始后再提交，已填写的内容仍在您的手机上。",
            Refused::Closed => "没有保存，此票不再计入。如在结束前已收到回执，则已计入。",
            Refused::Ballot(BallotRefusalKind::UnknownCredential) => {
                "没有保存。请确认使用的是本场发放的评议票；手工输入投票码的，请核对每个字符。如仍不行，请找会场工作人员。"
            }
            Refused::Ballot(_) => "没有保存。请扫描评议票上的投票码重新打开页面再填一次；如再次出现，请找会场工作人员。",
            Refused::RevealedForm => "没有保存，这张票仍然有效。请从检查页面重新提交。",
            Refused::Differs(_) => "加密内容与页面所说的不一致。这张票没有作废，请保留手机页面，立即报告监督检查组。",
            Refused::Revoked => "没有保存。此票已清点为未发放、作废或已用于检查，不能投票。如有疑问，请找会场工作人员。",
            Refused::Voted(_) => "一票只计第一次提交的内容，先前提交的已计入，这次的没有保存。",
            Refused::NotInBox => "请核对追踪码。如您的手机没有收到回执，请在评议结束前再次提交同一张票。",
            Refused::NotChecked => "请核对追踪码，并在第一台设备上按“公开并作废这张票”。",
            Refused::Busy => "没有保存。页面会稍候自动重新提交，请不要关闭页面。",
            Refused::Unavailable(_) => "尚不能确认是否已保存。页面会自动重新提交同一张票，不会重复计入，请不要关闭页面。",
            Refused::Internal(_) => "尚不能确认是否已保存。请稍后再次提交同一张票，不会重复计入；如仍不行，请找会场工作人员。",
        }
    }
}

impl From<DatabaseError> for Refused {
    fn from(error: DatabaseError) -> Self {
        match error {
            error if error.is_passing() => Refused::Unavailable(error.to_string()),
            error => Refused::Internal(error.to_string()),
        }
    }
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Database(error) => error.into(),
            other => Refused::Internal(other.to_string()),
        }
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        if let Refused::Unavailable(why) | Refused::Internal(why) = &self {
            // The cause alone: no path, address or part of a ballot.
            tracing::error!(error = %why, "the ballot host cannot serve");
        }
        let (question, answer) = match self {
            Refused::Differs(Some((question, answer))) => (Some(question), Some(answer)),
            _ => (None, None),
        };
        let details = Details {
            kind: format!("urn:sanmin:problem:{}", self.word()),
            title: self.title(),
            status: self.status().as_u16(),
            detail: self.advice(),
            tracker: if let Refused::Voted(tracker) = &self { Some(tracker.to_base64()) } else { None },
            question,
            answer,
        };
        let text = serde_json::to_string(&details).unwrap_or_else(|_| "{}".to_owned());
        let mut response = (self.status(), [(header::CONTENT_TYPE, "application/problem+json")], text).into_response();
        if self.status() == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(RETRY_AFTER));
        }
        response
    }
}
