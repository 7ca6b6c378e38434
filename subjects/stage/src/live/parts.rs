//! Parts of pages that show what is told.

use maud::{Markup, html};

use super::state::{Line, Told};

/// A place for words; hidden while it has none.
pub(crate) fn slot(name: &str, class: &str, words: &str) -> Markup {
    html! { p class=(class) data-slot=(name) hidden[words.is_empty()] { (words) } }
}

/// The same with a label before the words.
pub(crate) fn labelled(name: &str, class: &str, label: &str, words: &str) -> Markup {
    html! { p class=(class) data-holds=(name) hidden[words.is_empty()] { (label) strong data-slot=(name) { (words) } } }
}

/// The running order.
pub(crate) fn order(told: &Told) -> Markup {
    html! { ol.stage-order data-slot="order" { @for line in &told.order { (entry(line)) } } }
}

fn entry(line: &Line) -> Markup {
    html! {
        li class=(line.state) aria-current=[matches!(line.state.as_str(), "on" | "paused").then_some("step")] {
            span.stage-order-title { (line.title) }
            @if !line.kind.is_empty() { span.stage-order-kind { (line.kind) } }
            span.stage-order-state { (line.state_words) }
        }
    }
}
