//! Naming the sources of the seed.

use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use web::Failure;
use web::desk::Desk;
use web::page::Page;
use web::page::form::{Choice, Errors, Field, Form, error_summary, group};
use web::submitted::Submitted;

use super::HOME;
use crate::candidates::acts::refused;
use crate::draw::acts::{self, Wanted};
use crate::draw::source::{self, MOST, chinese, word};
use record::OnFailure;

/// What stands in the form when it is opened: dice first, a national lottery draw of a later hour last, so that nobody can try out seeds.
const SUGGESTED: [(&str, &str, OnFailure); 2] = [
    ("现场掷骰", "写明时间、地点和公证处，例如：当天16:00，市融媒体中心演播厅，公证员在场，五枚骰子从左到右", OnFailure::Next),
    ("中国福利彩票双色球", "写明第几期和开奖时间，例如：第2025003期，当晚21:15开奖，六个红球由小到大和蓝球", OnFailure::Next),
];

pub(in crate::draw) async fn ask(desk: Desk) -> Page {
    let typed = |field: &str| {
        let place: usize = field.trim_start_matches(|c: char| !c.is_ascii_digit()).parse().unwrap_or(0);
        let suggested = SUGGESTED.get(place.wrapping_sub(1));
        match suggested {
            Some((name, ..)) if field.starts_with("name") => (*name).to_string(),
            Some((.., rule)) if field.starts_with("rule") => word(*rule).to_string(),
            _ => String::new(),
        }
    };
    page(&desk, &typed, &Errors::none())
}

pub(in crate::draw) async fn announce(desk: Desk, form: Submitted) -> Result<Response, Failure> {
    let typed = |field: &str| form.text(field).to_string();
    let sources = match source::read(&form) {
        Ok(sources) => sources,
        Err(errors) => return Ok(refused(page(&desk, &typed, &errors))),
    };
    match acts::propose(&desk.app, &desk.caller, &desk.visitor, &Wanted::Announce(sources)).await {
        Ok(()) => Ok(Redirect::to(&format!("{HOME}?done=proposed")).into_response()),
        Err(not_done) => Ok(refused(page(&desk, &typed, &not_done.into_errors()?))),
    }
}

fn page(desk: &Desk, typed: &dyn Fn(&str) -> String, errors: &Errors) -> Page {
    let body = html! {
        (error_summary(errors))
        p { "种子决定谁被抽中，所以来源必须在封存名册以前公告，以后不能再改。第一个是现场掷骰，由公证员见证；最后一个是封存以后才开奖的全国性彩票，谁也不能预先知道。" }
        p { "每个来源都要说明失效时怎么办。最后一个只能顺延：不等到它，就没有种子。" }
        (Form::post("/office/draw/announcements", desk.token()).submit("提出公告，等待第二人").cancel(HOME, "返回").around(fields(typed, errors)))
    };
    desk.page("公告种子来源", Some((HOME, "公开抽取")), body)
}

fn fields(typed: &dyn Fn(&str) -> String, errors: &Errors) -> Markup {
    let rules: Vec<Choice> =
        [OnFailure::Next, OnFailure::Constant].into_iter().map(|rule| Choice::new(word(rule), chinese(rule))).collect();
    let one = |place: usize| {
        let [name, occasion, rule] = ["name", "occasion", "rule"].map(|field| format!("{field}{place}"));
        let (name_typed, occasion_typed, rule_typed) = (typed(&name), typed(&occasion), typed(&rule));
        let hint = SUGGESTED.get(place - 1).map_or("不用可以留空", |(_, hint, _)| hint);
        // Two are usual; whoever names more fills in more.
        let needed = place <= SUGGESTED.len();
        let field = |field: Field<'_>| {
            if needed {
                html! { (field) }
            } else {
                html! { (field.optional()) }
            }
        };
        let fields = html! {
            (field(Field::text(&name, "名称").value(&name_typed).autocomplete("off").maxlength(200).errors(errors)))
            (field(Field::area(&occasion, "时间、地点、见证人和怎样读取", 2).hint(hint).value(&occasion_typed).maxlength(200).errors(errors)))
            (field(Field::select(&rule, "失效时怎么办", &rules).value(&rule_typed).errors(errors)))
        };
        group(&format!("第 {place} 个来源"), fields)
    };
    html! { @for place in 1..=MOST { (one(place)) } }
}
