//! Saying that the awaited source gave nothing.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use maud::html;
use web::Failure;
use web::desk::Desk;
use web::page::Page;
use web::page::facts::Facts;
use web::page::form::{Errors, Form, error_summary};
use web::page::reason;
use web::submitted::Submitted;

use super::HOME;
use crate::candidates::acts::refused;
use crate::draw::acts::{self, Wanted};
use crate::draw::source::{Source, chinese};
use crate::draw::view::View;

async fn awaited(desk: &Desk, place: &str) -> Result<Source, Failure> {
    let view = View::read(&mut desk.app.database().reader().await?).await?;
    view.awaited().filter(|source| source.place.to_string() == place).cloned().ok_or(Failure::NotFound)
}

pub(in crate::draw) async fn ask(desk: Desk, Path(place): Path<String>) -> Result<Page, Failure> {
    Ok(page(&desk, &awaited(&desk, &place).await?, "", &Errors::none()))
}

pub(in crate::draw) async fn fail(desk: Desk, Path(place): Path<String>, form: Submitted) -> Result<Response, Failure> {
    let source = awaited(&desk, &place).await?;
    let (reason, errors) = reason::read(&form);
    if !errors.is_empty() {
        return Ok(refused(page(&desk, &source, &reason, &errors)));
    }
    let wanted = Wanted::FailSource { place: source.place, reason: reason.clone() };
    match acts::propose(&desk.app, &desk.caller, &desk.visitor, &wanted).await {
        Ok(()) => Ok(Redirect::to(&format!("{HOME}?done=proposed")).into_response()),
        Err(not_done) => Ok(refused(page(&desk, &source, &reason, &not_done.into_errors()?))),
    }
}

fn page(desk: &Desk, source: &Source, reason: &str, errors: &Errors) -> Page {
    let action = format!("/office/draw/sources/{}/failures", source.place);
    let body = html! {
        (error_summary(errors))
        (Facts::new()
            .fact("来源", format!("第 {} 个：{}", source.place, source.name))
            .fact("公告的时间和见证", &source.occasion)
            .fact("公告的失效办法", chinese(source.on_failure)))
        p { "另一名工作人员确认以后，按公告的办法处理，原因写入公开账本，所有人都能看到。" }
        (Form::post(&action, desk.token()).submit("提出认定失效，等待第二人").danger().cancel(HOME, "不办理，返回")
            .around(reason::field(reason, "会公开，例如：当期因故停止开奖", errors)))
    };
    desk.page("认定来源失效", Some((HOME, "公开抽取")), body)
}
