//! Published decisions on what does not add up: what was there, what holds instead, who decided, why.

use maud::{Markup, html};
use plan::{Finding, Place, Resolution, ResolutionKind};
use web::page::tag::{Tone, tag};

use super::parts;
use crate::{today, words};
use web::adoption::AdoptedPlan;

/// More findings under one decision than this are folded away.
const FOLD: usize = 4;

/// The decisions on places in these files; `nothing` is said when there are none.
pub fn about(adopted: &AdoptedPlan, files: &[&str], nothing: &str) -> Markup {
    let of_files = |place: &String| place.split('#').next().is_some_and(|file| files.contains(&file));
    let found: Vec<&Resolution> = adopted.printed.resolutions.iter().filter(|resolution| resolution.places.iter().any(of_files)).collect();
    let open: Vec<&Finding> = adopted.report.open().filter(|finding| files.contains(&finding.place.file.as_str())).collect();
    html! {
        @if found.is_empty() && open.is_empty() { p { (nothing) } }
        @if !open.is_empty() { p { "还没有处理的问题：" } ul { @for finding in open { li { (finding.message.zh) } } } }
        @for resolution in found { (decision(adopted, resolution)) }
    }
}

/// One decision with the findings that it settles.
pub fn decision(adopted: &AdoptedPlan, resolution: &Resolution) -> Markup {
    html! {
        div.decision id={ "resolution-" (resolution.id) } {
            p.decision-head {
                (tag(Tone::Good, resolution.kind.chinese())) " " strong { (headline(adopted, resolution)) } (words::provisional(resolution.ours))
            }
            (settles(adopted, resolution))
            p { "理由：" (resolution.why) }
            @if !resolution.limits.is_empty() { p { "限制：" } ul { @for limit in &resolution.limits { li { (limit) } } } }
            p.secondary.small { "决定人：" (resolution.decided_by) "。时间：" (parts::long_day(resolution.decided_on)) "。" }
        }
    }
}

/// What the decision does in one line.
fn headline(adopted: &AdoptedPlan, resolution: &Resolution) -> String {
    if resolution.kind != ResolutionKind::Amend {
        return resolution.new.clone();
    }
    let place = resolution.places.first().and_then(|place| Place::parse(place));
    let named = place.and_then(|place| name_of(adopted, &place)).unwrap_or_default();
    format!("{named}{} 改为 {}", resolution.old, resolution.new)
}

/// What stands at a place: a cell of a table by its column and row, a date by its node of the timetable.
fn name_of(adopted: &AdoptedPlan, place: &Place) -> Option<String> {
    if place.file.ends_with(".csv") {
        let (row, column) = place.path.rsplit_once('/')?;
        return Some(format!("{column}“{row}”："));
    }
    let id = place.path.strip_prefix("node.")?.split('.').next()?;
    Some(format!("“{}”：", today::node(&adopted.printed, id)?.name))
}

fn settles(adopted: &AdoptedPlan, resolution: &Resolution) -> Markup {
    let by_this = |finding: &&Finding| finding.resolutions.iter().any(|known| known.id == resolution.id);
    let findings: Vec<&Finding> = adopted.report.conflicts().filter(by_this).collect();
    let list = html! { ul { @for finding in &findings { li { (finding.message.zh) } } } };
    html! {
        @if findings.len() > FOLD { details { summary { "处理的问题：" (findings.len()) " 处" } (list) } }
        @else if !findings.is_empty() { p { "处理的问题：" } (list) }
    }
}
