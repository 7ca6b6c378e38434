//! First step: may this person sign up, and for which venue.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use maud::{Markup, html};
use plan::{Plan, VenueKind};
use web::App;
use web::page::Look;
use web::page::form::{Choice, Errors, Field, Form, error_summary};
use web::page::link::Link;
use web::submitted::Submitted;

use super::help;
use crate::cell;

/// The choice of those who live elsewhere.
const ELSEWHERE: &str = "elsewhere";
/// The choices of a venue.
const OWN: &str = "own";
const MAIN: &str = "main";

#[derive(Default)]
struct Typed {
    district: String,
    staff: String,
    venue: String,
}

pub(super) async fn ask(State(app): State<App>, look: Look) -> Response {
    if let Some(page) = help::not_open(&app, &look) {
        return page;
    }
    page(&app.plan().plan, &look, &Typed::default(), &Errors::none()).into_response()
}

pub(super) async fn check(State(app): State<App>, look: Look, form: Submitted) -> Response {
    if let Some(page) = help::not_open(&app, &look) {
        return page;
    }
    let adopted = app.plan();
    let plan = &adopted.plan;
    let typed = Typed { district: form.text("district").into(), staff: form.text("staff").into(), venue: form.text("venue").into() };
    let mut errors = Errors::none();
    let district = cell::districts(plan).find(|venue| venue.id == *typed.district.as_str());
    if district.is_none() && typed.district != ELSEWHERE {
        errors.add("district", "请选择您居住的旗区");
    }
    if !matches!(typed.staff.as_str(), "yes" | "no") {
        errors.add("staff", "请选择是否在被评议部门工作");
    }
    if !matches!(typed.venue.as_str(), OWN | MAIN) {
        errors.add("venue", "请选择会场");
    }
    if !errors.is_empty() {
        return page(plan, &look, &typed, &errors).with_status(StatusCode::UNPROCESSABLE_ENTITY).into_response();
    }
    let Some(district) = district else {
        return help::refusal(
            &look,
            "自愿报名面向住在本市各旗区的市民",
            html! {
                p { "名额分到" (help::district_names(plan).join("、")) "。您可以观看直播，也可以提意见建议。" }
            },
        );
    };
    if typed.staff == "yes" {
        return help::refusal(
            &look,
            "被评议部门的工作人员不能担任市民代表",
            html! {
                p { "代表要评议这些部门，所以本部门的人回避。您可以观看直播。" }
            },
        );
    }
    let main = plan.venues.iter().find(|venue| venue.kind == VenueKind::Main);
    let venue = if typed.venue == MAIN { main.unwrap_or(district) } else { district };
    if cell::volunteers(plan, venue.id.as_str()).is_none() {
        return help::refusal(&look, &format!("{}没有自愿报名的名额", venue.name), html! { p { "请返回选择另一个会场。" } });
    }
    let onward = Link::new("/signup/person").with("district", district.id.as_str()).with("venue", venue.id.as_str());
    Redirect::to(&onward.href()).into_response()
}

fn page(plan: &Plan, look: &Look, typed: &Typed, errors: &Errors) -> web::page::Page {
    let mut districts: Vec<Choice> = cell::districts(plan).map(|venue| Choice::new(venue.id.as_str(), &venue.column)).collect();
    districts.push(Choice::new(ELSEWHERE, "都不是"));
    let staff = [Choice::new("no", "不是"), Choice::new("yes", "是")];
    let venues = [Choice::new(OWN, "本旗区分会场").hint("就近参加"), Choice::new(MAIN, "市主会场").hint(main_hint(plan))];
    let fields = html! {
        (Field::radios("district", "您住在哪个旗区", &districts).value(&typed.district).errors(errors))
        (departments(plan))
        (Field::radios("staff", "您是不是被评议部门的工作人员", &staff).value(&typed.staff).errors(errors).hint("包括借调和聘用人员。名单见上"))
        (Field::radios("venue", "您想去哪个会场", &venues).value(&typed.venue).errors(errors).hint("只能选一个；选哪一个不影响公平，各会场分别抽取"))
    };
    let body = html! {
        (help::progress(0))
        (error_summary(errors))
        (Form::post("/signup/eligibility", "").submit("下一步").cancel("/signup", "返回报名说明").around(fields))
    };
    help::page(look, "您是否符合条件", body)
}

fn main_hint(plan: &Plan) -> String {
    let main = plan.venues.iter().find(|venue| venue.kind == VenueKind::Main);
    main.filter(|venue| !venue.place.is_empty()).map_or_else(String::new, |venue| venue.place.clone())
}

fn departments(plan: &Plan) -> Markup {
    html! {
        details {
            summary { "被评议的 " (plan.departments.len()) " 个部门" }
            ul { @for department in &plan.departments { li { (department.name) } } }
        }
    }
}
