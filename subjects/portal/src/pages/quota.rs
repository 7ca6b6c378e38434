//! The quota tables as readable tables: cells, printed totals, what the cells add up to, and what holds after amendment.

use maud::{Markup, html};
use plan::{Channel, Plan, QuotaRow, QuotaTable, TableName};
use web::page::table::{Column, Row, Table, number, words as cell};
use web::page::tag::{Tone, tag};

use web::adoption::AdoptedPlan;

/// The main hall's table.
pub fn main_hall(adopted: &AdoptedPlan) -> Markup {
    let table = &adopted.printed.quota_main;
    let columns = [Column::text("类别"), Column::number("席位（人）")];
    let rows = table.rows.iter().map(|row| {
        let name = html! {
            (row.class)
            @if !row.group.is_empty() { span.secondary.small { "（" (row.group) "）" } }
            (volunteers(&adopted.printed, TableName::Main, &row.class))
        };
        Row::new([name, number(row.sum())])
    });
    let mut shown = Table::new("主会场每场市民代表", columns).headed().compact().rows(rows);
    if let Some(total) = &table.session_total {
        shown = shown.row(Row::new([cell("原表合计"), number(total.sum())]).total());
    }
    let sum = table.sum();
    let differs = table.session_total.as_ref().is_some_and(|total| total.sum() != sum);
    let row = Row::new([cell("逐格相加"), number(sum)]).total();
    html! { (shown.row(if differs { row.marked() } else { row })) }
}

/// The districts' table: a class a row, a district a column.
pub fn districts(adopted: &AdoptedPlan) -> Markup {
    let printed = &adopted.printed.quota_districts;
    let amended = &adopted.plan.quota_districts;
    let columns = std::iter::once(Column::text("类别")).chain(printed.columns.iter().map(Column::number)).chain([Column::number("合计")]);
    let mut table = Table::new("旗区分会场每场市民代表（人）", columns).headed().dense().pairs();
    let mut heading = String::new();
    for row in &printed.rows {
        let group = heading_of(row);
        if group != heading {
            table = table.group(&group);
            heading = group;
        }
        table = table.row(class_row(&adopted.printed, row, amended));
    }
    html! { (totals(table.group("合计"), printed, amended)) }
}

fn heading_of(row: &QuotaRow) -> String {
    match (row.group.is_empty(), row.subgroup.is_empty()) {
        (_, true) => row.group.clone(),
        (true, false) => row.subgroup.clone(),
        (false, false) => format!("{} · {}", row.group, row.subgroup),
    }
}

/// A row of a class. A cell that a resolution amended shows both numbers.
fn class_row(plan: &Plan, row: &QuotaRow, amended: &QuotaTable) -> Row {
    let now = amended.rows.iter().find(|candidate| candidate.class == row.class);
    let name = html! { (row.class) (volunteers(plan, TableName::Districts, &row.class)) };
    let cells = row.seats.iter().enumerate().map(|(at, seats)| {
        let after = now.and_then(|row| row.seats.get(at)).copied().unwrap_or(*seats);
        if after == *seats { number(*seats) } else { replaced((*seats).into(), after.into()) }
    });
    let sum = now.map_or(row.sum(), QuotaRow::sum);
    let changed = sum != row.sum();
    let sum = if changed { replaced(row.sum(), sum) } else { number(sum) };
    let shown = Row::new(std::iter::once(name).chain(cells).chain([sum]));
    if changed { shown.marked() } else { shown }
}

/// The printed totals, what the printed cells add up to, and what they add up to after the amendments.
fn totals(mut table: Table, printed: &QuotaTable, amended: &QuotaTable) -> Table {
    let columns = 0..printed.columns.len();
    let sums = |of: &QuotaTable| -> Vec<u64> { columns.clone().map(|column| of.column_sum(column)).collect() };
    let (before, after) = (sums(printed), sums(amended));
    let printed_total: Option<Vec<u64>> =
        printed.session_total.as_ref().map(|row| row.seats.iter().map(|seats| u64::from(*seats)).collect());
    let line = |name: &str, numbers: &[u64]| {
        let total = numbers.iter().sum::<u64>();
        Row::new(std::iter::once(cell(name)).chain(numbers.iter().map(|n| number(*n))).chain([number(total)])).total()
    };
    if let Some(total) = &printed_total {
        table = table.row(line("原表单场合计", total));
    }
    let sum = line("原表逐格相加", &before);
    table = table.row(if printed_total.as_ref().is_some_and(|total| *total != before) { sum.marked() } else { sum });
    if before != after {
        table = table.row(line("更正后相加", &after));
    }
    if let Some(total) = &printed.all_sessions_total {
        let numbers: Vec<u64> = total.seats.iter().map(|seats| u64::from(*seats)).collect();
        table = table.row(line("原表三场合计", &numbers));
    }
    table
}

/// Marks the classes whose seats volunteers fill.
fn volunteers(plan: &Plan, table: TableName, class: &str) -> Markup {
    let volunteers = plan.channel_of(table, class) == Some(Channel::Volunteer);
    html! { @if volunteers { " " (tag(Tone::Neutral, "自愿报名")) } }
}

/// A number that a resolution replaced, and what holds instead.
fn replaced(old: u64, new: u64) -> Markup {
    html! { span.said { "原为" } del { (old) } " " span.said { "，更正为" } ins { (new) } }
}
