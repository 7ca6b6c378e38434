//! Each step with its time, its hashes and its place in the ledger.

use jiff::Timestamp;
use maud::{Markup, Render, html};
use plan::Plan;
use web::page::date;
use web::page::facts::Facts;
use web::page::progress::State as At;
use web::page::table::thousands;
use web::page::timeline::{Entry, Timeline};

use crate::draw::acts::earliest;
use crate::draw::files::{POOL, QUOTAS, RANKING};
use crate::draw::queries::{Step, StepKind};
use crate::draw::source::{Source, State, chinese};
use crate::draw::stage::Stage;
use crate::draw::view::{View, fingerprint, in_ledger};
use crate::term;

pub(super) fn steps(plan: &Plan, view: &View, now: Timestamp) -> Markup {
    let mut entries = vec![announced(view), frozen(plan, view, now)];
    entries.extend(view.sources.iter().map(|source| one_source(view, source)));
    entries.extend([drawn(view), released(plan, view, now)]);
    Timeline(entries).render()
}

fn entry(step: Option<&Step>, is_next: bool, expected: String, title: String, body: Markup) -> Entry {
    let state = match step {
        Some(_) => At::Done,
        None if is_next => At::Now,
        None => At::Next,
    };
    Entry { when: step.map_or(expected, |step| date::exact_of(step.at)), title, body, state }
}

fn with_place(facts: Facts, step: Option<&Step>) -> Facts {
    match step {
        Some(step) => facts.fact("公开账本", in_ledger(step)),
        None => facts,
    }
}

fn announced(view: &View) -> Entry {
    let step = view.step(StepKind::Announced);
    let body = html! {
        p { "封存以前公告用哪些来源产生种子、次序怎样、失效时怎么办，以后不能再改。" }
        @if step.is_some() {
            @for source in &view.sources {
                p { (source.place) ". " strong { (source.name) } "：" (source.occasion) "。失效时" (chinese(source.on_failure)) "。" }
            }
            (with_place(Facts::new(), step))
        }
    };
    entry(step, false, "封存以前".into(), "公告种子来源".into(), body)
}

fn frozen(plan: &Plan, view: &View, now: Timestamp) -> Entry {
    let step = view.step(StepKind::Frozen);
    let ceremony = &view.ceremony;
    let mut facts = Facts::new();
    if step.is_some() {
        facts = facts
            .fact("名册人数", format!("{} 人", thousands(ceremony.people)))
            .fact("席位（各场合计）", format!("{} 个", thousands(view.places())))
            .fact("承诺值", fingerprint(&ceremony.root));
        for (name, file) in [("名册 pool.csv 的 SHA-256", POOL), ("名额 quotas.csv 的 SHA-256", QUOTAS)] {
            facts = facts.fact(name, view.hash(file).map_or(html! {}, fingerprint));
        }
    }
    let body = html! {
        p { "审查通过的人选按偶然的次序编号。承诺值把名册、名额、规则、程序和来源一起固定下来，任何改动都会被看出来。" }
        (with_place(facts, step))
    };
    let expected = term::freeze(plan).map_or_else(String::new, |freeze| format!("不早于 {}", date::moment(freeze)));
    let due = term::freeze(plan).is_none_or(|freeze| now >= freeze);
    entry(step, due && ceremony.stage == Stage::Announced, expected, "封存名册".into(), body)
}

fn one_source(view: &View, source: &Source) -> Entry {
    let step = view.settled(source.place);
    let mut facts = Facts::new();
    if step.is_some() {
        facts = facts.fact("文字", html! { strong { (source.text) } });
    }
    let body = html! {
        @if step.is_none() { p { (source.occasion) "。由两名工作人员各自录入，一致才采用。" } }
        @for failed in view.failures(source.place) {
            p { (date::exact_of(failed.at)) " 认定失效：" (failed.reason) "。按公告" (chinese(source.on_failure)) "（公开账本" (in_ledger(failed)) "）。" }
        }
        (with_place(facts, step))
    };
    let is_next = source.state == State::Awaited && view.awaited().is_some_and(|awaited| awaited.place == source.place);
    entry(step, is_next, "封存以后".into(), format!("种子来源 {}：{}", source.place, source.name), body)
}

fn drawn(view: &View) -> Entry {
    let step = view.step(StepKind::Drawn);
    let mut facts = Facts::new();
    if !view.ceremony.seed.is_empty() {
        facts = facts.fact("种子", fingerprint(&view.ceremony.seed));
    }
    if let Some(hash) = view.hash(RANKING) {
        facts = facts.fact("结果 ranking.csv 的 SHA-256", fingerprint(hash));
    }
    let body = html! {
        p { "每个名额格的人选按 HMAC-SHA256 排序，前面的抽中，后面的依次候补。一个种子，只抽一次。" }
        (with_place(facts, step))
    };
    entry(step, view.ceremony.stage == Stage::Seeded, "全部来源录入以后".into(), "抽取".into(), body)
}

fn released(plan: &Plan, view: &View, now: Timestamp) -> Entry {
    let step = view.step(StepKind::Released);
    let body = html! {
        p { "公开编号、名额格和结果，没有姓名。方案没有写明公开的日子，我们定为最后一场述职报告会当天结束以后。" }
        (with_place(Facts::new(), step))
    };
    let expected = earliest(plan).map_or_else(String::new, |when| format!("不早于 {}", date::moment(when)));
    let due = earliest(plan).is_some_and(|when| now >= when);
    entry(step, due && view.ceremony.stage == Stage::Drawn, expected, "公开文件，人人可以复核".into(), body)
}
