//! Unit and posts, from which ties to evaluated departments follow.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use maud::html;
use plan::Plan;
use web::Failure;
use web::login::AccountId;
use web::page::form::{Errors, Field, Form, error_summary};
use web::submitted::Submitted;

use super::create::{REASON, UNIT, check_line, check_optional, posts_field, refused};
use super::{detail, service};
use crate::frame::Desk;
use web::text::normal;

struct Typed {
    unit: String,
    posts: Vec<String>,
    reason: String,
}

pub(super) async fn ask(desk: Desk, Path(id): Path<String>) -> Result<Response, Failure> {
    let person = detail::load(&desk.app, &id.into()).await?;
    let typed = Typed { unit: person.account.unit, posts: person.posts, reason: String::new() };
    Ok(page(&desk.app.plan().plan, &desk, &person.account.id, &typed, &Errors::none()))
}

pub(super) async fn change(desk: Desk, Path(id): Path<String>, form: Submitted) -> Result<Response, Failure> {
    let id = AccountId::from(id);
    let plan = desk.app.plan();
    let typed = Typed { unit: normal(form.text("unit")), posts: form.all("posts"), reason: normal(form.text("reason")) };
    let mut errors = Errors::none();
    check_optional(&mut errors, "unit", &typed.unit, UNIT);
    if typed.posts.iter().any(|post| plan.plan.posts.iter().all(|known| known.id.as_str() != post)) {
        errors.add("posts", "有的职务不在方案中，请重新选择");
    }
    check_line(&mut errors, "reason", "原因", &typed.reason, REASON);
    if !errors.is_empty() {
        return Ok(refused(page(&plan.plan, &desk, &id, &typed, &errors)));
    }
    match service::change_ties(&desk.app, &desk.caller, &desk.visitor, &id, &typed.unit, &typed.posts, &typed.reason).await {
        Ok(()) => Ok(Redirect::to(&format!("{}?done=ties", detail::path(&id))).into_response()),
        Err(refusal) => Ok(refused(page(&plan.plan, &desk, &id, &typed, &refusal.into_errors()?))),
    }
}

fn page(plan: &Plan, desk: &Desk, id: &AccountId, typed: &Typed, errors: &Errors) -> Response {
    let back = detail::path(id);
    let fields = html! {
        (Field::text("unit", "单位").value(&typed.unit).autocomplete("off").maxlength(120).optional().errors(errors)
            .hint("按活动方案中的名称填写；属于被评议部门的会被自动识别"))
        (posts_field(plan, &typed.posts, errors))
        (Field::text("reason", "原因").value(&typed.reason).hint("会写入审计日志").autocomplete("off").maxlength(400).errors(errors))
    };
    let body = html! {
        (error_summary(errors))
        p { "单位和职务决定此人是否与被评议部门有关联。更改后此人现有的登录会结束。" }
        (Form::post(&format!("{back}/ties"), desk.token()).submit("保存更改").cancel(&back, "不更改，返回").around(fields))
    };
    desk.page("更改单位和职务", Some((&back, "账号详情")), body).into_response()
}
