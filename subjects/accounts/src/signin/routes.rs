//! Paths of signing in and out.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use web::login::{Password, clear_cookie};
use web::page::Look;
use web::page::link::{self, Link};
use web::rights::{Access, RouteTable, Visitor};
use web::submitted::Submitted;
use web::{App, Failure};

use super::pages::{self, Told};
use super::service::{self, Attempt, Outcome};
use crate::login_name::LoginName;
use web::caller::Caller;

pub(crate) fn routes() -> RouteTable {
    RouteTable::new().get("/office/sign-in", Access::Public, "登录页", ask).post("/office/sign-in", Access::Public, "登录", sign_in).post(
        "/office/sign-out",
        Access::Staff,
        "退出",
        sign_out,
    )
}

async fn ask(look: Look) -> Response {
    let link = Link::new(&look.path);
    let told = match link.get("told") {
        "set-up" => Told::SetUp,
        "signed-out" => Told::SignedOut,
        _ => Told::Nothing,
    };
    pages::sign_in(&look, local(link.get("next")), "", told).into_response()
}

async fn sign_in(State(app): State<App>, look: Look, caller: Caller, headers: HeaderMap, form: Submitted) -> Result<Response, Failure> {
    let typed = form.text("account");
    let attempt = Attempt {
        name: LoginName::read(typed),
        password: Password::new(form.raw("password").to_string()),
        code: form.text("code").to_string(),
        previous: web::login::identify(&app, &headers).await?.map(|visitor| visitor.session.clone()),
    };
    let next = local(form.text("next"));
    match service::sign_in(&app, &caller, attempt).await? {
        Outcome::SignedIn(cookie) => Ok(with_cookie(next.unwrap_or("/office"), cookie)),
        Outcome::Refused => Ok(refused(&look, next, typed, Told::Refused)),
        Outcome::LockedUntil(until) => Ok(refused(&look, next, typed, Told::LockedUntil(until))),
    }
}

fn refused(look: &Look, next: Option<&str>, typed: &str, told: Told) -> Response {
    pages::sign_in(look, next, typed, told).with_status(StatusCode::UNPROCESSABLE_ENTITY).into_response()
}

async fn sign_out(State(app): State<App>, caller: Caller, visitor: Visitor, _form: Submitted) -> Result<Response, Failure> {
    service::sign_out(&app, &caller, &visitor).await?;
    Ok(with_cookie("/office/sign-in?told=signed-out", clear_cookie()))
}

/// Goes on to a local path with a cookie set.
pub(crate) fn with_cookie(path: &str, cookie: HeaderValue) -> Response {
    ([(header::SET_COOKIE, cookie)], Redirect::to(path)).into_response()
}

/// A way on that stays on this host and does not lead back here.
fn local(path: &str) -> Option<&str> {
    link::local(path).filter(|path| !path.starts_with("/office/sign-"))
}
