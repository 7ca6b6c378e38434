//! The ground floor of the Sanmin application, on which every subject stands: database, clock, secrets, sign-in,
//! rights and routes, pages, audit and outbox.
#![deny(missing_docs)]

pub mod address;
pub mod adoption;
pub mod app;
pub mod assets;
pub mod audit;
pub mod background;
pub mod ballot_window;
pub mod caller;
pub mod clock;
pub mod database;
pub mod desk;
pub mod failure;
pub mod id;
pub mod joint;
pub mod ledger;
pub mod limits;
pub mod live;
pub mod login;
pub mod outbox;
pub mod page;
pub mod questions;
pub mod refusal;
pub mod rehearsal;
pub mod rights;
pub mod secrets;
pub mod server;
pub mod settings;
pub mod sheet;
pub mod spoken;
pub mod submitted;
#[cfg(feature = "testing")]
pub mod testing;
pub mod text;
pub mod turnout;

pub use app::App;
pub use failure::Failure;
pub use refusal::Refusal;

/// The tables of the ground floor.
pub const MIGRATIONS: &[database::Migration] = migrations![
    "../migrations/0101_create_outbox.sql",
    "../migrations/0102_index_outbox_by_due_time.sql",
    "../migrations/0110_create_accounts.sql",
    "../migrations/0111_create_account_roles.sql",
    "../migrations/0112_create_account_posts.sql",
    "../migrations/0113_create_setup_links.sql",
    "../migrations/0114_create_venue_passes.sql",
    "../migrations/0115_create_sessions.sql",
    "../migrations/0116_index_sessions_by_account.sql",
    "../migrations/0120_create_audit_head.sql",
    "../migrations/0121_start_audit_head.sql",
    "../migrations/0122_create_audit_log.sql",
    "../migrations/0123_index_audit_log_by_subject.sql",
    "../migrations/0130_create_plan_versions.sql",
    "../migrations/0131_create_plan_files.sql",
    "../migrations/0132_create_plan_proposals.sql",
    "../migrations/0133_create_plan_closings.sql",
    "../migrations/0140_create_ledger_state.sql",
    "../migrations/0141_start_ledger_state.sql",
    "../migrations/0142_create_ledger_entries.sql",
    "../migrations/0143_create_ledger_tiles.sql",
    "../migrations/0144_create_ledger_witnesses.sql",
    "../migrations/0150_create_rehearsal.sql",
];
