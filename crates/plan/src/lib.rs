//! The activity as announced: its plan (方案) as data, read, checked and explained. Pure: files come in as bytes.
#![deny(missing_docs)]

mod check;
mod files;
mod ids;
mod model;
mod place;
mod read;
mod role;
mod text;
mod wall;

pub use check::{Finding, Kind, Report};
pub use files::{FileRefused, MAX_FILE_BYTES, MAX_FILES, PlanFiles};
pub use ids::{ActivityId, BadId, ClassId, DepartmentId, GroupId, ItemId, PostId, UnitId, VenueId};
pub use model::*;
pub use place::AmendError;
pub use read::{FILES, ReadError, ReadErrors};
pub use role::{GuardedRight, Role, UnknownRole};
pub use text::Text;
pub use wall::Admission;
