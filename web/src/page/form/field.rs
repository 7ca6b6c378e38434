//! One field of a form with its label, hint and error.

use maud::{Markup, Render, html};

use super::errors::Errors;

/// Which keyboard a phone shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InputMode {
    /// Digits only: codes, PINs.
    Numeric,
    /// Telephone numbers.
    Tel,
    /// E-mail addresses.
    Email,
    /// Search words.
    Search,
}

impl InputMode {
    fn word(self) -> &'static str {
        match self {
            InputMode::Numeric => "numeric",
            InputMode::Tel => "tel",
            InputMode::Email => "email",
            InputMode::Search => "search",
        }
    }
}

/// One choice of a select, radio or checkbox field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is shown.
    pub label: String,
    /// A line below the label; may be empty.
    pub hint: String,
}

impl Choice {
    /// A choice without a hint.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Choice { value: value.into(), label: label.into(), hint: String::new() }
    }

    /// The same with a line of explanation.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}

#[derive(Clone, Debug)]
enum Kind<'a> {
    Input(&'static str),
    Area(u8),
    Select(&'a [Choice]),
    Radios(&'a [Choice]),
    Checks(&'a [Choice]),
    Check,
}

/// One field. Required unless made [`optional`](Field::optional); its element's id is `f-{name}`.
#[derive(Clone, Debug)]
pub struct Field<'a> {
    name: &'a str,
    label: &'a str,
    kind: Kind<'a>,
    values: Vec<&'a str>,
    hint: &'a str,
    error: Option<&'a str>,
    optional: bool,
    autocomplete: Option<&'a str>,
    inputmode: Option<InputMode>,
    maxlength: Option<u32>,
    accept: Option<&'a str>,
    short: bool,
    focus: bool,
}

impl<'a> Field<'a> {
    fn new(name: &'a str, label: &'a str, kind: Kind<'a>) -> Self {
        Field {
            name,
            label,
            kind,
            values: Vec::new(),
            hint: "",
            error: None,
            optional: false,
            autocomplete: None,
            inputmode: None,
            maxlength: None,
            accept: None,
            short: false,
            focus: false,
        }
    }

    /// One line of text.
    pub fn text(name: &'a str, label: &'a str) -> Self {
        Field::new(name, label, Kind::Input("text"))
    }

    /// A password; never shown again after an error.
    pub fn password(name: &'a str, label: &'a str) -> Self {
        Field::new(name, label, Kind::Input("password"))
    }

    /// A date, sent as `2025-01-13`.
    pub fn date(name: &'a str, label: &'a str) -> Self {
        Field::new(name, label, Kind::Input("date")).short()
    }

    /// A date with a time of day, sent as `2025-01-13T09:00`.
    pub fn moment(name: &'a str, label: &'a str) -> Self {
        Field::new(name, label, Kind::Input("datetime-local")).short()
    }

    /// A file; its form must be [`multipart`](super::Form::multipart). `accept` as in HTML: `.xlsx,.csv`.
    pub fn file(name: &'a str, label: &'a str, accept: &'a str) -> Self {
        let mut field = Field::new(name, label, Kind::Input("file"));
        field.accept = Some(accept);
        field
    }

    /// Several lines of text, `rows` high.
    pub fn area(name: &'a str, label: &'a str, rows: u8) -> Self {
        Field::new(name, label, Kind::Area(rows))
    }

    /// One of many choices, as a list that opens.
    pub fn select(name: &'a str, label: &'a str, choices: &'a [Choice]) -> Self {
        Field::new(name, label, Kind::Select(choices))
    }

    /// One of a few choices, all visible.
    pub fn radios(name: &'a str, label: &'a str, choices: &'a [Choice]) -> Self {
        Field::new(name, label, Kind::Radios(choices))
    }

    /// Any of several choices; the name is sent once for each.
    pub fn checks(name: &'a str, label: &'a str, choices: &'a [Choice]) -> Self {
        Field::new(name, label, Kind::Checks(choices))
    }

    /// A single box to tick; sends `1`. Give it the value `1` to show it ticked.
    pub fn check(name: &'a str, label: &'a str) -> Self {
        Field::new(name, label, Kind::Check)
    }

    /// What stands in the field. For [`checks`](Field::checks) call it once for each ticked choice.
    pub fn value(mut self, value: &'a str) -> Self {
        self.values.push(value);
        self
    }

    /// A line of help between label and field.
    pub fn hint(mut self, hint: &'a str) -> Self {
        self.hint = hint;
        self
    }

    /// The error of this field among `errors`.
    pub fn errors(mut self, errors: &'a Errors) -> Self {
        self.error = errors.of(self.name);
        self
    }

    /// Marks the field as not needed.
    pub fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// The token by which browsers fill in: `username`, `current-password`, `one-time-code`.
    pub fn autocomplete(mut self, token: &'a str) -> Self {
        self.autocomplete = Some(token);
        self
    }

    /// Which keyboard a phone shows.
    pub fn inputmode(mut self, mode: InputMode) -> Self {
        self.inputmode = Some(mode);
        self
    }

    /// Longest input in UTF-16 units, as browsers count.
    pub fn maxlength(mut self, units: u32) -> Self {
        self.maxlength = Some(units);
        self
    }

    /// A narrow field, for codes and dates.
    pub fn short(mut self) -> Self {
        self.short = true;
        self
    }

    /// Takes the focus when the page opens; for the single field of a one-task page.
    pub fn focus(mut self) -> Self {
        self.focus = true;
        self
    }

    fn first(&self) -> &str {
        self.values.first().copied().unwrap_or("")
    }

    fn id(&self) -> String {
        format!("f-{}", self.name)
    }

    /// Ids of hint and error, for `aria-describedby`.
    fn described(&self) -> Option<String> {
        let hint = (!self.hint.is_empty()).then(|| format!("f-{}-hint", self.name));
        let error = self.error.map(|_| format!("f-{}-error", self.name));
        let ids: Vec<String> = hint.into_iter().chain(error).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    fn invalid(&self) -> Option<&'static str> {
        self.error.map(|_| "true")
    }

    fn control(&self) -> Markup {
        let (id, described, short) = (self.id(), self.described(), self.short.then_some("short"));
        let required = !self.optional;
        match self.kind {
            Kind::Input(kind) => html! {
                input id=(id) class=[short] type=(kind) name=(self.name) value=[(kind != "password" && kind != "file").then_some(self.first())]
                    autocomplete=[self.autocomplete] inputmode=[self.inputmode.map(InputMode::word)] maxlength=[self.maxlength]
                    accept=[self.accept] aria-describedby=[described] aria-invalid=[self.invalid()] required[required] autofocus[self.focus];
            },
            Kind::Area(rows) => html! {
                textarea id=(id) name=(self.name) rows=(rows) maxlength=[self.maxlength] aria-describedby=[described]
                    aria-invalid=[self.invalid()] required[required] { "\n" (self.first()) }
            },
            Kind::Select(choices) => html! {
                select id=(id) class=[short] name=(self.name) autocomplete=[self.autocomplete] aria-describedby=[described]
                    aria-invalid=[self.invalid()] required[required] {
                    @for choice in choices { option value=(choice.value) selected[choice.value == self.first()] { (choice.label) } }
                }
            },
            Kind::Radios(choices) => self.choices("radio", choices),
            Kind::Checks(choices) => self.choices("checkbox", choices),
            Kind::Check => html! {},
        }
    }

    /// Choices with the whole line as target. The first carries the field's id, so that the error list leads there.
    fn choices(&self, kind: &str, choices: &[Choice]) -> Markup {
        html! {
            div.choices { @for (at, choice) in choices.iter().enumerate() {
                label.choice {
                    input id=[(at == 0).then(|| self.id())] type=(kind) name=(self.name) value=(choice.value)
                        checked[self.values.contains(&choice.value.as_str())] required[kind == "radio" && !self.optional];
                    span.choice-text { (choice.label) @if !choice.hint.is_empty() { span.hint { (choice.hint) } } }
                }
            } }
        }
    }

    fn notes(&self) -> Markup {
        html! {
            @if !self.hint.is_empty() { p.hint id={ "f-" (self.name) "-hint" } { (self.hint) } }
            @if let Some(error) = self.error { p.error id={ "f-" (self.name) "-error" } { span.said { "错误：" } (error) } }
        }
    }

    fn name_line(&self) -> Markup {
        html! { (self.label) @if self.optional { span.optional { "（选填）" } } }
    }
}

impl Render for Field<'_> {
    fn render(&self) -> Markup {
        let wrong = self.error.is_some();
        match self.kind {
            Kind::Radios(_) | Kind::Checks(_) => html! {
                fieldset.field .wrong[wrong] aria-describedby=[self.described()] { legend { (self.name_line()) } (self.notes()) (self.control()) }
            },
            Kind::Check => html! {
                div.field .wrong[wrong] {
                    (self.notes())
                    label.choice {
                        input id=(self.id()) type="checkbox" name=(self.name) value="1" checked[self.first() == "1"]
                            aria-describedby=[self.described()] aria-invalid=[self.invalid()];
                        span.choice-text { (self.label) }
                    }
                }
            },
            _ => html! { div.field .wrong[wrong] { label for=(self.id()) { (self.name_line()) } (self.notes()) (self.control()) } },
        }
    }
}
