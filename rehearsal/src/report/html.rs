//! The report as one page that needs nothing else.

use maud::{DOCTYPE, Markup, PreEscaped, html};
use serde_json::Value;

use super::plot::bars;
use super::{Act, Report, Session};
use crate::phones::Conduct;

const STYLE: &str = include_str!("report.css");

/// The page.
pub fn page(report: &Report) -> String {
    let body = html! {
        (DOCTYPE)
        html lang="zh-CN" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { "演练报告 · " (report.activity) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main {
                    p.rehearsal { "演练：这里的人员、票和结果都不是真的" }
                    h1 { "演练报告" }
                    p { (report.activity) }
                    (outcome(report))
                    h2 { "核对了什么" }
                    (checks(report))
                    h2 { "三场评议" }
                    @for session in &report.sessions { (one_session(session)) }
                    h2 { "每一步用了多久" }
                    (times(report))
                    @for act in &report.acts { (one_act(act)) }
                    h2 { "这次演练" }
                    dl {
                        dt { "种子" } dd { (report.seed) "。同一个种子得到同样的人、同样的选择和同样的合计；密钥每次都是新的" }
                        dt { "规模" } dd { @if report.scale >= 1.0 { "方案的全部名额" } @else { "方案名额的 " (percent(report.scale)) } }
                        dt { "网站" } dd { (report.portal) }
                        @if let Some(memory) = report.memory_mib { dt { "内存" } dd { "服务器和演练程序合计最多 " (memory) " MiB" } }
                    }
                }
            }
        }
    };
    body.into_string()
}

fn percent(share: f64) -> String {
    format!("{:.1}%", share * 100.0)
}

fn outcome(report: &Report) -> Markup {
    let checks = report.checks().count();
    html! {
        @match &report.stumbled {
            Some(why) => { p.bad { strong { "没有演完。" } " 停在“" (report.acts.last().map_or("开始", |act| act.title)) "”：" (why) } }
            None => { p.good { strong { "演完了，" (checks) " 项核对全部一致。" } " 用时 " (minutes(report.seconds)) "。" } }
        }
    }
}

fn minutes(seconds: f64) -> String {
    let whole = seconds.round() as u64;
    if whole < 60 { format!("{whole} 秒") } else { format!("{} 分 {} 秒", whole / 60, whole % 60) }
}

fn checks(report: &Report) -> Markup {
    html! {
        @if report.checks().next().is_none() { p { "还没有走到核对。" } }
        @else {
            ul.checks {
                @for check in report.checks() {
                    li { (check.label) @if !check.again.is_empty() { code { (check.again) } } }
                }
            }
        }
    }
}

fn one_session(session: &Session) -> Markup {
    let waits = &session.waits;
    let below = |bound: &u64| if *bound == u64::MAX { "更久".to_owned() } else { format!("≤ {bound} 毫秒") };
    let histogram: Vec<(String, f64, String)> = waits
        .up_to
        .iter()
        .filter(|(bound, count)| *count > 0 || *bound <= 1_000)
        .map(|(bound, count)| (below(bound), *count as f64, format!("{count} 张")))
        .collect();
    let chinese = |word: &str| Conduct::all().find(|conduct| conduct.word() == word).map_or("", Conduct::chinese);
    let conduct: Vec<(String, f64, String)> =
        session.conduct.iter().map(|(word, count)| (chinese(word).to_owned(), *count as f64, format!("{count} 人"))).collect();
    html! {
        section {
            h3 { "第 " (session.number) " 场" }
            p {
                "到会 " (session.present) " 人，计入 " (session.counted) " 张票，用 " (format!("{:.1}", session.seconds)) " 秒投完（真实时间）。"
                "按下提交到看到“已计入”：一半人不超过 " (waits.p50) " 毫秒，九成 " (waits.p90) "，百分之九十九 " (waits.p99) "，最久 " (waits.max) "。"
            }
            (bars("等了多久", &histogram))
            (bars("怎么投的", &conduct))
            @if !session.answers.is_empty() {
                p.small {
                    "票箱另外的回答："
                    @for (place, (word, count)) in session.answers.iter().enumerate() { @if place > 0 { "，" } (word) " " (count) " 次" }
                }
            }
        }
    }
}

fn times(report: &Report) -> Markup {
    let rows: Vec<(String, f64, String)> =
        report.acts.iter().map(|act| (act.title.to_owned(), act.seconds, format!("{:.1} 秒", act.seconds))).collect();
    bars("各步用时", &rows)
}

fn one_act(act: &Act) -> Markup {
    let value = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    html! {
        @if !act.facts.is_empty() {
            h3 { (act.title) }
            dl { @for fact in &act.facts { dt { (fact.label) } dd { (value(&fact.value)) } } }
        }
    }
}
