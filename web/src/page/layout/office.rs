//! The frame of the back office.

use maud::{Markup, html};

use super::head::{brand, document, elder_switch};
use crate::page::Page;
use crate::page::look::Look;

/// One entry of the back office's menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NavItem<'a> {
    /// Where it leads.
    pub href: &'a str,
    /// What it is called.
    pub name: &'a str,
}

/// What a page of the back office says about itself.
#[derive(Clone, Copy, Debug)]
pub struct Office<'a> {
    /// Title of the page; also its `h1`.
    pub title: &'a str,
    /// Name of the person signed in.
    pub person: &'a str,
    /// Unit of that person; may be empty.
    pub unit: &'a str,
    /// The menu that this person may use. The entry whose address is the longest prefix of the path is marked.
    pub items: &'a [NavItem<'a>],
    /// Token of the session, for the sign-out form.
    pub csrf: &'a str,
    /// Where the sign-out form is sent.
    pub sign_out: &'a str,
    /// The page above this one (address, name), for the way back; `None` on homes.
    pub above: Option<(&'a str, &'a str)>,
}

/// A page of the back office around `body`.
pub fn office(look: &Look, page: Office<'_>, body: Markup) -> Page {
    let active = marked(look.path_only(), page.items);
    let frame = html! {
        header.top {
            div.top-row {
                (brand(look, "/office", "工作台"))
                div.who {
                    span.who-name { (page.person) @if !page.unit.is_empty() { span.who-unit { (page.unit) } } }
                    form method="post" action=(page.sign_out) {
                        input type="hidden" name="csrf" value=(page.csrf);
                        button.quiet type="submit" { "退出" }
                    }
                }
            }
        }
        div.desk {
            @if !page.items.is_empty() {
                details.menu-phone { summary { "目录" } nav aria-label="目录" { (menu(page.items, active)) } }
                nav.menu-side aria-label="工作导航" { (menu(page.items, active)) }
            }
            main #main tabindex="-1" {
                @if let Some((href, name)) = page.above { p.above { a href=(href) { "‹ " (name) } } }
                h1 { (page.title) }
                (body)
            }
        }
        footer.foot { ul { li { (elder_switch(look)) } li { a href="/" { "公众网站" } } } }
    };
    Page::private(document(look, page.title, "", "office", "office.js", frame))
}

/// The entry that the current path stands under.
fn marked<'a>(path: &str, items: &[NavItem<'a>]) -> Option<&'a str> {
    let under = |href: &str| path == href || path.strip_prefix(href).is_some_and(|rest| rest.starts_with('/'));
    items.iter().filter(|item| under(item.href)).map(|item| item.href).max_by_key(|href| href.len())
}

fn menu(items: &[NavItem<'_>], active: Option<&str>) -> Markup {
    html! {
        ul { @for item in items { li { a href=(item.href) aria-current=[(Some(item.href) == active).then_some("page")] { (item.name) } } } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_matching_entry_is_marked() {
        let items =
            [("/office", "首页"), ("/office/accounts", "账户"), ("/office/account", "我的")].map(|(href, name)| NavItem { href, name });
        assert_eq!(marked("/office/accounts/x", &items), Some("/office/accounts"));
        assert_eq!(marked("/office/account", &items), Some("/office/account"));
        assert_eq!(marked("/office/other", &items), Some("/office"));
        assert_eq!(marked("/elsewhere", &items), None);
    }
}
