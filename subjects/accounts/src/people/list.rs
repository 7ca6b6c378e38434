//! The list of accounts and its export.

use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use maud::{Markup, Render, html};
use plan::Plan;
use web::database::transaction;
use web::page::date;
use web::page::empty::{empty, empty_with};
use web::page::form::{Choice, Field, Form, InputMode};
use web::page::link::Link;
use web::page::pagination::Pagination;
use web::page::table::{Column, Row, Table, words};
use web::page::tag::{Tone, tag};
use web::rights::{RoleKind, Visitor};
use web::{Failure, audit};

use super::filter::{Filter, page_after};
use super::person::{self, Person, Status};
use crate::events::Exported;
use crate::frame::{Desk, SYSTEM};
use crate::roles;
use web::Refusal;
use web::sheet::write::{self as export, Sheet};

/// Accounts a page.
const PAGE: usize = 100;

pub(super) async fn show(desk: Desk) -> Result<Response, Failure> {
    let link = Link::new(&desk.look.path);
    let filter = Filter::of(&link);
    let everybody = {
        let mut tx = desk.app.database().reader().await?;
        person::all(&mut tx).await?
    };
    let plan = desk.app.plan();
    let people = filter.apply(everybody, desk.caller.now);
    let (shown, next) = page_after(&people, link.get("after"), PAGE);
    let body = html! {
        (actions(&desk.visitor, &link))
        (filters(&link, &filter))
        @if people.is_empty() { (nothing(&desk.visitor, &filter)) } @else {
            (table(&plan.plan, shown, &link, desk.caller.now))
            (Pagination {
                previous: (!link.get("after").is_empty()).then(|| link.clone().without("after").href()),
                next: next.map(|after| link.clone().with("after", after).href()),
                shown: shown.len() as u64,
                total: Some(people.len() as u64),
                unit: "个账号",
            })
        }
    };
    Ok(desk.page("账号", None, body).into_response())
}

fn actions(visitor: &Visitor, link: &Link) -> Markup {
    let export = |form: &str| {
        let address = format!("/office/accounts/export.{form}");
        link.parameters()
            .filter(|(name, _)| *name != "after")
            .fold(Link::new(&address), |link, (name, value)| link.with(name, value))
            .href()
    };
    html! {
        p.acts {
            @if visitor.holds(SYSTEM) {
                a.button href="/office/accounts/new" { "新建账号" } " "
                a href="/office/accounts/import" { "批量导入" } " "
            }
            a href=(export("xlsx")) { "导出 Excel" } " "
            a href=(export("csv")) { "导出 CSV" }
        }
    }
}

fn filters(link: &Link, filter: &Filter) -> Markup {
    let any = |words: &str| Choice::new("", words);
    let roles: Vec<Choice> = std::iter::once(any("全部角色"))
        .chain(RoleKind::ALL.into_iter().map(|kind| Choice::new(roles::kind_word(kind), kind.chinese())))
        .collect();
    let states: Vec<Choice> = std::iter::once(any("全部状态"))
        .chain(Status::ALL.into_iter().map(|status| Choice::new(status.word(), status.chinese())))
        .collect();
    let role = filter.role.map(roles::kind_word).unwrap_or_default();
    let fields = html! {
        (Field::text("q", "账号、姓名、单位或联系方式").value(&filter.text).inputmode(InputMode::Search).optional())
        (Field::select("role", "角色", &roles).value(&role).optional())
        (Field::select("status", "状态", &states).value(filter.status.map_or("", Status::word)).optional())
        @if !link.get("sort").is_empty() { (web::page::form::hidden("sort", link.get("sort"))) }
    };
    html! { div.filters role="search" { (Form::get("/office/accounts").submit("筛选").around(fields)) } }
}

fn nothing(visitor: &Visitor, filter: &Filter) -> Markup {
    if filter.is_set() {
        empty_with("没有符合条件的账号", "请放宽条件，或查看全部账号。", "/office/accounts", "查看全部")
    } else if visitor.holds(SYSTEM) {
        empty_with("还没有账号", "新建或批量导入后，账号会列在这里。", "/office/accounts/new", "新建账号")
    } else {
        empty("还没有账号", "系统管理员新建或导入后，账号会列在这里。")
    }
}

fn table(plan: &Plan, people: &[Person], link: &Link, now: i64) -> Markup {
    let columns = [
        Column::text("账号").sortable("account"),
        Column::text("姓名").sortable("name"),
        Column::text("单位").sortable("unit"),
        Column::text("角色"),
        Column::text("状态").sortable("status"),
        Column::text("上次登录").sortable("seen"),
    ];
    let rows = people.iter().map(|person| {
        let account = &person.account;
        let status = account.status(now);
        Row::new([
            html! { a href={ "/office/accounts/" (account.id) } { (account.login_name) } },
            words(&account.display_name),
            html! { (account.unit) @if person.tie(plan).is_some() { " " (tag(Tone::Warn, "与被评议部门有关联")) } },
            words(role_names(plan, person)),
            tag(status.tone(), status.chinese()),
            words(seen(account.signed_in_at)),
        ])
    });
    Table::new("工作人员账号", columns).sorted_by(link.clone()).rows(rows).render()
}

fn role_names(plan: &Plan, person: &Person) -> String {
    if person.roles.is_empty() {
        return "未授予".into();
    }
    person.roles.iter().map(|role| plan.role_name(role)).collect::<Vec<_>>().join("、")
}

fn seen(at: Option<i64>) -> String {
    at.and_then(|at| Timestamp::from_millisecond(at).ok()).map_or_else(|| "从未".into(), date::moment)
}

pub(super) async fn export_xlsx(desk: Desk) -> Result<Response, Failure> {
    export_as(desk, export::Form::Xlsx, "xlsx").await
}

pub(super) async fn export_csv(desk: Desk) -> Result<Response, Failure> {
    export_as(desk, export::Form::Csv, "csv").await
}

/// All accounts that the list shows under this filter, in its order.
async fn export_as(desk: Desk, form: export::Form, format: &'static str) -> Result<Response, Failure> {
    let filter = Filter::of(&Link::new(&desk.look.path));
    let plan = desk.app.plan();
    let Desk { app, caller, .. } = &desk;
    let people = transaction!(app.database(), |tx| -> Result<Vec<Person>, Refusal> {
        let people = filter.apply(person::all(&mut tx).await?, caller.now);
        let count = i64::try_from(people.len()).unwrap_or(i64::MAX);
        audit::record(&mut tx, &caller.actor, caller.now, &Exported { subject: "accounts".into(), count, format }).await?;
        Ok(people)
    })?;
    let row = |person: &Person| {
        let account = &person.account;
        vec![
            account.login_name.clone(),
            account.display_name.clone(),
            account.unit.clone(),
            account.contact.clone(),
            role_names(&plan.plan, person),
            person.tie(&plan.plan).unwrap_or_default(),
            account.status(caller.now).chinese().to_string(),
            seen(account.signed_in_at),
        ]
    };
    let columns = ["账号", "姓名", "单位", "联系方式", "角色", "关联的被评议部门", "状态", "上次登录"];
    let rows = people.iter().map(row).collect();
    export::file(&Sheet { name: "账号", columns: &columns, rows, watermark: None }, "accounts", form)
}
