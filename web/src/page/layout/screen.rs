//! The frame of pages on a hall's screen: 1920 × 1080, readable from 30 m, nothing to click.

use maud::{Markup, html};

use super::head::document;
use crate::page::Page;
use crate::page::look::Look;

/// What a page for the hall's screen says about itself.
#[derive(Clone, Copy, Debug)]
pub struct Screen<'a> {
    /// Title of the page, in the browser's tab and beside the activity's name.
    pub title: &'a str,
    /// The script that keeps it up to date; may be empty.
    pub module: &'a str,
}

/// A page for the hall's screen around `body`.
pub fn screen(look: &Look, page: Screen<'_>, body: Markup) -> Page {
    let frame = html! {
        header.screen-top { span.brand-mark aria-hidden="true" { "三民" } span { (look.site.short_title) } span { (page.title) } }
        main #main tabindex="-1" { (body) }
    };
    Page::shared(document(look, page.title, "", "screen", page.module, frame))
}
