//! An empty list: what will appear here and how.

use maud::{Markup, html};

/// Says that there is nothing yet, what will appear, and how it gets there.
pub fn empty(headline: &str, explanation: &str) -> Markup {
    html! { div.empty { p.empty-headline { (headline) } p { (explanation) } } }
}

/// The same with the one act that fills the list.
pub fn empty_with(headline: &str, explanation: &str, href: &str, words: &str) -> Markup {
    html! { div.empty { p.empty-headline { (headline) } p { (explanation) } p { a.button href=(href) { (words) } } } }
}
