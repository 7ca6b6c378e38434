//! Another link for somebody whose link was lost, forwarded or locked.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use maud::html;
use web::database::transaction;
use web::desk::Desk;
use web::page::Page;
use web::page::form::{Errors, Form, error_summary};
use web::page::reason;
use web::submitted::Submitted;
use web::{Failure, Refusal, audit};

use super::person::{self, works_on};
use crate::candidates::acts::refused;
use crate::invitation::events::Reissued;
use crate::invitation::notices;

pub(super) async fn ask(desk: Desk, Path(id): Path<String>) -> Result<Response, Failure> {
    Ok(page(&desk, &id, "", &Errors::none()).await?.into_response())
}

async fn page(desk: &Desk, id: &str, typed: &str, errors: &Errors) -> Result<Page, Failure> {
    let person = person::load(&mut desk.app.database().reader().await?, desk, id).await?;
    let back = person.href("");
    let body = html! {
        (error_summary(errors))
        (person.facts(desk)?)
        p { "新的链接用短信发到本人登记的手机，原来的链接马上失效。工作人员看不到链接。" }
        (Form::post(&person.href("link"), desk.token()).submit("换发链接").cancel(&back, "不办理，返回").around(reason::field(typed, "会写入审计日志", errors)))
    };
    Ok(desk.page("换发邀请链接", Some((&back, "一位代表")), body))
}

pub(super) async fn reissue(desk: Desk, Path(id): Path<String>, form: Submitted) -> Result<Response, Failure> {
    let (why, errors) = reason::read(&form);
    if !errors.is_empty() {
        return Ok(refused(page(&desk, &id, &why, &errors).await?));
    }
    let Desk { app, caller, visitor, .. } = &desk;
    let plan = app.plan();
    let outcome = transaction!(app.database(), |tx| -> Result<(), Refusal> {
        let person = person::load(&mut tx, &desk, &id).await?;
        if !works_on(&plan.plan, visitor, &person.application.venue) {
            return Err(Refusal::NotFound);
        }
        notices::reissue(&mut tx, app, &plan.plan, &person.notice, caller.now).await?;
        let event = Reissued { subject: id.clone(), reason: why.clone() };
        Ok(audit::record(&mut tx, &caller.actor, caller.now, &event).await?)
    });
    match outcome {
        Ok(()) => Ok(Redirect::to(&format!("/office/invitations/people/{id}?done=reissued")).into_response()),
        Err(refusal) => Ok(refused(page(&desk, &id, &why, &refusal.into_errors()?).await?)),
    }
}
