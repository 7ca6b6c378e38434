//! The page: hits, what was decided, and which departments have delivered. Never a line of a list.

use std::collections::HashMap;

use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use plan::Plan;
use web::desk::Desk;
use web::page::date;
use web::page::empty::empty;
use web::page::facts::Facts;
use web::page::form::{Choice, Errors, Field, Form, error_summary};
use web::page::link::Link;
use web::page::notice::{done, notice};
use web::page::reason;
use web::page::table::{Column, Row, Table, number, words};
use web::page::tag::{Tone, tag};
use web::{Failure, Refusal};

use super::super::mistakes::{Mistake, mistake_table};
use super::super::proposal::{self, Matter, Outcome, Proposal, just_done};
use super::hits::{self, Hit};
use super::lists::{self, List};
use super::{BOUNDS, MOST_PEOPLE};
use crate::candidates::Application;
use crate::candidates::service::{class_name, found};
use crate::person::Seal;

/// Hits and decisions on one page.
const MOST: usize = 50;

/// The department's name; its id where the plan has it no more.
pub(super) fn department_name(plan: &Plan, id: &str) -> String {
    plan.department_by(id).map_or_else(|| id.to_string(), |department| department.name.clone())
}

pub(in super::super) async fn show(desk: Desk) -> Result<Response, Failure> {
    page(&desk, &Errors::none()).await
}

pub(in super::super) async fn page(desk: &Desk, errors: &Errors) -> Result<Response, Failure> {
    page_with(desk, errors, &[], "").await
}

/// The page with what was wrong in a file, and the department that was chosen.
pub(super) async fn page_with(desk: &Desk, errors: &Errors, mistakes: &[Mistake], chosen: &str) -> Result<Response, Failure> {
    let adopted = desk.app.plan();
    let plan = &adopted.plan;
    let mut tx = desk.app.database().reader().await?;
    let lists = lists::all(&mut tx).await?;
    let mut proposals = proposal::open(&mut tx, Matter::Tie).await?;
    let mut hits: Vec<(Hit, Option<Proposal>)> = Vec::new();
    for hit in hits::undecided(&mut tx).await? {
        let proposal = proposals.remove(&(hit.application.id.to_string(), hit.list.clone()));
        hits.push((hit, proposal));
    }
    // What awaits a second person stands first.
    hits.sort_by_key(|(_, proposal)| proposal.is_none());
    let mut decided = Vec::new();
    for proposal in proposal::confirmed(&mut tx, Matter::Tie, MOST as i64).await? {
        let application = found(&mut tx, &proposal.application).await?;
        decided.push((proposal, application));
    }
    drop(tx);
    let cards = hits.iter().take(MOST).map(|(hit, proposal)| card(desk, plan, hit, proposal.as_ref()));
    let cards: Vec<Markup> = cards.collect::<Result<_, Refusal>>()?;
    let done_word = Link::new(&desk.look.path).get("done").to_string();
    let body = html! {
        (error_summary(errors))
        (mistake_table(mistakes))
        @if done_word == "uploaded" { (done("名单已收下", html! { p { "这个部门原来的名单已由它代替。比对结果在下面。" } })) } @else { (just_done(&done_word)) }
        p { "被评议部门的工作人员不能担任市民代表。各部门提供人员名单，这里与全部人选比对；以后才报名、才推荐的也会比对到。每一处由一人拟定、另一人决定；没有决定完，不能封存名册。" }
        h2 { "等待决定的" }
        @if hits.is_empty() { (empty("没有等待决定的", "人选的身份证号列在某个部门的名单中时，会列在这里。")) }
        @else { p { "共 " (hits.len()) " 处" @if hits.len() > MOST { "，先列出 " (MOST) " 处" } "。" } }
        @for card in &cards { (card) }
        @if !decided.is_empty() { h2 { "已经决定的" } (decisions(desk, plan, &lists, &decided)?) }
        h2 { "各部门的名单" }
        (departments(plan, &lists))
        h2 { "上传一个部门的名单" }
        (form(desk, plan, errors, chosen))
    };
    Ok(desk.page("利益冲突核对", None, body).into_response())
}

fn card(desk: &Desk, plan: &Plan, hit: &Hit, proposal: Option<&Proposal>) -> Result<Markup, Refusal> {
    let application = &hit.application;
    let person = application.person(&Seal(desk.app.secrets()))?;
    let choices = [
        Choice::new(Outcome::Refuse.word(), "不予受理").hint("另一人同意后生效；本人会收到短信，原因写“属于被评议部门工作人员”，可以申诉"),
        Choice::new(Outcome::Keep.word(), "保留").hint("例如已离职；另一人同意后生效"),
    ];
    let part = match proposal {
        Some(proposal) => proposal.part(desk)?,
        None => Form::post(&format!("/office/vetting/ties/{}/{}", hit.list, application.id), desk.token())
            .submit("拟定，请另一人决定")
            .around(html! {
                (Field::radios("outcome", "拟定的决定", &choices))
                (reason::field("", "依据是什么，会写入审计日志，不告诉本人", &Errors::none()))
            }),
    };
    Ok(html! {
        section.card {
            h3 { a href={ "/office/candidates/" (application.id) } { (person.masked_name()) } "，列在" (department_name(plan, &hit.department)) "的名单中" }
            (Facts::new()
                .fact("身份证号", person.identity.masked())
                .fact("会场和类别", cell(plan, application))
                .fact("渠道", application.channel.chinese())
                .fact("状态", tag(application.state.tone(), application.state.chinese())))
            (part)
        }
    })
}

fn cell(plan: &Plan, application: &Application) -> String {
    format!("{}，{}", plan.venue_name(&application.venue), class_name(plan, &application.class))
}

fn decisions(desk: &Desk, plan: &Plan, lists: &[List], decided: &[(Proposal, Application)]) -> Result<Markup, Refusal> {
    let seal = Seal(desk.app.secrets());
    let mut rows = Vec::new();
    for (proposal, application) in decided {
        let list = lists.iter().find(|list| list.id == proposal.other);
        let department = list.map(|list| department_name(plan, &list.department)).unwrap_or_default();
        // Who is still on the new list is a hit again.
        let old = list.is_some_and(|list| !list.in_force);
        rows.push(Row::new([
            html! { a href={ "/office/candidates/" (application.id) } { (application.person(&seal)?.masked_name()) } },
            html! { (department) @if old { "（先前的名单）" } },
            words(proposal.outcome.chinese()),
            words(proposal.reason(&seal)?),
            words(format!("{}、{}", proposal.by_name, proposal.decided_by_name)),
        ]));
    }
    let columns = ["姓名", "部门", "决定", "理由", "拟定人、决定人"].map(Column::text);
    Ok(html! { (Table::new("已经决定的，由新到旧", columns).headed().rows(rows)) })
}

fn departments(plan: &Plan, lists: &[List]) -> Markup {
    let current: HashMap<&str, &List> = lists.iter().filter(|list| list.in_force).map(|list| (list.department.as_str(), list)).collect();
    let missing: Vec<&str> =
        plan.departments.iter().filter(|it| !current.contains_key(it.id.as_str())).map(|it| it.name.as_str()).collect();
    let delivered = plan.departments.iter().filter_map(|department| Some((department, current.get(department.id.as_str())?)));
    let rows = delivered.map(|(department, list)| {
        Row::new([
            words(&department.name),
            number(list.people),
            words(date::moment_of(list.uploaded_at)),
            words(&list.uploaded_by_name),
            html! { (list.file_name) br; code { (list.fingerprint) } },
        ])
    });
    let columns = [
        Column::text("部门"),
        Column::number("人数"),
        Column::text("上传时间"),
        Column::text("上传人"),
        Column::text("文件和指纹（SHA-256）"),
    ];
    html! {
        @if !missing.is_empty() {
            (notice(Tone::Warn, &format!("还有 {} 个部门没有名单", missing.len()), html! {
                p { "他们的工作人员比对不到。缺名单不妨碍封存名册，请尽量收齐。" }
                p { (missing.join("、")) "。" }
            }))
        }
        @if missing.len() < plan.departments.len() { (Table::new("已有的名单", columns).headed().rows(rows)) }
    }
}

fn form(desk: &Desk, plan: &Plan, errors: &Errors, chosen: &str) -> Markup {
    let choose = Choice::new("", "请选择");
    let choices: Vec<Choice> =
        std::iter::once(choose).chain(plan.departments.iter().map(|it| Choice::new(it.id.as_str(), &it.name))).collect();
    let hint = format!("Excel（.xlsx）或 CSV，最大 {} MB、{MOST_PEOPLE} 人；须有：姓名、身份证号", BOUNDS.bytes / (1024 * 1024));
    html! {
        p { "一个部门一个文件，须是全部在职人员；新的代替旧的。只保存身份证号的加密指纹，不保存姓名和号码，任何人都不能从这里看到名单。" }
        (Form::post("/office/vetting/ties", desk.token()).multipart().submit("上传并检查").around(html! {
            (Field::select("department", "部门", &choices).value(chosen).errors(errors))
            (Field::file("file", "人员名单", ".xlsx,.csv").errors(errors).hint(&hint))
        }))
    }
}
