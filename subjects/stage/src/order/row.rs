//! The running order as a table, with the plan's times beside what happened.

use maud::{Markup, html};
use web::clock::local_timestamp;
use web::page::date;
use web::page::table::{Column, Row, Table, words};
use web::page::tag::{Tone, tag};

use super::HOME;
use super::item::{Item, Kind};
use super::operator::{Shown, seen};
use super::state::State;

/// When each item begins by the plan: one limit after another from the session's beginning.
pub(crate) fn planned_times(session: &plan::Session, items: &[Item]) -> Vec<i64> {
    let mut at = local_timestamp(session.start.begins()).as_millisecond();
    let mut times = Vec::with_capacity(items.len());
    for item in items {
        times.push(at);
        at = at.saturating_add(item.limit);
    }
    times
}

/// `9 分 58 秒`, or the time beyond the limit.
pub(crate) fn length(millis: i64) -> String {
    let seconds = millis / 1_000;
    format!("{} 分 {:02} 秒", seconds / 60, seconds % 60)
}

pub(super) fn running_order(shown: &Shown<'_>, now: i64) -> Markup {
    let planned = planned_times(shown.session, &shown.items);
    let rows = shown.items.iter().zip(planned).enumerate().map(|(at, (item, planned))| row(shown, at, item, planned, now));
    let columns = ["项目", "方案", "开始", "用时", "状态", "次序"].map(Column::text);
    html! { (Table::new("本场次序和时间", columns).headed().rows(rows)) }
}

fn row(shown: &Shown<'_>, at: usize, item: &Item, planned: i64, now: i64) -> Row {
    let overrun = item.timer.overrun(item.limit, now);
    let is_over = item.kind != Kind::Ballot && overrun > 0 && item.state == State::Done;
    let tone = if item.state.has_stage() { Tone::Good } else { Tone::Neutral };
    let used = html! {
        @if item.state == State::Done { (length(item.timer.elapsed(now))) }
        @if is_over { " " (tag(Tone::Bad, &format!("超时 {}", length(overrun)))) }
    };
    let row = Row::new([
        html! { (item.place) ". " (item.full_title(shown.plan)) },
        words(date::time(date::of_millis(planned))),
        item.timer.started_at.map_or_else(|| html! {}, |at| words(date::time(date::of_millis(at)))),
        used,
        tag(tone, item.state.chinese()),
        moves(shown, at, item),
    ]);
    if item.state.has_stage() { row.marked() } else { row }
}

/// Up and down, where both neighbours still wait.
fn moves(shown: &Shown<'_>, at: usize, item: &Item) -> Markup {
    let free = |item: &Item| item.state == State::Waiting && item.kind != Kind::Ballot;
    if !shown.may_act || shown.version.is_none() || !free(item) {
        return html! {};
    }
    let free_at = |at: Option<usize>| at.and_then(|at| shown.items.get(at)).is_some_and(free);
    html! {
        @if free_at(at.checked_sub(1)) { (arrow(shown, item, "up", "上移")) }
        @if free_at(at.checked_add(1)) { (arrow(shown, item, "down", "下移")) }
    }
}

fn arrow(shown: &Shown<'_>, item: &Item, way: &str, words: &str) -> Markup {
    html! {
        form.form-button method="post" action={ (HOME) "/" (shown.session.number) "/move" } {
            (seen(shown, item))
            (web::page::form::hidden("way", way))
            button.quiet type="submit" { (words) span.said { "：" (item.title(shown.plan)) } }
        }
    }
}
