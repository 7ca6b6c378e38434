//! `/sessions`: all sessions with their departments.

use maud::html;
use plan::Plan;
use web::page::table::{Column, Row, Table, number, words as cell};
use web::page::{Look, Page, Public, Section, public};

use super::parts;
use crate::words;

/// All sessions.
pub fn sessions(look: &Look, plan: &Plan) -> Page {
    let announced = &plan.activity.announced;
    let limits = &plan.activity.limits;
    let columns = || [Column::number("顺序"), Column::text("部门"), Column::text("主要职责")];
    let body = html! {
        h1 { "述职安排" }
        p.lead {
            (announced.departments) " 个部门分 " (announced.sessions) " 场述职，每场 " (announced.departments_per_session)
            " 个部门，每个部门不超过 " (limits.report_minutes) " 分钟。市民代表听完一场，当场评议这一场的部门。"
        }
        @for session in plan.sessions() {
            section {
                h2 { a href={ "/sessions/" (session.number) } { (session.name) } }
                p { (parts::session_time(plan, session)) (words::provisional(parts::session_time_is_ours(plan, session))) }
                (Table::new(format!("{}的部门", session.name), columns()).headed().rows(plan.departments_of(session.number).into_iter().map(|department| {
                    let link = html! { a href={ "/departments/" (department.id) } { (department.name) } };
                    Row::new([number(department.order), link, cell(&department.duties)])
                })))
            }
        }
        (words::provisional_note())
    };
    public(look, Public { title: "述职安排", description: "三场述职报告会的时间和部门", section: Section::Sessions }, body)
}
