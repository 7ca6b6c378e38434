//! Guarded rights in the hands of evaluated departments (M117), and roles and holders that do not exist.

use std::collections::BTreeSet;

use super::repeated;
use super::report::Findings;
use crate::model::{Group, Place, Plan, ResolutionKind, Unit};
use crate::role::{GuardedRight, Role};
use crate::text::Text;

const FILE: &str = "trust.toml";

/// Recusals and exceptions settle a guarded right by naming its place.
const SETTLED_BY: &[ResolutionKind] = &[ResolutionKind::Recuse, ResolutionKind::Exception];

/// Who holds something.
pub(super) enum Holder<'a> {
    Group(&'a Group),
    Unit(&'a Unit),
}

/// The group or unit of an id.
pub(super) fn holder<'a>(plan: &'a Plan, id: &str) -> Option<Holder<'a>> {
    let group = plan.groups.iter().find(|group| group.id == *id).map(Holder::Group);
    group.or_else(|| plan.units.iter().find(|unit| unit.id == *id).map(Holder::Unit))
}

pub(super) fn check(plan: &Plan, findings: &mut Findings) {
    let mut seen = BTreeSet::new();
    rights_once(plan, findings);
    for entry in &plan.trust.rights {
        for id in &entry.holders {
            given(plan, entry.right, id, &mut seen, findings);
        }
    }
    for twice in repeated(plan.trust.roles.iter().filter_map(|t| t.role.as_deref())) {
        let message = Text::new(format!("角色“{twice}”重复"), format!("the role {twice} stands more than once"));
        findings.conflict("role-twice", Place::new(FILE, format!("trust/{twice}")), twice, "", message);
    }
    for trust in &plan.trust.roles {
        let role = trust.role.as_deref().and_then(|word| known_role(plan, word, &format!("trust/{word}"), findings));
        let path = format!("trust/{}", trust.role.as_deref().unwrap_or(&trust.name));
        if let Some(id) = &trust.holder {
            match role.as_ref().and_then(right_of) {
                Some(right) => given(plan, right, id, &mut seen, findings),
                None if holder(plan, id).is_none() => unknown_holder(&path, id, findings),
                None => {}
            }
        }
        if trust.ours {
            let name = &trust.name;
            let message = Text::new(
                format!("“{name}”的权限和承担者是本软件的设计，方案没有写明"),
                format!("{name}: what it may do and who holds it is our design; the document is silent"),
            );
            findings.assumption("trust-ours", Place::new(FILE, path), trust.holder.as_deref().unwrap_or(""), message).missions(&["M117"]);
        }
    }
    for unit in plan.units.iter().filter(|unit| unit.source == crate::model::Source::Ours) {
        let message =
            Text::new(format!("“{}”不在方案中：{}", unit.name, unit.duty), format!("{} is not in the document; it is ours", unit.name));
        findings.assumption("unit-ours", Place::new("units.csv", unit.id.as_str()), &unit.name, message);
    }
}

/// Each guarded right stands once, so that none is forgotten.
fn rights_once(plan: &Plan, findings: &mut Findings) {
    for right in GuardedRight::ALL {
        let times = plan.trust.rights.iter().filter(|entry| entry.right == right).count();
        if times != 1 {
            let message = Text::new(
                format!("“{}”权在 trust.toml 中写了{times}次", right.chinese()),
                format!("the right `{}` stands {times} times in trust.toml", right.word()),
            );
            findings.conflict("right-not-once", Place::new(FILE, right.word()), times, 1, message).missions(&["M117"]);
        }
    }
}

/// The right that a role carries by itself.
fn right_of(role: &Role) -> Option<GuardedRight> {
    match role {
        Role::SystemAdmin | Role::SecurityAdmin | Role::AuditAdmin => Some(GuardedRight::Server),
        Role::CardMaker => Some(GuardedRight::Ballot),
        Role::Trustee(_) | Role::Tally => Some(GuardedRight::Tally),
        Role::Supervision => Some(GuardedRight::Discipline),
        Role::Statistics | Role::Police | Role::Logistics | Role::Organisation => Some(GuardedRight::List),
        Role::Opinions => Some(GuardedRight::Complainant),
        _ => None,
    }
}

/// Reads a role word and looks whether the department, district or venue in it exists.
fn known_role(plan: &Plan, word: &str, path: &str, findings: &mut Findings) -> Option<Role> {
    let role = word.parse::<Role>().ok().filter(|role| match role {
        Role::Department(id) => plan.department_by(id).is_some(),
        Role::District(id) | Role::Venue(id) => plan.venues.iter().any(|venue| venue.id == **id),
        _ => true,
    });
    if role.is_none() {
        let message = Text::new(format!("没有“{word}”这个角色"), format!("there is no role {word}"));
        findings.conflict("unknown-role", Place::new(FILE, path), word, "", message);
    }
    role
}

fn unknown_holder(path: &str, id: &str, findings: &mut Findings) {
    let message = Text::new(format!("“{id}”既不是工作组，也不是单位或角色"), format!("{id} is neither a group nor a unit nor a role"));
    findings.conflict("unknown-holder", Place::new(FILE, path), id, "", message);
}

/// One right in the hands of a group, a unit or a role.
fn given(plan: &Plan, right: GuardedRight, id: &str, seen: &mut BTreeSet<(GuardedRight, String)>, findings: &mut Findings) {
    let mut tied = |path: String, department: &str, who: String| {
        if !seen.insert((right, path.clone())) {
            return;
        }
        let message = Text::new(
            format!("“{}”权给了{who}，属于被评议部门“{department}”", right.chinese()),
            format!("the right `{}` is given to {who}, tied to the evaluated department {department}", right.word()),
        );
        let place = Place::new(FILE, format!("{}/{path}", right.word()));
        findings.conflict("guarded-right", place, department, "", message).missions(&["M117"]).accepts(SETTLED_BY);
    };
    match holder(plan, id) {
        Some(Holder::Group(group)) => {
            for post in plan.posts_of(group) {
                let Some(department) = post.department.as_ref().and_then(|id| plan.department(id)) else { continue };
                tied(post.id.to_string(), &department.name, format!("{}{}“{}”", group.name, post.position, post.post));
            }
            for unit in group.staff.iter().filter_map(|staff| plan.unit(&staff.unit)) {
                let Some(department) = unit.department.as_ref().and_then(|id| plan.department(id)) else { continue };
                tied(format!("{}/{}", group.id, unit.id), &department.name, format!("{}抽调的“{}”人员", group.name, unit.name));
            }
        }
        Some(Holder::Unit(unit)) => {
            if let Some(department) = unit.department.as_ref().and_then(|id| plan.department(id)) {
                tied(unit.id.to_string(), &department.name, format!("“{}”", unit.name));
            }
        }
        None => match id.parse::<Role>() {
            Ok(Role::Department(word)) if plan.department_by(&word).is_some() => {
                let name = plan.department_by(&word).map_or("", |d| d.name.as_str());
                tied(id.to_owned(), name, format!("“{name}”"));
            }
            // Districts and venues are units of no evaluated department.
            Ok(Role::District(_) | Role::Venue(_)) => {
                known_role(plan, id, &format!("{}/{id}", right.word()), findings);
            }
            // Another role holds what its holder in the table of trust holds.
            Ok(_) if plan.trust.roles.iter().any(|t| t.role.as_deref() == Some(id) && t.holder.as_deref().is_some_and(|h| h != id)) => {
                let through = plan.trust.roles.iter().find(|t| t.role.as_deref() == Some(id)).and_then(|t| t.holder.clone());
                if let Some(through) = through.filter(|through| holder(plan, through).is_some()) {
                    given(plan, right, &through, seen, findings);
                }
            }
            _ => unknown_holder(&format!("{}/{id}", right.word()), id, findings),
        },
    }
}
