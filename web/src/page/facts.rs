//! Facts about one thing: terms and what they are.

use maud::{Markup, Render, html};

/// A list of terms with their values.
#[derive(Clone, Debug, Default)]
pub struct Facts(Vec<(String, Markup)>);

impl Facts {
    /// No facts yet.
    pub fn new() -> Self {
        Facts::default()
    }

    /// Adds a fact.
    pub fn fact(mut self, term: impl Into<String>, value: impl Render) -> Self {
        self.0.push((term.into(), value.render()));
        self
    }
}

impl Render for Facts {
    fn render(&self) -> Markup {
        html! { dl.facts { @for (term, value) in &self.0 { div { dt { (term) } dd { (value) } } } } }
    }
}
