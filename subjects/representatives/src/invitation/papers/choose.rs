//! Which papers of which venue and session there are, and from when.

use maud::{Markup, html};
use plan::{Session, Venue};
use web::Failure;
use web::desk::Desk;
use web::page::empty::empty;
use web::page::form::{Choice, Field, Form, InputMode};
use web::page::table::{Column, Row, Table, words};
use web::page::{Page, date};

use super::venues;
use crate::invitation::times;

pub(super) async fn show(desk: Desk) -> Result<Page, Failure> {
    let adopted = desk.app.plan();
    let plan = &adopted.plan;
    let venues = venues(plan, &desk);
    let now = desk.app.clock().now();
    if venues.is_empty() {
        return Ok(desk.page("签到表和证件", None, empty("没有可以查看的会场", "您的角色不对应方案中的任何旗区。请联系安全管理员。")));
    }
    let links = |venue: &Venue, session: &Session| -> Markup {
        let from = times::visible_from(plan, session);
        if now < from {
            return html! { (date::moment(from)) " 起" };
        }
        html! {
            a href={ "/venue/door-list/" (venue.id) "/" (session.number) } { "签到表" } "，"
            a href={ "/office/papers/" (venue.id) "/" (session.number) "/badges" } { "代表证" }
        }
    };
    let columns = std::iter::once(Column::text("会场")).chain(plan.activity.sessions.iter().map(|it| Column::text(&it.name)));
    let rows = venues.iter().map(|venue| {
        Row::new(std::iter::once(words(&venue.name)).chain(plan.activity.sessions.iter().map(|session| links(venue, session))))
    });
    let choices: Vec<Choice> = venues.iter().map(|venue| Choice::new(venue.id.as_str(), &venue.name)).collect();
    let body = html! {
        p { "会前 " (plan.ballot.list.visible_hours_before) " 小时起可以打印。纸上有姓名，会后收回销毁；每次打印都写入审计日志。" }
        (Table::new("各会场各场的签到表和代表证", columns).rows(rows))
        h2 { "工作证" }
        p { "不写姓名，发放时由会务人员填写并登记。" }
        (Form::get("/office/papers/staff-badges").submit("打印工作证").around(html! {
            (Field::select("venue", "会场", &choices))
            (Field::text("count", "张数").value("8").inputmode(InputMode::Numeric).maxlength(3).short())
        }))
    };
    Ok(desk.page("签到表和证件", None, body))
}
