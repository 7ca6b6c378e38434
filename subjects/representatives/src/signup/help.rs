//! What several pages of the sign-up share.

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use maud::{Markup, html};
use plan::Plan;
use web::App;
use web::page::notice::notice;
use web::page::progress::{State, steps};
use web::page::tag::Tone;
use web::page::{Look, Page, Sheet, date, sheet};

use crate::term::Term;

/// Where one is, beside the activity's name.
const PLACE: &str = "市民代表报名";

/// A page of the sign-up, which nobody may keep.
pub(super) fn page(look: &Look, title: &str, body: Markup) -> Page {
    sheet(look, Sheet { title, place: PLACE }, body)
}

/// The steps with the current one (from 0).
pub(super) fn progress(current: usize) -> Markup {
    let names = ["条件", "个人信息", "验证码", "核对提交"];
    let state = |at: usize| match at.cmp(&current) {
        std::cmp::Ordering::Less => State::Done,
        std::cmp::Ordering::Equal => State::Now,
        std::cmp::Ordering::Greater => State::Next,
    };
    let list: Vec<(&str, State)> = names.iter().enumerate().map(|(at, name)| (*name, state(at))).collect();
    steps("报名的步骤", &list)
}

/// A refusal that takes a whole page: polite, exact, with what else one can do.
pub(super) fn refusal(look: &Look, headline: &str, body: Markup) -> Response {
    let body = html! {
        (notice(Tone::Warn, headline, body))
        p { "这次填写的内容没有提交。" }
        p { a.button href="/signup" { "回到报名说明" } }
    };
    page(look, "现在不能报名", body).with_status(StatusCode::UNPROCESSABLE_ENTITY).into_response()
}

/// The page for a draft that is gone.
pub(super) fn expired(look: &Look) -> Response {
    let body = html! {
        p { "填写的内容只保留两小时，也可能是换了浏览器。此前填写的内容已经删除，请重新开始；已经提交的报名不受影响。" }
        p { a.button href="/signup" { "重新开始" } }
        p { a href="/signup/status" { "已经提交过？查询报名" } }
    };
    page(look, "填写的内容已经过期", body).with_status(StatusCode::GONE).into_response()
}

/// The page for a time at which nobody can sign up; none when the term is open.
pub(super) fn not_open(app: &App, look: &Look) -> Option<Response> {
    let headline = match Term::of(&app.plan().plan, app.clock().now()) {
        Term::Open(_) => return None,
        Term::NotYet(opens) => format!("报名还没有开始，{} 开始", date::moment(opens)),
        Term::Closed(closed) => format!("报名已于 {} 截止", date::moment(closed)),
        Term::Unknown => "报名时间还没有公布".into(),
    };
    let contact = app.plan().plan.activity.contact.clone();
    Some(refusal(look, &headline, html! { p { "如需帮助，请联系：" (contact) "。" } }))
}

/// Today in China.
pub(super) fn today(app: &App) -> jiff::civil::Date {
    date::local_day(app.clock().now())
}

/// The names of the districts.
pub(super) fn district_names(plan: &Plan) -> Vec<&str> {
    crate::cell::districts(plan).map(|venue| venue.column.as_str()).collect()
}
