//! Places of the document that contradict each other, and our assumptions with their reasons.

use super::repeated;
use super::report::Findings;
use crate::model::{Place, Plan, ResolutionKind};
use crate::read::FILES;
use crate::text::Text;

pub(super) fn check(plan: &Plan, findings: &mut Findings) {
    statements(plan, findings);
    assumptions(plan, findings);
}

fn statements(plan: &Plan, findings: &mut Findings) {
    let mut done = Vec::new();
    for statement in &plan.statements {
        if done.contains(&&statement.matter) {
            continue;
        }
        done.push(&statement.matter);
        let all: Vec<_> = plan.statements.iter().filter(|s| s.matter == statement.matter).collect();
        let mut says: Vec<&str> = Vec::new();
        for statement in &all {
            if !says.contains(&statement.says.as_str()) {
                says.push(&statement.says);
            }
        }
        if says.len() < 2 {
            continue;
        }
        let found = says.join(" / ");
        let quotes = all.iter().map(|s| format!("{}：“{}”", s.source, s.quote)).collect::<Vec<_>>().join("；");
        let message = Text::new(
            format!("{}，方案前后不一：{found}（{quotes}）", statement.name),
            format!("the document contradicts itself on {} ({}): {found}", statement.matter, statement.name),
        );
        let place = Place::new("statements.csv", statement.matter.as_str());
        let finding = findings.conflict("texts-contradict", place, found, "", message).accepts(&[ResolutionKind::Interpret]);
        finding.missions = all.iter().flat_map(|s| s.missions.clone()).collect();
    }
}

fn assumptions(plan: &Plan, findings: &mut Findings) {
    for twice in repeated(plan.assumptions.iter().map(|a| a.place.as_str())) {
        let message = Text::new(format!("假定“{twice}”重复"), format!("the assumption on {twice} stands more than once"));
        findings.conflict("assumption-twice", Place::new("assumptions.csv", twice), twice, "", message);
    }
    for assumption in &plan.assumptions {
        let place = Place::parse(&assumption.place).filter(|place| FILES.contains(&place.file.as_str()));
        let value = place.as_ref().and_then(|place| plan.value_at(place));
        // A place in a table of rows is named in words and has no single value.
        let words = place.as_ref().is_some_and(|place| place.file.ends_with(".csv") && !place.file.starts_with("quota-"));
        let Some(place) = place.filter(|_| value.is_some() || words) else {
            let message = Text::new(
                format!("假定所指的位置“{}”不存在", assumption.place),
                format!("the assumption names {}, where nothing stands", assumption.place),
            );
            findings.conflict("assumption-without-place", Place::new("assumptions.csv", &assumption.place), &assumption.place, "", message);
            continue;
        };
        let value = value.unwrap_or_default();
        let shown = if value.is_empty() { String::new() } else { format!("{value}。") };
        let message = Text::new(
            format!("{}：{shown}{}", assumption.name, assumption.reason),
            format!("{}: {value}{}{}", assumption.name, if value.is_empty() { "" } else { ". " }, assumption.reason_en),
        );
        findings.assumption("default-of-ours", place, value, message).missions = assumption.missions.clone();
    }
}
