//! Powers of which nobody may hold two: cards, share, check-in, explaining differences.

use std::collections::{BTreeMap, BTreeSet};

use super::report::Findings;
use super::trust::{Holder, holder};
use crate::model::{Place, Plan, ResolutionKind};
use crate::text::Text;

const FILE: &str = "trust.toml";

pub(super) fn check(plan: &Plan, findings: &mut Findings) {
    for power in &plan.trust.powers {
        if power.held_by.is_empty() {
            let message = Text::new(format!("“{}”没有承担者", power.name), format!("nobody holds the power `{}`", power.id));
            findings.conflict("power-without-holder", Place::new(FILE, format!("powers/{}", power.id)), 0, "≥ 1", message);
        }
        for id in power.by_document.iter().chain(&power.held_by).filter(|id| holder(plan, id).is_none()) {
            let message = Text::new(format!("“{id}”既不是工作组，也不是单位"), format!("{id} is neither a group nor a unit"));
            findings.conflict("unknown-holder", Place::new(FILE, format!("powers/{}/{id}", power.id)), id, "", message);
        }
    }
    bodies(plan, findings);
    titles(plan, findings);
    staff(plan, findings);
}

/// The names of powers, for messages.
fn names(plan: &Plan, powers: &BTreeSet<usize>) -> String {
    powers.iter().filter_map(|n| plan.trust.powers.get(*n)).map(|power| power.name.as_str()).collect::<Vec<_>>().join("、")
}

/// One body with two powers. In our allocation nothing excuses it; in the document's words an interpretation does.
fn bodies(plan: &Plan, findings: &mut Findings) {
    let mut held: BTreeMap<&str, (BTreeSet<usize>, BTreeSet<usize>)> = BTreeMap::new();
    for (n, power) in plan.trust.powers.iter().enumerate() {
        for id in &power.held_by {
            held.entry(id).or_default().0.insert(n);
        }
        for id in power.by_document.iter().chain(&power.held_by) {
            held.entry(id).or_default().1.insert(n);
        }
    }
    for (id, (ours, all)) in held {
        if all.len() < 2 {
            continue;
        }
        let name = match holder(plan, id) {
            Some(Holder::Group(group)) => &group.name,
            Some(Holder::Unit(unit)) => &unit.name,
            None => continue,
        };
        let powers = names(plan, &all);
        let message = Text::new(format!("“{name}”一家承担了：{powers}"), format!("{name} alone holds: {powers}"));
        let place = Place::new(FILE, format!("powers/{id}"));
        if ours.len() > 1 {
            findings.conflict("two-powers", place, powers, "", message).missions(&["M117"]);
        } else {
            let settled_by = &[ResolutionKind::Interpret];
            findings.conflict("two-powers-by-document", place, powers, "", message).missions(&["M66", "M117"]).accepts(settled_by);
        }
    }
}

/// Powers that a group holds.
fn powers_of(plan: &Plan, group: &str) -> BTreeSet<usize> {
    let has = |ids: &[String]| ids.iter().any(|id| id == group);
    plan.trust.powers.iter().enumerate().filter(|(_, p)| has(&p.held_by)).map(|(n, _)| n).collect()
}

/// One post in two groups that hold different powers. Where several people hold a post of that title, they may be two.
fn titles(plan: &Plan, findings: &mut Findings) {
    let mut places: BTreeMap<&str, Vec<(&str, BTreeSet<usize>)>> = BTreeMap::new();
    let mut most: BTreeMap<&str, usize> = BTreeMap::new();
    for group in &plan.groups {
        let powers = powers_of(plan, group.id.as_str());
        let mut here: BTreeMap<&str, usize> = BTreeMap::new();
        for post in plan.posts_of(group) {
            *here.entry(&post.post).or_default() += 1;
            if !powers.is_empty() {
                places.entry(&post.post).or_default().push((post.id.as_str(), powers.clone()));
            }
        }
        for (title, times) in here {
            let most = most.entry(title).or_default();
            *most = times.max(*most);
        }
    }
    for (title, posts) in places {
        let powers: BTreeSet<usize> = posts.iter().flat_map(|(_, powers)| powers.clone()).collect();
        if powers.len() < 2 || posts.len() < 2 {
            continue;
        }
        let ids = posts.iter().map(|(id, _)| *id).collect::<Vec<_>>().join("+");
        let (place, both) = (Place::new(FILE, format!("powers/{ids}")), names(plan, &powers));
        if most.get(title).copied().unwrap_or(0) >= posts.len() {
            let message = Text::new(
                format!("“{title}”同时列在承担“{both}”的工作组；担任此职的不止一人，我们按不同的人处理，建账号时须核对"),
                format!("{title} stands in groups that hold {both}; several people have this title, taken to be different people"),
            );
            findings.assumption("same-title-in-two-powers", place, title, message).missions(&["M117"]);
        } else {
            let message = Text::new(format!("“{title}”同时列在承担“{both}”的工作组"), format!("{title} stands in groups that hold {both}"));
            findings.conflict("post-in-two-powers", place, title, "", message).missions(&["M117"]).accepts(&[ResolutionKind::Recuse]);
        }
    }
}

/// One unit that lends people to groups with different powers, or lends them and holds a power itself.
fn staff(plan: &Plan, findings: &mut Findings) {
    for unit in &plan.units {
        let mut powers = powers_of(plan, unit.id.as_str());
        let direct = !powers.is_empty();
        let mut sections: Vec<&str> = Vec::new();
        let (mut named, mut lent) = (true, false);
        for group in &plan.groups {
            let theirs = powers_of(plan, group.id.as_str());
            for staff in group.staff.iter().filter(|staff| staff.unit == unit.id && !theirs.is_empty()) {
                lent = true;
                named &= !staff.sections.is_empty() && !staff.sections.iter().any(|s| sections.contains(&s.as_str()));
                sections.extend(staff.sections.iter().map(String::as_str));
                powers.extend(&theirs);
            }
        }
        if powers.len() < 2 || !lent {
            continue;
        }
        let (name, both) = (&unit.name, names(plan, &powers));
        let place = Place::new(FILE, format!("powers/staff/{}", unit.id));
        if named && !direct {
            let message = Text::new(
                format!("“{name}”以不同科室向承担“{both}”的工作组派人；这些科室同属一个单位"),
                format!("{name} lends different sections to groups that hold {both}; they belong to one unit"),
            );
            findings.note("sections-of-one-unit", place, name, message).missions(&["M117"]);
        } else {
            let message =
                Text::new(format!("“{name}”向承担“{both}”的工作组都派人"), format!("{name} lends people to groups that hold {both}"));
            findings.conflict("staff-in-two-powers", place, name, "", message).missions(&["M117"]).accepts(&[ResolutionKind::Recuse]);
        }
    }
}
