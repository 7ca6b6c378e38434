//! Where the activity stands now: what is going on, what comes next, how long until then.

use jiff::Timestamp;
use jiff::civil::DateTime;
use maud::{Markup, html};
use plan::{Node, NodeState, Plan};
use web::page::countdown::countdown;
use web::page::progress::State;
use web::page::timeline::{Entry, Timeline};

use crate::words;

/// The state of a node for the page's components.
pub fn state(node: &Node, now: DateTime) -> State {
    match node.state_at(now) {
        NodeState::Past => State::Done,
        NodeState::Current => State::Now,
        NodeState::Coming => State::Next,
    }
}

/// The node of this id, if the plan's timetable has one.
pub fn node<'a>(plan: &'a Plan, id: &str) -> Option<&'a Node> {
    plan.activity.nodes.iter().find(|node| node.id == *id)
}

/// The panel that says what is going on and counts down to what comes next.
pub fn panel(plan: &Plan, now: Timestamp) -> Markup {
    let local = words::local(now);
    let current: Vec<&Node> = plan.nodes().into_iter().filter(|node| node.state_at(local) == NodeState::Current).collect();
    let next = plan.next_node(local);
    html! {
        div.today {
            p {
                span.today-word { "现在" }
                @if !current.is_empty() { strong { (names(&current)) } }
                @else if next.is_none() { strong { "本次活动已经结束" } }
                @else if plan.nodes().iter().all(|node| node.state_at(local) == NodeState::Coming) { strong { "活动尚未开始" } }
                @else { strong { "等待下一个环节" } }
            }
            @if let Some(node) = next {
                @if let Some(target) = words::instant(node.awaited()) { (countdown(now, target, &awaited(node), &arrived(node))) }
                p.secondary { (words::span(node)) (words::provisional(node.ours)) }
            } @else {
                p.secondary { "活动时间：" (plan.activity.period.text) }
            }
        }
    }
}

fn names(nodes: &[&Node]) -> String {
    nodes.iter().map(|node| node.name.as_str()).collect::<Vec<_>>().join("、")
}

/// What a countdown to this node counts to.
fn awaited(node: &Node) -> String {
    match node.from {
        Some(_) => format!("“{}”开始", node.name),
        None => format!("“{}”的期限", node.name),
    }
}

fn arrived(node: &Node) -> String {
    match node.from {
        Some(_) => format!("“{}”已经开始", node.name),
        None => format!("“{}”的期限已到", node.name),
    }
}

/// The whole timetable with today's place in it.
pub fn timetable(plan: &Plan, now: Timestamp) -> Timeline {
    let local = words::local(now);
    let entry = |node: &&Node| Entry {
        when: words::span(node),
        title: node.name.clone(),
        body: html! {
            p { (node.what) "。" (words::provisional(node.ours)) }
            @if let Some(group) = plan.group(&node.responsible) { p.secondary.small { "负责：" (group.name) } }
        },
        state: state(node, local),
    };
    Timeline(plan.nodes().iter().map(entry).collect())
}
