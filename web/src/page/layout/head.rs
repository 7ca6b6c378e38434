//! What all frames share: the document around the body, the rehearsal mark, the switch of elder mode.

use maud::{DOCTYPE, Markup, html};

use crate::assets;
use crate::page::elder;
use crate::page::look::Look;

/// The document around `body`. `module` is the one script that this kind of page loads.
pub(super) fn document(look: &Look, title: &str, description: &str, kind: &str, module: &str, body: Markup) -> Markup {
    let class = if look.elder { "elder" } else { "" };
    html! {
        (DOCTYPE)
        html lang="zh-CN" class=[(!class.is_empty()).then_some(class)] {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " · " (look.site.short_title) }
                @if !description.is_empty() { meta name="description" content=(description); }
                meta name="format-detection" content="telephone=no";
                meta name="theme-color" content="#a8201a";
                link rel="icon" type="image/svg+xml" href=(assets::href("favicon.svg"));
                link rel="stylesheet" href=(assets::href("sanmin.css"));
                @if !module.is_empty() { script type="module" src=(assets::href(module)) {} }
            }
            body class=(kind) {
                a.skip href="#main" { "跳到正文" }
                @if look.site.rehearsal { aside.rehearsal aria-label="演练" { "演练环境：这里的人员、票和结果都不是真的" } }
                (body)
            }
        }
    }
}

/// The link that turns elder mode on or off.
pub(super) fn elder_switch(look: &Look) -> Markup {
    html! { a.elder-switch href=(elder::href(look)) rel="nofollow" { @if look.elder { "标准版" } @else { "长辈版" } } }
}

/// The mark and name of the activity, leading to `href`.
pub(super) fn brand(look: &Look, href: &str, addition: &str) -> Markup {
    html! {
        a.brand href=(href) {
            span.brand-mark aria-hidden="true" { "三民" }
            span.brand-name { (look.site.short_title) @if !addition.is_empty() { span.brand-more { (addition) } } }
        }
    }
}
