//! The supervision group (监督检查组): compares the people who came, the cards that were taken and the ballots that were cast, explains every
//! difference in writing, publishes the comparison, asks for a void election when more cards were used than taken, and sees every alarm.
//!
//! It reads counts of `ballotbox` and of the turnout, never a person or a ballot. What a release must know stands in `ballotbox`.
#![deny(missing_docs)]

mod alarms;
mod public;
mod reconciliation;

use web::database::Migration;
use web::migrations;
use web::rights::{Access, RoleKind, RouteTable};

/// The tables of this subject.
pub const MIGRATIONS: &[Migration] = migrations![
    "../migrations/0600_create_supervision_proposals.sql",
    "../migrations/0601_index_one_supervision_proposal.sql",
    "../migrations/0602_create_alarm_notes.sql",
];

/// The group itself.
const SUPERVISION: Access = Access::Roles(&[RoleKind::Supervision]);

/// Every route of this subject, each with who may use it.
pub fn routes() -> RouteTable {
    RouteTable::new().and(reconciliation::routes()).and(alarms::routes()).and(public::routes())
}
