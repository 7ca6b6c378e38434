//! Panels that say something before the reader goes on.

use maud::{Markup, Render, html};

use super::tag::Tone;

/// A panel with a headline and a body. A bad one is announced at once by screen readers.
pub fn notice(tone: Tone, headline: &str, body: impl Render) -> Markup {
    html! {
        section class={ "notice " (tone.class()) } role=[(tone == Tone::Bad).then_some("alert")] {
            p.notice-headline { (headline) }
            div { (body) }
        }
    }
}

/// A panel that says what was just done; takes the focus so that nobody misses it.
pub fn done(headline: &str, body: impl Render) -> Markup {
    html! {
        section.notice.good role="status" tabindex="-1" data-focus {
            p.notice-headline { (headline) }
            div { (body) }
        }
    }
}
