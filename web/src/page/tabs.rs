//! Views of one thing side by side, as links.

use maud::{Markup, html};

/// Tabs as links: (address, words, whether it is the current one).
pub fn tabs(label: &str, entries: &[(&str, &str, bool)]) -> Markup {
    html! {
        nav.tabs aria-label=(label) {
            ul { @for (href, words, current) in entries { li { a href=(href) aria-current=[current.then_some("page")] { (words) } } } }
        }
    }
}
