//! The desk.

use axum::extract::Query;
use axum::response::{IntoResponse, Redirect, Response};
use ballotbox::election;
use ballotbox::reconciliation;
use http::StatusCode;
use maud::{Markup, html};
use serde_json::Value;
use web::desk::Desk;
use web::page::empty::empty;
use web::page::form::{Errors, Field, Form, error_summary, hidden};
use web::page::link::Link;
use web::page::notice::done;
use web::page::table::{Column, Row, Table, number, words};
use web::page::tag::{Tone, tag};
use web::page::{Page, date};
use web::submitted::Submitted;
use web::text::{normal, unfit};
use web::{Failure, Refusal, audit, transaction};

use super::HOME;
use super::checks::{PLANNED, found_percent};
use super::events::Noted;
use super::queries::{self, Note};
use super::sources::{self, Alarm};

/// The longest note, in characters.
const LONGEST: usize = 200;

pub(super) async fn show(desk: Desk, Query(query): Query<Value>) -> Result<Page, Failure> {
    let session = query.get("session").and_then(Value::as_str).and_then(|text| text.parse().ok());
    page(&desk, session, &Errors::none()).await
}

async fn page(desk: &Desk, session: Option<u32>, errors: &Errors) -> Result<Page, Failure> {
    let adopted = desk.app.plan();
    let mut tx = desk.app.database().reader().await?;
    let alarms = sources::all(&mut tx, &desk.app).await?;
    let notes = queries::notes(&mut tx).await?;
    let mut checks = Vec::new();
    for it in election::queries::counting(&mut tx).await? {
        checks.push((it.session, reconciliation::figures(&mut tx, &it.uuid).await?.checked));
    }
    drop(tx);
    let shown: Vec<&Alarm> = alarms.iter().filter(|it| session.is_none() || it.session == session).collect();
    let waiting = shown.iter().filter(|it| is_open(it, &notes)).count();
    let body = html! {
        (error_summary(errors))
        @if Link::new(&desk.look.path).get("done") == "noted" { (done("已记下处理", html! {})) }
        p { "只能看，不能改动票、名单和账本。警示来自审计日志、清点数字和公开账本的状态。" }
        nav.tabs aria-label="按场次" {
            ul {
                li { a href=(HOME) aria-current=[session.is_none().then_some("page")] { "全部" } }
                @for it in adopted.plan.sessions() {
                    li { a href={ (HOME) "?session=" (it.number) } aria-current=[(session == Some(it.number)).then_some("page")] { (it.name) } }
                }
            }
        }
        h2 { "警示，" (waiting) " 条等待处理" }
        @if shown.is_empty() { (empty("现在没有警示", "评议时段的开启、延长和关闭，账本和见证方的异常，清点的差异，例外的使用，都会出现在这里，最新的在前。")) }
        @for alarm in &shown { (one(desk, alarm, &notes)) }
        (drill(&checks))
    };
    Ok(desk.page("监督台", None, body))
}

/// What is neither good nor harmless awaits a note.
fn is_open(alarm: &Alarm, notes: &[Note]) -> bool {
    matches!(alarm.tone, Tone::Warn | Tone::Bad) && !notes.iter().any(|note| note.alarm == alarm.key)
}

fn one(desk: &Desk, alarm: &Alarm, notes: &[Note]) -> Markup {
    let note = notes.iter().find(|note| note.alarm == alarm.key);
    let word = match alarm.tone {
        Tone::Bad => "严重",
        Tone::Warn => "注意",
        _ => "知悉",
    };
    html! {
        section.card {
            h3 { (tag(alarm.tone, word)) " " (alarm.what) }
            p.secondary {
                @match alarm.at { Some(at) => (date::exact_of(at)), None => "现在" }
                @if let Some(session) = alarm.session { "，第 " (session) " 场" }
            }
            p { "意思：" (alarm.meaning) "。" }
            p { "怎么办：" (alarm.advice) "。" }
            @match note {
                Some(note) => p { (tag(Tone::Good, "已处理")) " " (note.by) "，" (date::exact_of(note.at)) "：" (note.text) },
                None if is_open(alarm, notes) => details {
                    summary { "记下处理" }
                    (Form::post("/office/supervision/notes", desk.token()).submit("记下").around(html! {
                        (hidden("alarm", &alarm.key))
                        (Field::text("note", "怎样处理的").hint("例如：已到会场核对，属实").autocomplete("off").maxlength(LONGEST as u32))
                    }))
                },
                None => {},
            }
        }
    }
}

/// How many checks were made, and what they prove.
fn drill(checks: &[(u32, u32)]) -> Markup {
    let least = |count: u32| found_percent(count).map_or_else(|| "还不能说明什么".to_owned(), |percent| format!("{percent:.0}%"));
    let rows = checks.iter().map(|(session, count)| {
        let left = PLANNED.saturating_sub(*count);
        let state = if left == 0 { tag(Tone::Good, "够了") } else { tag(Tone::Warn, &format!("还差 {left} 次")) };
        Row::new([words(format!("第 {session} 场")), number(*count), state, words(least(*count))])
    });
    let columns =
        [Column::text("场次"), Column::number("已做（次）"), Column::text("计划 20 次"), Column::text("至少被改动这么多，会以 95% 发现")];
    html! {
        h2 { "检查" }
        p { "检查人从票箱里随机取普通的票，任意填好，在提交前点“检查”，由第二台设备核对；这张票随即作废，不能再投。"
            "每场 " (PLANNED) " 次：如果有 " (least(PLANNED)) " 的票被改动，至少发现一次的把握是 95%。填的内容不记，这里只有次数。" }
        @if checks.is_empty() { p { "还没有评议。" } } @else { (Table::new("各场做了几次检查", columns).rows(rows)) }
    }
}

pub(super) async fn note(desk: Desk, form: Submitted) -> Result<Response, Failure> {
    let (alarm, text) = (form.text("alarm").to_owned(), normal(form.text("note")));
    let outcome = keep(&desk, &alarm, &text).await;
    match outcome {
        Ok(()) => Ok(Redirect::to(&format!("{HOME}?done=noted")).into_response()),
        Err(refusal) => {
            let page = page(&desk, None, &refusal.into_errors()?).await?;
            Ok(page.with_status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
    }
}

async fn keep(desk: &Desk, alarm: &str, text: &str) -> Result<(), Refusal> {
    if let Some(why) = unfit(text, LONGEST) {
        return Err(Refusal::rule(why));
    }
    if text.chars().count() < 2 {
        return Err(Refusal::rule("请写明怎样处理的"));
    }
    transaction!(desk.app.database(), |tx| -> Result<(), Refusal> {
        let known = sources::all(&mut tx, &desk.app).await?;
        if !known.iter().any(|it| it.key == alarm) {
            return Err(Refusal::rule("这条警示已经没有了，请查看最新情况"));
        }
        if !queries::add(&mut tx, alarm, text, &desk.visitor, desk.caller.now).await? {
            return Err(Refusal::rule("另一人已经记下处理"));
        }
        let event = Noted { subject: "supervision".into(), alarm: alarm.into(), note: text.into() };
        Ok(audit::record(&mut tx, &desk.caller.actor, desk.caller.now, &event).await?)
    })
}
