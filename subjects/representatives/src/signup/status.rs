//! Look-up by reference number and telephone: where the application stands, withdrawing it, appealing.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use http::{HeaderMap, StatusCode, header};
use maud::{Markup, html};
use web::page::date;
use web::page::facts::Facts;
use web::page::form::{Errors, Field, Form, InputMode, error_summary};
use web::page::link::Link;
use web::page::notice::done;
use web::page::tag::tag;
use web::page::{Look, Page};
use web::submitted::Submitted;
use web::text::{normal, unfit};
use web::{App, Failure, Refusal};

use super::draft::Draft;
use super::phone_check::{self, Purpose};
use super::{code, help, service};
use crate::candidates::reference::{self, shown};
use crate::candidates::service::class_name;
use crate::candidates::{Act, Application, queries};
use crate::person::{Phone, Seal};
use crate::term;

/// The longest appeal, in characters.
const WORDS: usize = 500;

pub(super) async fn ask(look: Look) -> Page {
    page(&look, "", "", &Errors::none())
}

fn page(look: &Look, typed: &str, phone: &str, errors: &Errors) -> Page {
    let fields = html! {
        (Field::text("reference", "报名编号").value(typed).hint("报名时显示并用短信发给您的 12 位编号").autocomplete("off").maxlength(30).errors(errors))
        (Field::text("phone", "手机号").value(phone).autocomplete("tel").inputmode(InputMode::Tel).maxlength(30).errors(errors))
    };
    let body = html! {
        (error_summary(errors))
        p { "自愿报名和由单位推荐的，都可以在这里查询、撤回；没有受理或没有通过审查的，可以在这里申诉。" }
        (Form::post("/signup/status", "").submit("发送验证码").cancel("/signup", "返回报名说明").around(fields))
    };
    help::page(look, "查询报名", body)
}

/// Sends a code if reference and telephone belong together. Either way the next page is the same.
pub(super) async fn begin(State(app): State<App>, look: Look, form: Submitted) -> Result<Response, Failure> {
    let (typed, typed_phone) = (normal(form.text("reference")), normal(form.text("phone")));
    let mut errors = Errors::none();
    let reference = reference::read(&typed);
    if reference.is_none() {
        errors.add("reference", "报名编号是 12 位字母和数字，例如 7K3Q-9F2M-XW4T");
    }
    let phone = Phone::read(&typed_phone);
    if let Err(mistake) = &phone {
        errors.add("phone", mistake.to_string());
    }
    let again = |errors: &Errors| page(&look, &typed, &typed_phone, errors).with_status(StatusCode::UNPROCESSABLE_ENTITY).into_response();
    let (Some(reference), Ok(phone)) = (reference, phone) else { return Ok(again(&errors)) };
    let hash = Seal(app.secrets()).phone_hash(&phone);
    let found = {
        let mut tx = app.database().reader().await?;
        queries::by_reference(&mut tx, &reference).await?.filter(|found| found.phone_hash == hash)
    };
    let draft = Draft::Lookup { application: found.as_ref().map(|found| found.id.to_string()), phone: phone.masked() };
    match phone_check::begin(&app, Purpose::Status, &phone, &draft, found.is_some()).await {
        Ok(cookie) => Ok(([(header::SET_COOKIE, cookie)], Redirect::to("/signup/status/code")).into_response()),
        Err(refusal) => Ok(again(&refusal.into_errors()?)),
    }
}

pub(super) async fn ask_code(State(app): State<App>, look: Look, headers: HeaderMap) -> Result<Response, Failure> {
    let Some(check) = phone_check::current(&app, &headers, Purpose::Status).await? else { return Ok(help::expired(&look)) };
    let Draft::Lookup { phone, .. } = &check.draft else { return Ok(help::expired(&look)) };
    Ok(code_page(&look, phone, &Errors::none()).into_response())
}

fn code_page(look: &Look, phone: &str, errors: &Errors) -> Page {
    let body = html! {
        (error_summary(errors))
        p { "如果编号和手机号相符，验证码已发到 " strong { (phone) } "。没有收到，请核对编号和手机号。" }
        (Form::post("/signup/status/code", "").submit("查看").cancel("/signup/status", "返回修改").around(code::field(errors)))
    };
    help::page(look, "输入验证码", body)
}

pub(super) async fn check_code(State(app): State<App>, look: Look, headers: HeaderMap, form: Submitted) -> Result<Response, Failure> {
    let Some(check) = phone_check::current(&app, &headers, Purpose::Status).await? else { return Ok(help::expired(&look)) };
    let Draft::Lookup { phone, .. } = &check.draft else { return Ok(help::expired(&look)) };
    match phone_check::verify(&app, &check, Purpose::Status, form.text("code")).await {
        Ok(()) => Ok(Redirect::to("/signup/status/show").into_response()),
        Err(refusal) => Ok(code_page(&look, phone, &refusal.into_errors()?).with_status(StatusCode::UNPROCESSABLE_ENTITY).into_response()),
    }
}

/// The application, once the telephone is proved; else the page to go to.
async fn proved(app: &App, look: &Look, headers: &HeaderMap) -> Result<Result<Application, Response>, Failure> {
    let Some(check) = phone_check::current(app, headers, Purpose::Status).await? else { return Ok(Err(help::expired(look))) };
    let Draft::Lookup { application: Some(id), .. } = check.draft else { return Ok(Err(help::expired(look))) };
    if !check.verified {
        return Ok(Err(Redirect::to("/signup/status/code").into_response()));
    }
    let mut tx = app.database().reader().await?;
    Ok(queries::by_id(&mut tx, &id.into()).await?.ok_or_else(|| help::expired(look)))
}

pub(super) async fn show(State(app): State<App>, look: Look, headers: HeaderMap) -> Result<Response, Failure> {
    match proved(&app, &look, &headers).await? {
        Ok(application) => Ok(status_page(&app, &look, &application, "", &Errors::none())?.into_response()),
        Err(elsewhere) => Ok(elsewhere),
    }
}

fn status_page(app: &App, look: &Look, application: &Application, words: &str, errors: &Errors) -> Result<Page, Failure> {
    let plan = app.plan();
    let plan = &plan.plan;
    let open = term::is_before_freeze(plan, app.clock().now());
    let reason = application.reason(&Seal(app.secrets()))?;
    let facts = Facts::new()
        .fact("报名编号", shown(&application.reference))
        .fact("状态", html! { (tag(application.state.tone(), public_word(application))) " " (application.state.for_the_person()) })
        .fact("会场", plan.venue_name(&application.venue))
        .fact("类别", class_name(plan, &application.class))
        .fact("产生方式", application.channel.chinese())
        .fact("时间", date::moment_of(application.created_at));
    let facts = if reason.is_empty() { facts } else { facts.fact("原因", reason) };
    let body = html! {
        (error_summary(errors))
        @match Link::new(&look.path).get("done") {
            "withdrawn" => (done("已经撤回", html! { p { "在报名截止之前，您可以重新报名。" } })),
            "appealed" => (done("申诉已收到", html! { p { "由两名工作人员共同决定，结果用短信告诉您。" } })),
            _ => {}
        }
        (facts)
        @if !open && application.state.is_alive() { p { "名册已经到封存时间，不能在这里撤回。不能参加的，请联系：" (plan.activity.contact) "。" } }
        @if open && application.state.after(Act::Appeal).is_ok() { (appeal_form(words, errors)) }
        @if open && application.state.after(Act::Withdraw).is_ok() { (withdraw_form(errors)) }
    };
    Ok(help::page(look, "您的报名", body))
}

/// The states on which people need no words of the office.
fn public_word(application: &Application) -> &'static str {
    use crate::candidates::State::{FailureAppealed, RefusalAppealed, Reviewed, Submitted};
    match application.state {
        Submitted | Reviewed => "核对中",
        RefusalAppealed | FailureAppealed => "申诉中",
        state => state.chinese(),
    }
}

fn appeal_form(words: &str, errors: &Errors) -> Markup {
    html! {
        h2 { "申诉" }
        (Form::post("/signup/status/appeal", "").submit("提交申诉").around(html! {
            (Field::area("words", "您的理由", 5).value(words).hint("最多 500 字。只能申诉一次").maxlength(1_000).errors(errors))
        }))
    }
}

fn withdraw_form(errors: &Errors) -> Markup {
    html! {
        details open[errors.of("sure").is_some()] {
            summary { "撤回" }
            p { "撤回以后不再参加抽取。" }
            (Form::post("/signup/status/withdraw", "").submit("撤回").danger().around(html! {
                (Field::check("sure", "我要撤回").errors(errors))
            }))
        }
    }
}

pub(super) async fn withdraw(State(app): State<App>, look: Look, headers: HeaderMap, form: Submitted) -> Result<Response, Failure> {
    let application = match proved(&app, &look, &headers).await? {
        Ok(application) => application,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let mut errors = Errors::none();
    if form.text("sure") != "1" {
        errors.add("sure", "请先选中“我要撤回”");
        return refused(&app, &look, &application, "", &errors);
    }
    match service::withdraw(&app, &application.id).await {
        Ok(()) => Ok(Redirect::to("/signup/status/show?done=withdrawn").into_response()),
        Err(refusal) => refused(&app, &look, &application, "", &refusal.into_errors()?),
    }
}

pub(super) async fn appeal(State(app): State<App>, look: Look, headers: HeaderMap, form: Submitted) -> Result<Response, Failure> {
    let application = match proved(&app, &look, &headers).await? {
        Ok(application) => application,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let words = form.text("words").replace('\r', "");
    let mut errors = Errors::none();
    if words.chars().count() < 5 {
        errors.add("words", "请写明理由");
    } else if let Some(why) = unfit(&words.replace('\n', ""), WORDS) {
        errors.add("words", why);
    }
    if !errors.is_empty() {
        return refused(&app, &look, &application, &words, &errors);
    }
    match service::appeal(&app, &application.id, &words).await {
        Ok(()) => Ok(Redirect::to("/signup/status/show?done=appealed").into_response()),
        Err(refusal @ (Refusal::Rule { .. } | Refusal::NotFound)) => refused(&app, &look, &application, &words, &refusal.into_errors()?),
        Err(other) => Err(other.into()),
    }
}

fn refused(app: &App, look: &Look, application: &Application, words: &str, errors: &Errors) -> Result<Response, Failure> {
    Ok(status_page(app, look, application, words, errors)?.with_status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}
