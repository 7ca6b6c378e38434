//! The frame of pages made to be printed: A4, page numbers, no navigation.

use maud::{Markup, html};

use super::head::document;
use crate::page::Page;
use crate::page::look::Look;

/// A page for paper around `body`; on a screen it shows as a sheet with a way back and a hint how to print.
pub fn print(look: &Look, title: &str, back: &str, body: Markup) -> Page {
    let frame = html! {
        header { p.print-hint { a href=(back) { "‹ 返回" } span { "按 Ctrl+P（苹果电脑按 ⌘P）打印，纸张选 A4" } } }
        main #main.paper tabindex="-1" { (body) }
    };
    Page::private(document(look, title, "", "print", "", frame))
}
