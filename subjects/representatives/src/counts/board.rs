//! The board of the office: every cell with its seats, how many people are needed, how many there are, what is missing.

use std::collections::HashMap;

use axum::response::{IntoResponse, Response};
use maud::{Markup, Render, html};
use plan::Plan;
use web::Failure;
use web::desk::Desk;
use web::page::empty::empty;
use web::page::form::{Choice, Field, Form};
use web::page::link::Link;
use web::page::progress::bar;
use web::page::table::{Column, Row, Table, number, thousands, words};
use web::page::tag::{Tone, tag};

use crate::candidates::{CellCount, State, queries};
use crate::cell::{self, PlannedCell};
use crate::scope::Scope;

/// What one cell has.
#[derive(Clone, Copy, Debug, Default)]
struct Have {
    alive: i64,
    passed: i64,
}

/// How many people a cell needs: for recommendations so many a seat as the plan says, for volunteers as many as seats.
pub(crate) fn needed(plan: &Plan, cell: &PlannedCell<'_>) -> u32 {
    let a_seat = if cell.is_for_volunteers() { 1 } else { plan.ballot.list.nominees_per_seat_min };
    cell.seats_in_all().saturating_mul(a_seat)
}

/// The most people a cell takes; None for volunteers, of whom there may be any number.
pub(crate) fn most(plan: &Plan, cell: &PlannedCell<'_>) -> Option<u32> {
    (!cell.is_for_volunteers()).then(|| cell.seats_in_all().saturating_mul(plan.ballot.list.nominees_per_seat_max))
}

pub(super) async fn show(desk: Desk) -> Result<Response, Failure> {
    let link = Link::new(&desk.look.path);
    let scope = Scope::of(&desk.visitor);
    let adopted = desk.app.plan();
    let plan = &adopted.plan;
    let Some(venue) = scope.venue(link.get("venue")) else {
        let text = empty("没有可以查看的会场", "您的角色不对应方案中的任何旗区。请联系安全管理员。");
        return Ok(desk.page("名额进度", None, text).into_response());
    };
    let counts = queries::counts_by_cell(&mut desk.app.database().reader().await?).await?;
    let have = tally(&counts);
    let of = |cell: &PlannedCell<'_>| have.get(&(cell.venue.id.as_str(), cell.class.id.as_str())).copied().unwrap_or_default();
    let cells = cell::cells(plan);
    let in_scope = |cell: &&PlannedCell<'_>| scope.has(cell.venue.id.as_str()) && (venue.is_empty() || cell.venue.id == *venue.as_str());
    let only_missing = link.get("show") == "missing";
    let shown: Vec<(&PlannedCell<'_>, Have)> = cells.iter().filter(in_scope).map(|cell| (cell, of(cell))).collect();
    let (need, alive) = shown.iter().fold((0u64, 0u64), |(need, alive), (cell, have)| {
        let wanted = u64::from(needed(plan, cell));
        // What one cell has too many fills no other.
        (need + wanted, alive + u64::try_from(have.alive).unwrap_or(0).min(wanted))
    });
    let body = html! {
        (filters(plan, &scope, &venue, only_missing))
        (bar("需要的人数已有", alive, need, "人"))
        p { "推荐的类别每个席位至少需要 " (plan.ballot.list.nominees_per_seat_min) " 人、至多 " (plan.ballot.list.nominees_per_seat_max)
            " 人；自愿报名的类别人数不限，至少与席位相等。" }
        (table(plan, shown, only_missing))
    };
    Ok(desk.page("名额进度", None, body).into_response())
}

fn tally(counts: &[CellCount]) -> HashMap<(&str, &str), Have> {
    let mut have: HashMap<(&str, &str), Have> = HashMap::new();
    for count in counts.iter().filter(|count| count.state.is_alive()) {
        let cell = have.entry((count.venue.as_str(), count.class.as_str())).or_default();
        cell.alive += count.count;
        cell.passed += if count.state == State::Passed { count.count } else { 0 };
    }
    have
}

fn filters(plan: &Plan, scope: &Scope, venue: &str, only_missing: bool) -> Markup {
    let mut venues: Vec<Choice> = if *scope == Scope::All { vec![Choice::new("", "全部会场")] } else { Vec::new() };
    let visible = plan.venues.iter().filter(|venue| scope.has(venue.id.as_str()));
    venues.extend(visible.map(|venue| Choice::new(venue.id.as_str(), &venue.name)));
    let shows = [Choice::new("", "全部类别"), Choice::new("missing", "只看人数不够的")];
    let fields = html! {
        (Field::select("venue", "会场", &venues).value(venue).optional())
        (Field::select("show", "范围", &shows).value(if only_missing { "missing" } else { "" }).optional())
    };
    html! { div.filters role="search" { (Form::get("/office/pool").submit("筛选").around(fields)) } }
}

fn table(plan: &Plan, shown: Vec<(&PlannedCell<'_>, Have)>, only_missing: bool) -> Markup {
    let columns = [
        Column::text("类别"),
        Column::text("渠道"),
        Column::number("席位（各场合计）"),
        Column::number("至少需要"),
        Column::number("已有"),
        Column::number("审查通过"),
        Column::text("还差"),
    ];
    let mut table = Table::new("各会场各类别的人数", columns);
    let (mut current, mut any) = ("", false);
    for (cell, have) in shown {
        let (need, least) = (i64::from(needed(plan, cell)), i64::from(cell.seats_in_all()));
        let missing = need - have.alive;
        if only_missing && missing <= 0 {
            continue;
        }
        any = true;
        if current != cell.venue.id.as_str() {
            current = cell.venue.id.as_str();
            table = table.group(&cell.venue.name);
        }
        let state = match missing {
            ..=0 => tag(Tone::Good, "够了"),
            missing if have.alive < least => tag(Tone::Bad, &format!("差 {} 人，连席位也坐不满", thousands(missing))),
            missing => tag(Tone::Warn, &format!("差 {} 人", thousands(missing))),
        };
        let href = Link::new("/office/candidates").with("venue", current).with("class", cell.class.id.as_str()).href();
        table = table.row(Row::new([
            html! { a href=(href) { (cell.class.name) } },
            words(cell.class.channel.chinese()),
            number(cell.seats_in_all()),
            number(need),
            number(have.alive),
            number(have.passed),
            state,
        ]));
    }
    if any { table.render() } else { empty("没有人数不够的类别", "选“全部类别”可以看到每一类的人数。") }
}
