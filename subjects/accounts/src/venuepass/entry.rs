//! Entering by QR code and PIN.

use axum::extract::{Path, State as AppState};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode};
use maud::html;
use web::page::form::{Errors, Field, Form, InputMode, error_summary};
use web::page::notice::notice;
use web::page::tag::Tone;
use web::page::{Look, Page, Sheet, date, sheet};
use web::submitted::Submitted;
use web::{App, Failure};

use super::pages::day;
use super::queries::Pass;
use super::service::{self, MOST_FAILURES, Outcome};
use super::validity::State;
use crate::signin::with_cookie;
use web::caller::Caller;
use web::text::normal;

pub(super) async fn ask(AppState(app): AppState<App>, look: Look, caller: Caller, Path(token): Path<String>) -> Result<Response, Failure> {
    let pass = service::open(&app, &token).await?;
    Ok(page(&app, &look, &token, &pass, caller.now, &Errors::none()).into_response())
}

pub(super) async fn enter(
    AppState(app): AppState<App>,
    look: Look,
    caller: Caller,
    headers: HeaderMap,
    Path(token): Path<String>,
    form: Submitted,
) -> Result<Response, Failure> {
    let previous = web::login::identify(&app, &headers).await?.map(|visitor| visitor.session.clone());
    let outcome = service::enter(&app, &caller, &token, &normal(form.text("pin")), previous.as_deref()).await?;
    let mut errors = Errors::none();
    match outcome {
        Outcome::Entered(cookie) => return Ok(with_cookie("/venue", cookie)),
        Outcome::Wrong => errors.add("pin", format!("口令不正确；连续 {MOST_FAILURES} 次不正确会暂时锁定")),
        Outcome::Locked | Outcome::Early => {}
    }
    let pass = service::open(&app, &token).await?;
    let page = page(&app, &look, &token, &pass, caller.now, &errors);
    Ok(page.with_status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}

fn page(app: &App, look: &Look, token: &str, pass: &Pass, now: i64, errors: &Errors) -> Page {
    let venue = app.plan().plan.venue_name(&pass.venue);
    let when = |at: i64| date::moment_of(at);
    let action = format!("/venue/enter/{token}");
    let field = Field::text("pin", "口令")
        .hint("打印纸上的 6 位数字")
        .autocomplete("off")
        .inputmode(InputMode::Numeric)
        .maxlength(12)
        .short()
        .focus();
    let body = html! {
        (error_summary(errors))
        p { (venue) " · " (pass.label) " · " (day(&pass.day)) }
        @match State::of(pass, now) {
            State::Early => (notice(Tone::Warn, "还没有到使用的日期", html! { p { (when(pass.valid_from)) " 起可以使用，请当天再扫描。" } })),
            State::Locked => (notice(Tone::Bad, "口令多次不正确，已暂时锁定", html! {
                p { (when(pass.locked_until)) " 以后可以再试。如不记得口令，请联系会务保障组换发。" }
            })),
            _ => (Form::post(&action, "").submit("进入").around(html! { (field.errors(errors)) })),
        }
    };
    sheet(look, Sheet { title: "会场工作人员", place: &venue }, body)
}
