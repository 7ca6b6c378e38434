//! `/departments/{id}`: one evaluated department: what it does, when it reports, whether it also helps to organise.

use maud::{Markup, html};
use plan::{Department, Plan};
use web::page::facts::Facts;
use web::page::notice::notice;
use web::page::tag::Tone;
use web::page::{Look, Page, Public, Section, public};

use super::parts;
use crate::{today, words};

/// One department.
pub fn department(look: &Look, plan: &Plan, department: &Department) -> Page {
    let session = plan.session(department.session);
    let mut facts = Facts::new().fact("主要职责", html! { (department.duties) });
    if let Some(session) = session {
        let time = parts::session_time(plan, session);
        facts = facts.fact("述职场次", html! { a href={ "/sessions/" (session.number) } { (session.name) } }).fact(
            "述职时间",
            html! { (time) "，第 " (department.order) " 个" (words::provisional(parts::session_time_is_ours(plan, session))) },
        );
    }
    if let Some(node) = today::node(plan, "written-reports") {
        facts = facts.fact("书面述职报告", html! { (words::span(node)) "公开" (words::provisional(node.ours)) });
    }
    let body = html! {
        (parts::above("/sessions", "述职安排"))
        h1 { (department.name) }
        (facts)
        (ties(plan, department))
        h2 { "述职内容" }
        ol { @for part in &plan.activity.report.parts { li { (part) } } }
        p { "报告还要回应这些方面反映的问题：" (plan.activity.report.issue_sources.join("、")) "。" }
        p { a href={ "/sessions/" (department.session) } { "看同一场的其他部门" } }
    };
    let description = format!("{}：{}", department.name, department.duties);
    public(look, Public { title: &department.name, description: &description, section: Section::Sessions }, body)
}

/// The department's own part in organising the activity, said openly, with what keeps it from acting in its own cause.
fn ties(plan: &Plan, department: &Department) -> Markup {
    let units = plan.units.iter().filter(|unit| unit.department.as_ref() == Some(&department.id) && !unit.duty.is_empty());
    let duties: Vec<&str> = units.map(|unit| unit.duty.as_str()).collect();
    let mut bodies: Vec<&str> = Vec::new();
    for post in plan.posts.iter().filter(|post| post.department.as_ref() == Some(&department.id)) {
        if !bodies.contains(&post.body.as_str()) {
            bodies.push(&post.body);
        }
    }
    if duties.is_empty() && bodies.is_empty() {
        return html! {};
    }
    let told = html! {
        @if !bodies.is_empty() { p { "本部门有人担任这些机构的职务：" (bodies.join("、")) "。" } }
        @for duty in duties { p { "方案规定本部门" (duty) "。" } }
        p {
            "本部门同时接受评议，因此本部门人员不能接触市民代表名单、评议票、计票、投诉举报人信息和纪律案件；例外须由公开的决定给予。"
            a href="/plan" { "看检查发现和处理决定" }
        }
    };
    notice(Tone::Warn, "本部门也参与组织这项活动", told)
}
