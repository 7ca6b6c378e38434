//! References between the files: departments, units, groups and posts that name each other (M111–M113).

use super::repeated;
use super::report::Findings;
use crate::ids::DepartmentId;
use crate::model::{Place, Plan};
use crate::text::Text;

pub(super) fn check(plan: &Plan, findings: &mut Findings) {
    let mut unknown = |file: &str, path: String, name: &str, zh: &str, en: &str| {
        let message = Text::new(format!("{zh}“{name}”不存在"), format!("there is no {en} {name}"));
        findings.conflict("unknown-reference", Place::new(file, path), name, "", message);
    };
    let known = |id: &DepartmentId| plan.department(id).is_some();
    for post in &plan.posts {
        if plan.groups.iter().all(|group| group.name != post.body) {
            unknown("posts.csv", format!("{}/body", post.id), &post.body, "工作组", "group");
        }
        if let Some(id) = post.department.as_ref().filter(|id| !known(id)) {
            unknown("posts.csv", format!("{}/department", post.id), id.as_str(), "部门", "department");
        }
    }
    for unit in &plan.units {
        if let Some(id) = unit.department.as_ref().filter(|id| !known(id)) {
            unknown("units.csv", format!("{}/department", unit.id), id.as_str(), "部门", "department");
        }
    }
    for group in &plan.groups {
        for staff in group.staff.iter().filter(|staff| plan.unit(&staff.unit).is_none()) {
            unknown("groups.toml", format!("{}/staff", group.id), staff.unit.as_str(), "单位", "unit");
        }
    }
    for node in plan.activity.nodes.iter().filter(|node| plan.group(&node.responsible).is_none()) {
        unknown("activity.toml", format!("node.{}.responsible", node.id), node.responsible.as_str(), "工作组", "group");
    }
    twice(plan, findings);
    untied(plan, findings);
    organisers(plan, findings);
}

/// Evaluated departments that also help to organise (M117).
fn organisers(plan: &Plan, findings: &mut Findings) {
    let helps = |id: &DepartmentId| {
        let posts = plan.posts.iter().filter_map(|post| post.department.as_ref());
        posts.chain(plan.units.iter().filter_map(|unit| unit.department.as_ref())).any(|other| other == id)
    };
    let names: Vec<_> = plan.departments.iter().filter(|d| helps(&d.id)).map(|d| d.name.as_str()).collect();
    if names.is_empty() {
        return;
    }
    let (number, all, list) = (names.len(), plan.departments.len(), names.join("、"));
    let message = Text::new(
        format!("{all}个被评议部门中有{number}个同时参与组织：{list}"),
        format!("{number} of {all} evaluated departments also help to organise: {list}"),
    );
    findings.note("evaluated-departments-organise", Place::new("posts.csv", "department"), number, message).missions(&["M117"]);
}

/// Ids that stand more than once.
fn twice(plan: &Plan, findings: &mut Findings) {
    let a = &plan.activity;
    let lists: [(&str, Vec<&str>); 10] = [
        ("posts.csv", repeated(plan.posts.iter().map(|x| x.id.as_str()))),
        ("units.csv", repeated(plan.units.iter().map(|x| x.id.as_str()))),
        ("groups.toml", repeated(plan.groups.iter().map(|x| x.id.as_str()))),
        ("groups.toml", repeated(plan.groups.iter().map(|x| x.name.as_str()))),
        ("activity.toml", repeated(a.nodes.iter().map(|x| x.id.as_str()))),
        ("activity.toml", repeated(a.topics.iter().map(|x| x.id.as_str()))),
        ("activity.toml", repeated(a.channels.iter().map(|x| x.id.as_str()))),
        ("activity.toml", repeated(a.answer_forms.iter().map(|x| x.id.as_str()))),
        ("activity.toml", repeated(a.adoption_criteria.iter().map(|x| x.id.as_str()))),
        ("discipline.toml", repeated(plan.discipline.parties.iter().map(|x| x.id.as_str()))),
    ];
    for (file, ids) in lists {
        for id in ids {
            let message = Text::new(format!("“{id}”出现不止一次"), format!("{id} stands more than once"));
            findings.conflict("id-twice", Place::new(file, id), id, "", message);
        }
    }
    for (n, (_, rule)) in plan.prohibitions().enumerate() {
        let expected = n + 1;
        if usize::try_from(rule.number).ok() != Some(expected) {
            let number = rule.number;
            let message =
                Text::new(format!("第{expected}条纪律编号为{number}"), format!("prohibition {expected} carries the number {number}"));
            findings.conflict("rule-number", Place::new("discipline.toml", format!("rule.{expected}")), number, expected, message);
        }
    }
}

/// A unit or post that is by its name part of an evaluated department, but is not marked so.
fn untied(plan: &Plan, findings: &mut Findings) {
    let units = plan.units.iter().filter(|u| u.department.is_none()).map(|u| ("units.csv", u.id.as_str(), u.name.as_str()));
    let posts = plan.posts.iter().filter(|p| p.department.is_none()).map(|p| ("posts.csv", p.id.as_str(), p.post.as_str()));
    for (file, id, name) in units.chain(posts) {
        let Some(department) = plan.department_named_in(name) else { continue };
        let whole = &department.name;
        let message = Text::new(
            format!("“{name}”属于被评议部门“{whole}”，但没有标明"),
            format!("{name} belongs to the evaluated department {whole}, but is not marked so"),
        );
        findings
            .conflict("tie-not-marked", Place::new(file, format!("{id}/department")), name, &department.id, message)
            .missions(&["M117"]);
    }
}
