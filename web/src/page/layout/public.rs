//! The frame of public pages.

use maud::{Markup, html};

use super::head::{brand, document, elder_switch};
use crate::page::Page;
use crate::page::look::Look;

/// The parts of the public site, in the order of the menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// Home.
    Home,
    /// Sessions and departments.
    Sessions,
    /// Venues.
    Venues,
    /// How representatives are chosen.
    Representatives,
    /// Who does what.
    Organisation,
    /// Rules of conduct.
    Discipline,
    /// What is promised and what is not.
    Promises,
    /// The plan and its check.
    Plan,
    /// Pages outside the menu.
    Other,
}

/// The menu of the public site.
const MENU: [(Section, &str, &str); 8] = [
    (Section::Home, "/", "首页"),
    (Section::Sessions, "/sessions", "述职安排"),
    (Section::Venues, "/venues", "会场"),
    (Section::Representatives, "/representatives", "市民代表"),
    (Section::Organisation, "/organisation", "组织分工"),
    (Section::Discipline, "/discipline", "活动纪律"),
    (Section::Promises, "/promises", "承诺与限度"),
    (Section::Plan, "/plan", "活动方案"),
];

/// What a public page says about itself.
#[derive(Clone, Copy, Debug)]
pub struct Public<'a> {
    /// Title of the page, in the browser's tab. The visible `h1` belongs to the body.
    pub title: &'a str,
    /// One sentence for search engines; may be empty.
    pub description: &'a str,
    /// Which entry of the menu is marked.
    pub section: Section,
}

/// A public page around `body`.
pub fn public(look: &Look, page: Public<'_>, body: Markup) -> Page {
    let frame = html! {
        header.top {
            div.top-row {
                (brand(look, "/", ""))
                (elder_switch(look))
            }
            details.menu-phone {
                summary { "目录" }
                nav aria-label="目录" { (menu(page.section)) }
            }
            nav.menu-wide aria-label="主导航" { (menu(page.section)) }
        }
        main #main tabindex="-1" { (body) }
        (footer(look))
    };
    Page::shared(document(look, page.title, page.description, "public", "public.js", frame))
}

fn menu(active: Section) -> Markup {
    html! {
        ul { @for (section, href, name) in MENU { li { a href=(href) aria-current=[(section == active).then_some("page")] { (name) } } } }
    }
}

pub(super) fn footer(look: &Look) -> Markup {
    html! {
        footer.foot {
            ul {
                li { a href="/privacy" { "隐私" } }
                li { a href="/accessibility" { "无障碍" } }
                li { a href="/about" { "关于本网站" } }
            }
            @if !look.site.organiser.is_empty() { p { "主办：" (look.site.organiser) } }
        }
    }
}
