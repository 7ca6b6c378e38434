//! The history of one account or pass, from the audit log, in words.

use maud::{Markup, html};
use plan::Plan;
use web::audit::{Entry, particulars};
use web::page::date;
use web::page::table::{Column, Row, Table, words};

/// The newest entries as a table.
pub(crate) fn table(plan: &Plan, entries: &[Entry]) -> Markup {
    let columns = [Column::text("时间"), Column::text("事项"), Column::text("办理人"), Column::text("说明"), Column::text("来自")];
    let rows = entries.iter().map(|entry| {
        let at = date::of_millis(entry.at);
        Row::new([
            words(date::exact(at)),
            words(&entry.title),
            words(&entry.actor_name),
            words(particulars(plan, entry)),
            words(&entry.address),
        ])
    });
    html! { (Table::new("最近的记录，由新到旧", columns).rows(rows)) }
}
