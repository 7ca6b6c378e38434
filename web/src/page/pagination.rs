//! Paging through a list by key: 上一页, 下一页, and how much is shown.

use maud::{Markup, Render, html};

use super::table::thousands;

/// The foot of a list.
#[derive(Clone, Debug, Default)]
pub struct Pagination {
    /// Address of the page before, if there is one.
    pub previous: Option<String>,
    /// Address of the page after, if there is one.
    pub next: Option<String>,
    /// Rows on this page.
    pub shown: u64,
    /// Rows in all under this filter, if counted.
    pub total: Option<u64>,
    /// What the rows are, with its measure word: `个账户`, `条记录`.
    pub unit: &'static str,
}

impl Render for Pagination {
    fn render(&self) -> Markup {
        html! {
            nav.pagination aria-label="翻页" {
                p { "本页 " (thousands(self.shown)) " " (self.unit) @if let Some(total) = self.total { "，共 " (thousands(total)) " " (self.unit) } }
                @if self.previous.is_some() || self.next.is_some() {
                    ul {
                        @if let Some(href) = &self.previous { li { a href=(href) rel="prev" { "‹ 上一页" } } }
                        @if let Some(href) = &self.next { li { a href=(href) rel="next" { "下一页 ›" } } }
                    }
                }
            }
        }
    }
}
