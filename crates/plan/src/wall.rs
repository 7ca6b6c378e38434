//! The questions that the conflict wall (M117) asks the plan: who is tied to an evaluated department, who is excepted.

use std::collections::BTreeSet;

use crate::ids::{DepartmentId, PostId, UnitId};
use crate::model::{Department, Place, Plan, Resolution, ResolutionKind};
use crate::role::{GuardedRight, Role};

/// What the wall says about a person and a guarded right.
#[derive(Clone, Debug, PartialEq)]
pub enum Admission<'a> {
    /// Not tied to an evaluated department.
    Free,
    /// Tied, but allowed by this exception; supervision sees the use.
    Excepted(&'a Resolution),
    /// Tied to this department.
    Refused(DepartmentId),
}

impl Plan {
    /// The evaluated department that a person is tied to by unit, post or role; the first that is found.
    ///
    /// The unit may be an id or a name. A name counts when it contains a department's full or short name, so that
    /// 「鄂尔多斯市统计局办公室」 is tied to 市统计局: the wall rather refuses one too many.
    pub fn tie(&self, unit: &str, posts: &[PostId], roles: &[Role]) -> Option<DepartmentId> {
        let by_role = roles.iter().find_map(|role| self.department_of_role(role));
        let by_post = || posts.iter().find_map(|id| self.post(id)?.department.clone());
        let by_unit = || self.department_of_unit(unit);
        by_role.or_else(by_post).or_else(by_unit)
    }

    /// The published exception that lets a unit (id or name) use a guarded right, if the plan has one.
    pub fn exception(&self, right: GuardedRight, unit: &str) -> Option<&Resolution> {
        let unit = unit.trim();
        let known = self.units.iter().find(|u| u.id == *unit || u.name == unit)?;
        let department = self.department(known.department.as_ref()?)?;
        let place = Place::new("trust.toml", format!("{}/{}", right.word(), known.id)).to_string();
        let excepts = |r: &Resolution| r.kind == ResolutionKind::Exception && r.old == department.name && !r.limits.is_empty();
        self.resolutions.iter().find(|r| excepts(r) && r.places.contains(&place))
    }

    /// Whether the wall lets a person use a guarded right.
    ///
    /// An exception holds for its department only, for nobody who is also tied to another, for no account of the
    /// department itself (`department:…`), and not in a post or group that a recusal names for this right.
    pub fn admission(&self, right: GuardedRight, unit: &str, posts: &[PostId], roles: &[Role]) -> Admission<'_> {
        let by_post = posts.iter().filter_map(|id| self.post(id)?.department.clone());
        let by_role = roles.iter().filter_map(|role| self.department_of_role(role));
        let ties: BTreeSet<DepartmentId> = by_role.chain(by_post).chain(self.department_of_unit(unit)).collect();
        let Some(first) = ties.first().cloned() else { return Admission::Free };
        let refused = Admission::Refused(first.clone());
        if ties.len() > 1 || roles.iter().any(|role| matches!(role, Role::Department(_))) {
            return refused;
        }
        let places = posts
            .iter()
            .map(PostId::to_string)
            .chain(self.lent(&first, roles))
            .map(|path| Place::new("trust.toml", format!("{}/{path}", right.word())).to_string());
        let recused = |place: &String| self.resolutions.iter().any(|r| r.kind == ResolutionKind::Recuse && r.places.contains(place));
        if places.into_iter().any(|place| recused(&place)) {
            return refused;
        }
        self.exception(right, unit).map_or(refused, Admission::Excepted)
    }

    /// How trust places name the people whom the units of a department lend to the groups of these roles.
    fn lent(&self, department: &DepartmentId, roles: &[Role]) -> Vec<String> {
        let groups = self.groups.iter().filter(|group| roles.contains(&group.role));
        let lends = |unit: &UnitId| self.unit(unit).is_some_and(|u| u.department.as_ref() == Some(department));
        groups.flat_map(|g| g.staff.iter().filter(|s| lends(&s.unit)).map(|s| format!("{}/{}", g.id, s.unit))).collect()
    }

    /// The department that a role is given to: its own, or that of the unit which holds the role by `trust.toml`.
    fn department_of_role(&self, role: &Role) -> Option<DepartmentId> {
        if let Role::Department(id) = role {
            return self.department_by(id).map(|d| d.id.clone());
        }
        let word = role.to_string();
        let trust = self.trust.roles.iter().find(|t| t.role.as_deref() == Some(&word))?;
        self.units.iter().find(|unit| trust.holder.as_deref() == Some(unit.id.as_str()))?.department.clone()
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
