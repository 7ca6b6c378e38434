//! The record of a session (本场记录): what was planned, what happened, what was asked, what was promised.

pub(crate) mod events;
mod export;
mod page;

use web::rights::RouteTable;

use crate::order::WATCHERS;

pub(crate) fn routes() -> RouteTable {
    RouteTable::new()
        .get("/office/stage/{session}/record", WATCHERS, "本场记录", page::show)
        .get("/office/stage/{session}/record.xlsx", WATCHERS, "导出本场记录（Excel）", export::xlsx)
        .get("/office/stage/{session}/record.csv", WATCHERS, "导出本场记录（CSV）", export::csv)
}
