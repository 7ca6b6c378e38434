//! Paths of the set-up link.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use web::login::Password;
use web::page::Look;
use web::page::form::Errors;
use web::rights::{Access, RouteTable};
use web::submitted::Submitted;
use web::{App, Failure};

use super::pages;
use super::service::{self, Opened};
use crate::signin::hashing::hash;
use crate::signin::service::phone_time;
use web::Refusal;
use web::caller::Caller;

pub(crate) fn routes() -> RouteTable {
    RouteTable::new().get("/office/setup/{token}", Access::Public, "账号设置页", ask).post(
        "/office/setup/{token}",
        Access::Public,
        "设置账号",
        set_up,
    )
}

async fn ask(State(app): State<App>, look: Look, Path(token): Path<String>) -> Result<Response, Failure> {
    let opened = service::open(&app, &token).await?;
    Ok(pages::set_up(&look, &token, &opened, &Errors::none())?.into_response())
}

async fn set_up(
    State(app): State<App>,
    look: Look,
    caller: Caller,
    Path(token): Path<String>,
    form: Submitted,
) -> Result<Response, Failure> {
    let opened = service::open(&app, &token).await?;
    let (password, repeated) = (typed(&form, "password"), typed(&form, "repeated"));
    let code = form.text("code").to_string();
    let errors = mistakes(&opened, &password, &repeated, &code, phone_time(&app));
    if !errors.is_empty() {
        return refused(&look, &token, &opened, &errors);
    }
    app.limits().check_sign_in(&opened.login_name)?;
    let hash = hash(password).await?;
    match service::complete(&app, &caller, &token, &hash, &code).await {
        Ok(()) => Ok(Redirect::to("/office/sign-in?told=set-up").into_response()),
        Err(refusal) => refused(&look, &token, &opened, &refusal.into_errors()?),
    }
}

fn typed(form: &Submitted, field: &str) -> Password {
    Password::new(form.raw(field).to_string())
}

/// Everything that is wrong at once, so that nobody corrects one thing only to hear of the next.
fn mistakes(opened: &Opened, password: &Password, repeated: &Password, code: &str, now: u64) -> Errors {
    let mut errors = Errors::none();
    let wrong_code = opened.factor.check(code, now, 0).is_none().then(service::wrong_code);
    for refusal in service::check_password(opened, password, repeated).err().into_iter().chain(wrong_code) {
        if let Refusal::Rule { field, why } = refusal {
            errors.add(field, why);
        }
    }
    errors
}

fn refused(look: &Look, token: &str, opened: &Opened, errors: &Errors) -> Result<Response, Failure> {
    Ok(pages::set_up(look, token, opened, errors)?.with_status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}
