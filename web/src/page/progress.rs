//! How far something is: steps by name, or a bar with its numbers in words.

use maud::{Markup, html};

use super::table::thousands;

/// Where a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Behind us.
    Done,
    /// Being done.
    Now,
    /// Ahead.
    Next,
}

impl State {
    /// The state in words.
    pub fn words(self) -> &'static str {
        match self {
            State::Done => "已完成",
            State::Now => "进行中",
            State::Next => "未开始",
        }
    }

    pub(super) fn class(self) -> &'static str {
        match self {
            State::Done => "done",
            State::Now => "now",
            State::Next => "next",
        }
    }
}

/// Steps in order, each with its state in words.
pub fn steps(label: &str, steps: &[(&str, State)]) -> Markup {
    html! {
        ol.steps aria-label=(label) {
            @for (name, state) in steps {
                li class=(state.class()) aria-current=[(*state == State::Now).then_some("step")] { (name) span.step-state { (state.words()) } }
            }
        }
    }
}

/// A bar with words: `已处理 12 / 30 件`.
pub fn bar(label: &str, done: u64, of: u64, unit: &str) -> Markup {
    html! {
        div.bar {
            p { (label) " " strong { (thousands(done)) } " / " (thousands(of)) " " (unit) }
            progress value=(done.min(of)) max=(of.max(1)) aria-label=(label) {}
        }
    }
}
