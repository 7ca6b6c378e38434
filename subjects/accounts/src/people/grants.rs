//! Giving a role and taking it back.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use maud::html;
use plan::{Plan, Role};
use web::Failure;
use web::login::AccountId;
use web::page::facts::Facts;
use web::page::form::{Errors, Field, Form, error_summary, hidden};
use web::page::notice::notice;
use web::page::tag::Tone;
use web::submitted::Submitted;

use super::create::{REASON, check_line, refused};
use super::detail;
use super::person::Person;
use super::service::{self, RightAtWall};
use crate::frame::Desk;
use crate::roles;
use web::Refusal;
use web::text::normal;

pub(super) async fn grant(desk: Desk, Path(id): Path<String>, form: Submitted) -> Result<Response, Failure> {
    let id = AccountId::from(id);
    let typed = form.text("role");
    let plan = desk.app.plan();
    let Some(role) = roles::read(&plan.plan, typed) else {
        return detail::again(&desk, &id, Refusal::at("role", "请选择方案中有的角色"), typed).await;
    };
    let person = detail::load(&desk.app, &id).await?;
    let walls = service::behind_wall(&plan.plan, &person, &role);
    if !walls.is_empty() && !form.has("confirmed") && !person.roles.contains(&role) {
        return Ok(warning(&plan.plan, &desk, &person, &role, &walls));
    }
    match service::grant(&desk.app, &desk.caller, &desk.visitor, &id, &role).await {
        Ok(()) => Ok(Redirect::to(&format!("{}?done=granted", detail::path(&id))).into_response()),
        Err(refusal) => detail::again(&desk, &id, refusal, typed).await,
    }
}

/// Before a role is given whose rights the wall will refuse: which, and whether the plan has an exception.
fn warning(plan: &Plan, desk: &Desk, person: &Person, role: &Role, walls: &[RightAtWall]) -> Response {
    let back = detail::path(&person.account.id);
    let name = plan.role_name(role);
    let department = walls.first().map_or("", |wall| wall.department.as_str());
    let rights = html! {
        p { (person.account.display_name) "与被评议部门“" (department) "”有关联。授予“" (name) "”后：" }
        ul { @for wall in walls { li {
            (wall.right.chinese()) "："
            @match &wall.exception {
                Some(what) => { "可以使用，依据方案中公开的例外“" (what) "”；每次使用都会记录，监督检查组可以看到" }
                None => { "仍然不能使用，方案没有例外" }
            }
        } } }
    };
    let action = format!("{back}/roles");
    let fields = html! { (hidden("role", &role.to_string())) (hidden("confirmed", "1")) };
    let body = html! {
        (notice(Tone::Warn, "部分权限会被利益冲突隔离墙拒绝", rights))
        (Form::post(&action, desk.token()).submit("仍然授予").cancel(&back, "不授予，返回").around(fields))
    };
    desk.page("授予角色前请确认", Some((&back, "账号详情")), body).into_response()
}

pub(super) async fn ask_revocation(desk: Desk, Path((id, role)): Path<(String, String)>) -> Result<Response, Failure> {
    let person = detail::load(&desk.app, &id.into()).await?;
    let role = held(&person, &role)?;
    Ok(revocation(&desk.app.plan().plan, &desk, &person, &role, "", &Errors::none()))
}

pub(super) async fn revoke(desk: Desk, Path((id, role)): Path<(String, String)>, form: Submitted) -> Result<Response, Failure> {
    let person = detail::load(&desk.app, &id.into()).await?;
    let role = held(&person, &role)?;
    let plan = desk.app.plan();
    let reason = normal(form.text("reason"));
    let mut errors = Errors::none();
    check_line(&mut errors, "reason", "原因", &reason, REASON);
    let again = |errors: &Errors| refused(revocation(&plan.plan, &desk, &person, &role, &reason, errors));
    if !errors.is_empty() {
        return Ok(again(&errors));
    }
    match service::revoke(&desk.app, &desk.caller, &desk.visitor, &person.account.id, &role, &reason).await {
        Ok(()) => Ok(Redirect::to(&format!("{}?done=revoked", detail::path(&person.account.id))).into_response()),
        Err(refusal) => Ok(again(&refusal.into_errors()?)),
    }
}

/// The role of an address, if the person holds it; it may be of an older plan.
fn held(person: &Person, word: &str) -> Result<Role, Failure> {
    let role = word.parse().map_err(|_| Failure::NotFound)?;
    if person.roles.contains(&role) { Ok(role) } else { Err(Failure::NotFound) }
}

fn revocation(plan: &Plan, desk: &Desk, person: &Person, role: &Role, reason: &str, errors: &Errors) -> Response {
    let account = &person.account;
    let back = detail::path(&account.id);
    let action = format!("{back}/roles/{role}/revoke");
    let field = Field::text("reason", "原因").value(reason).hint("会写入审计日志").autocomplete("off").maxlength(400).errors(errors);
    let body = html! {
        (error_summary(errors))
        (Facts::new().fact("姓名", &account.display_name).fact("账号", &account.login_name).fact("收回的角色", plan.role_name(role)))
        p { "收回后此人现有的登录立即结束，再次登录后不再有此角色的权限。" }
        (Form::post(&action, desk.token()).submit("收回角色").danger().cancel(&back, "不收回，返回").around(html! { (field) }))
    };
    desk.page("收回角色", Some((&back, "账号详情")), body).into_response()
}
