//! The reason that an act asks for.

use maud::{Markup, html};

use crate::page::form::{Errors, Field};
use crate::submitted::Submitted;
use crate::text::{normal, unfit};

/// The longest reason, in characters.
pub const LONGEST: usize = 200;

/// A reason as typed in the field `reason`, or what is wrong with it.
pub fn read(form: &Submitted) -> (String, Errors) {
    let reason = normal(form.text("reason"));
    let mut errors = Errors::none();
    if reason.chars().count() < 2 {
        errors.add("reason", "请写明原因");
    } else if let Some(why) = unfit(&reason, LONGEST) {
        errors.add("reason", why);
    }
    (reason, errors)
}

/// The field of a reason.
pub fn field(reason: &str, hint: &str, errors: &Errors) -> Markup {
    html! { (Field::text("reason", "原因").value(reason).hint(hint).autocomplete("off").maxlength(400).errors(errors)) }
}
