//! `/live/promises`: what heads promised on stage and how far it is. Public words only; notes stay inside.

use axum::extract::State as Axum;
use maud::{Markup, html};
use web::page::empty::empty;
use web::page::table::{Column, Row, Table, words};
use web::page::tag::{Tone, tag};
use web::page::{Look, Page, Public, Section, date, public};
use web::{App, Failure};

use crate::order::item::department_name;
use crate::promises::queries::{self, Promise};
use crate::promises::state::State;
use crate::promises::state_tag;

pub(super) async fn show(Axum(app): Axum<App>, look: Look) -> Result<Page, Failure> {
    let promises = queries::all(&mut app.database().reader().await?).await?;
    let body = html! {
        h1 { "局长通道的承诺" }
        p.lead { "部门主要负责人在局长通道当场说了要办的事，一项一项跟踪到办成为止。办结由联席会议办公室或文稿筹备组确认，不由部门自己确认。" }
        @if promises.is_empty() { (empty("还没有承诺", "局长通道进行时作出的承诺登记以后公布在这里。")) }
        @else { (table(&app, &promises)) }
        p { a href="/live" { "会场进度" } }
    };
    let page = Public {
        title: "局长通道的承诺", description: "部门负责人当场作出的承诺和办理情况。", section: Section::Other
    };
    Ok(public(&look, page, body))
}

fn table(app: &App, promises: &[Promise]) -> Markup {
    let (adopted, today) = (app.plan(), date::local_day(app.clock().now()));
    let done = promises.iter().filter(|it| it.state == State::Done).count();
    let row = |it: &Promise| {
        let due = html! { (date::long_day(it.due)) @if it.is_overdue(today) { " " (tag(Tone::Bad, "逾期")) } };
        Row::new([words(&it.words), words(department_name(&adopted.plan, &it.department)), due, state_tag(it.state)])
    };
    let columns = ["承诺", "部门", "办结日期", "状态"].map(Column::text);
    html! {
        p { "共 " (promises.len()) " 项，已兑现 " strong { (done) } " 项" }
        (Table::new("承诺，按办结日期", columns).rows(promises.iter().map(row)))
    }
}
