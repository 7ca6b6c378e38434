//! Last step: everything typed, the consent, and then 「报名已收到」 with the reference number.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use http::{HeaderMap, StatusCode};
use maud::{Markup, html};
use plan::Plan;
use web::page::date;
use web::page::facts::Facts;
use web::page::form::{Errors, Field, Form, error_summary};
use web::page::{Look, Page};
use web::submitted::Submitted;
use web::{App, Failure};

use super::draft::Draft;
use super::help;
use super::phone_check::{self, PhoneCheck, Purpose};
use super::service::{self, Outcome};
use crate::candidates::reference::shown;
use crate::person::Person;

/// The check, once the telephone is proved; else the page to go to.
async fn proved(app: &App, look: &Look, headers: &HeaderMap) -> Result<Result<PhoneCheck, Response>, Failure> {
    let Some(check) = phone_check::current(app, headers, Purpose::SignUp).await? else { return Ok(Err(help::expired(look))) };
    Ok(match &check.draft {
        Draft::Filled { .. } if !check.verified => Err(Redirect::to("/signup/code").into_response()),
        Draft::Filled { .. } => Ok(check),
        _ => Err(Redirect::to("/signup/received").into_response()),
    })
}

pub(super) async fn ask(State(app): State<App>, look: Look, headers: HeaderMap) -> Result<Response, Failure> {
    if let Some(page) = help::not_open(&app, &look) {
        return Ok(page);
    }
    let check = match proved(&app, &look, &headers).await? {
        Ok(check) => check,
        Err(elsewhere) => return Ok(elsewhere),
    };
    if let Some(known) = service::already_here(&app, &check).await? {
        return Ok(already(&app.plan().plan, &look, &known));
    }
    Ok(page(&app.plan().plan, &look, &check.draft, &Errors::none()).into_response())
}

pub(super) async fn submit(State(app): State<App>, look: Look, headers: HeaderMap, form: Submitted) -> Result<Response, Failure> {
    if let Some(page) = help::not_open(&app, &look) {
        return Ok(page);
    }
    let check = match proved(&app, &look, &headers).await? {
        Ok(check) => check,
        Err(elsewhere) => return Ok(elsewhere),
    };
    if form.text("consent") != "1" {
        let mut errors = Errors::none();
        errors.add("consent", "须同意上面的内容才能报名");
        return Ok(page(&app.plan().plan, &look, &check.draft, &errors).with_status(StatusCode::UNPROCESSABLE_ENTITY).into_response());
    }
    match service::submit(&app, &check).await? {
        Outcome::Received | Outcome::Referred => Ok(Redirect::to("/signup/received").into_response()),
        Outcome::AlreadyHere(known) => Ok(already(&app.plan().plan, &look, &known)),
    }
}

fn page(plan: &Plan, look: &Look, draft: &Draft, errors: &Errors) -> Page {
    let Draft::Filled { district, venue, person } = draft else { return help::page(look, "核对并提交", html! {}) };
    let body = html! {
        (help::progress(3))
        (error_summary(errors))
        (everything(plan, district, venue, person))
        p { a href="/signup/person?change=1" { "修改个人信息" } }
        h2 { "请您知道并同意" }
        (consent(plan))
        (Form::post("/signup/confirm", "").submit("提交报名").cancel("/signup", "不报名了，返回")
            .around(html! { (Field::check("consent", "我已阅读并同意，所填内容真实").errors(errors)) }))
    };
    help::page(look, "核对并提交", body)
}

fn everything(plan: &Plan, district: &str, venue: &str, person: &Person) -> Facts {
    let or_none = |text: &str| if text.is_empty() { "没有填写".to_string() } else { text.to_string() };
    let district = plan.venue_by(district).map_or("", |venue| venue.column.as_str());
    Facts::new()
        .fact("姓名", &person.name)
        .fact("身份证号", person.identity.as_str())
        .fact("性别", person.identity.sex().chinese())
        .fact("出生年份", person.identity.birth_date().year().to_string())
        .fact("手机号", person.phone.as_str())
        .fact("居住旗区", district)
        .fact("会场", plan.venue_name(venue))
        .fact("类别", "自愿报名市民代表")
        .fact("工作单位", or_none(&person.unit))
        .fact("居住地址", or_none(&person.address))
}

fn consent(plan: &Plan) -> Markup {
    html! {
        ul {
            li { "我不是被评议部门的工作人员。" }
            li { "我的个人信息由" (plan.activity.organiser) "用于资格审查、抽取和通知，由公安机关审查资格。不用于其他用途，不向被评议部门提供。" }
            li { "如被抽中，我将按时到会、遵守会场纪律，独立评议，不接受请托、宴请和礼品。" }
            li { "封存名册之前，我可以随时撤回报名。" }
        }
    }
}

/// Only whoever holds the telephone of the first application is told.
fn already(plan: &Plan, look: &Look, known: &service::Known) -> Response {
    let body = html! {
        p { "用您的身份证号，已于 " (date::moment_of(known.created_at)) " " (known.channel.chinese()) "到" (plan.venue_name(&known.venue)) "，每人只能有一份。这次填写的内容没有提交，两小时内自动删除。" }
        p { "报名编号：" strong { (shown(&known.reference)) } }
        p { a.button href="/signup/status" { "查询或撤回" } }
    };
    help::page(look, "您已经在人选之中", body).with_status(StatusCode::CONFLICT).into_response()
}

pub(super) async fn received(State(app): State<App>, look: Look, headers: HeaderMap) -> Result<Response, Failure> {
    let Some(check) = phone_check::current(&app, &headers, Purpose::SignUp).await? else { return Ok(help::expired(&look)) };
    let contact = app.plan().plan.activity.contact.clone();
    let page = match &check.draft {
        Draft::Submitted { reference } => help::page(
            &look,
            "报名已收到",
            html! {
                p { "您的报名编号：" }
                p.code { (shown(reference)) }
                p { "请抄下或截图保存，编号也已用短信发给您。查询、撤回报名和申诉都要用它。" }
                h2 { "接下来" }
                ol.spaced {
                    li { "工作人员核对，公安机关审查资格；没有通过会用短信告诉您。" }
                    li { "公开抽取以后，抽中的人会收到短信。" }
                }
                p { a.button href="/" { "回到首页" } }
            },
        ),
        Draft::Referred => help::page(
            &look,
            "这份报名要先由工作人员核对",
            html! {
                p { "您的报名与已有的记录需要核对身份，现在还没有受理。工作人员会按您的手机号联系您；也可以联系：" (contact) "。" }
                p { a.button href="/" { "回到首页" } }
            },
        ),
        Draft::Filled { .. } | Draft::Lookup { .. } => return Ok(Redirect::to("/signup/confirm").into_response()),
    };
    Ok(page.into_response())
}
