//! `/office/promises`: all promises, or those of one's own department; the filter stays in the address.

use axum::response::{IntoResponse, Response};
use jiff::civil::Date;
use maud::{Markup, html};
use plan::Plan;
use web::Failure;
use web::desk::Desk;
use web::page::date;
use web::page::empty::empty;
use web::page::form::{Choice, Field, Form};
use web::page::link::Link;
use web::page::table::{Column, Row, Table, words};
use web::page::tag::{Tone, tag};

use super::queries::{self, Promise};
use super::state::State;
use super::{HOME, KEEPERS_KINDS, may_see};
use crate::order::item::department_name;

/// The word of the filter for what is late.
pub(super) const OVERDUE: &str = "overdue";

/// The promises that the visitor may see and asked for.
pub(super) async fn wanted(desk: &Desk) -> Result<Vec<Promise>, Failure> {
    let link = Link::new(&desk.look.path);
    let (state, department) = (link.get("state"), link.get("department"));
    let today = date::local_day(desk.app.clock().now());
    let all = queries::all(&mut desk.app.database().reader().await?).await?;
    let fits = |it: &Promise| {
        let state = match state {
            "" => true,
            OVERDUE => it.is_overdue(today),
            word => it.state.word() == word,
        };
        state && (department.is_empty() || it.department == department) && may_see(desk, it)
    };
    Ok(all.into_iter().filter(fits).collect())
}

pub(super) async fn show(desk: Desk) -> Result<Response, Failure> {
    let promises = wanted(&desk).await?;
    let adopted = desk.app.plan();
    let plan = &adopted.plan;
    let today = date::local_day(desk.app.clock().now());
    let link = Link::new(&desk.look.path);
    let filtered = !link.get("state").is_empty() || !link.get("department").is_empty();
    let export = |ending: &str| {
        Link::new(&format!("{HOME}/export.{ending}")).with("state", link.get("state")).with("department", link.get("department")).href()
    };
    let overdue = promises.iter().filter(|it| it.is_overdue(today)).count();
    let body = html! {
        @if desk.visitor.holds(KEEPERS_KINDS) { p { a.button href={ (HOME) "/new" } { "登记承诺" } } }
        (filter(plan, &link))
        @if promises.is_empty() && filtered { (empty("没有符合条件的承诺", "换一个条件，或查看全部。")) }
        @else if promises.is_empty() { (empty("还没有承诺", "部门负责人在局长通道作出的承诺登记以后列在这里，跟踪到兑现为止。")) }
        @else {
            p { "共 " (promises.len()) " 项，其中逾期 " strong { (overdue) } " 项" }
            p.acts { a href=(export("xlsx")) { "导出 Excel" } " " a href=(export("csv")) { "导出 CSV" } }
            (table(plan, &promises, today))
        }
    };
    Ok(desk.page("承诺跟踪", None, body).into_response())
}

fn filter(plan: &Plan, link: &Link) -> Markup {
    let states: Vec<Choice> = [Choice::new("", "全部"), Choice::new(OVERDUE, "逾期")]
        .into_iter()
        .chain(State::ALL.into_iter().map(|state| Choice::new(state.word(), state.chinese())))
        .collect();
    let departments: Vec<Choice> = std::iter::once(Choice::new("", "全部部门"))
        .chain(plan.departments.iter().map(|it| Choice::new(it.id.as_str(), &it.name)))
        .collect();
    let fields = html! {
        (Field::select("state", "状态", &states).value(link.get("state")).optional())
        (Field::select("department", "部门", &departments).value(link.get("department")).optional())
    };
    html! { div.filters { (Form::get(HOME).submit("查看").around(fields)) } }
}

fn table(plan: &Plan, promises: &[Promise], today: Date) -> Markup {
    let row = |it: &Promise| {
        let overdue = it.is_overdue(today);
        let row = Row::new([
            html! { a href={ (HOME) "/" (it.id) } { (it.words) } },
            words(department_name(plan, &it.department)),
            html! { (date::long_day(it.due)) @if overdue { " " (tag(Tone::Bad, "逾期")) } },
            state_tag(it.state),
        ]);
        if overdue { row.marked() } else { row }
    };
    let columns = ["承诺", "部门", "办结日期", "状态"].map(Column::text);
    html! { (Table::new("承诺，按办结日期", columns).rows(promises.iter().map(row))) }
}

/// The state as a tag.
pub(crate) fn state_tag(state: State) -> Markup {
    let tone = match state {
        State::Done => Tone::Good,
        State::NotKept => Tone::Bad,
        State::Reported => Tone::Warn,
        State::Open | State::Progress => Tone::Neutral,
    };
    tag(tone, state.chinese())
}
