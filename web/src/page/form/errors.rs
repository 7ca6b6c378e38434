//! What is wrong with a form: at the top as a list that leads to the fields, and again at each field.

use maud::{Markup, html};

/// Errors of a form, in the order of its fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Errors(Vec<(String, String)>);

impl Errors {
    /// No errors.
    pub fn none() -> Self {
        Errors::default()
    }

    /// Adds an error at `field`. Say what is wrong and what to do: 密码至少 12 个字符.
    pub fn add(&mut self, field: &str, message: impl Into<String>) {
        self.0.push((field.into(), message.into()));
    }

    /// Adds an error that belongs to no single field.
    pub fn add_general(&mut self, message: impl Into<String>) {
        self.add("", message);
    }

    /// The first error at `field`.
    pub fn of(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|(at, _)| at == field).map(|(_, message)| message.as_str())
    }

    /// Whether the form may go on.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Fields and messages in order; a general error has an empty field.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(field, message)| (field.as_str(), message.as_str()))
    }
}

/// The list of errors above a form; nothing if there are none. Takes the focus when the page opens.
pub fn error_summary(errors: &Errors) -> Markup {
    html! {
        @if !errors.is_empty() {
            div.error-summary #errors role="alert" tabindex="-1" data-focus {
                h2 { "没有提交成功，请改正下面 " (errors.0.len()) " 处" }
                p { "您已经填写的内容还在（密码和文件除外，需要重新填写）。" }
                ul { @for (field, message) in errors.iter() {
                    li { @if field.is_empty() { (message) } @else { a href={ "#f-" (field) } { (message) } } }
                } }
            }
        }
    }
}
