//! A new account, and putting name or contact right.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use maud::{Markup, html};
use plan::Plan;
use web::Failure;
use web::login::AccountId;
use web::page::form::{Choice, Errors, Field, Form, error_summary};
use web::submitted::Submitted;

use super::detail;
use super::service::{self, NewPerson};
use crate::frame::Desk;
use crate::login_name::{self, LoginName};
use crate::setup::link_page;
use web::Refusal;
use web::text::{normal, unfit};

/// Longest name, unit, contact and reason, in characters.
pub(crate) const NAME: usize = 40;
pub(crate) const UNIT: usize = 60;
pub(crate) const CONTACT: usize = 80;
pub(crate) const REASON: usize = 200;

/// What was typed.
#[derive(Default)]
struct Typed {
    login_name: String,
    display_name: String,
    unit: String,
    contact: String,
    posts: Vec<String>,
}

impl Typed {
    fn of(form: &Submitted) -> Self {
        Typed {
            login_name: form.text("login_name").into(),
            display_name: normal(form.text("display_name")),
            unit: normal(form.text("unit")),
            contact: normal(form.text("contact")),
            posts: form.all("posts"),
        }
    }

    fn check(&self, plan: &Plan) -> Result<NewPerson, Errors> {
        let mut errors = Errors::none();
        let name = LoginName::read(&self.login_name);
        if name.is_none() {
            errors.add("login_name", format!("账号须为 {}", login_name::RULE));
        }
        check_line(&mut errors, "display_name", "姓名", &self.display_name, NAME);
        check_optional(&mut errors, "unit", &self.unit, UNIT);
        check_optional(&mut errors, "contact", &self.contact, CONTACT);
        if self.posts.iter().any(|post| plan.posts.iter().all(|known| known.id.as_str() != post)) {
            errors.add("posts", "有的职务不在方案中，请重新选择");
        }
        match name {
            Some(name) if errors.is_empty() => Ok(NewPerson {
                login_name: name.to_string(),
                display_name: self.display_name.clone(),
                unit: self.unit.clone(),
                contact: self.contact.clone(),
                posts: self.posts.clone(),
            }),
            _ => Err(errors),
        }
    }
}

/// A line that must be filled in.
pub(crate) fn check_line(errors: &mut Errors, field: &str, label: &str, text: &str, longest: usize) {
    if text.is_empty() {
        errors.add(field, format!("请填写{label}"));
    } else {
        check_optional(errors, field, text, longest);
    }
}

pub(crate) fn check_optional(errors: &mut Errors, field: &str, text: &str, longest: usize) {
    if let Some(why) = unfit(text, longest) {
        errors.add(field, why);
    }
}

pub(super) async fn ask(desk: Desk) -> Response {
    page(&desk.app.plan().plan, &desk, &Typed::default(), &Errors::none())
}

pub(super) async fn create(desk: Desk, form: Submitted) -> Result<Response, Failure> {
    let plan = desk.app.plan();
    let typed = Typed::of(&form);
    let new = match typed.check(&plan.plan) {
        Ok(new) => new,
        Err(errors) => return Ok(refused(page(&plan.plan, &desk, &typed, &errors))),
    };
    match service::create(&desk.app, &desk.caller, &new).await {
        Ok((id, issued)) => {
            let person = (new.display_name.as_str(), new.unit.as_str(), new.login_name.as_str());
            Ok(link_page(&desk.app, &desk.look, person, &issued, &detail::path(&id)).into_response())
        }
        Err(refusal) => Ok(refused(page(&plan.plan, &desk, &typed, &refusal.into_errors()?))),
    }
}

pub(super) fn refused(page: impl IntoResponse) -> Response {
    let mut response = page.into_response();
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    response
}

fn page(plan: &Plan, desk: &Desk, typed: &Typed, errors: &Errors) -> Response {
    let fields = html! {
        (Field::text("login_name", "账号").value(&typed.login_name).hint(login_name::RULE).autocomplete("off").maxlength(64).errors(errors))
        (Field::text("display_name", "姓名").value(&typed.display_name).autocomplete("off").maxlength(80).errors(errors))
        (Field::text("unit", "单位").value(&typed.unit).autocomplete("off").maxlength(120).optional().errors(errors)
            .hint("按活动方案中的名称填写；属于被评议部门的会被自动识别，并受利益冲突限制"))
        (Field::text("contact", "联系方式").value(&typed.contact).autocomplete("off").maxlength(160).optional().errors(errors))
        (posts_field(plan, &typed.posts, errors))
    };
    let body = html! {
        (error_summary(errors))
        p { "保存后会显示一次性设置链接，由本人设置密码并绑定动态码。新账号没有任何角色，由安全管理员授予。" }
        (Form::post("/office/accounts/new", desk.token()).submit("建立账号").cancel("/office/accounts", "不建立，返回列表").around(fields))
    };
    desk.page("新建账号", Some(("/office/accounts", "账号")), body).into_response()
}

/// The plan's posts to tick; they only tie a person to a department, they give no rights.
pub(super) fn posts_field(plan: &Plan, chosen: &[String], errors: &Errors) -> Markup {
    let choice = |post: &plan::Post| {
        let choice = Choice::new(post.id.as_str(), format!("{}{}：{}", post.body, post.position, post.post));
        let department = post.department.as_ref().and_then(|id| plan.department(id));
        department.map_or(choice.clone(), |department| choice.hint(format!("属于被评议部门：{}", department.name)))
    };
    let choices: Vec<Choice> = plan.posts.iter().map(choice).collect();
    let field = Field::checks("posts", "在方案中担任的职务", &choices).optional().errors(errors);
    let field = chosen.iter().fold(field, |field, post| field.value(post));
    html! { details open[!chosen.is_empty() || errors.of("posts").is_some()] { summary { "在方案中担任的职务（已选 " (chosen.len()) " 项）" } (field) } }
}

pub(super) async fn ask_correction(desk: Desk, Path(id): Path<String>) -> Result<Response, Failure> {
    let person = detail::load(&desk.app, &id.into()).await?;
    let account = &person.account;
    Ok(correction(&desk, &account.id, &account.display_name, &account.contact, "", &Errors::none()))
}

pub(super) async fn correct(desk: Desk, Path(id): Path<String>, form: Submitted) -> Result<Response, Failure> {
    let id = AccountId::from(id);
    let (name, contact, reason) = (normal(form.text("display_name")), normal(form.text("contact")), normal(form.text("reason")));
    let mut errors = Errors::none();
    check_line(&mut errors, "display_name", "姓名", &name, NAME);
    check_optional(&mut errors, "contact", &contact, CONTACT);
    check_line(&mut errors, "reason", "原因", &reason, REASON);
    let outcome = if errors.is_empty() { service::correct(&desk.app, &desk.caller, &id, &name, &contact, &reason).await } else { Ok(()) };
    match outcome.map_err(Refusal::into_errors) {
        Ok(()) if errors.is_empty() => Ok(Redirect::to(&format!("{}?done=corrected", detail::path(&id))).into_response()),
        Ok(()) => Ok(refused(correction(&desk, &id, &name, &contact, &reason, &errors))),
        Err(errors) => Ok(refused(correction(&desk, &id, &name, &contact, &reason, &errors?))),
    }
}

fn correction(desk: &Desk, id: &AccountId, name: &str, contact: &str, reason: &str, errors: &Errors) -> Response {
    let back = detail::path(id);
    let fields = html! {
        (Field::text("display_name", "姓名").value(name).autocomplete("off").maxlength(80).errors(errors))
        (Field::text("contact", "联系方式").value(contact).autocomplete("off").maxlength(160).optional().errors(errors))
        (Field::text("reason", "原因").value(reason).autocomplete("off").maxlength(400).errors(errors))
    };
    let body = html! {
        (error_summary(errors))
        p { "只用于更正写错的内容。换了人请停用此账号，另建新账号，否则审计日志无法分清是谁所为。" }
        (Form::post(&format!("{back}/correct"), desk.token()).submit("保存更正").cancel(&back, "不更正，返回").around(fields))
    };
    desk.page("更正姓名和联系方式", Some((&back, "账号详情")), body).into_response()
}
