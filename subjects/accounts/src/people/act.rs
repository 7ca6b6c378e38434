//! Acts on an account that are done after a page with what will happen and the reason.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use maud::html;
use web::login::AccountId;
use web::page::facts::Facts;
use web::page::form::{Errors, Field, Form, error_summary};
use web::rights::Visitor;
use web::submitted::Submitted;
use web::{App, Failure};

use super::create::{REASON, check_line, refused};
use super::detail;
use super::person::Person;
use crate::frame::Desk;
use crate::setup::link::Issued;
use crate::setup::link_page;
use web::Refusal;
use web::caller::Caller;
use web::text::normal;

/// What an act leaves to show.
pub(super) enum Done {
    /// The account's page says so, under this word.
    Said(&'static str),
    /// A set-up link, shown once.
    Link(Issued),
}

/// An act on one account.
pub(super) trait Act: Send + 'static {
    /// The last part of its address.
    const WORD: &'static str;
    /// The page's heading.
    const TITLE: &'static str;
    /// The words on the button.
    const BUTTON: &'static str;
    /// What will happen.
    const EFFECT: &'static str;
    /// Whether it takes something away.
    const DANGER: bool;

    /// Does it.
    fn carry_out(
        app: &App,
        caller: &Caller,
        visitor: &Visitor,
        id: &AccountId,
        reason: &str,
    ) -> impl Future<Output = Result<Done, Refusal>> + Send;
}

pub(super) async fn confirm<A: Act>(desk: Desk, Path(id): Path<String>) -> Result<Response, Failure> {
    let person = detail::load(&desk.app, &id.into()).await?;
    Ok(page::<A>(&desk, &person, "", &Errors::none()))
}

pub(super) async fn carry_out<A: Act>(desk: Desk, Path(id): Path<String>, form: Submitted) -> Result<Response, Failure> {
    let person = detail::load(&desk.app, &id.into()).await?;
    let reason = normal(form.text("reason"));
    let mut errors = Errors::none();
    check_line(&mut errors, "reason", "原因", &reason, REASON);
    if !errors.is_empty() {
        return Ok(refused(page::<A>(&desk, &person, &reason, &errors)));
    }
    let id = &person.account.id;
    match A::carry_out(&desk.app, &desk.caller, &desk.visitor, id, &reason).await {
        Ok(Done::Said(word)) => Ok(Redirect::to(&format!("{}?done={word}", detail::path(id))).into_response()),
        Ok(Done::Link(issued)) => Ok(link_page(&desk.app, &desk.look, person.card(), &issued, &detail::path(id)).into_response()),
        Err(refusal) => Ok(refused(page::<A>(&desk, &person, &reason, &refusal.into_errors()?))),
    }
}

fn page<A: Act>(desk: &Desk, person: &Person, reason: &str, errors: &Errors) -> Response {
    let account = &person.account;
    let back = detail::path(&account.id);
    let action = format!("{back}/{}", A::WORD);
    let form = Form::post(&action, desk.token()).submit(A::BUTTON).cancel(&back, "不办理，返回");
    let form = if A::DANGER { form.danger() } else { form };
    let body = html! {
        (error_summary(errors))
        (Facts::new().fact("姓名", &account.display_name).fact("账号", &account.login_name).fact("单位", &account.unit))
        p { (A::EFFECT) }
        (form.around(html! { (Field::text("reason", "原因").value(reason).hint("会写入审计日志").autocomplete("off").maxlength(400).errors(errors)) }))
    };
    desk.page(A::TITLE, Some((&back, "账号详情")), body).into_response()
}
