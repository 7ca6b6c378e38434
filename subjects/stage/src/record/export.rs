//! The record's times as a file, one line an item; questions and promises have lines of their own.

use axum::extract::Path;
use axum::response::Response;
use plan::Plan;
use web::desk::Desk;
use web::page::date;
use web::sheet::write::{self, Form, Sheet, watermark};
use web::{Failure, audit, transaction};

use super::events::FileTaken;
use super::page::{Record, clock_time};
use crate::order::item::{Kind, department_name};
use crate::order::row::planned_times;

const COLUMNS: &[&str] =
    &["类型", "项目", "内容", "限时（秒）", "方案开始", "开始", "结束", "用时（秒）", "暂停次数", "暂停（秒）", "超时（秒）", "状态"];

pub(super) async fn xlsx(desk: Desk, session: Path<String>) -> Result<Response, Failure> {
    file(desk, &session, Form::Xlsx).await
}

pub(super) async fn csv(desk: Desk, session: Path<String>) -> Result<Response, Failure> {
    file(desk, &session, Form::Csv).await
}

async fn file(desk: Desk, session: &str, form: Form) -> Result<Response, Failure> {
    let adopted = desk.app.plan();
    let record = Record::read(&desk.app, &adopted.plan, session).await?;
    let rows = rows(&adopted.plan, &record, desk.app.clock().millis());
    let event = FileTaken {
        subject: record.session.number.to_string(),
        what: record.session.name.clone(),
        count: rows.len(),
        format: form.ending(),
    };
    transaction!(desk.app.database(), |tx| audit::record(&mut tx, &desk.caller.actor, desk.caller.now, &event).await)?;
    let mark = watermark(&desk.visitor.name, &desk.visitor.unit, desk.caller.now);
    let stem = format!("session-{}-record", record.session.number);
    write::file(&Sheet { name: "本场记录", columns: COLUMNS, rows, watermark: Some(mark) }, &stem, form)
}

fn rows(plan: &Plan, record: &Record, now: i64) -> Vec<Vec<String>> {
    // Tenths, because an overrun is recorded exactly.
    let seconds = |millis: i64| format!("{}.{}", millis / 1_000, millis % 1_000 / 100);
    let moment = |at: Option<i64>| at.map(clock_time).unwrap_or_default();
    let mut rows = Vec::new();
    for (item, planned) in record.items.iter().zip(planned_times(&record.session, &record.items)) {
        let begun = item.timer.started_at.is_some();
        let told = |millis: i64| if begun { seconds(millis) } else { String::new() };
        let overrun = if item.kind == Kind::Ballot { String::new() } else { told(item.timer.overrun(item.limit, now)) };
        rows.push(vec![
            item.kind.chinese().to_owned(),
            item.title(plan),
            String::new(),
            (item.limit / 1_000).to_string(),
            clock_time(planned),
            moment(item.timer.started_at),
            moment(item.timer.ended_at),
            told(item.timer.elapsed(now)),
            item.timer.pauses.len().to_string(),
            told(item.timer.paused(now)),
            overrun,
            item.state.chinese().to_owned(),
        ]);
    }
    let line = |kind: &str, what: String, words: &str, at: String, state: String| {
        let mut cells = vec![String::new(); COLUMNS.len()];
        for (cell, text) in cells.iter_mut().zip([kind.to_owned(), what, words.to_owned(), String::new(), String::new(), at]) {
            *cell = text;
        }
        if let Some(last) = cells.last_mut() {
            *last = state;
        }
        cells
    };
    for it in &record.asked {
        let what = record.items.iter().find(|item| item.id == it.item).map_or_else(String::new, |item| item.title(plan));
        rows.push(line("提问", what, &it.words, moment(it.asked_at), it.origin.chinese().to_owned()));
    }
    for it in &record.promises {
        rows.push(line("承诺", department_name(plan, &it.department), &it.words, date::long_day(it.due), it.state.chinese().to_owned()));
    }
    for it in &record.corrections {
        let what = record.items.iter().find(|item| item.id == it.item).map_or_else(String::new, |item| item.title(plan));
        let state = if it.what == "back" { "误开始，退回" } else { "误结束，恢复" };
        rows.push(line("更正", what, &it.reason, clock_time(it.corrected_at), state.to_owned()));
    }
    rows
}
