//! What happens when, in order, with today's place in it.

use maud::{Markup, Render, html};

use super::progress::State;

/// One entry.
#[derive(Clone, Debug)]
pub struct Entry {
    /// When, in words.
    pub when: String,
    /// What happens.
    pub title: String,
    /// More about it; may be empty.
    pub body: Markup,
    /// Before, at or after now.
    pub state: State,
}

/// A list of entries; those behind us, now and ahead are told apart in words.
#[derive(Clone, Debug, Default)]
pub struct Timeline(pub Vec<Entry>);

impl Render for Timeline {
    fn render(&self) -> Markup {
        html! {
            ol.timeline {
                @for entry in &self.0 {
                    li class=(entry.state.class()) aria-current=[(entry.state == State::Now).then_some("step")] {
                        p.timeline-when { (entry.when) span.timeline-state { (words(entry.state)) } }
                        h3 { (entry.title) }
                        (entry.body)
                    }
                }
            }
        }
    }
}

/// What a state means for time: a moment passes, whether or not the work was done.
fn words(state: State) -> &'static str {
    match state {
        State::Done => "已过",
        State::Now => "进行中",
        State::Next => "未到",
    }
}
