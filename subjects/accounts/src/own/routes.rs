//! Paths of one's own account.

use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use web::Failure;
use web::login::{AccountId, Password};
use web::page::form::Errors;
use web::page::link::Link;
use web::rights::{Access, RouteTable};
use web::submitted::Submitted;

use super::{pages, service};
use crate::frame::Desk;
use web::Refusal;

pub(crate) fn routes() -> RouteTable {
    RouteTable::new()
        .get("/office/me", Access::Staff, "我的账号", show)
        .in_menu("我的账号")
        .post("/office/me/password", Access::Staff, "修改密码", change_password)
        .post("/office/me/second-factor", Access::Staff, "更换动态码设备：验证", begin_renewal)
        .post("/office/me/second-factor/confirm", Access::Staff, "更换动态码设备：绑定", finish_renewal)
        .post("/office/me/end-others", Access::Staff, "结束其他登录", end_others)
}

fn own_id(desk: &Desk) -> Result<AccountId, Failure> {
    desk.visitor.account().cloned().ok_or(Failure::Forbidden)
}

async fn show(desk: Desk) -> Result<Response, Failure> {
    let just_done = Link::new(&desk.look.path).get("done").to_string();
    Ok(page(&desk, &just_done, &Errors::none()).await?.into_response())
}

async fn page(desk: &Desk, just_done: &str, errors: &Errors) -> Result<web::page::Page, Failure> {
    let (account, sessions) = service::overview(desk, &own_id(desk)?).await?;
    Ok(pages::own(desk, &account, &sessions, just_done, errors))
}

async fn refused(desk: &Desk, refusal: Refusal) -> Result<Response, Failure> {
    let errors = refusal.into_errors()?;
    Ok(page(desk, "", &errors).await?.with_status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}

fn typed(form: &Submitted, field: &str) -> Password {
    Password::new(form.raw(field).to_string())
}

async fn change_password(desk: Desk, form: Submitted) -> Result<Response, Failure> {
    let id = own_id(&desk)?;
    let (account, _) = service::overview(&desk, &id).await?;
    let (current, new, repeated) = (typed(&form, "current"), typed(&form, "password"), typed(&form, "repeated"));
    if let Err(weakness) = new.check(&account.login_name, &repeated) {
        return refused(&desk, Refusal::at("password", weakness.chinese())).await;
    }
    match service::change_password(&desk, &id, current, new).await?.into_result() {
        Ok(()) => Ok(Redirect::to("/office/me?done=password").into_response()),
        Err(refusal) => refused(&desk, refusal).await,
    }
}

async fn begin_renewal(desk: Desk, form: Submitted) -> Result<Response, Failure> {
    let id = own_id(&desk)?;
    match service::begin_renewal(&desk, &id, typed(&form, "renew-current"), form.text("code")).await?.into_result() {
        Ok(pending) => Ok(pages::renewal(&desk, &pending, &Errors::none())?.into_response()),
        Err(refusal) => refused(&desk, refusal).await,
    }
}

async fn finish_renewal(desk: Desk, form: Submitted) -> Result<Response, Failure> {
    let id = own_id(&desk)?;
    let pending = service::pending(&desk, &id, form.text("pending")).await?;
    match service::finish_renewal(&desk, &id, &pending, form.text("code")).await {
        Ok(()) => Ok(Redirect::to("/office/me?done=second-factor").into_response()),
        Err(refusal) => {
            let errors = refusal.into_errors()?;
            Ok(pages::renewal(&desk, &pending, &errors)?.with_status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
    }
}

async fn end_others(desk: Desk, _form: Submitted) -> Result<Response, Failure> {
    service::end_others(&desk, &own_id(&desk)?).await?;
    Ok(Redirect::to("/office/me?done=sessions").into_response())
}
