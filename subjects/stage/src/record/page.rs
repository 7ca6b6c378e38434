//! The record as a page, top to bottom.

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use plan::{Plan, Session};
use web::desk::Desk;
use web::page::date;
use web::page::empty::empty;
use web::page::table::{Column, Row, Table, words};
use web::page::tag::{Tone, tag};
use web::{App, Failure};

use crate::channel::queries::Chosen;
use crate::order::item::{Item, Kind, department_name};
use crate::order::queries::{self, Correction};
use crate::order::row::{length, planned_times};
use crate::order::{HOME, service};
use crate::promises::queries::Promise;
use crate::promises::state_tag;
use crate::{channel, promises};

/// Everything that a session left.
pub(super) struct Record {
    pub session: Session,
    pub items: Vec<Item>,
    pub corrections: Vec<Correction>,
    pub asked: Vec<Chosen>,
    pub promises: Vec<Promise>,
}

impl Record {
    pub async fn read(app: &App, plan: &Plan, session: &str) -> Result<Self, Failure> {
        let session = session.parse().ok().and_then(|number| plan.session(number)).ok_or(Failure::NotFound)?;
        let mut tx = app.database().reader().await?;
        let mut items = queries::items(&mut tx, session.number).await?;
        if items.is_empty() {
            items = service::planned(plan, session.number);
        }
        let promises = promises::queries::all(&mut tx).await?.into_iter().filter(|it| it.session == session.number);
        Ok(Record {
            session: session.clone(),
            corrections: queries::corrections(&mut tx, session.number).await?,
            asked: channel::queries::asked_in(&mut tx, session.number).await?,
            promises: promises.collect(),
            items,
        })
    }

    /// The item of an id; what was put right is about one of these.
    fn item(&self, id: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.id == id)
    }
}

pub(super) async fn show(desk: Desk, Path(session): Path<String>) -> Result<Response, Failure> {
    let adopted = desk.app.plan();
    let plan = &adopted.plan;
    let record = Record::read(&desk.app, plan, &session).await?;
    let now = desk.app.clock().millis();
    let href = format!("{HOME}/{}/record", record.session.number);
    let body = html! {
        p { (record.session.name) "，" (date::moment(web::clock::local_timestamp(record.session.start.begins()))) " 开始（方案）" }
        p.acts { a href={ (href) ".xlsx" } { "导出 Excel" } " " a href={ (href) ".csv" } { "导出 CSV" } }
        h2 { "各项时间" }
        (times(plan, &record, now))
        h2 { "更正" }
        (corrections(plan, &record))
        h2 { "局长通道的提问" }
        (asked(plan, &record))
        h2 { "承诺" }
        (promised(plan, &record))
    };
    let back = format!("{HOME}?session={}", record.session.number);
    Ok(desk.page(&format!("{}记录", record.session.name), Some((&back, "会场调度")), body).into_response())
}

fn times(plan: &Plan, record: &Record, now: i64) -> Markup {
    let row = |(item, planned): (&Item, i64)| {
        let moment = |at: Option<i64>| at.map_or_else(|| words(""), |at| words(clock_time(at)));
        let overrun = item.timer.overrun(item.limit, now);
        let paused = item.timer.paused(now);
        Row::new([
            html! { (item.place) ". " (item.full_title(plan)) },
            words(clock_time(planned)),
            moment(item.timer.started_at),
            moment(item.timer.ended_at),
            words(if item.timer.started_at.is_some() { length(item.timer.elapsed(now)) } else { String::new() }),
            words(if paused > 0 { format!("{} 次，{}", item.timer.pauses.len(), length(paused)) } else { String::new() }),
            html! { @if item.kind != Kind::Ballot && overrun > 0 { (tag(Tone::Bad, &length(overrun))) } },
        ])
    };
    let columns = ["项目", "方案时间", "开始", "结束", "用时（不含暂停）", "暂停", "超时"].map(Column::text);
    let planned = planned_times(&record.session, &record.items);
    html! { (Table::new("各项时间", columns).headed().rows(record.items.iter().zip(planned).map(row))) }
}

/// `9:00:05`.
pub(super) fn clock_time(at: i64) -> String {
    let local = date::local(date::of_millis(at));
    format!("{}:{:02}:{:02}", local.hour(), local.minute(), local.second())
}

fn corrections(plan: &Plan, record: &Record) -> Markup {
    if record.corrections.is_empty() {
        return empty("没有更正", "误开始或误结束以后恢复的，连同原因列在这里。");
    }
    html! { ul { @for it in &record.corrections { li {
        (clock_time(it.corrected_at)) " "
        (record.item(&it.item).map_or_else(String::new, |item| item.full_title(plan)))
        @if it.what == "back" { "：误开始（" (clock_time(it.mistaken_at)) "），退回未开始。" } @else { "：误结束（" (clock_time(it.mistaken_at)) "），恢复进行。" }
        "原因：" (it.reason)
    } } } }
}

fn asked(plan: &Plan, record: &Record) -> Markup {
    if record.asked.is_empty() {
        return empty("没有提问", "局长通道中标为已提问的问题列在这里，不记提问人。");
    }
    html! { ol.stage-questions { @for it in &record.asked { li {
        p.stage-words { (it.words) }
        p.secondary {
            (record.item(&it.item).map_or_else(String::new, |item| item.title(plan))) " · " (it.asked_at.map(clock_time).unwrap_or_default()) " · " (it.origin.chinese())
        }
    } } } }
}

fn promised(plan: &Plan, record: &Record) -> Markup {
    if record.promises.is_empty() {
        return empty("没有承诺", "本场部门登记的承诺列在这里。");
    }
    html! { ul { @for it in &record.promises { li {
        a href={ "/office/promises/" (it.id) } { (it.words) } "（" (department_name(plan, &it.department)) "，" (date::long_day(it.due)) " 前）" (state_tag(it.state))
    } } } }
}
