//! Forms: fields with their label, hint and error together, an error summary on top, one main button.

mod errors;
mod field;

pub use errors::{Errors, error_summary};
pub use field::{Choice, Field, InputMode};
use maud::{Markup, Render, html};

/// A form around its fields. Sends by POST with a CSRF token, or by GET for filters.
#[derive(Clone, Debug)]
pub struct Form<'a> {
    action: &'a str,
    csrf: Option<&'a str>,
    submit: &'a str,
    cancel: Option<(&'a str, &'a str)>,
    multipart: bool,
    danger: bool,
}

impl<'a> Form<'a> {
    /// A form that changes something. `csrf` is the session's token, sent in the hidden field `csrf`.
    pub fn post(action: &'a str, csrf: &'a str) -> Self {
        Form { action, csrf: Some(csrf), submit: "提交", cancel: None, multipart: false, danger: false }
    }

    /// A form that only asks, such as a filter; what is typed appears in the address.
    pub fn get(action: &'a str) -> Self {
        Form { action, csrf: None, submit: "查询", cancel: None, multipart: false, danger: false }
    }

    /// The words on the button; say what happens, not 确定.
    pub fn submit(mut self, words: &'a str) -> Self {
        self.submit = words;
        self
    }

    /// A link beside the button that leaves without sending.
    pub fn cancel(mut self, href: &'a str, words: &'a str) -> Self {
        self.cancel = Some((href, words));
        self
    }

    /// For forms with files.
    pub fn multipart(mut self) -> Self {
        self.multipart = true;
        self
    }

    /// For acts that cannot be undone.
    pub fn danger(mut self) -> Self {
        self.danger = true;
        self
    }

    /// The form around `fields`.
    pub fn around(&self, fields: Markup) -> Markup {
        html! {
            form.form action=(self.action) method=(if self.csrf.is_some() { "post" } else { "get" })
                enctype=[self.multipart.then_some("multipart/form-data")] data-form novalidate {
                @if let Some(token) = self.csrf { (hidden("csrf", token)) }
                (fields)
                div.form-end {
                    button.danger[self.danger] type="submit" { (self.submit) }
                    @if let Some((href, words)) = self.cancel { a.form-cancel href=(href) { (words) } }
                }
            }
        }
    }
}

/// A hidden field.
pub fn hidden(name: &str, value: &str) -> Markup {
    html! { input type="hidden" name=(name) value=(value); }
}

/// A form of one button, such as 停用. `danger` marks acts that cannot be undone.
pub fn button(action: &str, csrf: &str, words: &str, danger: bool) -> Markup {
    html! {
        form.form-button method="post" action=(action) {
            (hidden("csrf", csrf))
            button.quiet .danger[danger] type="submit" { (words) }
        }
    }
}

/// A group of fields under one question.
pub fn group(legend: &str, fields: impl Render) -> Markup {
    html! { fieldset.group { legend { (legend) } (fields) } }
}
