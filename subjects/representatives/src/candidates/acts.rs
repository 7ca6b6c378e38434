//! Acts on one candidate that need a reason: showing the person in full, refusing.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use maud::html;
use web::Failure;
use web::desk::Desk;
use web::page::facts::Facts;
use web::page::form::{Errors, Form, error_summary};
use web::page::notice::notice;
use web::page::reason;
use web::page::tag::Tone;
use web::submitted::Submitted;

use super::application::Application;
use super::{detail, service};
use crate::person::Seal;

/// The page again with its errors.
pub(crate) fn refused(page: impl IntoResponse) -> Response {
    let mut response = page.into_response();
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    response
}

pub(super) async fn ask_unmask(desk: Desk, Path(id): Path<String>) -> Result<Response, Failure> {
    let (application, _) = detail::load(&desk, id).await?;
    unmask_page(&desk, &application, "", &Errors::none())
}

fn unmask_page(desk: &Desk, application: &Application, reason: &str, errors: &Errors) -> Result<Response, Failure> {
    let back = format!("/office/candidates/{}", application.id);
    let facts = detail::facts(&desk.app.plan().plan, &Seal(desk.app.secrets()), application)?;
    let body = html! {
        (error_summary(errors))
        (facts)
        p { "完整的姓名、身份证号、手机号和住址只显示这一次。谁在什么时候为什么查看，会记入审计日志，监督检查组可以看到。" }
        (Form::post(&format!("{back}/unmask"), desk.token()).submit("写明原因并查看").cancel(&back, "不查看，返回")
            .around(reason::field(reason, "例如：电话核实本人意愿", errors)))
    };
    Ok(desk.page("查看完整信息", Some((&back, "代表人选详情")), body).into_response())
}

pub(super) async fn unmask(desk: Desk, Path(id): Path<String>, form: Submitted) -> Result<Response, Failure> {
    let (application, _) = detail::load(&desk, id).await?;
    let (reason, errors) = reason::read(&form);
    if !errors.is_empty() {
        return Ok(refused(unmask_page(&desk, &application, &reason, &errors)?));
    }
    let (application, person) = service::unmask(&desk.app, &desk.caller, &desk.visitor, &application.id, &reason).await?;
    let back = format!("/office/candidates/{}", application.id);
    let or_none = |text: &str| if text.is_empty() { "没有填写".to_string() } else { text.to_string() };
    let body = html! {
        (notice(Tone::Warn, "请勿抄录、拍照或转发", html! { p { "本次查看已记入审计日志，原因：" (reason) } }))
        (Facts::new()
            .fact("姓名", &person.name)
            .fact("身份证号", person.identity.as_str())
            .fact("性别", person.identity.sex().chinese())
            .fact("手机号", person.phone.as_str())
            .fact("居住地址", or_none(&person.address))
            .fact("工作单位", or_none(&person.unit)))
        p { a.button href=(back) { "看完了，返回" } }
    };
    Ok(desk.page("完整信息", Some((&back, "代表人选详情")), body).into_response())
}

pub(super) async fn ask_refusal(desk: Desk, Path(id): Path<String>) -> Result<Response, Failure> {
    let (application, _) = detail::load(&desk, id).await?;
    refusal_page(&desk, &application, "", &Errors::none())
}

fn refusal_page(desk: &Desk, application: &Application, reason: &str, errors: &Errors) -> Result<Response, Failure> {
    let back = format!("/office/candidates/{}", application.id);
    let facts = detail::facts(&desk.app.plan().plan, &Seal(desk.app.secrets()), application)?;
    let body = html! {
        (error_summary(errors))
        (facts)
        p { "不予受理以后，此人选不参加抽取。原因会用短信告诉本人；本人可以申诉，由两名工作人员共同决定。" }
        (Form::post(&format!("{back}/refuse"), desk.token()).submit("不予受理").danger().cancel(&back, "不办理，返回")
            .around(reason::field(reason, "会告诉本人，也会写入审计日志", errors)))
    };
    Ok(desk.page("不予受理", Some((&back, "代表人选详情")), body).into_response())
}

pub(super) async fn refuse(desk: Desk, Path(id): Path<String>, form: Submitted) -> Result<Response, Failure> {
    let (application, _) = detail::load(&desk, id).await?;
    let (reason, errors) = reason::read(&form);
    if !errors.is_empty() {
        return Ok(refused(refusal_page(&desk, &application, &reason, &errors)?));
    }
    match service::refuse(&desk.app, &desk.caller, &desk.visitor, &application.id, &reason).await {
        Ok(()) => Ok(Redirect::to(&format!("/office/candidates/{}?done=refused", application.id)).into_response()),
        Err(refusal) => Ok(refused(refusal_page(&desk, &application, &reason, &refusal.into_errors()?)?)),
    }
}
