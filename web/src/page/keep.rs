//! Pages that open again without a network: they ask `keep.js` to have themselves kept by the service worker `offline.js`.

use jiff::Timestamp;
use maud::{Markup, html};

use crate::assets;

/// Asks that this page be kept under `path` for so long from `now`, whatever the device's clock says, and with it everything that its links with `data-keep` lead to. Only a few paths
/// can be kept at all; `offline.js` names them. What a page says to the reader until it is kept stands in an element with
/// `data-keep-words`.
pub fn keep(path: &str, now: Timestamp, until: Timestamp) -> Markup {
    let left = until.as_millisecond().saturating_sub(now.as_millisecond()).max(0);
    html! {
        div hidden data-keep=(path) data-keep-for=(left) {}
        (script())
    }
}

/// Only the script, for pages that do not ask to be kept but end what was: a form with `data-forget` on its way out.
pub fn script() -> Markup {
    html! { script type="module" src=(assets::href("keep.js")) {} }
}
