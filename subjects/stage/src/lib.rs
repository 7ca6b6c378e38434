//! Show control (会场调度): the running order of a session with its timers, the director's channel with questions and promises, and what is
//! on now, told to the halls' screens and to everybody as it happens (M15–M22).
//!
//! Nothing here knows a representative or a ballot: counts of people, windows and questions come through traits of `web`.
#![deny(missing_docs)]

mod channel;
mod live;
mod order;
mod promises;
mod record;

pub use live::keep::keep;

use web::database::Migration;
use web::migrations;
use web::rights::RouteTable;

/// The tables of this subject.
pub const MIGRATIONS: &[Migration] = migrations![
    "../migrations/0500_create_stage_sessions.sql",
    "../migrations/0501_create_stage_items.sql",
    "../migrations/0502_index_one_item_on.sql",
    "../migrations/0503_index_stage_items_by_session.sql",
    "../migrations/0504_create_stage_pauses.sql",
    "../migrations/0505_create_stage_corrections.sql",
    "../migrations/0506_create_channel_questions.sql",
    "../migrations/0507_index_channel_questions_by_item.sql",
    "../migrations/0508_create_promises.sql",
    "../migrations/0509_create_promise_notes.sql",
];

/// Every route of this subject, each with who may use it.
pub fn routes() -> RouteTable {
    RouteTable::new().and(order::routes()).and(record::routes()).and(channel::routes()).and(promises::routes()).and(live::routes())
}
