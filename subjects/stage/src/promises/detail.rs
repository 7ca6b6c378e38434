//! `/office/promises/{id}`: one promise with its history, and what can be done now.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use maud::{Markup, html};
use web::database::transaction;
use web::desk::Desk;
use web::page::facts::Facts;
use web::page::form::{Choice, Errors, Field, Form, error_summary, hidden};
use web::page::link::Link;
use web::page::notice::done;
use web::page::tag::{Tone, tag};
use web::page::{Page, date};
use web::submitted::Submitted;
use web::{Failure, Refusal, text};

use super::list::state_tag;
use super::queries::{self, Note, Promise};
use super::service::{self, LONGEST, Step};
use super::state::Act;
use super::{HOME, KEEPERS_KINDS, author, is_own, may_see};
use crate::order::item::department_name;
use crate::order::service::number;

async fn read(desk: &Desk, id: &str) -> Result<(Promise, Vec<Note>), Failure> {
    let mut tx = desk.app.database().reader().await?;
    let promise = queries::by_id(&mut tx, id).await?.filter(|it| may_see(desk, it)).ok_or(Failure::NotFound)?;
    let notes = queries::notes(&mut tx, id).await?;
    Ok((promise, notes))
}

/// What the visitor may do to a promise now.
fn possible(desk: &Desk, promise: &Promise) -> Vec<Act> {
    let (keeper, own) = (desk.visitor.holds(KEEPERS_KINDS), is_own(desk, promise));
    let mine = |act: &Act| if act.is_department_s() { own } else { keeper && !own };
    Act::ALL.into_iter().filter(|act| mine(act) && promise.state.after(*act).is_ok()).collect()
}

pub(super) async fn show(desk: Desk, Path(id): Path<String>) -> Result<Response, Failure> {
    Ok(page(&desk, &id, "", "", &Errors::none()).await?.into_response())
}

async fn page(desk: &Desk, id: &str, act: &str, typed: &str, errors: &Errors) -> Result<Page, Failure> {
    let (promise, notes) = read(desk, id).await?;
    let adopted = desk.app.plan();
    let today = date::local_day(desk.app.clock().now());
    let due = html! { (date::long_day(promise.due)) @if promise.is_overdue(today) { " " (tag(Tone::Bad, "逾期")) } };
    let body = html! {
        (error_summary(errors))
        @match Link::new(&desk.look.path).get("done") {
            "made" => (done("已登记", html! { p { "内容、日期和状态已经公开在“局长通道的承诺”。" } })),
            "updated" => (done("已更新", html! { p { "状态已经公开，说明只在工作台内可见。" } })),
            _ => {}
        }
        (Facts::new()
            .fact("承诺", &promise.words)
            .fact("部门", department_name(&adopted.plan, &promise.department))
            .fact("场次", adopted.plan.session(promise.session).map_or_else(String::new, |it| it.name.clone()))
            .fact("办结日期", due)
            .fact("状态", state_tag(promise.state)))
        (form(desk, &promise, act, typed, errors))
        h2 { "经过" }
        ol.timeline { @for note in &notes {
            li.done {
                p.timeline-when { (date::exact_of(note.written_at)) }
                h3 { (note.state.chinese()) }
                p { (note.words) }
                p { (note.author) }
            }
        } }
    };
    Ok(desk.page("一项承诺", Some((HOME, "承诺跟踪")), body))
}

fn form(desk: &Desk, promise: &Promise, act: &str, typed: &str, errors: &Errors) -> Markup {
    let possible = possible(desk, promise);
    if possible.is_empty() {
        return html! {};
    }
    let choices: Vec<Choice> = possible.iter().map(|act| Choice::new(act.word(), act.chinese())).collect();
    let fields = html! {
        (hidden("version", &promise.version.to_string()))
        (Field::radios("act", "办理", &choices).value(act).errors(errors))
        (Field::area("words", "情况说明", 4).value(typed).hint("做了什么，依据是什么").maxlength(LONGEST * 2).errors(errors))
    };
    html! { h2 { "更新" } (Form::post(&format!("{HOME}/{}", promise.id), desk.token()).submit("提交").around(fields)) }
}

pub(super) async fn submit(desk: Desk, Path(id): Path<String>, submitted: Submitted) -> Result<Response, Failure> {
    let (promise, _) = read(&desk, &id).await?;
    let (word, words) = (submitted.text("act").to_owned(), text::normal(submitted.text("words")));
    let act = Act::from_word(&word).filter(|act| possible(&desk, &promise).contains(act));
    let (adopted, author) = (desk.app.plan(), author(&desk));
    let outcome = match (act, number(submitted.text("version"))) {
        (None, _) => Err(Refusal::at("act", "请选择现在可以办理的一项")),
        (_, Err(refusal)) => Err(refusal),
        (Some(act), Ok(version)) => {
            let step = Step { version, act, words: words.clone() };
            transaction!(desk.app.database(), |tx| -> Result<(), Refusal> {
                service::go_on(&mut tx, &adopted.plan, &desk.caller, &author, &id, &step).await
            })
        }
    };
    match outcome {
        Ok(()) => Ok(Redirect::to(&format!("{HOME}/{id}?done=updated")).into_response()),
        Err(refusal) => {
            let page = page(&desk, &id, &word, &words, &refusal.into_errors()?).await?;
            Ok(page.with_status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
    }
}
