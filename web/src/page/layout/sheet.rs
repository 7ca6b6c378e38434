//! The frame of pages with one task and nothing else: sign-in, PIN, venue work.

use maud::{Markup, html};

use super::head::{brand, document, elder_switch};
use super::public::footer;
use crate::page::Page;
use crate::page::look::Look;

/// What a one-task page says about itself.
#[derive(Clone, Copy, Debug)]
pub struct Sheet<'a> {
    /// Title of the page; also its `h1`.
    pub title: &'a str,
    /// Where one is, beside the activity's name, such as `工作台` or `东胜区分会场`; may be empty.
    pub place: &'a str,
}

/// A one-task page around `body`.
pub fn sheet(look: &Look, page: Sheet<'_>, body: Markup) -> Page {
    let frame = html! {
        header.top { div.top-row { (brand(look, "/", page.place)) (elder_switch(look)) } }
        main #main tabindex="-1" { h1 { (page.title) } (body) }
        (footer(look))
    };
    Page::private(document(look, page.title, "", "sheet", "office.js", frame))
}
