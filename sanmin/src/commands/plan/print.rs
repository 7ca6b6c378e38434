//! The report for people and for programs.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

use ::plan::{Finding, Kind, ReadErrors, Report, Resolution};
use serde_json::json;

use super::{Language, number};

/// The report as text: conflicts, assumptions, notes; under each conflict what settles it.
pub fn report(report: &Report, folder: &Path, lang: Language) -> String {
    let (conflicts, open) = (number(report, Kind::Conflict), report.open().count());
    let (assumptions, notes) = (number(report, Kind::Assumption), number(report, Kind::Note));
    let (folder, print) = (folder.display(), &report.fingerprint);
    let mut out = match lang {
        Language::En => {
            format!("{folder}: {conflicts} conflicts ({open} open), {assumptions} assumptions, {notes} notes\nfingerprint {print}\n")
        }
        Language::Zh => format!("{folder}：冲突{conflicts}项（未处理{open}项），假定{assumptions}项，提示{notes}项\n指纹 {print}\n"),
    };
    for (kind, en) in [(Kind::Conflict, "CONFLICTS"), (Kind::Assumption, "ASSUMPTIONS"), (Kind::Note, "NOTES")] {
        if number(report, kind) > 0 {
            let _ = writeln!(out, "\n{}", if lang == Language::En { en } else { kind.chinese() });
        }
        let mut told = BTreeSet::new();
        for finding in report.of(kind) {
            finding_lines(&mut out, finding, lang);
            for resolution in &finding.resolutions {
                let first = told.insert(&resolution.id);
                let _ = writeln!(out, "      {}", plain(&resolution_line(resolution, first, lang)));
            }
        }
    }
    out
}

fn finding_lines(out: &mut String, finding: &Finding, lang: Language) {
    let zh = lang == Language::Zh;
    let state = match (finding.kind, finding.is_open()) {
        (Kind::Conflict, true) => {
            if zh {
                "[未处理] "
            } else {
                "[open] "
            }
        }
        (Kind::Conflict, false) => {
            if zh {
                "[已处理] "
            } else {
                "[resolved] "
            }
        }
        _ => "",
    };
    let found = match (finding.found.is_empty(), finding.expected.is_empty()) {
        (true, _) => String::new(),
        (false, true) if zh => format!("：{}", finding.found),
        (false, true) => format!(": {}", finding.found),
        (false, false) if zh => format!("：读到{}，应为{}", finding.found, finding.expected),
        (false, false) => format!(": found {}, expected {}", finding.found, finding.expected),
    };
    let missions = if finding.missions.is_empty() { String::new() } else { format!(" {}", finding.missions.join(" ")) };
    let _ = writeln!(out, "  {state}{}{} ({}{missions})", plain(&finding.place.to_string()), plain(&found), finding.code);
    let _ = writeln!(out, "      {}", plain(lang.of(&finding.message)));
}

/// One resolution; who decided and why stand only where it is told first.
fn resolution_line(r: &Resolution, first: bool, lang: Language) -> String {
    match lang {
        Language::En => {
            let ours = if r.ours { ", ours" } else { "" };
            let (kind, why) = (format!("{:?}", r.kind).to_lowercase(), r.why_en.as_deref().unwrap_or(&r.why));
            let reason = if first { format!("; {} on {}: {why}", r.decided_by, r.decided_on) } else { String::new() };
            format!("-> {} ({kind}{ours}): {} => {}{reason}", r.id, r.old, r.new)
        }
        Language::Zh => {
            let ours = if r.ours { "，本软件假定" } else { "" };
            let reason = if first { format!("；{}，{}：{}", r.decided_by, r.decided_on, r.why) } else { String::new() };
            format!("→ {}（{}{ours}）：{} → {}{reason}", r.id, r.kind.chinese(), r.old, r.new)
        }
    }
}

/// Read errors, one a line.
pub fn errors(errors: &ReadErrors, lang: Language) -> String {
    let lines = errors.iter().map(|error| match lang {
        Language::En => format!("sanmin: {}\n", plain(&error.to_string())),
        Language::Zh => format!("sanmin：{}\n", plain(&error.chinese())),
    });
    lines.collect()
}

/// The report as one JSON object.
pub fn report_json(report: &Report) -> String {
    let value = json!({
        "readable": true,
        "settled": report.is_settled(),
        "fingerprint": report.fingerprint,
        "conflicts": number(report, Kind::Conflict),
        "open": report.open().count(),
        "assumptions": number(report, Kind::Assumption),
        "notes": number(report, Kind::Note),
        "findings": report.findings,
    });
    format!("{value:#}\n")
}

/// Read errors as one JSON object.
pub fn errors_json(errors: &ReadErrors) -> String {
    let list: Vec<_> = errors
        .iter()
        .map(|e| {
            json!({"file": e.file, "line": e.line, "field": e.field, "found": e.found, "expected": e.expected,
            "message": {"zh": e.chinese(), "en": e.to_string()}})
        })
        .collect();
    format!("{:#}\n", json!({"readable": false, "settled": false, "errors": list}))
}

/// A text of the plan on one line, without control characters that a terminal would obey.
fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
