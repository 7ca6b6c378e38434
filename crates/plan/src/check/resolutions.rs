//! Which resolution settles which conflict, and resolutions that settle nothing.

use super::report::{Finding, Findings, Kind};
use super::{repeated, survey};
use crate::model::{Place, Plan, Resolution, ResolutionKind};
use crate::text::Text;

/// All findings on a plan, conflicts with the resolutions that settle them.
pub(super) fn settle(plan: &Plan) -> Vec<Finding> {
    let amendments = workable(plan);
    let after = survey(&plan.amended(amendments.iter().copied()));
    let trials = Trials::run(plan, &amendments);
    let mut findings = Vec::new();
    for mut finding in survey(plan) {
        let same = after.iter().find(|f| f.key() == finding.key());
        match (finding.kind, same) {
            (Kind::Conflict, None) => {
                finding.resolutions = trials.settling(&finding);
                findings.push(finding);
            }
            (Kind::Conflict, Some(_)) => findings.push(finding),
            // Assumptions and notes are told as they are after the amendments.
            _ => {}
        }
    }
    // What is new after the amendments, or has other numbers.
    for finding in after {
        match findings.iter_mut().find(|f| f.key() == finding.key()) {
            Some(earlier) if earlier.resolutions.is_empty() => *earlier = finding,
            Some(_) => {}
            None => findings.push(finding),
        }
    }
    let mut faults = Findings::default();
    for resolution in plan.resolutions.iter().filter(|r| r.kind != ResolutionKind::Amend) {
        named(resolution, &mut findings, &mut faults);
    }
    faulty(plan, &amendments, &findings, &mut faults);
    ours(plan, &mut faults);
    findings.append(&mut faults.0);
    findings
}

/// Amendments that can be carried out, one after the other.
fn workable(plan: &Plan) -> Vec<&Resolution> {
    let mut trial = plan.clone();
    plan.amendments().filter(|amendment| trial.amend(amendment).is_ok()).collect()
}

/// What would be found without each amendment, and with each alone; made once, because a survey costs time.
struct Trials<'a> {
    amendments: &'a [&'a Resolution],
    without: Vec<Vec<Finding>>,
    alone: Vec<Vec<Finding>>,
}

impl<'a> Trials<'a> {
    fn run(plan: &Plan, amendments: &'a [&'a Resolution]) -> Self {
        let others = |left_out: usize| amendments.iter().enumerate().filter(move |(n, _)| *n != left_out).map(|(_, a)| *a);
        let without = (0..amendments.len()).map(|n| survey(&plan.amended(others(n)))).collect();
        let alone = amendments.iter().map(|a| survey(&plan.amended(std::iter::once(*a)))).collect();
        Trials { amendments, without, alone }
    }

    /// The amendments without which a conflict would be there; or, if none alone is needed, those that settle it alone.
    fn settling(&self, finding: &Finding) -> Vec<Resolution> {
        let has = |findings: &Vec<Finding>| findings.iter().any(|f| f.key() == finding.key());
        let pick = |trials: &[Vec<Finding>], there: bool| -> Vec<Resolution> {
            self.amendments.iter().zip(trials).filter(|(_, found)| has(found) == there).map(|(a, _)| (*a).clone()).collect()
        };
        let needed = pick(&self.without, true);
        if needed.is_empty() { pick(&self.alone, false) } else { needed }
    }
}

/// Lets a recusal, an exception or an interpretation settle the conflicts at the places that it names.
fn named(resolution: &Resolution, findings: &mut [Finding], faults: &mut Findings) {
    let id = &resolution.id;
    for place in &resolution.places {
        let fault = Place::new("resolutions.toml", format!("{id}/{place}"));
        let open = findings.iter_mut().find(|f| f.kind == Kind::Conflict && f.place.to_string() == *place && !f.accepts.is_empty());
        let Some(finding) = open else {
            let message = Text::new(
                format!("处理决定“{id}”所指的“{place}”没有冲突"),
                format!("the resolution {id} names {place}, where there is no conflict that it could settle"),
            );
            faults.conflict("resolution-dangling", fault, place, "", message);
            continue;
        };
        if !finding.accepts.contains(&resolution.kind) {
            let message = Text::new(
                format!("“{place}”的冲突不能用“{}”处理", resolution.kind.chinese()),
                format!("the conflict at {place} cannot be settled by a resolution of this kind ({id})"),
            );
            faults.conflict("resolution-kind", fault, resolution.kind.chinese(), "", message);
        } else if finding.found != resolution.old {
            let message = Text::new(
                format!("处理决定“{id}”写的原值是“{}”，实际是“{}”", resolution.old, finding.found),
                format!("the resolution {id} replaces {}, but {} is there", resolution.old, finding.found),
            );
            faults.conflict("resolution-old-differs", fault, &finding.found, &resolution.old, message);
        } else {
            finding.resolutions.push(resolution.clone());
        }
    }
}

/// Resolutions that contradict each other, cannot be carried out, settle nothing, or say too little.
fn faulty(plan: &Plan, workable: &[&Resolution], findings: &[Finding], faults: &mut Findings) {
    let at = |path: &str| Place::new("resolutions.toml", path);
    for id in repeated(plan.resolutions.iter().map(|r| r.id.as_str())) {
        let message = Text::new(format!("处理决定“{id}”重复"), format!("the resolution {id} stands more than once"));
        faults.conflict("resolution-twice", at(id), id, "", message);
    }
    for place in repeated(plan.resolutions.iter().flat_map(|r| r.places.iter().map(String::as_str))) {
        let message = Text::new(format!("“{place}”有不止一个处理决定"), format!("{place} has more than one resolution"));
        faults.conflict("place-resolved-twice", at(place), place, "", message);
    }
    for resolution in &plan.resolutions {
        let id = resolution.id.as_str();
        if resolution.places.is_empty() {
            let message = Text::new(format!("处理决定“{id}”没有写位置"), format!("the resolution {id} names no place"));
            faults.conflict("resolution-dangling", at(id), "", "", message);
        }
        let empty = [("new", &resolution.new), ("decided_by", &resolution.decided_by), ("why", &resolution.why)];
        for (field, _) in empty.into_iter().filter(|(_, text)| text.trim().is_empty()) {
            let message = Text::new(format!("处理决定“{id}”的 {field} 空着"), format!("the resolution {id} leaves {field} empty"));
            faults.conflict("resolution-incomplete", at(&format!("{id}/{field}")), "", "", message);
        }
        if resolution.kind == ResolutionKind::Exception && resolution.limits.is_empty() {
            let message = Text::new(format!("例外许可“{id}”没有写限制"), format!("the exception {id} names no limits"));
            faults.conflict("resolution-incomplete", at(&format!("{id}/limits")), "", "", message);
        }
        if resolution.kind == ResolutionKind::Amend {
            amendment(plan, resolution, workable, findings, faults);
        }
    }
}

fn amendment(plan: &Plan, resolution: &Resolution, workable: &[&Resolution], findings: &[Finding], faults: &mut Findings) {
    let id = resolution.id.as_str();
    let place = Place::new("resolutions.toml", id);
    if !workable.iter().any(|w| std::ptr::eq(*w, resolution)) {
        let mut trial = plan.clone();
        let (code, why) = match trial.amend(resolution) {
            Err(error @ crate::place::AmendError::OldDiffers { .. }) => ("resolution-old-differs", error.to_string()),
            Err(error) => ("resolution-not-possible", error.to_string()),
            Ok(()) => ("resolution-not-possible", "an earlier resolution has changed this place".to_owned()),
        };
        let message = Text::new(format!("更正“{id}”无法执行（{why}）"), format!("the amendment {id} cannot be carried out: {why}"));
        faults.conflict(code, place, &resolution.old, &resolution.new, message);
    } else if !findings.iter().any(|f| f.resolutions.iter().any(|r| r.id == resolution.id)) {
        let message = Text::new(format!("更正“{id}”没有解决任何冲突"), format!("the amendment {id} settles no conflict"));
        faults.conflict("resolution-dangling", place, &resolution.old, &resolution.new, message);
    }
}

/// Resolutions that are ours until the city decides.
fn ours(plan: &Plan, findings: &mut Findings) {
    for resolution in plan.resolutions.iter().filter(|r| r.ours) {
        let id = resolution.id.as_str();
        let message = Text::new(
            format!("处理决定“{id}”是本软件的默认，待城市确认：{}", resolution.why),
            format!(
                "the resolution {id} is our default until the city decides: {}",
                resolution.why_en.as_deref().unwrap_or(&resolution.why)
            ),
        );
        findings.assumption("resolution-ours", Place::new("resolutions.toml", id), &resolution.new, message);
    }
}
