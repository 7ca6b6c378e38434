//! Who takes part: departments, venues, groups, posts, units.

use serde::{Deserialize, Serialize};

use crate::ids::{DepartmentId, GroupId, PostId, UnitId, VenueId};
use crate::role::Role;

/// An evaluated department (被评议部门): a row of `departments.csv` (M8, M9).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Department {
    /// Number of its session.
    pub session: u32,
    /// Its turn in the session, from 1.
    pub order: u32,
    /// Stable id.
    pub id: DepartmentId,
    /// Name as in the document.
    pub name: String,
    /// Short name.
    pub short_name: String,
    /// Duties in one line.
    pub duties: String,
}

/// Main hall or district venue (M16).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum VenueKind {
    /// 主会场.
    Main,
    /// 分会场.
    District,
}

/// A venue: a row of `venues.csv`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Venue {
    /// Stable id; for district venues also the district's id.
    pub id: VenueId,
    /// Main hall or district.
    pub kind: VenueKind,
    /// Name on pages and envelopes.
    pub name: String,
    /// Heading of its column in the quota tables, for districts the district's name.
    pub column: String,
    /// Where it is; empty while not announced.
    pub place: String,
}

/// The joint office or a working group: a table of `groups.toml` (M111, M112).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Stable id.
    pub id: GroupId,
    /// Name as in the document.
    pub name: String,
    /// The role that its members' accounts carry.
    pub role: Role,
    /// The staffing sentence.
    pub staffing: String,
    /// From which units people are drawn.
    #[serde(default)]
    pub staff: Vec<Staff>,
    /// Duties in the document's words.
    pub duties: Vec<String>,
}

/// A unit that lends people to a group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Staff {
    /// The unit.
    pub unit: UnitId,
    /// Its sections, if named.
    #[serde(default)]
    pub sections: Vec<String>,
}

/// A post in a group, never a person's name: a row of `posts.csv`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Post {
    /// Stable id.
    pub id: PostId,
    /// The group's name as printed.
    pub body: String,
    /// 主任, 组长, 副组长, …
    pub position: String,
    /// The post that its holder has in office.
    pub post: String,
    /// The evaluated department that it belongs to.
    pub department: Option<DepartmentId>,
}

/// Where a unit's duty comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// The document.
    Plan,
    /// Our assumption.
    Ours,
}

/// A unit and its duty (单位职责分工, M113): a row of `units.csv`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unit {
    /// Stable id.
    pub id: UnitId,
    /// Name as in the document.
    pub name: String,
    /// The evaluated department that it is.
    pub department: Option<DepartmentId>,
    /// Who says so.
    pub source: Source,
    /// Its duty; empty when the document names the unit without one.
    pub duty: String,
}
