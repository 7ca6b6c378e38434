//! How many reserves moved up, by cell: counts, and no numbers of people.

use maud::{Markup, html};
use plan::Plan;
use web::page::date;
use web::page::table::{Column, Row, Table, number, thousands, words};

use crate::candidates::service::class_name;
use crate::invitation::replaced::CellReplaced;
use crate::invitation::times;

/// Counts of replacements, in the order of the plan's venues.
pub(super) fn replaced(plan: &Plan, cells: &[CellReplaced]) -> Markup {
    let (left, vacant) = cells.iter().fold((0, 0), |(left, vacant), cell| (left + cell.left, vacant + cell.vacant));
    let until = plan.activity.sessions.iter().map(|session| times::reserves_until(plan, session)).max();
    let columns = [Column::text("类别"), Column::number("离开"), Column::number("候补递补"), Column::number("空缺")];
    let mut table = Table::new("各名额格的递补", columns).headed().compact();
    for venue in &plan.venues {
        let here: Vec<&CellReplaced> = cells.iter().filter(|cell| venue.id == *cell.venue.as_str()).collect();
        if !here.is_empty() {
            table = table.group(plan.venue_name(venue.id.as_str()));
        }
        for cell in here {
            let moved = cell.left - cell.vacant;
            table = table.row(Row::new([words(class_name(plan, &cell.class)), number(cell.left), number(moved), number(cell.vacant)]));
        }
    }
    html! {
        h2 { "递补" }
        p {
            "代表不能参加的，由同一名额格的下一位候补按序位递补"
            @if let Some(until) = until { "，最后一场到 " (date::moment(until)) " 截止" }
            "。每一次递补都写入公开账本。"
        }
        @if cells.is_empty() { p { "到目前为止没有人离开。" } }
        @else {
            p { "到目前为止有 " (thousands(left)) " 人次离开，候补递补 " (thousands(left - vacant)) " 人次，候补用尽而空缺 " (thousands(vacant)) " 席。" }
            details { summary { "各名额格的递补人数" } (table) }
        }
    }
}
