//! Recording a promise, during the interview or after it.

use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use maud::html;
use web::Failure;
use web::Refusal;
use web::database::transaction;
use web::desk::Desk;
use web::page::Page;
use web::page::form::{Choice, Errors, Field, Form, error_summary};
use web::page::link::Link;
use web::submitted::Submitted;
use web::text;

use super::service::{self, LONGEST, Typed};
use super::{HOME, author};
use crate::order;

pub(super) async fn ask(desk: Desk) -> Result<Response, Failure> {
    let item = Link::new(&desk.look.path).get("item").to_owned();
    let department = match item.as_str() {
        "" => None,
        id => order::queries::item(&mut desk.app.database().reader().await?, id).await?.map(|item| item.department),
    };
    let typed = Typed { department: department.unwrap_or_default(), ..Typed::default() };
    Ok(page(&desk, &typed, &Errors::none()).into_response())
}

fn page(desk: &Desk, typed: &Typed, errors: &Errors) -> Page {
    let adopted = desk.app.plan();
    let departments: Vec<Choice> = std::iter::once(Choice::new("", "请选择"))
        .chain(adopted.plan.departments.iter().map(|it| Choice::new(it.id.as_str(), &it.name)))
        .collect();
    let fields = html! {
        (Field::select("department", "部门", &departments).value(&typed.department).errors(errors))
        (Field::area("words", "承诺", 4).value(&typed.words).hint("办什么、办到什么程度。会向社会公开，不写个人信息").maxlength(LONGEST * 2).errors(errors))
        (Field::date("due", "办结日期").value(&typed.due).errors(errors))
    };
    let body = html! {
        (error_summary(errors))
        (Form::post(HOME, desk.token()).submit("登记并公开").cancel(HOME, "取消").around(fields))
    };
    desk.page("登记承诺", Some((HOME, "承诺跟踪")), body)
}

pub(super) async fn submit(desk: Desk, form: Submitted) -> Result<Response, Failure> {
    let typed =
        Typed { department: form.text("department").to_owned(), words: text::normal(form.text("words")), due: form.text("due").to_owned() };
    let (adopted, author) = (desk.app.plan(), author(&desk));
    let outcome = transaction!(desk.app.database(), |tx| -> Result<String, Refusal> {
        service::make(&mut tx, &adopted.plan, &desk.caller, &author, &typed).await
    });
    match outcome {
        Ok(id) => Ok(Redirect::to(&format!("{HOME}/{id}?done=made")).into_response()),
        Err(refusal) => {
            let page = page(&desk, &typed, &refusal.into_errors()?);
            Ok(page.with_status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
    }
}
