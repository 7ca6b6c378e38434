//! The questions that the conflict wall (M117) asks the plan: who is tied to an evaluated department, who is excepted.

use crate::ids::{DepartmentId, PostId};
use crate::model::{Department, Place, Plan, Resolution, ResolutionKind};
use crate::role::{GuardedRight, Role};

impl Plan {
    /// The evaluated department that a person is tied to by unit, post or role; the first that is found.
    ///
    /// The unit may be an id or a name. A name counts when it contains a department's full or short name, so that
    /// 「鄂尔多斯市统计局办公室」 is tied to 市统计局: the wall rather refuses one too many.
    pub fn tie(&self, unit: &str, posts: &[PostId], roles: &[Role]) -> Option<DepartmentId> {
        let by_role = roles.iter().find_map(|role| match role {
            Role::Department(id) => self.department_by(id),
            _ => None,
        });
        let by_post = || posts.iter().find_map(|id| self.post(id)?.department.clone());
        let by_unit = || self.department_of_unit(unit);
        by_role.map(|d| d.id.clone()).or_else(by_post).or_else(by_unit)
    }

    /// The published exception that lets a unit (id or name) use a guarded right, if the plan has one.
    pub fn exception(&self, right: GuardedRight, unit: &str) -> Option<&Resolution> {
        let unit = unit.trim();
        let known = self.units.iter().find(|u| u.id == *unit || u.name == unit)?;
        let place = Place::new("trust.toml", format!("{}/{}", right.word(), known.id)).to_string();
        self.resolutions.iter().find(|r| r.kind == ResolutionKind::Exception && r.places.contains(&place))
    }

    /// The department that a unit is or belongs to.
    fn department_of_unit(&self, unit: &str) -> Option<DepartmentId> {
        let unit: String = unit.chars().filter(|c| !c.is_whitespace()).collect();
        if let Some(known) = self.units.iter().find(|u| u.id == *unit || u.name == unit) {
            return known.department.clone();
        }
        self.department_by(&unit).or_else(|| self.department_named_in(&unit)).map(|d| d.id.clone())
    }

    /// The department whose full or short name a text contains.
    pub(crate) fn department_named_in(&self, text: &str) -> Option<&Department> {
        self.departments.iter().find(|d| text.contains(&d.name) || text.contains(&d.short_name))
    }
}
