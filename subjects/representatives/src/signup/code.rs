//! Third step: the code from the text message.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use http::{HeaderMap, StatusCode};
use maud::{Markup, html};
use web::page::form::{Errors, Field, Form, InputMode, button, error_summary};
use web::page::link::Link;
use web::page::notice::done;
use web::page::{Look, Page};
use web::submitted::Submitted;
use web::{App, Failure};

use super::draft::Draft;
use super::help;
use super::phone_check::{self, Purpose};

/// The field of a code.
pub(super) fn field(errors: &Errors) -> Markup {
    html! {
        (Field::text("code", "验证码").hint("短信中的 6 位数字，10 分钟内有效").autocomplete("one-time-code").inputmode(InputMode::Numeric)
            .maxlength(12).short().focus().errors(errors))
    }
}

pub(super) async fn ask(State(app): State<App>, look: Look, headers: HeaderMap) -> Result<Response, Failure> {
    let Some(check) = phone_check::current(&app, &headers, Purpose::SignUp).await? else { return Ok(help::expired(&look)) };
    Ok(match &check.draft {
        Draft::Filled { .. } if check.verified => Redirect::to("/signup/confirm").into_response(),
        Draft::Filled { person, .. } => page(&look, &person.phone.masked(), &Errors::none()).into_response(),
        _ => Redirect::to("/signup/received").into_response(),
    })
}

pub(super) async fn check(State(app): State<App>, look: Look, headers: HeaderMap, form: Submitted) -> Result<Response, Failure> {
    let Some(check) = phone_check::current(&app, &headers, Purpose::SignUp).await? else { return Ok(help::expired(&look)) };
    let Draft::Filled { person, .. } = &check.draft else { return Ok(Redirect::to("/signup/received").into_response()) };
    match phone_check::verify(&app, &check, Purpose::SignUp, form.text("code")).await {
        Ok(()) => Ok(Redirect::to("/signup/confirm").into_response()),
        Err(refusal) => Ok(refused(&look, &person.phone.masked(), &refusal.into_errors()?)),
    }
}

pub(super) async fn again(State(app): State<App>, look: Look, headers: HeaderMap, _form: Submitted) -> Result<Response, Failure> {
    let Some(check) = phone_check::current(&app, &headers, Purpose::SignUp).await? else { return Ok(help::expired(&look)) };
    let Draft::Filled { person, .. } = &check.draft else { return Ok(Redirect::to("/signup/received").into_response()) };
    match phone_check::send_again(&app, &check, &person.phone).await {
        Ok(()) => Ok(Redirect::to("/signup/code?done=sent").into_response()),
        Err(refusal) => {
            let mut errors = Errors::none();
            // The page has no field for the telephone.
            for (_, why) in refusal.into_errors()?.iter() {
                errors.add("code", why);
            }
            Ok(refused(&look, &person.phone.masked(), &errors))
        }
    }
}

fn refused(look: &Look, phone: &str, errors: &Errors) -> Response {
    page(look, phone, errors).with_status(StatusCode::UNPROCESSABLE_ENTITY).into_response()
}

fn page(look: &Look, phone: &str, errors: &Errors) -> Page {
    let sent = Link::new(&look.path).get("done") == "sent";
    let body = html! {
        (help::progress(2))
        (error_summary(errors))
        @if sent { (done("验证码已重新发送", html! { p { "以最新一条短信为准。" } })) }
        p { "验证码已发到 " strong { (phone) } "。" }
        (Form::post("/signup/code", "").submit("下一步").cancel("/signup/person?change=1", "手机号写错了，返回修改").around(field(errors)))
        p { "没有收到？请等一分钟，再重新发送。" }
        (button("/signup/code/again", "", "重新发送验证码", false))
    };
    help::page(look, "输入验证码", body)
}
