//! Representatives: citizens sign up, organisations nominate, people and police vet, counts are published. What is in the state `passed`
//! when the pool is frozen is what is drawn from. Everybody is told the outcome; who is chosen answers, and is checked in at the door.
#![deny(missing_docs)]

pub mod attendance;
pub mod candidates;
pub mod cell;
mod counts;
pub mod draw;
mod events;
pub mod invitation;
mod nomination;
pub mod person;
pub mod scope;
mod signup;
pub mod term;
mod vetting;

use std::time::Duration;

use web::App;
use web::database::Migration;
use web::migrations;
use web::rights::RouteTable;

/// The tables of this subject.
pub const MIGRATIONS: &[Migration] = migrations![
    "../migrations/0301_create_applications.sql",
    "../migrations/0302_index_one_live_application_a_person.sql",
    "../migrations/0303_index_applications_by_cell.sql",
    "../migrations/0304_index_applications_by_batch.sql",
    "../migrations/0305_index_applications_by_time.sql",
    "../migrations/0310_create_phone_checks.sql",
    "../migrations/0311_create_phone_codes.sql",
    "../migrations/0312_index_phone_codes_by_phone.sql",
    "../migrations/0313_index_phone_codes_by_time.sql",
    "../migrations/0320_create_nomination_batches.sql",
    "../migrations/0330_create_identity_clashes.sql",
    "../migrations/0331_create_likeness_decisions.sql",
    "../migrations/0332_create_tie_lists.sql",
    "../migrations/0333_index_one_tie_list_in_force.sql",
    "../migrations/0334_create_tie_list_people.sql",
    "../migrations/0335_index_tie_list_people_by_list.sql",
    "../migrations/0336_create_vetting_proposals.sql",
    "../migrations/0337_index_one_open_vetting_proposal.sql",
    "../migrations/0340_create_vetting_exports.sql",
    "../migrations/0341_create_vetting_reports.sql",
    "../migrations/0342_create_vetting_report_lines.sql",
    "../migrations/0350_create_appeals.sql",
    "../migrations/0360_create_draw_state.sql",
    "../migrations/0361_start_draw_state.sql",
    "../migrations/0362_create_draw_steps.sql",
    "../migrations/0363_create_draw_proposals.sql",
    "../migrations/0364_index_one_open_draw_proposal.sql",
    "../migrations/0365_create_draw_sources.sql",
    "../migrations/0366_create_draw_source_entries.sql",
    "../migrations/0367_create_draw_cells.sql",
    "../migrations/0368_create_draw_pool.sql",
    "../migrations/0369_create_draw_ranks.sql",
    "../migrations/0370_create_draw_files.sql",
    "../migrations/0371_add_reason_to_draw_proposals.sql",
    "../migrations/0372_create_notices.sql",
    "../migrations/0373_index_notices_by_queue.sql",
    "../migrations/0374_create_seats.sql",
    "../migrations/0375_index_seats_by_place.sql",
    "../migrations/0376_create_replacements.sql",
    "../migrations/0377_create_calls.sql",
    "../migrations/0378_index_calls_by_number.sql",
    "../migrations/0379_create_release_proposals.sql",
    "../migrations/0380_index_one_open_release_proposal.sql",
    "../migrations/0381_create_arrangements.sql",
    "../migrations/0382_create_representative_questions.sql",
    "../migrations/0383_create_question_counts.sql",
    "../migrations/0384_create_arrivals.sql",
    "../migrations/0385_index_one_arrival_a_seat.sql",
    "../migrations/0386_index_arrivals_by_number.sql",
];

/// Every route of this subject, each with who may use it.
pub fn routes() -> RouteTable {
    RouteTable::new()
        .and(signup::routes())
        .and(counts::routes())
        .and(candidates::routes())
        .and(nomination::routes())
        .and(vetting::routes())
        .and(draw::routes())
        .and(invitation::routes())
        .and(attendance::routes())
}

/// Pause between looks at notices that wait to be queued.
const PAUSE: Duration = Duration::from_secs(1);

/// Queues the notices of a draw some at a time, for as long as the program runs. Several servers may each do so.
pub async fn keep(app: App) {
    let mut ticks = tokio::time::interval(PAUSE);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        loop {
            match invitation::queue_next(&app).await {
                Ok(0) => break,
                Ok(_) => {}
                Err(error) => {
                    tracing::warn!(%error, "cannot queue notices of the draw");
                    break;
                }
            }
        }
    }
}
