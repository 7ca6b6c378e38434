//! `/sessions/{n}`: one session: when, where, who reports, how it runs.

use maud::html;
use plan::{Plan, Session};
use web::page::facts::Facts;
use web::page::table::{Column, Row, Table, number, thousands, words as cell};
use web::page::{Look, Page, Public, Section, public};

use super::parts;
use crate::words;

/// One session.
pub fn session(look: &Look, plan: &Plan, session: &Session) -> Page {
    let departments = plan.departments_of(session.number);
    let limits = &plan.activity.limits;
    let seats: u64 = plan.venues.iter().map(|venue| plan.seats_of(venue)).sum();
    let window = plan.window_minutes(session);
    let time = html! { (parts::session_time(plan, session)) (words::provisional(parts::session_time_is_ours(plan, session))) };
    let facts = Facts::new()
        .fact("时间", time)
        .fact("会场", html! { a href="/venues" { (plan.venues.len()) " 个会场" } "同时参加" })
        .fact("市民代表", html! { (thousands(seats)) " 人" })
        .fact("述职部门", html! { (departments.len()) " 个，每个不超过 " (limits.report_minutes) " 分钟" });
    let columns = [Column::number("顺序"), Column::text("部门"), Column::text("主要职责")];
    let rows = departments.iter().map(|department| {
        let link = html! { a href={ "/departments/" (department.id) } { (department.name) } };
        Row::new([number(department.order), link, cell(&department.duties)])
    });
    let body = html! {
        (parts::above("/sessions", "述职安排"))
        h1 { (session.name) }
        (facts)
        h2 { "述职部门和顺序" }
        (Table::new("按述职先后排列", columns).headed().rows(rows))
        h2 { "这一场怎样进行" }
        ol {
            li { "部门依次述职，每个部门不超过 " (limits.report_minutes) " 分钟。" }
            @if session.interview_heads > 0 {
                li {
                    "局长通道：" (session.interview_heads) " 位部门主要负责人回答市民代表提问，每位不超过 " (limits.interview_minutes) " 分钟。"
                    (words::provisional(true))
                }
            }
            @if window > 0 {
                li {
                    "评议：" (departments.len()) " 个部门全部述职之后，市民代表扫描评议票上的二维码，在 " (window) " 分钟内填写并提交，对每个部门单独评价。"
                    (words::provisional(session.window_minutes.is_none()))
                }
            }
            li { "评议票不记名，主会场和分会场的票混合统计。全部场次结束之前不开票。" }
        }
        (words::provisional_note())
        (neighbours(plan, session.number))
    };
    let description = format!("{}：{}，{} 个部门", session.name, parts::session_time(plan, session), departments.len());
    public(look, Public { title: &session.name, description: &description, section: Section::Sessions }, body)
}

/// Links to the sessions before and after.
fn neighbours(plan: &Plan, number: u32) -> maud::Markup {
    let sessions = plan.sessions();
    let before = sessions.iter().rev().find(|session| session.number < number);
    let after = sessions.iter().find(|session| session.number > number);
    html! {
        nav.pagination aria-label="其他场次" {
            ul {
                @if let Some(session) = before { li { a href={ "/sessions/" (session.number) } rel="prev" { "‹ " (session.name) } } }
                @if let Some(session) = after { li { a href={ "/sessions/" (session.number) } rel="next" { (session.name) " ›" } } }
            }
        }
    }
}
