//! `/office/channel/{item}`: the questions of one interview. Whoever is tied to the department does not see them before they are put.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use maud::{Markup, html};
use web::database::transaction;
use web::desk::Desk;
use web::page::Page;
use web::page::empty::empty;
use web::page::form::{Errors, Field, Form, button, error_summary, hidden};
use web::page::link::Link;
use web::page::notice::{done, notice};
use web::page::tag::{Tone, tag};
use web::questions::Question;
use web::submitted::Submitted;
use web::{Failure, Refusal, text};

use super::HOME;
use super::queries::{self, Chosen, Origin};
use super::service::{self, Deed, LONGEST};
use crate::order::Way;
use crate::order::item::Item;
use crate::order::state::State;

struct Shown {
    item: Item,
    listed: Vec<Chosen>,
    unlisted: Vec<Question>,
}

async fn read(desk: &Desk, id: &str) -> Result<Shown, Failure> {
    let (item, listed) = {
        let mut tx = desk.app.database().reader().await?;
        let item = service::interview(&mut tx, id).await?;
        let listed = queries::of_item(&mut tx, id).await?;
        (item, listed)
    };
    let unlisted = service::unlisted(&desk.app, &item, &listed).await?;
    Ok(Shown { item, listed, unlisted })
}

/// Whether the visitor must not see the questions of this interview before they are put.
fn is_tied(desk: &Desk, item: &Item) -> bool {
    let posts: Vec<plan::PostId> = desk.visitor.posts.iter().filter_map(|post| post.parse().ok()).collect();
    let tie = desk.app.plan().plan.tie(&desk.visitor.unit, &posts, &desk.visitor.roles);
    item.state != State::Done && tie.is_some_and(|department| department == *item.department.as_str())
}

pub(super) async fn show(desk: Desk, Path(id): Path<String>) -> Result<Response, Failure> {
    Ok(page(&desk, &id, "", &Errors::none()).await?.into_response())
}

async fn page(desk: &Desk, id: &str, words: &str, errors: &Errors) -> Result<Page, Failure> {
    let shown = read(desk, id).await?;
    let adopted = desk.app.plan();
    let title = format!("局长通道：{}", shown.item.title(&adopted.plan));
    if is_tied(desk, &shown.item) {
        let body = notice(Tone::Warn, "您与这个部门有关联", html! { p { "访谈结束以前，不能看到给这个部门的问题。请由其他人员办理。" } });
        return Ok(desk.page(&title, Some((HOME, "局长通道")), body));
    }
    let open = shown.item.state != State::Done;
    let body = html! {
        (error_summary(errors))
        @match Link::new(&desk.look.path).get("done") {
            "listed" => (done("已列入", html! { p { "排在最后，可以上移。" } })),
            "changed" => (done("已更新", html! { p { "会场屏幕随即更新。" } })),
            _ => {}
        }
        p { (tag(Tone::Neutral, shown.item.state.chinese())) " 提问不记名：这里没有提问人，也查不到提问人。" }
        p { a href={ "/office/promises/new?item=" (shown.item.id) } { "记录当场作出的承诺" } }
        h2 { "提问次序" }
        @if shown.listed.is_empty() { (empty("还没有列入问题", "从下面代表发来的问题中选择或抽取，也可以写下现场提出的问题。")) }
        @else { ol.stage-questions { @for (at, one) in shown.listed.iter().enumerate() { (entry(desk, &shown, at, one)) } } }
        @if open {
            h2 { "代表发来的问题（" (shown.unlisted.len()) "）" }
            @if shown.unlisted.is_empty() {
                (empty("没有尚未列入的问题", "代表在手机页面“局长通道”发来的问题会出现在这里。"))
            } @else {
                (button(&format!("{HOME}/{id}/draw"), desk.token(), "随机抽取一个", false))
                ul.stage-questions { @for one in &shown.unlisted { li {
                    p.stage-words { (one.words) }
                    form.form-button method="post" action={ (HOME) "/" (id) "/questions" } {
                        (hidden("csrf", desk.token())) (hidden("question", &one.id))
                        button.quiet type="submit" { "列入" }
                    }
                } } }
            }
            h2 { "现场提出的问题" }
            (Form::post(&format!("{HOME}/{id}/hall"), desk.token()).submit("列入").around(html! {
                (Field::text("words", "问题").value(words).hint("不写提问人的姓名").maxlength(LONGEST as u32 * 2).errors(errors))
            }))
        }
    };
    Ok(desk.page(&title, Some((HOME, "局长通道")), body))
}

fn entry(desk: &Desk, shown: &Shown, at: usize, one: &Chosen) -> Markup {
    let action = format!("{HOME}/{}/questions/{}", shown.item.id, one.id);
    let press = |deed: &str, words: &str| {
        html! {
            form.form-button method="post" action=(action) {
                (hidden("csrf", desk.token())) (hidden("deed", deed))
                button.quiet type="submit" { (words) }
            }
        }
    };
    let before = at.checked_sub(1).and_then(|at| shown.listed.get(at));
    let can_rise = before.is_some_and(|it| it.asked_at.is_none());
    html! {
        li {
            p.stage-words { (one.words) }
            p { (tag(Tone::Neutral, one.origin.chinese())) " " @if one.asked_at.is_some() { (tag(Tone::Good, "已提问")) } }
            @if one.asked_at.is_none() {
                div.presses {
                    @if shown.item.state.has_stage() { (press("ask", "标为已提问")) }
                    @if can_rise { (press("up", "上移")) }
                    @if at + 1 < shown.listed.len() { (press("down", "下移")) }
                    (press("drop", "移出"))
                }
            }
        }
    }
}

async fn after(desk: &Desk, item: &str, typed: &str, outcome: Result<(), Refusal>, word: &str) -> Result<Response, Failure> {
    match outcome {
        Ok(()) => {
            desk.app.live().wake();
            Ok(Redirect::to(&format!("{HOME}/{item}?done={word}")).into_response())
        }
        Err(refusal) => {
            let page = page(desk, item, typed, &refusal.into_errors()?).await?;
            Ok(page.with_status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
    }
}

/// What was read of an interview, for those who may act on it.
async fn admitted(desk: &Desk, item: &str) -> Result<Shown, Failure> {
    let shown = read(desk, item).await?;
    if is_tied(desk, &shown.item) {
        return Err(Failure::Conflict("您与这个部门有关联，访谈结束以前不能办理它的问题".into()));
    }
    Ok(shown)
}

async fn add(desk: &Desk, item: &str, question: &Question, origin: Origin) -> Result<(), Refusal> {
    let adopted = desk.app.plan();
    transaction!(desk.app.database(), |tx| -> Result<(), Refusal> {
        service::list(&mut tx, &adopted.plan, &desk.caller, item, question.clone(), origin).await
    })
}

pub(super) async fn list(desk: Desk, Path(item): Path<String>, form: Submitted) -> Result<Response, Failure> {
    let shown = admitted(&desk, &item).await?;
    let outcome = match shown.unlisted.iter().find(|it| it.id == form.text("question")) {
        Some(question) => add(&desk, &item, question, Origin::Chosen).await,
        None => Err(Refusal::rule("这个问题已经列入或不存在")),
    };
    after(&desk, &item, "", outcome, "listed").await
}

pub(super) async fn draw(desk: Desk, Path(item): Path<String>, _form: Submitted) -> Result<Response, Failure> {
    let shown = admitted(&desk, &item).await?;
    let outcome = match service::by_chance(&shown.unlisted) {
        Some(question) => add(&desk, &item, question, Origin::Drawn).await,
        None => Err(Refusal::rule("没有可以抽取的问题")),
    };
    after(&desk, &item, "", outcome, "listed").await
}

pub(super) async fn hall(desk: Desk, Path(item): Path<String>, form: Submitted) -> Result<Response, Failure> {
    admitted(&desk, &item).await?;
    let words = text::normal(form.text("words"));
    let outcome = match service::of_the_hall(&words) {
        Ok(question) => add(&desk, &item, &question, Origin::Hall).await,
        Err(refusal) => Err(refusal),
    };
    after(&desk, &item, &words, outcome, "listed").await
}

pub(super) async fn change(desk: Desk, Path((item, question)): Path<(String, String)>, form: Submitted) -> Result<Response, Failure> {
    admitted(&desk, &item).await?;
    let deed = match form.text("deed") {
        "ask" => Deed::Ask,
        "up" => Deed::Move(Way::Up),
        "down" => Deed::Move(Way::Down),
        "drop" => Deed::Drop,
        _ => return Err(Failure::BadRequest("没有这种操作".into())),
    };
    let adopted = desk.app.plan();
    let outcome = transaction!(desk.app.database(), |tx| -> Result<(), Refusal> {
        service::change(&mut tx, &adopted.plan, &desk.caller, &item, &question, deed).await
    });
    after(&desk, &item, "", outcome, "changed").await
}
