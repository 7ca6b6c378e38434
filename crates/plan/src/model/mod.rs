//! The plan as types, one file a subject.

mod activity;
mod ballot;
mod calendar;
mod discipline;
mod moment;
mod people;
mod plan;
mod quota;
mod resolution;
mod trust;

pub use activity::{Activity, Announced, Hotline, Limb, Limits, Named, Node, NodeState, Period, ReportRules, Session};
pub use ballot::{BallotRules, Cards, Grade, ListRules, Trustees, Window};
pub use calendar::{Calendar, DayKind};
pub use discipline::{Discipline, Party, Rule, Supervision};
pub use moment::{BadMoment, Moment};
pub use people::{Department, Group, Post, Source, Staff, Unit, Venue, VenueKind};
pub use plan::Plan;
pub use quota::{Channel, Class, QuotaRow, QuotaTable, TableName};
pub(crate) use resolution::Resolutions;
pub use resolution::{Assumption, Place, Resolution, ResolutionKind, Statement};
pub use trust::{Power, RightHolders, Trust, TrustRole};
