//! `/office/channel`: which departments are interviewed, session by session.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use maud::{Markup, html};
use plan::{Plan, Session};
use web::database::transaction;
use web::desk::Desk;
use web::page::Page;
use web::page::empty::empty;
use web::page::form::{Choice, Errors, Field, Form, button, error_summary};
use web::page::link::Link;
use web::page::notice::{done, notice};
use web::page::tag::{Tone, tag};
use web::rights::RoleKind;
use web::submitted::Submitted;
use web::{Failure, Refusal};

use super::{HOME, queries, service};
use crate::order;
use crate::order::item::Item;
use crate::order::state::State;

struct Shown {
    item: Item,
    listed: usize,
    asked: usize,
}

pub(super) async fn show(desk: Desk) -> Result<Response, Failure> {
    Ok(page(&desk, &Errors::none()).await?.into_response())
}

async fn page(desk: &Desk, errors: &Errors) -> Result<Page, Failure> {
    let adopted = desk.app.plan();
    let plan = &adopted.plan;
    let mut shown = Vec::new();
    {
        let mut tx = desk.app.database().reader().await?;
        for item in order::queries::interviews(&mut tx).await? {
            let listed = queries::of_item(&mut tx, &item.id).await?;
            let asked = listed.iter().filter(|it| it.asked_at.is_some()).count();
            shown.push(Shown { item, listed: listed.len(), asked });
        }
    }
    let limits = &plan.activity.limits;
    let may_choose = desk.visitor.holds(&[RoleKind::Office]);
    let body = html! {
        (error_summary(errors))
        @match Link::new(&desk.look.path).get("done") {
            "chosen" => (done("已确定", html! { p { "已排在该场全部述职之后、现场评议之前。次序可以在会场调度中调整。" } })),
            "dropped" => (done("已取消", html! { p { "已从该场次序中去掉。" } })),
            _ => {}
        }
        p {
            "方案：共 " (limits.interview_heads_min) "—" (limits.interview_heads_max) " 个部门主要负责人接受访谈，每人限时 " (limits.interview_minutes)
            " 分钟，由综合协调组确定。现已确定 " strong { (shown.len()) } " 个。"
        }
        @if shown.len() < usize::try_from(limits.interview_heads_min).unwrap_or(usize::MAX) {
            (notice(Tone::Warn, "部门还不够", html! { p { "至少要确定 " (limits.interview_heads_min) " 个部门。" } }))
        }
        @for session in plan.sessions() { (section(desk, plan, session, &shown)) }
        @if may_choose { (choosing(desk, plan, &shown, errors)) }
    };
    Ok(desk.page("局长通道", None, body))
}

fn section(desk: &Desk, plan: &Plan, session: &Session, all: &[Shown]) -> Markup {
    let shown: Vec<&Shown> = all.iter().filter(|it| it.item.session == session.number).collect();
    let may_edit = desk.visitor.holds(&[RoleKind::Office, RoleKind::Drafting]);
    let may_choose = desk.visitor.holds(&[RoleKind::Office]);
    html! {
        section.card {
            h2 { (session.name) }
            p.secondary { "按方案安排 " (session.interview_heads) " 个，已确定 " (shown.len()) " 个" }
            @if shown.is_empty() { (empty("还没有确定部门", "由联席会议办公室综合协调组在下面确定。")) }
            @for one in &shown {
                div.stage-row {
                    p {
                        strong { (one.item.title(plan)) } " "
                        (tag(if one.item.state.has_stage() { Tone::Good } else { Tone::Neutral }, one.item.state.chinese())) " "
                        "问题 " (one.listed) " 个，已提问 " (one.asked) " 个"
                    }
                    div.presses {
                        @if may_edit { a.button.quiet href={ (HOME) "/" (one.item.id) } { "选择问题" } }
                        @if may_choose && one.item.state == State::Waiting && one.listed == 0 {
                            (button(&format!("{HOME}/{}/drop", one.item.id), desk.token(), "取消", true))
                        }
                    }
                }
            }
        }
    }
}

fn choosing(desk: &Desk, plan: &Plan, shown: &[Shown], errors: &Errors) -> Markup {
    let free = |session: &&Session| -> Vec<Choice> {
        let departments = plan.departments_of(session.number);
        let open = departments.into_iter().filter(|it| shown.iter().all(|one| it.id != *one.item.department.as_str()));
        open.map(|it| Choice::new(it.id.as_str(), format!("{}（{}）", it.name, session.name))).collect()
    };
    let choices: Vec<Choice> = std::iter::once(Choice::new("", "请选择")).chain(plan.sessions().iter().flat_map(free)).collect();
    let fields = html! { (Field::select("department", "部门", &choices).hint("在部门述职的同一场接受访谈").errors(errors)) };
    html! { h2 { "确定部门" } (Form::post(HOME, desk.token()).submit("确定接受访谈").around(fields)) }
}

async fn after(desk: &Desk, outcome: Result<(), Refusal>, word: &str) -> Result<Response, Failure> {
    match outcome {
        Ok(()) => {
            desk.app.live().wake();
            Ok(Redirect::to(&format!("{HOME}?done={word}")).into_response())
        }
        Err(refusal) => Ok(page(desk, &refusal.into_errors()?).await?.with_status(StatusCode::UNPROCESSABLE_ENTITY).into_response()),
    }
}

pub(super) async fn choose(desk: Desk, form: Submitted) -> Result<Response, Failure> {
    let (adopted, department) = (desk.app.plan(), form.text("department").to_owned());
    let outcome = transaction!(desk.app.database(), |tx| -> Result<(), Refusal> {
        service::choose(&mut tx, &adopted.plan, &desk.caller, &department).await
    });
    after(&desk, outcome, "chosen").await
}

pub(super) async fn drop_department(desk: Desk, Path(item): Path<String>, _form: Submitted) -> Result<Response, Failure> {
    let adopted = desk.app.plan();
    let outcome = transaction!(desk.app.database(), |tx| -> Result<(), Refusal> {
        service::drop_department(&mut tx, &adopted.plan, &desk.caller, &item).await
    });
    after(&desk, outcome, "dropped").await
}
