//! `/plan`: the document, its data, everything that the check found and what was decided.

use maud::{Markup, html};
use plan::{Finding, Kind, Report};
use web::page::facts::Facts;
use web::page::notice::notice;
use web::page::table::{Column, Row, Table, words as cell};
use web::page::tag::Tone;
use web::page::{Look, Page, Public, Section, public};

use super::{parts, resolutions};
use crate::words;
use web::adoption::AdoptedPlan;

/// The plan and its check.
pub fn plan(look: &Look, adopted: &AdoptedPlan) -> Page {
    let activity = &adopted.plan.activity;
    let facts = Facts::new()
        .fact("文件", html! { (activity.title) "实施方案" })
        .fact("文号", html! { (activity.document) })
        .fact("印发", html! { (activity.issued_by) "，" (parts::long_day(activity.issued_on)) })
        .fact("主送", html! { (activity.addressees.join("、")) })
        .fact("活动时间", html! { (activity.period.text) })
        .fact("目的", html! { (activity.purpose) });
    let body = html! {
        h1 { "活动方案" }
        p.lead { "方案的内容已经整理成数据，由程序检查是否前后一致。查出的问题和处理决定都公布在这里。" }
        (facts)
        h2 #check { "检查结果" }
        (summary(&adopted.report))
        (open(&adopted.report))
        h3 #decisions { "已经处理的问题" }
        (settled(adopted))
        h2 #assumptions { "方案没有写明、由本系统暂定的内容" }
        (assumptions(adopted))
        h2 #notes { "提示" }
        ul { @for finding in adopted.report.of(Kind::Note) { li { (finding.message.zh) } } }
        h2 #files { "方案的数据文件" }
        ul.files { @for (name, bytes) in adopted.files.iter() {
            li { a href={ "/plan/files/" (name) } download { (name) } span.secondary { (bytes.len()) " 字节" } }
        } }
        p { "全部文件的指纹（SHA-256）：" code { (adopted.plan.fingerprint) } }
    };
    public(look, Public { title: "活动方案", description: "方案文件、数据、检查发现和处理决定", section: Section::Plan }, body)
}

fn summary(report: &Report) -> Markup {
    let (conflicts, open) = (report.conflicts().count(), report.open().count());
    let headline = match (conflicts, open) {
        (0, _) => "没有发现前后不一致的地方".to_owned(),
        (_, 0) => format!("发现 {conflicts} 处问题，全部已有处理决定"),
        _ => format!("发现 {conflicts} 处问题，其中 {open} 处还没有处理决定"),
    };
    let tone = if open == 0 { Tone::Good } else { Tone::Warn };
    let told = html! {
        p { "问题指数字、日期或说法前后不一致，或者把与评议有关的权力给了被评议的部门。冻结报名名册之前，每一处都必须有署名并公开的处理决定。" }
    };
    notice(tone, &headline, told)
}

fn open(report: &Report) -> Markup {
    let open: Vec<&Finding> = report.open().collect();
    html! {
        @if !open.is_empty() {
            h3 #open { "还没有处理的问题" }
            ul { @for finding in open { li { (finding.message.zh) } } }
        }
    }
}

/// Decisions in the order of the file, each with the findings that it settles.
fn settled(adopted: &AdoptedPlan) -> Markup {
    html! {
        @if adopted.printed.resolutions.is_empty() { p { "还没有处理决定。" } }
        @for resolution in &adopted.printed.resolutions {
            (resolutions::decision(adopted, resolution))
        }
    }
}

/// Defaults with their reasons, then what else is ours. Decisions of ours are marked where they stand.
fn assumptions(adopted: &AdoptedPlan) -> Markup {
    let value = |place: &str| {
        let found = adopted.report.of(Kind::Assumption).find(|finding| finding.place.to_string() == place);
        found.map_or_else(String::new, |finding| finding.found.clone())
    };
    let columns = [Column::text("内容"), Column::text("暂定为"), Column::text("理由")];
    let defaults =
        adopted.plan.assumptions.iter().map(|known| Row::new([cell(&known.name), cell(value(&known.place)), cell(&known.reason)]));
    let known = |finding: &&Finding| adopted.plan.assumptions.iter().any(|known| known.place == finding.place.to_string());
    let others: Vec<&Finding> =
        adopted.report.of(Kind::Assumption).filter(|finding| !known(finding) && finding.place.file != "resolutions.toml").collect();
    html! {
        p { "以下内容以联席会议办公室公布的为准。" }
        (Table::new("暂定的内容和理由", columns).headed().rows(defaults))
        @if !others.is_empty() {
            details { summary { "其他由本系统设定的内容：" (others.len()) " 项" } ul { @for finding in others { li { (finding.message.zh) } } } }
        }
        (words::provisional_note())
    }
}
